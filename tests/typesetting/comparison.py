"""Compares what was read with what was set: words, lines, styles, indents, line by line in order."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from composition import Paragraph, Word, compose
from printing import write_pdf, write_text
from writing import WRITERS, lines_of

from playbuddy_desktop.parsing.document import Alignment, Document, Line
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

FORMATS = ("pdf", "txt", *WRITERS)
STYLES = {"txt": ("italic",), "md": ("bold", "italic")}
ALL_STYLES = ("bold", "italic", "small_caps")


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1.

    Attributes:
        words: of the words that were set, those that were read.
        lines: of the lines that were set, those that were read word for word, in order.
        extra: lines that were read but not set, as a share of those set.
        styles: of the words of these lines, for each style, those read with or without it as they were set.
        centred: of the lines, those read as centred if they are and not if they are not; None for Markdown.
        indents: of the lines that are not centred, those whose indent is right within 1.5 points; None if the format
            has no indents.
    """

    words: float
    lines: float
    extra: float
    styles: dict[str, float]
    centred: float | None
    indents: float | None


def written(folder: Path, format_: str, layout: str, speeches: int) -> tuple[Path, list[tuple[Word, ...]]]:
    """Write a script; gives the file and its lines."""
    path = folder / f"{layout}.{format_}"
    paragraphs = compose(layout, speeches)
    if format_ == "pdf":
        return path, write_pdf(path, paragraphs, layout)
    if format_ == "txt":
        return path, write_text(path, paragraphs, layout)
    WRITERS[format_](path, paragraphs, layout)
    return path, lines_of(paragraphs)


def read_back(path: Path, settings: Settings) -> Document:
    """Read it as the program does."""
    return read_document(path, filename=path.name, format=None, settings=settings)


def compared(document: Document, lines: Sequence[tuple[Word, ...]], format_: str, layout: str, speeches: int) -> Score:
    """Score what was read."""
    read = [line for line in document.lines if line.furniture is None]
    texts = [" ".join(line.text.split()) for line in read]
    truths = [" ".join(word.text for word in line) for line in lines]
    blocks = difflib.SequenceMatcher(None, truths, texts, autojunk=False).get_matching_blocks()
    places = [(a + at, b + at) for a, b, size in blocks for at in range(size)]
    pairs = [(lines[a], read[b]) for a, b in places]
    words = Counter(" ".join(truths).split())
    found = words & Counter(" ".join(texts).split())
    owners = list(_owners(lines, compose(layout, speeches)))
    centred, indents = _places([(*owners[a], read[b]) for a, b in places], format_)
    return Score(
        words=found.total() / words.total(),
        lines=len(pairs) / len(lines),
        extra=(len(read) - len(pairs)) / len(lines),
        styles={style: _style_share(pairs, style) for style in STYLES.get(format_, ALL_STYLES)},
        centred=centred,
        indents=indents,
    )


def _style_share(pairs: Sequence[tuple[tuple[Word, ...], Line]], style: str) -> float:
    right = total = 0
    for words, line in pairs:
        at = 0
        for word in words:
            for part in word.text.split():
                at = line.text.index(part, at)
                right += _has(line, at, at + len(part), style) == getattr(word, style)
                total += 1
                at += len(part)
    return right / total if total else 0.0


def _has(line: Line, start: int, end: int, style: str) -> bool:
    """Whether most characters of a word are set so."""
    count = sum(min(run.end, end) - max(run.start, start) for run in line.runs
                if getattr(run, style) and run.start < end and run.end > start)  # fmt: skip
    return 2 * count > end - start


def _owners(lines: Sequence[tuple[Word, ...]], paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, bool]]:
    """For each line that was set, its paragraph, and whether it is the first of it: words go on from line to line."""
    rest = iter(paragraphs)
    paragraph = next(rest)
    left = [word.text.lower() for word in paragraph.words]
    for words in lines:
        own = [word.text.lower() for word in words]
        while left[: len(own)] != own:
            paragraph = next(rest)
            left = [word.text.lower() for word in paragraph.words]
        yield paragraph, len(left) == len(paragraph.words)
        left = left[len(own) :]


def _places(pairs: Sequence[tuple[Paragraph, bool, Line]], format_: str) -> tuple[float | None, float | None]:
    """The shares of right alignments and indents."""
    if format_ == "md":
        return None, None
    centred: list[bool] = []
    indents: list[bool] = []
    for owner, first, line in pairs:
        centred.append((line.alignment is Alignment.CENTRE) == owner.centred)
        if not owner.centred:
            wanted = owner.indent + (owner.first if first else 0.0)
            got = line.indent_chars * 6.0 if format_ == "txt" else (line.indent or 0.0)
            indents.append(abs(wanted - got) <= 1.5)
    return sum(centred) / max(1, len(centred)), sum(indents) / max(1, len(indents))

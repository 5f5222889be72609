"""Reads scanned PDF files: each page is drawn, its text recognised, and laid out like that of any other PDF.

What was recognised is kept page by page in a file beside the source, if there is one to be kept in: recognition takes
seconds a page, and a job that is paused, stopped or killed goes on at the page where it was.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any, Final, NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from playbuddy_desktop.errors import CorruptFileError, ScannedFileError, TooManyPagesError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.hyphens import mark_hyphens
from playbuddy_desktop.parsing.extract.language import detect_language
from playbuddy_desktop.parsing.extract.limits import LengthBudget
from playbuddy_desktop.parsing.extract.pdf import opened
from playbuddy_desktop.parsing.extract.pdf_columns import Gutter
from playbuddy_desktop.parsing.extract.pdf_layout import lay_out
from playbuddy_desktop.parsing.extract.pdf_rows import Row, page_rows
from playbuddy_desktop.parsing.extract.pdf_words import Piece, Style, Word
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.recognition import Picture, Recognised, recogniser
from playbuddy_desktop.parsing.extract.skew import drawn_upright
from playbuddy_desktop.settings import Settings

_POINTS_PER_INCH: Final = 72
_MOST_DOTS: Final = 40_000_000
"""Of a picture: a page of A3 has 17 million."""
_FEWEST_DOTS_PER_INCH: Final = 70
"""That tesseract believes in."""
_TALL: Final = frozenset("bdfhklitßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜÉÈ0123456789!?()[]")
_DEEP: Final = frozenset("gjpqyçQ,;()[]")
_HEIGHTS: Final = {(True, True): 0.93, (True, False): 0.72, (False, True): 0.66, (False, False): 0.45}
"""Height of a line with and without tall and deep letters, in font sizes; usual for book faces."""
_DESCENT: Final = 0.21
_FONT: Final = "recognised"


def read_scan(path: Path, settings: Settings, progress: Progress, keep: Path | None = None) -> Document:
    """Recognise the text of a PDF file.

    Args:
        path: the file.
        settings: the limits.
        progress: told after each page.
        keep: a file for what was recognised so far; None to begin anew each time.

    Raises:
        OcrMissingError: no recognition is installed.
        SourceError: of a kind that says what is wrong with the file.
    """
    with opened(path) as pdf:
        total = len(pdf)
        if total > settings.max_pages:
            raise TooManyPagesError(f"The file has {total:,} pages; {settings.max_pages:,} are allowed.")
        memory = _Memory(keep)
        pages: list[list[Word]] = []
        sizes: list[tuple[float, float]] = []
        with recogniser() as engine:

            def read(page: pypdfium2.PdfPage, index: int) -> _Reading:
                reading = memory.get(index)
                if reading is None:
                    picture, scale = _picture(page, engine.dots_per_inch)
                    reading = _Reading(scale, engine.recognise(picture, _language(pages), settings.max_ocr_seconds))
                    memory.add(index, reading)
                return reading

            for index in range(total):
                words, size = _page(pdf, index, read)
                pages.append(words)
                sizes.append(size)
                progress(index + 1, total)
            reader = engine.name
    return _document(pages, sizes, reader, LengthBudget(settings))


class _Reading(NamedTuple):
    """What was recognised on a page; ``scale`` is that of its picture, in pixels a point."""

    scale: float
    words: list[Recognised]


def _page(
    pdf: pypdfium2.PdfDocument, index: int, read: Callable[[pypdfium2.PdfPage, int], _Reading]
) -> tuple[list[Word], tuple[float, float]]:
    """The words of a page and its size."""
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError as error:
        raise CorruptFileError(f"Page {index + 1} of the PDF file is damaged.") from error
    with contextlib.closing(page):
        return list(_placed(read(page, index))), page.get_size()


def _language(pages: Sequence[Sequence[Word]]) -> str | None:
    """The language of the pages so far."""
    return detect_language([" ".join(word.text for word in words) for words in pages])[0]


def _picture(page: pypdfium2.PdfPage, dots_per_inch: int) -> tuple[Picture, float]:
    """The page, its lines level, and how many pixels a point has; very large pages are drawn smaller."""
    width, height = page.get_size()
    scale = min(dots_per_inch / _POINTS_PER_INCH, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
    pixels, across, down = drawn_upright(page, scale)
    dots = max(_FEWEST_DOTS_PER_INCH, round(scale * _POINTS_PER_INCH))
    return Picture(b"P5 %d %d 255\n" % (across, down) + pixels, dots), scale


def _placed(reading: _Reading) -> Iterator[Word]:
    """The words with places in points; those of one line share its baseline and size."""
    scale = reading.scale
    lines: dict[tuple[int, int, int], list[Recognised]] = defaultdict(list)
    for word in reading.words:
        lines[word.line].append(word)
    for words in lines.values():
        size = round(median(_size(word) for word in words) / scale, 1)
        base = median(word.bottom - _DESCENT * _size(word) * (not _DEEP.isdisjoint(word.text)) for word in words)
        style = Style(bold=False, italic=False, small_caps=False, size=size, font=_FONT)
        for word in words:
            yield Word(
                [Piece(word.text, style)],
                word.left / scale,
                word.right / scale,
                base / scale,
                size,
                confidence=word.confidence,
            )


def _size(word: Recognised) -> float:
    """The font size in pixels, from the height of a word and the letters in it."""
    letters = (not _TALL.isdisjoint(word.text), not _DEEP.isdisjoint(word.text))
    return (word.bottom - word.top) / _HEIGHTS[letters]


def _document(
    pages: Sequence[Sequence[Word]], sizes: list[tuple[float, float]], reader: str, budget: LengthBudget
) -> Document:
    rows: list[Row] = []
    gutter: Gutter | None = None
    for number, words in enumerate(pages, start=1):
        found, new_gutter = page_rows(words, number, gutter)
        gutter = new_gutter or gutter
        for row in found:
            budget.spend(len(row.text))
        rows += found
    if not rows:
        raise ScannedFileError("No text was recognised on the pages.")
    document = Document("pdf", page_count=len(sizes), hard_wrapped=True)
    document.reader, document.scanned, document.page_sizes = reader, True, sizes
    document.lines = lay_out(rows, {at: size[0] for at, size in enumerate(sizes, start=1)}, scanned=True)
    mark_hyphens(document.lines)
    sure = mean(word.confidence or 0.0 for words in pages for word in words)
    document.warnings = [f"The text was recognised on pictures of the pages; about {sure:.0%} of it is sure."]
    return document


class _Memory:
    """The pages that were recognised already, one line of JSON each."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._pages: dict[int, _Reading] = {}
        if file is not None:
            with contextlib.suppress(OSError):
                for line in file.read_text(encoding="utf-8").splitlines():
                    self._load(line)

    def get(self, index: int) -> _Reading | None:
        """What was recognised on a page; None if it was not looked at."""
        return self._pages.get(index)

    def add(self, index: int, reading: _Reading) -> None:
        """Keep a page; without room on the disk, it is recognised again another time."""
        if self._file is None:
            return
        rows = [[w.text, *w.line, w.left, w.top, w.right, w.bottom, w.confidence] for w in reading.words]
        with contextlib.suppress(OSError), self._file.open("a", encoding="utf-8") as file:
            file.write(
                f"\n{json.dumps([index, reading.scale, rows], ensure_ascii=False)}\n"
            )  # also after a line that was cut off

    def _load(self, line: str) -> None:
        """Take one page in; a line that was cut off by a sudden end is passed over."""
        with contextlib.suppress(ValueError, TypeError):
            index, scale, rows = json.loads(line)
            self._pages[int(index)] = _Reading(float(scale), [_recognised(row) for row in rows])


def _recognised(row: Sequence[Any]) -> Recognised:
    text, block, paragraph, line, left, top, right, bottom, confidence = row
    return Recognised(text, (block, paragraph, line), left, top, right, bottom, confidence)

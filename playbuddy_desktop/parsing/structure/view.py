"""The script as the structure step looks at it: each line's text and the few traits that conventions are made of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from playbuddy_desktop.parsing.document import Alignment, Document, Line, Role
from playbuddy_desktop.parsing.structure.stated import Statement, role_of_style, roles_of
from playbuddy_desktop.parsing.structure.steps import Steps

Span = tuple[int, int]

_STRAY_MARK: Final = re.compile(r"(?<!\w)_|_(?!\w)")
_POINTS_PER_CHAR: Final = 6.0
"""A blank of plain text counts as this many points of a laid-out page."""
_LINE_NUMBER: Final = re.compile(r"\s{2,}\[?(?P<number>\d{1,4})\]?$")
_LEFT_NUMBER: Final = re.compile(r"^(?:\((?P<number>\d{1,4})\)\s*|(?P<plain>\d{1,4})\s{2,})(?=\S)")
_NOTICE_CHARS: Final = 250
_NOTICES: Final = 3
_LEAST_NUMBERS: Final = 8
_NUMBER_STEP: Final = 30
_RISING_SHARE: Final = 0.7
_INDENT_STEP: Final = 3
_CASED: Final = 2
_REDUCED: Final = 0.9
"""Letters of this share of the line's largest are smaller on purpose."""
_VIEWED: Final = 0.25
"""The share of preparing a document that looking at its lines takes."""


@dataclass(slots=True)
class ScriptLine:
    """One line of the body text.

    Attributes:
        index: its place in the document.
        text: in composed Unicode form, without stray italic marks.
        italic, bold, small_caps: stretches that are set so; smaller letters count as italics where there are none.
        blank: blank lines before it.
        starts: it begins a paragraph, as far as the layout tells.
        indent: in characters, from the page's left margin.
        centred: it stands in the middle.
        caps: share of capitals among the letters.
        italic_share, bold_share: of the letters.
        style, outline, size_rank, cell, soft: as in the document.
        role: what the document says that the line is, by itself or by the names of its styles.
    """

    index: int
    text: str
    italic: tuple[Span, ...]
    bold: tuple[Span, ...]
    small_caps: tuple[Span, ...]
    blank: int
    starts: bool
    indent: int
    centred: bool
    caps: float
    italic_share: float
    bold_share: float
    style: str | None
    outline: int | None
    size_rank: int
    cell: tuple[int, int] | None
    paragraph: int | None
    soft: bool
    role: Role | None = None

    @property
    def column(self) -> int:
        """The indent, coarsely: lines of one column were meant to stand alike. -1 for centred lines."""
        return -1 if self.centred else min(self.indent // _INDENT_STEP, 15)


class Script:
    """The lines of a document that are no page furniture."""

    def __init__(self, document: Document, steps: Steps) -> None:
        """Look at each line once."""
        self.lines: list[ScriptLine] = []
        self.at: dict[int, int] = {}
        previous: Line | None = None
        pending_blank = 0
        for index, line in steps.over(enumerate(document.lines), len(document.lines), _VIEWED):
            if line.furniture is not None or not line.text.strip(" _*\t"):
                pending_blank = max(pending_blank, line.blank_before)
                continue
            view = _view(index, line, previous, pending_blank)
            pending_blank = 0
            self.at[index] = len(self.lines)
            self.lines.append(view)
            previous = line
        self.statement = roles_of((line.role, line.style) for line in document.lines if line.furniture is None)
        self._state_roles()
        self.tells_directions = self.statement is Statement.ROLES and any(
            line.role is Role.PARENTHETICAL for line in self.lines
        )
        if self.statement is Statement.NONE:
            self._take_off_line_numbers()
        self.repeated = self._repeated()
        self.margin = self._usual_indent()
        self.measure = self._measure()

    def __len__(self) -> int:
        return len(self.lines)

    def _state_roles(self) -> None:
        for line in self.lines:
            if self.statement is Statement.NONE:
                line.role = None
            elif self.statement is Statement.STYLES:
                line.role = role_of_style(line.style)

    def blank_after(self, position: int) -> int:
        """Blank lines after a line; many after the last."""
        return self.lines[position + 1].blank if position + 1 < len(self.lines) else 9

    def _repeated(self) -> dict[int, int]:
        """Long paragraphs that come back word for word are notices: each of their lines, with the first one's place."""
        paragraphs: dict[str, list[tuple[int, int]]] = {}
        start = 0
        for position in range(1, len(self.lines) + 1):
            if position == len(self.lines) or self.lines[position].starts:
                text = " ".join(line.text for line in self.lines[start:position])
                if len(text) >= _NOTICE_CHARS:
                    paragraphs.setdefault(text, []).append((start, position))
                start = position
        return {
            position: first
            for places in paragraphs.values()
            if len(places) >= _NOTICES
            for first, end in places
            for position in range(first, end)
        }

    def _take_off_line_numbers(self) -> None:
        """Every fifth or tenth line bears its number in the margin: no words of the play."""
        self._take_off(_LEFT_NUMBER)
        self._take_off(_LINE_NUMBER)

    def _take_off(self, pattern: re.Pattern[str]) -> None:
        found = [
            (line, match) for line in self.lines if (match := pattern.search(line.text))
        ]  # fmt: skip
        values = [int(match[1] or match[match.lastindex or 1]) for _, match in found]
        rising = sum(0 < b - a <= _NUMBER_STEP for a, b in pairwise(values))
        if len(values) < _LEAST_NUMBERS or rising < _RISING_SHARE * len(values):
            return
        for line, match in found:
            if match.start():
                line.text = line.text[: match.start()].rstrip() or line.text
            elif rest := line.text[match.end() :]:
                line.text = rest
                for name in ("italic", "bold", "small_caps"):
                    setattr(line, name, _shifted(getattr(line, name), match.end()))

    def _usual_indent(self) -> int:
        indents = Counter(line.indent for line in self.lines if not line.centred)
        return min((indent for indent, n in indents.items() if n * 20 > len(self.lines)), default=0)

    def _measure(self) -> int:
        """The width of full lines, in characters."""
        lengths = sorted(len(line.text) + line.indent for line in self.lines)
        return lengths[int(len(lengths) * 0.97)] if lengths else 0


def _view(index: int, line: Line, previous: Line | None, pending_blank: int) -> ScriptLine:
    text = line.text
    if not text.isascii():
        composed = unicodedata.normalize("NFC", text)
        text = composed if len(composed) == len(text) or not line.runs else text
    italic = tuple((run.start, run.end) for run in line.runs if run.italic)
    if not italic and len(line.runs) > 1:
        italic = _reduced(line)
    italic_share = line.italic or _share_of(text, italic)
    if "_" in text and not line.runs:
        text, italic, italic_share = _without_stray_marks(text)
    blank = max(line.blank_before, pending_blank)
    new_paragraph = (
        previous is not None and line.paragraph is not None and line.paragraph != previous.paragraph
    ) and not line.soft_break
    indent = line.indent_chars if line.indent is None else max(0, round(line.indent / _POINTS_PER_CHAR))
    return ScriptLine(
        index=index,
        text=text,
        italic=italic,
        bold=tuple((run.start, run.end) for run in line.runs if run.bold),
        small_caps=tuple((run.start, run.end) for run in line.runs if run.small_caps),
        blank=blank,
        starts=bool(blank) or new_paragraph or previous is None,
        indent=indent,
        centred=line.alignment is Alignment.CENTRE,
        caps=line.caps,
        italic_share=italic_share,
        bold_share=line.bold,
        style=line.style,
        outline=line.outline_level,
        size_rank=line.size_rank,
        cell=line.table_cell,
        paragraph=line.paragraph,
        soft=line.soft_break,
        role=line.role,
    )


def _reduced(line: Line) -> tuple[Span, ...]:
    """Words in smaller letters are set off as italics are: some print directions so."""
    largest = max((run.size or 0.0 for run in line.runs), default=0.0)
    return tuple(
        (run.start, run.end) for run in line.runs
        if run.size is not None and run.size <= _REDUCED * largest and not run.small_caps
        and any(map(str.islower, line.text[run.start : run.end]))
    )  # fmt: skip


def _shifted(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple((max(0, a - by), b - by) for a, b in spans if b > by)


def _without_stray_marks(text: str) -> tuple[str, tuple[Span, ...], float]:
    """Take out italic marks whose partner stands in another line; what they enclose counts as italic."""
    pieces = _STRAY_MARK.split(text)
    if len(pieces) == 1:
        return text, (), 0.0
    spans: list[Span] = []
    built = ""
    inside = len(pieces) % 2 == 0 and not text.lstrip("([").startswith("_")
    for number, piece in enumerate(pieces):
        if number:
            inside = not inside
        if inside and piece:
            spans.append((len(built), len(built) + len(piece)))
        built += piece
    return built, tuple(spans), _share_of(built, spans)


def _share_of(text: str, spans: Sequence[Span]) -> float:
    """The share of a text's letters that stand in the stretches."""
    if not spans:
        return 0.0
    return sum(sum(map(str.isalpha, text[a:b])) for a, b in spans) / (sum(map(str.isalpha, text)) or 1)


def share_in(spans: tuple[Span, ...], start: int, end: int) -> float:
    """How much of the stretch from ``start`` to ``end`` the spans cover, 0 to 1."""
    if end <= start:
        return 0.0
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans) / (end - start)


@lru_cache(maxsize=32_768)
def is_caps(text: str) -> bool:
    """Whether a name is set in capitals; a lower-case particle or two does not count against it."""
    if text.isalpha():  # the usual case: one word
        return text.isupper() and len(text) >= _CASED
    if text[1:2].islower() and text[-1:].islower() and not text.startswith("M"):  # neither first nor last word is
        return False
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    upper = [word for word in words if not any(map(str.islower, word.replace("Mc", "").replace("Mac", "")))]
    letters = sum(map(str.isupper, text))
    if letters < _CASED or not upper or len(upper) * 2 < len(words):
        return False
    return words[0] in upper or (words[-1] in upper and len(words[-1]) > _CASED and words[0][0].isupper())

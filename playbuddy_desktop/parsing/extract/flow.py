"""Builds lines from flowing text: what HTML, ODT, RTF and all formats without printed lines have in common.

A reader feeds text with its look, line breaks and ends of paragraphs, in reading order. Here blanks are tidied, runs
and shares reckoned, blank lines counted; what stands beside the text (notes, page numbers) is held back until the
paragraph around it has ended. Text with a hidden look is not printed: it is kept as a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from playbuddy_desktop.errors import EmptyFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Line, Role, Run
from playbuddy_desktop.parsing.extract.limits import LengthBudget
from playbuddy_desktop.parsing.extract.plain_layout import is_hard_wrapped
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.shares import is_rtl, set_shares
from playbuddy_desktop.parsing.playbook import DirectionKind
from playbuddy_desktop.settings import Settings

POINTS_PER_BLANK: Final = 6.0
"""The width of a blank that sets a line in: half an em of 12-point type."""
_WIDTHS: Final = {"\t": 6, "\u2003": 2, "\u3000": 2}
_BLANKS: Final = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_COLLAPSED: Final = re.compile("[ \t\n\r\f]+")
_ODD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u2060\ufeff]")
_MENDED: Final[dict[str, str]] = {
    "\x85": "…", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x96": "–", "\x97": "—", "\x9c": "œ",
    "\x8c": "Œ", "\x80": "€", "\u2028": " ", "\u2029": " ",
}  # fmt: skip
"""Characters of Windows-1252 that were taken for Latin-1, and separators. Other controls, joiners, and hyphens that
show only where a line ends are not printed."""
_PER_STEP: Final = 1_000
"""Paragraphs, line breaks or elements between two signs of progress."""
_SIZE_STEP: Final = 0.8
"""Sizes that differ by less, in points, look alike."""
_COMMON: Final = 0.01
"""The share of the lines that must have an indent for it to count as the body's margin."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text is set; ``caps`` means that small letters are printed as capitals."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    small_caps: bool = False
    caps: bool = False
    size: float | None = None
    font: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """How a paragraph is set; lengths in points, space around it in lines."""

    alignment: Alignment | None = None
    indent: float = 0.0
    first_line: float = 0.0
    space_before: float = 0.0
    space_after: float = 0.0
    style: str | None = None
    outline_level: int | None = None
    role: Role | None = None
    direction: DirectionKind | None = None
    cell: tuple[int, int] | None = None
    furniture: Furniture | None = None
    page_break_before: bool = False
    list_level: int | None = None
    rtl: bool = False


HIDDEN_TEXT: Final = "Hidden text was set apart as notes."
PLAIN: Final = Look()
PLAIN_BLOCK: Final = Block()
_Piece = tuple[str, Look]


@dataclass(slots=True)
class _Paragraph:
    """What was fed of a paragraph, line by line; ``furniture`` when it stands beside the text."""

    lines: list[list[_Piece]] = field(default_factory=lambda: [[]])
    ends_blank: bool = True
    continues: bool = False
    furniture: Furniture | None = None
    page: int | None = None
    hid: bool = False
    """Some of it is hidden."""


class Flow:
    """Takes text in and appends lines to a document.

    Attributes:
        page: where the text that is fed next stands; None where the format has no pages.
    """

    def __init__(self, document: Document, settings: Settings, progress: Progress) -> None:
        self.document = document
        self._budget = LengthBudget(settings)
        self._progress = progress
        self._open = [_Paragraph()]
        self._beside: list[Line] = []
        self._paragraph = 0
        self._source = 1
        self.page: int | None = None
        self._blank = 0
        self._hiding = False
        self._space_after = 0.0
        self._page_break = False
        self._seen = 0

    def text(self, text: str, look: Look = PLAIN, *, collapse: bool = False) -> None:
        """Add text to the paragraph; with ``collapse``, any blanks in a row count as one, as in HTML."""
        if look.hidden is not self._hiding:
            if not look.hidden:
                self._show()
            elif text.strip():
                self._hide()
            else:
                return  # blanks alone hide nothing
        paragraph = self._open[-1]
        if collapse:
            text = _COLLAPSED.sub(" ", text)
            if paragraph.ends_blank:
                text = text.removeprefix(" ")
        text = _ODD.sub(lambda odd: _MENDED.get(odd[0], ""), text)
        if not text:
            return
        paragraph.ends_blank = text[-1] in " \t\n"
        paragraph.page = paragraph.page or self.page
        paragraph.lines[-1].append((text.upper() if look.caps else text, look))

    def line_break(self, look: Look = PLAIN) -> None:
        """End the line but not the paragraph; a hidden break only parts words."""
        if look.hidden:
            self.text(" ", look)
            return
        self.step()
        self._show()
        paragraph = self._open[-1]
        paragraph.lines.append([])
        paragraph.ends_blank = True

    def end_paragraph(
        self, block: Block = PLAIN_BLOCK, *, blank_if_empty: bool = True, continues: bool = False
    ) -> None:
        """Close the paragraph.

        Args:
            block: how it was set.
            blank_if_empty: an empty one counts as a blank line.
            continues: what follows belongs to the same paragraph, set otherwise.
        """
        self.step()
        self._show()
        paragraph = self._open[-1]
        self._source += not paragraph.continues and paragraph.furniture is None
        furniture = paragraph.furniture or block.furniture
        lines = self._made(paragraph, replace(block, furniture=furniture) if furniture else block)
        self._open[-1] = _Paragraph(furniture=paragraph.furniture, continues=continues and bool(lines))
        if paragraph.furniture is not None:
            self._beside += lines
        elif lines:
            self._append(lines, block, continued=paragraph.continues)
        elif blank_if_empty and not paragraph.continues and not paragraph.hid:
            self._blank += 1
            self._page_break |= block.page_break_before
        if len(self._open) == 1:
            self._let_in()

    @property
    def empty(self) -> bool:
        """Whether nothing was fed since the last paragraph ended."""
        lines = self._open[-2 if self._hiding else -1].lines
        return len(lines) == 1 and not lines[0]

    def page_break(self) -> None:
        """The next line begins a page."""
        self._page_break = True

    def blank_line(self) -> None:
        """Leave a line blank."""
        self._blank += 1

    def step_aside(self, furniture: Furniture) -> None:
        """Begin what stands beside the text; the open paragraph waits."""
        self._show()
        self._open.append(_Paragraph(furniture=furniture))

    def step_back(self) -> None:
        """End what stands beside the text and go on with the paragraph around it."""
        self._show()
        if len(self._open) > 1:
            self.end_paragraph()
            self._open.pop()
            if self.empty and len(self._open) == 1:
                self._let_in()

    def finish(self) -> Document:
        """Close what is open and compare the lines with each other.

        Raises:
            EmptyFileError: there is no text.
        """
        self._show()
        while len(self._open) > 1:
            self.step_back()
        self.end_paragraph(blank_if_empty=False)
        body = [line for line in self.document.lines if line.furniture is None]
        if not body:
            raise EmptyFileError("There is no text in the file.")
        if self.document.hard_wrapped is None:
            self.document.hard_wrapped = is_hard_wrapped(body) is True
        rank_sizes(self.document.lines)
        _set_out_from_margin(body)
        done = self._seen // _PER_STEP + 1
        self._progress(done, done)
        return self.document

    def step(self) -> None:
        """Count a piece of the input, and tell now and then how far the reading is, whether there was text or not."""
        self._seen += 1
        if self._seen % _PER_STEP == 0:
            self._progress(self._seen // _PER_STEP, None)

    def _hide(self) -> None:
        """Begin a stretch of hidden text."""
        self._open[-1].hid = True
        self.step_aside(Furniture.NOTE)
        self._hiding = True

    def _show(self) -> None:
        """End a stretch of hidden text."""
        if self._hiding:
            self._hiding = False
            self.step_back()
            if HIDDEN_TEXT not in self.document.warnings:
                self.document.warnings.append(HIDDEN_TEXT)

    def _let_in(self) -> None:
        """Append what stood beside the paragraph."""
        self.document.lines += self._beside
        self._beside.clear()

    def _append(self, lines: list[Line], block: Block, *, continued: bool) -> None:
        if not continued:
            self._paragraph += 1
            space = max(self._space_after, block.space_before) if self.document.lines else 0.0
            lines[0].blank_before += self._blank + int(space + 0.5)
            lines[0].page_break_before = self._page_break or block.page_break_before
        for line in lines:
            line.paragraph = self._paragraph
        self._blank, self._page_break, self._space_after = 0, False, block.space_after
        self.document.lines += lines

    def _made(self, paragraph: _Paragraph, block: Block) -> list[Line]:
        lines: list[Line] = []
        blank = 0
        for number, pieces in enumerate(paragraph.lines):
            line = _line(pieces, block, first=number == 0 and not paragraph.continues)
            if line is None:
                blank += 1
                continue
            self._budget.spend(len(line.text))
            line.soft_break = bool(lines) or (number > 0 and paragraph.continues)
            line.blank_before = blank
            line.source = self._source - 1 or None
            line.page = paragraph.page
            blank = 0
            lines.append(line)
        return lines


def _line(pieces: Sequence[_Piece], block: Block, *, first: bool) -> Line | None:
    """Put a line together; None if there is nothing on it but blanks."""
    whole = "".join(text for text, _look in pieces)
    text = whole.lstrip(_BLANKS)
    lead = len(whole) - len(text)
    text = text.rstrip(_BLANKS)
    if not text:
        return None
    leading = sum(_WIDTHS.get(blank, 1) for blank in whole[:lead])
    line = Line(
        text,
        runs=_runs(pieces, lead, lead + len(text)),
        indent=block.indent + (block.first_line if first else 0.0) + leading * POINTS_PER_BLANK,
        alignment=block.alignment,
        style=block.style,
        outline_level=block.outline_level,
        role=block.role,
        direction=block.direction,
        table_cell=block.cell,
        furniture=block.furniture,
        first_line_indent=block.first_line,
        alignment_confidence=None if block.alignment is None else 1.0,
        list_level=block.list_level,
        rtl=block.rtl or is_rtl(text),
    )
    set_shares(line)
    return line


def _runs(pieces: Sequence[_Piece], start: int, end: int) -> tuple[Run, ...]:
    """The runs of the characters ``start`` to ``end`` of the pieces; neighbours of one look become one run."""
    merged: list[tuple[int, int, Look]] = []
    at = 0
    for text, look in pieces:
        a, b = max(at, start), min(at + len(text), end)
        at += len(text)
        if a >= b:
            continue
        if merged and merged[-1][2] == look:
            merged[-1] = (merged[-1][0], b, look)
        else:
            merged.append((a, b, look))
    return tuple(
        Run(
            a - start,
            b - start,
            look.bold,
            look.italic,
            look.underline,
            look.small_caps,
            look.size,
            look.font,
            look.caps,
            look.hidden,
        )
        for a, b, look in merged
    )


def rank_sizes(lines: Sequence[Line]) -> None:
    """Set the rank of each line's font size among the sizes of the script, the body's being 0."""
    letters: Counter[float] = Counter()
    sizes: list[float | None] = []
    for line in lines:
        run = max(line.runs, key=lambda run: run.end - run.start, default=None)
        size = None if run is None or run.size is None else round(run.size * 2) / 2
        sizes.append(size)
        if size is not None and line.furniture is None:
            letters[size] += len(line.text)
    if not letters:
        return
    body = letters.most_common(1)[0][0]
    ranks: dict[float, int] = {}
    rank, last = 0, 0.0
    for size in sorted(letters):
        rank += size - last > _SIZE_STEP
        ranks[size], last = rank, size
    for line, size in zip(lines, sizes, strict=True):
        if size is not None:
            line.size_rank = ranks.get(size, ranks[body]) - ranks[body]


def _set_out_from_margin(lines: Sequence[Line]) -> None:
    """Make indents relative to the leftmost indent that a fair part of the lines has."""
    indents: Counter[float] = Counter()
    for line in lines:
        line.indent = round(line.indent or 0.0, 1)
        if line.alignment not in (Alignment.CENTRE, Alignment.RIGHT):
            indents[line.indent] += 1
    enough = indents.total() * _COMMON
    margin = min((indent for indent, count in indents.items() if count >= enough), default=0.0)
    for line in lines:
        line.indent = round((line.indent or 0.0) - margin, 1)

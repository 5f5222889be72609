"""The laid-out document: the one form that every format is read into.

Readers fill what their format knows and leave the rest at its default; the structure step must not ask which format a
document came from. Lengths are points (1/72 inch) where the format has them; ``indent_chars`` counts leading blanks
of plain text (a tab counts to the next multiple of eight).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from playbuddy_desktop.parsing.playbook import DirectionKind

_CAPITALS: Final = ascii_uppercase.encode()
_SMALL_LETTERS: Final = ascii_lowercase.encode()


class Alignment(StrEnum):
    """How a line stands between the margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFIED = "justified"


class Furniture(StrEnum):
    """Parts of a page that are no text of the play; kept, never deleted."""

    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    LINE_NUMBER = "line_number"
    NOTE = "note"


class Role(StrEnum):
    """What a line is, in formats that say so themselves (screenplay files, TEI); never a guess of a reader."""

    CHARACTER = "character"
    DIALOGUE = "dialogue"
    PARENTHETICAL = "parenthetical"
    DIRECTION = "direction"
    ACT = "act"
    SCENE = "scene"
    CAST = "cast"
    TITLE = "title"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line set alike: characters ``start`` (inclusive) to ``end`` (exclusive) of its text.

    Attributes:
        size: of the letters, in points.
        caps: small letters of the source are printed as capitals; the text has the capitals.
        hidden: the file says that it is not to be printed.
    """

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    small_caps: bool = False
    size: float | None = None
    font: str | None = None
    caps: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Line:
    """One printed line, or one paragraph where the format does not say where lines end.

    Attributes:
        text: without leading and trailing blanks; soft line breaks of a paragraph make separate lines. A tab within it
            stands for a wide gap, such as between a speaker and the speech set beside it.
        runs: typography, in order and without gaps; empty when the format has none.
        page: 1-based; None where the format has no pages.
        column: 0, or 1 for the right one of two on a page.
        x0, x1, y: left, right and top of the line in points from the page's top left; None if unknown.
        indent_chars: leading blanks in plain text.
        indent: left indent in points, relative to the body's left margin; None if unknown.
        first_line_indent: how far the paragraph's first line is set in (hanging: negative) from its others, in points.
        x_cluster: number of the place where this line begins, among the few places where many lines of a printed
            script begin: 0 for the leftmost; None where places are unknown, or hardly another line begins there.
        off_middle: how far the middle of the line is to the right (left: negative) of the page's, in points.
        alignment: None if unknown.
        alignment_confidence: 1 where the file states the alignment, less where it is inferred from places.
        bold, italic, small_caps, caps: share (0 to 1) of the letters that are set so.
        size_rank: 0 for the body's font size, positive for larger, negative for smaller.
        style: name of the paragraph style, e.g. "Heading 1"; None if unknown.
        outline_level: 1 for the highest heading level; None for body text.
        list_level: 0 for an item of the outermost list; None for what is no item.
        role: what the file itself says that this line is; None in formats that only show it.
        direction: what kind of direction the file itself says that this line is.
        paragraph: lines of one paragraph share this number; None where paragraphs are unknown.
        soft_break: this line follows a line break within its paragraph.
        table_cell: (row, column), 0-based, when the line stands in a table.
        blank_before: number of blank lines before this one (for laid-out pages: the gap in lines, rounded).
        page_break_before: a page begins here.
        furniture: what part of the page furniture this is; None for text.
        hyphenated: the line ends in a hyphen that only divides a word at the line's end.
        rtl: the line is written from right to left.
        confidence: of a text recognition, from 0 to 1; None where the file itself holds the text.
        source: 1-based number of the line in a plain text, of the paragraph in flowing formats; a printed line is
            found again by its page and place.
    """

    text: str
    runs: tuple[Run, ...] = ()
    page: int | None = None
    x0: float | None = None
    x1: float | None = None
    y: float | None = None
    indent_chars: int = 0
    indent: float | None = None
    alignment: Alignment | None = None
    bold: float = 0.0
    italic: float = 0.0
    small_caps: float = 0.0
    caps: float = 0.0
    size_rank: int = 0
    style: str | None = None
    outline_level: int | None = None
    role: Role | None = None
    direction: DirectionKind | None = None
    paragraph: int | None = None
    soft_break: bool = False
    table_cell: tuple[int, int] | None = None
    blank_before: int = 0
    page_break_before: bool = False
    furniture: Furniture | None = None
    hyphenated: bool = False
    column: int = 0
    first_line_indent: float | None = None
    x_cluster: int | None = None
    off_middle: float | None = None
    alignment_confidence: float | None = None
    list_level: int | None = None
    rtl: bool = False
    confidence: float | None = None
    source: int | None = None


@dataclass(slots=True)
class Document:
    """A script as its pages show it.

    Attributes:
        format: short name of the format, e.g. "pdf".
        lines: in reading order.
        reader: what read it, e.g. "pdfium" or "tesseract".
        encoding: for text formats, the encoding that was found.
        encoding_confidence: 1 where the file states its encoding or only one fits, less where it was inferred.
        language: ISO 639 code; None if the text is too short to tell.
        language_confidence: from 0 (a toss-up) to 1.
        page_count: None where the format has no pages.
        page_sizes: width and height of each page in points, upright; empty where unknown.
        scanned: the pages are pictures; the text comes from a text recognition, this program's or another's before.
        title, author: from the file's metadata, when it has any.
        hard_wrapped: lines end at a fixed width, so that a paragraph spans several of them; None if unknown.
        warnings: sentences for a person: what was repaired or left out.
    """

    format: str
    lines: list[Line] = field(default_factory=list)
    reader: str = ""
    encoding: str | None = None
    encoding_confidence: float | None = None
    language: str | None = None
    language_confidence: float = 0.0
    page_count: int | None = None
    page_sizes: list[tuple[float, float]] = field(default_factory=list)
    scanned: bool = False
    title: str | None = None
    author: str | None = None
    hard_wrapped: bool | None = None
    warnings: list[str] = field(default_factory=list)


def caps_share(text: str) -> float:
    """The share (0 to 1) of the cased letters in ``text`` that are capitals; 0 when it has none."""
    if text.isascii():  # most lines: counted by what is left without them, a quarter of the time
        chars = text.encode()
        capitals = len(chars) - len(chars.translate(None, _CAPITALS))
        cased = capitals + len(chars) - len(chars.translate(None, _SMALL_LETTERS))
    else:
        capitals = sum(map(str.isupper, text))
        cased = capitals + sum(map(str.islower, text))
    return capitals / cased if cased else 0.0

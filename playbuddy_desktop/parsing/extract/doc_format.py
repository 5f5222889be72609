"""The binary structures of Word 97–2003 that say where the text is and how it is set.

Names and numbers are those of the specification [MS-DOC]: FIB (2.5), Clx (2.9.38), PlcBteChpx and PlcBtePapx
(2.8.5, 2.8.6), STSH (2.9.271), Sprm (2.2.5.1).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from playbuddy_desktop.errors import CorruptFileError, EncryptedFileError, UnsupportedFormatError

Grpprl = bytes
"""A list of property changes (sprms), as stored."""

_MAGIC: Final = 0xA5EC
_WORD_97: Final = 0x00C1
_F_ENCRYPTED: Final = 0x0100
_F_TABLE_1: Final = 0x0200
_COUNTS_AT: Final = 0x4C
_STSHF_AT, _HDD_AT, _CHPX_AT, _PAPX_AT, _FONTS_AT, _CLX_AT = 0xA2, 0xF2, 0xFA, 0x102, 0x112, 0x1A2
_FONT_NAME_AT: Final = 40
"""In the description of a font (FFN, 2.9.87)."""
_PAGE: Final = 512
_F_COMPRESSED: Final = 0x40000000
_OPERAND_SIZES: Final = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE: Final = 6
_T_DEF_TABLE: Final = 0xD608
_NO_STYLE: Final = 0xFFF
_MAX_PARENTS: Final = 12
_PARAGRAPH_STYLE: Final = 1


class Piece(NamedTuple):
    """A stretch of text: ``length`` characters at ``offset``, of ``width`` bytes each."""

    start: int
    length: int
    offset: int
    width: int


class Runs:
    """Stretches of the file that are set alike, found by their offsets."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._values: list[tuple[int, Grpprl]] = []

    def add(self, start: int, end: int, style: int, changes: Grpprl) -> None:
        """Add a stretch; they come in rising order."""
        self._starts.append(start)
        self._ends.append(end)
        self._values.append((style, changes))

    def at(self, offset: int) -> tuple[int, Grpprl, int]:
        """Style and changes that hold at an offset, and where they end."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._ends[index]:
            following = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 40
            return 0, b"", following
        style, changes = self._values[index]
        return style, changes, self._ends[index]


@dataclass(slots=True)
class WordStyle:
    """A style of the style sheet.

    Attributes:
        kind: Word's number of a built-in style: 1 to 9 are the headings.
        base: the style that it is based on, None if there is none.
    """

    name: str
    kind: int
    base: int | None
    paragraph: Grpprl = b""
    characters: Grpprl = b""


@dataclass(slots=True)
class WordFile:
    """What was found in a Word document.

    Attributes:
        data: the stream with the text.
        pieces: in the order of the text.
        counts: characters of the text, the footnotes, the running heads, the comments, the endnotes and the text boxes.
        headers: where each running head begins among them.
        fonts: their names, by number.
    """

    data: bytes
    pieces: list[Piece]
    characters: Runs
    paragraphs: Runs
    counts: tuple[int, int, int, int, int, int]
    headers: list[int]
    styles: dict[int, WordStyle] = field(default_factory=dict)
    fonts: list[str] = field(default_factory=list)

    def chain(self, style: int) -> list[WordStyle]:
        """A style and those that it is based on, the root first."""
        chain: list[WordStyle] = []
        at: int | None = style
        while at is not None and at in self.styles and len(chain) < _MAX_PARENTS:
            chain.append(self.styles[at])
            at = self.styles[at].base
        return chain[::-1]


def table_name(data: bytes) -> str:
    """The name of the stream with the tables.

    Raises:
        CorruptFileError: this is no Word document.
        UnsupportedFormatError: it is older than Word 97.
        EncryptedFileError: it has a password.
    """
    magic, version = struct.unpack_from("<HH", data)
    if magic != _MAGIC or version < _WORD_97:
        if magic in (_MAGIC, 0xA5DC, 0xA59B):
            raise UnsupportedFormatError("This document was written by a Word older than Word 97.")
        raise CorruptFileError("The file is damaged: it holds no text of a Word document.")
    flags = _u16(data, 0x0A)
    if flags & _F_ENCRYPTED:
        raise EncryptedFileError
    return "1Table" if flags & _F_TABLE_1 else "0Table"


def parse_word(data: bytes, table: bytes) -> WordFile:
    """Find text and properties, given the stream with the text and the one with the tables.

    Raises:
        struct.error, ValueError, IndexError: they are damaged.
    """
    text, notes, heads, _macros, comments, endnotes, boxes = struct.unpack_from("<7I", data, _COUNTS_AT)
    heads_table = _part(data, table, _HDD_AT)
    word = WordFile(
        data,
        list(_pieces(_part(data, table, _CLX_AT))),
        Runs(),
        Runs(),
        (text, notes, heads, comments, endnotes, boxes),
        list(struct.unpack_from(f"<{len(heads_table) // 4}I", heads_table)),
    )
    for page in _pages(data, _part(data, table, _CHPX_AT)):
        _read_characters(page, word.characters)
    for page in _pages(data, _part(data, table, _PAPX_AT)):
        _read_paragraphs(page, word.paragraphs)
    word.fonts = list(_fonts(_part(data, table, _FONTS_AT)))
    word.styles = dict(_styles(_part(data, table, _STSHF_AT)))
    return word


def changes_in(grpprl: Grpprl) -> Iterator[tuple[int, bytes]]:
    """The property changes of a list: the sprm's number and its operand."""
    at = 0
    while at + 2 < len(grpprl):
        sprm = _u16(grpprl, at)
        at += 2
        size = _OPERAND_SIZES[sprm >> 13]
        if sprm >> 13 == _VARIABLE:
            if sprm == _T_DEF_TABLE:
                size = _u16(grpprl, at) - 1 if at + 1 < len(grpprl) else 0
                at += 2
            else:
                size = grpprl[at]
                at += 1
        yield sprm, grpprl[at : at + size]
        at += max(size, 0)


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _part(data: bytes, table: bytes, at: int) -> bytes:
    """A part of the table stream, by the place of its offset and size in the FIB."""
    offset, size = struct.unpack_from("<II", data, at)
    return table[offset : offset + size]


def _pieces(clx: bytes) -> Iterator[Piece]:
    """The piece table: where each stretch of the text is stored."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + _u16(clx, at + 1)
    if at >= len(clx) or clx[at] != 2:  # noqa: PLR2004 - clxtPlcPcd
        raise ValueError("no piece table")
    size = _u32(clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        stored = _u32(plc, 4 * (count + 1) + 8 * index + 2)
        length = positions[index + 1] - positions[index]
        if length <= 0:
            continue
        if stored & _F_COMPRESSED:
            yield Piece(positions[index], length, (stored & ~_F_COMPRESSED) // 2, 1)
        else:
            yield Piece(positions[index], length, stored, 2)


def _pages(data: bytes, plc: bytes) -> Iterator[bytes]:
    """The pages of 512 bytes on which properties are stored."""
    count = (len(plc) - 4) // 8
    for index in range(count):
        at = (_u32(plc, 4 * (count + 1) + 4 * index) & 0x3FFFFF) * _PAGE
        page = data[at : at + _PAGE]
        if len(page) == _PAGE:
            yield page


def _read_characters(page: bytes, runs: Runs) -> None:
    count = page[-1]
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[4 * (count + 1) + index] * 2
        changes = page[at + 1 : at + 1 + page[at]] if at else b""
        runs.add(offsets[index], offsets[index + 1], 0, changes)


def _read_paragraphs(page: bytes, runs: Runs) -> None:
    count = page[-1]
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[4 * (count + 1) + 13 * index] * 2
        if not at:
            runs.add(offsets[index], offsets[index + 1], 0, b"")
            continue
        words = page[at]
        start, size = (at + 1, 2 * words - 1) if words else (at + 2, 2 * page[at + 1])
        properties = page[start : start + size]
        style = _u16(properties, 0) if len(properties) > 1 else 0
        runs.add(offsets[index], offsets[index + 1], style, properties[2:])


def _fonts(table: bytes) -> Iterator[str]:
    """The names of the fonts (SttbfFfn, 2.9.286)."""
    at = 4
    while at < len(table):
        size = 1 + table[at]
        name = table[at + _FONT_NAME_AT : at + size].decode("utf-16-le", "replace")
        yield name.partition("\0")[0]
        at += size


def _styles(sheet: bytes) -> Iterator[tuple[int, WordStyle]]:
    """The style sheet; what is damaged in it is passed over."""
    if len(sheet) < 6:  # noqa: PLR2004 - its smallest header
        return
    at = 2 + _u16(sheet, 0)
    count, base_size = struct.unpack_from("<HH", sheet, 2)
    for number in range(count):
        if at + 2 > len(sheet):
            return
        size = _u16(sheet, at)
        entry = sheet[at + 2 : at + 2 + size]
        at += 2 + size
        if len(entry) > base_size + 2:
            yield number, _style(entry, base_size)


def _style(entry: bytes, base_size: int) -> WordStyle:
    kind, type_and_base, counts = struct.unpack_from("<HHH", entry)
    length = _u16(entry, base_size)
    at = base_size + 2 + 2 * length + 2
    name = entry[base_size + 2 : base_size + 2 + 2 * length].decode("utf-16-le", "replace")
    base = type_and_base >> 4
    style = WordStyle(name.partition(",")[0], kind & 0xFFF, None if base == _NO_STYLE else base)
    properties: list[bytes] = []
    for _index in range(counts & 0xF):
        if at + 2 > len(entry):
            break
        size = _u16(entry, at)
        properties.append(entry[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    if type_and_base & 0xF == _PARAGRAPH_STYLE:
        style.paragraph = properties[0][2:] if properties else b""
        style.characters = properties[1] if len(properties) > 1 else b""
    elif properties:
        style.characters = properties[0]
    return style

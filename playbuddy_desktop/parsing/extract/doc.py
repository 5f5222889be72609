"""Reads Word 97–2003 documents (DOC): text, looks, paragraphs, notes and running heads.

Changes that a fast save has laid over the pieces are not followed; Word itself folds them in at the next full save.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import olefile  # type: ignore[import-untyped]  # it has no stubs

from playbuddy_desktop.errors import CorruptFileError, FileTooLargeError, UnreadableFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture
from playbuddy_desktop.parsing.extract.doc_format import Piece, WordFile, changes_in, parse_word, table_name
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.settings import MEGABYTE, Settings

_TEXT: Final = "WordDocument"
_DAMAGED: Final = (struct.error, ValueError, IndexError, KeyError, TypeError, OverflowError)
_CONTROL: Final = re.compile("[\x00-\x1f\xad]")
_TWIPS: Final = 20.0
_LINE_HEIGHT: Final = 14.0
_MAX_TWIPS: Final = 31_680
_ALIGNMENTS: Final = {0: Alignment.LEFT, 1: Alignment.CENTRE, 2: Alignment.RIGHT, 3: Alignment.JUSTIFIED}
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PRINTED: Final = {"\t": "\t", "\x1e": "-", "\x0e": ""}
_TOGGLES: Final = {0x0835: "bold", 0x0836: "italic", 0x083A: "small_caps", 0x083B: "caps", 0x083C: "hidden"}
_DELETED: Final = 0x0800
"""sprmCFRMarkDel: text that was deleted under change tracking."""
_UNDERLINE, _SIZE, _FONT, _CHARACTER_STYLE = 0x2A3E, 0x4A43, 0x4A4F, 0x4A30
_LIST, _LIST_LEVEL = 0x460B, 0x260A
_LAST_LIST: Final = 0x7FE
_DEEPEST: Final = 8
_OUTLINE_BODY: Final = 9
_HEADINGS: Final = range(1, 10)
_OPPOSITE: Final = 0x81
_KEEP: Final = 0x80
_SEPARATORS: Final = 6
"""The first stories among the running heads only separate footnotes."""
_STANDARD: Final = Block(alignment=Alignment.LEFT)
_HEADER_KINDS: Final = (0, 1, 4)
"""Of each section's six stories, those at the top: of even, odd and first pages."""


def read_doc(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Word 97–2003 document.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    document = Document("doc")
    try:
        size = path.stat().st_size
        if size > settings.max_file_bytes:
            raise FileTooLargeError(f"The file is larger than {settings.max_file_bytes / MEGABYTE:,.0f} MB.")
        with olefile.OleFileIO(path) as package:
            data = _stream(package, _TEXT, size)
            word = parse_word(data, _stream(package, table_name(data), size))
            document.title, document.author = _metadata(package)
    except _DAMAGED as error:
        raise CorruptFileError("The file is damaged: its text cannot be found.") from error
    except OSError as error:
        if error.strerror is None:
            raise CorruptFileError("The file is damaged: it cannot be taken apart.") from error
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    wide = any(piece.width > 1 for piece in word.pieces)
    document.encoding, document.encoding_confidence = "utf-16-le" if wide else "cp1252", 1.0
    flow = Flow(document, settings, progress)
    try:
        _Reader(word, flow).feed()
    except _DAMAGED as error:
        raise CorruptFileError("The file is damaged: its text cannot be put together.") from error
    return flow.finish()


def _stream(package: olefile.OleFileIO, name: str, file_size: int) -> bytes:
    """One stream; none can be larger than the file that holds it."""
    if not package.exists(name) or package.get_size(name) > file_size:
        raise CorruptFileError("The file is damaged: it holds no text of a Word document.")
    with package.openstream(name) as stream:
        return bytes(stream.read())


def _metadata(package: olefile.OleFileIO) -> tuple[str | None, str | None]:
    """Title and author, as far as they can be read."""
    try:
        found = package.get_metadata()
        page = found.codepage or 1252
        encoding = "utf-8" if page in (65001, -535) else f"cp{page % 65536}"
        title, author = ((value or b"").decode(encoding, "replace") for value in (found.title, found.author))
    except (OSError, LookupError, AttributeError, *_DAMAGED):
        return None, None
    return title_of(title.strip("\0")), author_of(author.strip("\0"))


class _Reader:
    """Follows the text of the document, piece by piece."""

    def __init__(self, word: WordFile, flow: Flow) -> None:
        self._word = word
        self._flow = flow
        self._fields: list[bool] = []
        self._cell = [0, 0]
        self._looks: dict[tuple[int, bytes], tuple[Look, bool]] = {}
        self._blocks: dict[tuple[int, bytes], tuple[Block, bool, bool]] = {}

    def feed(self) -> None:
        """Feed the text, then what stands beside it, then the text boxes."""
        text, notes, heads, comments, endnotes, boxes = self._word.counts
        self._feed_range(0, text)
        after_heads = text + notes + heads
        for start, count in ((text, notes), (after_heads + comments, endnotes)):
            self._beside(start, start + count, Furniture.NOTE)
        starts = [text + notes + start for start in self._word.headers]
        for number, (start, end) in enumerate(pairwise(starts)):
            if number >= _SEPARATORS and start < end <= after_heads:
                top = (number - _SEPARATORS) % 6 in _HEADER_KINDS
                self._beside(start, end, Furniture.HEADER if top else Furniture.FOOTER)
        box_start = after_heads + comments + endnotes
        self._feed_range(box_start, box_start + boxes)

    def _beside(self, start: int, end: int, furniture: Furniture) -> None:
        if end > start:
            self._flow.step_aside(furniture)
            self._feed_range(start, end)
            self._flow.step_back()
            self._flow.end_paragraph(blank_if_empty=False)

    def _feed_range(self, start: int, end: int) -> None:
        """Feed the characters from ``start`` to ``end`` of the text."""
        self._fields.clear()
        for piece in self._word.pieces:
            first, last = max(start, piece.start), min(end, piece.start + piece.length)
            if first < last:
                self._feed_piece(piece, first - piece.start, last - piece.start)
        if not self._flow.empty:
            self._flow.end_paragraph()

    def _feed_piece(self, piece: Piece, first: int, last: int) -> None:
        for text, offset in self._stretches(piece, first, last):
            look, deleted = self._look_at(offset)
            at = 0
            for control in _CONTROL.finditer(text):
                self._plain(text[at : control.start()], look, deleted=deleted)
                self._control(control[0], offset + control.start() * piece.width, look, deleted=deleted)
                at = control.end()
            self._plain(text[at:], look, deleted=deleted)

    def _stretches(self, piece: Piece, first: int, last: int) -> Iterator[tuple[str, int]]:
        """The piece in stretches that are set alike, each with its offset in the file."""
        encoding = "cp1252" if piece.width == 1 else "utf-16-le"
        at, end = piece.offset + first * piece.width, piece.offset + last * piece.width
        while at < end:
            until = min(self._word.characters.at(at)[2], self._word.paragraphs.at(at)[2], end)
            until = max(at + piece.width, until - (until - at) % piece.width)
            raw = self._word.data[at:until]
            if not raw:
                return
            yield raw.decode(encoding, "replace"), at
            at = until

    def _plain(self, text: str, look: Look, *, deleted: bool) -> None:
        if text and not deleted and not any(self._fields):
            self._flow.text(text, look)

    def _control(self, char: str, offset: int, look: Look, *, deleted: bool) -> None:
        if char in "\r\x07\x0c":
            self._end_paragraph(char, offset)
        elif char == _FIELD_BEGIN:
            self._fields.append(True)  # its instruction follows
        elif char == _FIELD_RESULT and self._fields:
            self._fields[-1] = False
        elif char == _FIELD_END and self._fields:
            self._fields.pop()
        elif char == "\x0b" and not deleted:
            self._flow.line_break(look)
        elif char in _PRINTED:
            self._plain(_PRINTED[char], look, deleted=deleted)

    def _end_paragraph(self, char: str, offset: int) -> None:
        block, in_table, ends_row = self._block_at(offset)
        if ends_row:
            self._cell = [self._cell[0] + 1, 0]
            return
        if in_table:
            row, column = self._cell
            self._flow.end_paragraph(replace(block, cell=(row, column)), blank_if_empty=False)
            self._cell[1] += char == "\x07"
            return
        self._cell = [0, 0]
        if char == "\x0c":
            if not self._flow.empty:
                self._flow.end_paragraph(block)
            self._flow.page_break()
        else:
            self._flow.end_paragraph(block)

    def _look_at(self, offset: int) -> tuple[Look, bool]:
        """The look of the text at an offset, and whether it was deleted."""
        style, _changes, _end = self._word.paragraphs.at(offset)
        _style, changes, _end = self._word.characters.at(offset)
        key = style, changes
        if key not in self._looks:
            look, deleted = Look(size=10.0), False
            for part in self._word.chain(style):
                look, deleted = self._changed(look, part.characters, deleted=deleted)
            for sprm, operand in changes_in(changes):
                if sprm == _CHARACTER_STYLE and len(operand) > 1:
                    for part in self._word.chain(int.from_bytes(operand[:2], "little")):
                        look, deleted = self._changed(look, part.characters, deleted=deleted)
            self._looks[key] = self._changed(look, changes, deleted=deleted)
        return self._looks[key]

    def _changed(self, around: Look, grpprl: bytes, *, deleted: bool) -> tuple[Look, bool]:
        look = around
        for sprm, operand in changes_in(grpprl):
            value = int.from_bytes(operand[:2], "little")
            if sprm in _TOGGLES:
                name = _TOGGLES[sprm]
                before = getattr(around, name)
                on = before if value == _KEEP else not before if value == _OPPOSITE else value == 1
                look = replace(look, **{name: on})  # type: ignore[arg-type]  # the names are those of flags
            elif sprm == _DELETED:
                deleted = value in (1, _OPPOSITE)
            elif sprm == _UNDERLINE:
                look = replace(look, underline=value != 0)
            elif sprm == _SIZE and value:
                look = replace(look, size=value / 2)
            elif sprm == _FONT and value < len(self._word.fonts):
                look = replace(look, font=self._word.fonts[value] or None)
        return look, deleted

    def _block_at(self, offset: int) -> tuple[Block, bool, bool]:
        """How the paragraph at an offset is set, whether it stands in a table and whether it ends a row."""
        style, changes, _end = self._word.paragraphs.at(offset)
        key = style, changes
        if key not in self._blocks:
            block, in_table, ends_row = _STANDARD, False, False
            for part in self._word.chain(style):
                block = _set(block, part.paragraph)
                if part.kind in _HEADINGS:
                    block = replace(block, outline_level=part.kind)
                block = replace(block, style=part.name or None)
            for sprm, operand in changes_in(changes):
                in_table |= sprm == 0x2416 and operand[:1] == b"\1"  # noqa: PLR2004 - sprmPFInTable
                ends_row |= sprm == 0x2417 and operand[:1] == b"\1"  # noqa: PLR2004 - sprmPFTtp
            self._blocks[key] = _set(block, changes), in_table, ends_row
        return self._blocks[key]


def _set(block: Block, grpprl: bytes) -> Block:
    """A paragraph with some properties changed."""
    item, level = block.list_level is not None, block.list_level or 0
    for sprm, operand in changes_in(grpprl):
        value = int.from_bytes(operand[:2], "little")
        signed = int.from_bytes(operand[:2], "little", signed=True)
        points = min(max(signed, -_MAX_TWIPS), _MAX_TWIPS) / _TWIPS
        if sprm in (0x2403, 0x2461):  # sprmPJc80, sprmPJc
            block = replace(block, alignment=_ALIGNMENTS.get(value, block.alignment))
        elif sprm in (0x840F, 0x845E):  # sprmPDxaLeft80, sprmPDxaLeft
            block = replace(block, indent=points)
        elif sprm in (0x8411, 0x8460):  # sprmPDxaLeft180, sprmPDxaLeft1
            block = replace(block, first_line=points)
        elif sprm == 0xA413:  # noqa: PLR2004 - sprmPDyaBefore
            block = replace(block, space_before=points / _LINE_HEIGHT)
        elif sprm == 0xA414:  # noqa: PLR2004 - sprmPDyaAfter
            block = replace(block, space_after=points / _LINE_HEIGHT)
        elif sprm == 0x2407:  # noqa: PLR2004 - sprmPFPageBreakBefore
            block = replace(block, page_break_before=value == 1)
        elif sprm == 0x2640:  # noqa: PLR2004 - sprmPOutLvl
            block = replace(block, outline_level=value + 1 if value < _OUTLINE_BODY else None)
        elif sprm == 0x2441:  # noqa: PLR2004 - sprmPFBiDi
            block = replace(block, rtl=value == 1)
        elif sprm == _LIST:
            item = 0 < value <= _LAST_LIST
        elif sprm == _LIST_LEVEL:
            level = min(value, _DEEPEST)
    return replace(block, list_level=level if item else None)

"""Word 97-2003 documents, built here by hand after their specification."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from word_97 import CAPS, HIDDEN, ITALIC, Paragraph, compound, word_97, word_streams

from playbuddy_desktop.errors import (
    CorruptFileError,
    EncryptedFileError,
    SourceError,
    UnsupportedFormatError,
)
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture

Read = Callable[..., Document]

NOT_BOLD = b"\x35\x08\x00"
CENTRED, INDENTED = b"\x61\x24\x01", b"\x5e\x84" + struct.pack("<h", 720)
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"

BODY: list[Paragraph] = [
    (1, CENTRED, [("ACT I\r", b"")]),
    (2, INDENTED, [("Mira", CAPS), ("\r", b"")]),
    (0, b"", [("The ", b""), ("night", ITALIC), (" is\x0bl–ng", b""), (" unseen", HIDDEN), (".\x02\r", b"")]),
    (0, b"", [("\r", b"")]),
    (2, b"", [("Who ", b""), ("goes", NOT_BOLD), ("\r", b"")]),
    (0, b"", [("See \x13 LINK \x14this\x15.\r", b"")]),
    (0, IN_TABLE, [("MIRA\x07", b"")]),
    (0, IN_TABLE, [("Hello.\x07", b"")]),
    (0, IN_TABLE + ROW_END, [("\x07", b"")]),
    (0, b"", [("Bye\x0c", b"")]),
    (0, b"", [("Ende\r", b"")]),
]
NOTES: list[Paragraph] = [(0, b"", [("\x02 A note.\r", b"")])]


def doc(paragraphs: list[Paragraph] = BODY, *, wide: bool = True, flags: int = 0) -> bytes:
    """A Word document."""
    return word_97(paragraphs, NOTES, wide=wide, flags=flags)


@pytest.mark.parametrize("wide", [True, False])
def test_text_comes_in_order_with_its_notes(read: Read, wide: bool) -> None:
    """Stored as Unicode or in one byte a character; hidden text beside it, without instructions of fields."""
    document = read(doc(wide=wide), "lantern.doc")
    assert "doc" == document.format
    assert [
        ("ACT I", None),
        ("MIRA", None),
        ("The night is", None),
        ("l–ng.", None),
        ("unseen", Furniture.NOTE),
        ("Who goes", None),
        ("See this.", None),
        ("MIRA", None),
        ("Hello.", None),
        ("Bye", None),
        ("Ende", None),
        ("A note.", Furniture.NOTE),
    ] == [(line.text, line.furniture) for line in document.lines]


def test_looks_and_layout(read: Read) -> None:
    """Styles with what they are based on, changes over them, tables, pages."""
    document = read(doc(), "lantern.doc")
    act, cue, first, second, hidden, speech, _field, name, words, _bye, last, _note = document.lines
    assert ("heading 1", 1, Alignment.CENTRE, 1.0) == (act.style, act.outline_level, act.alignment, act.bold)
    assert ("Cue", 36.0, 1.0, 12.0) == (cue.style, cue.indent, cue.bold, cue.runs[0].size)
    assert ["night"] == [first.text[run.start : run.end] for run in first.runs if run.italic]
    assert (True, first.paragraph) == (second.soft_break, second.paragraph)
    assert (1, ["Who "]) == (speech.blank_before, [speech.text[r.start : r.end] for r in speech.runs if r.bold])
    assert [(0, 0), (0, 1)] == [name.table_cell, words.table_cell]
    assert last.page_break_before
    assert ([True], 1) == ([run.hidden for run in hidden.runs], len(document.warnings))


def test_lists_fonts_and_directions(read: Read) -> None:
    """By Word's numbers; a list 0 takes a paragraph out of its list."""
    listed, inner, none = b"\x0b\x46\x01\x00", b"\x0a\x26\x02", b"\x0b\x46\x00\x00"
    lines = read(
        doc([
            (0, listed, [("outer\r", b"\x4f\x4a\x01\x00")]),
            (0, inner + listed, [("inner\r", b"")]),
            (0, listed + inner + none, [("out\r", b"")]),
            (0, b"\x41\x24\x01", [("right\r", b"")]),
        ]),
        "x.doc",
    ).lines  # fmt: skip
    assert [0, 2, None, None, None] == [line.list_level for line in lines]
    assert [False, False, False, True, False] == [line.rtl for line in lines]
    assert ["Garamond", None] == [line.runs[0].font for line in lines[:2]]


def test_a_document_with_a_password_is_told(read: Read) -> None:
    """Its head says so."""
    with pytest.raises(EncryptedFileError):
        read(doc(flags=0x0100), "secret.doc")


def test_a_document_of_an_older_word_is_told(read: Read) -> None:
    """Word 95 stored its text in another way."""
    streams = word_streams(BODY, NOTES, wide=True)
    streams["WordDocument"] = b"\xec\xa5\x68\x00" + streams["WordDocument"][4:]
    with pytest.raises(UnsupportedFormatError, match="Word 97"):
        read(compound(streams), "old.doc")


def test_a_document_without_its_tables_is_told(read: Read) -> None:
    """The text cannot be found without them."""
    streams = word_streams(BODY, NOTES, wide=True)
    with pytest.raises(CorruptFileError):
        read(compound({"WordDocument": streams["WordDocument"]}), "x.doc")


def test_damage_is_survived(read: Read) -> None:
    """Truncated at any place, or with any stretch of bytes overwritten: an error for people or a document."""
    whole = doc()
    cut = [whole[:end] for end in range(8, len(whole), 331)]
    torn = [whole[:at] + b"\xff" * 16 + whole[at + 16 :] for at in range(8, len(whole) - 16, 97)]
    for content in cut + torn:
        try:
            read(content, "x.doc")
        except SourceError as error:
            assert error.message  # noqa: PT017 - a document is right too

"""Word 97-2003 documents, built here by hand after their specification."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import (
    CorruptFileError,
    EncryptedFileError,
    SourceError,
    UnsupportedFormatError,
)
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture

Read = Callable[..., Document]

BOLD, ITALIC, HIDDEN = b"\x35\x08\x01", b"\x36\x08\x01", b"\x3c\x08\x01"
NOT_BOLD = b"\x35\x08\x00"
CAPS = b"\x3b\x08\x01"
CENTRED, INDENTED = b"\x61\x24\x01", b"\x5e\x84" + struct.pack("<h", 720)
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"

Paragraph = tuple[int, bytes, list[tuple[str, bytes]]]
"""Style, changes, and the runs with theirs."""

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


def style(name: str, kind: int, base: int, paragraph: bytes, characters: bytes) -> bytes:
    """An entry of the style sheet."""
    entry = struct.pack("<HHHHH", kind, 1 | base << 4, 2, 0, 0)
    entry += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for changes in (b"\0\0" + paragraph, characters):
        entry += struct.pack("<H", len(changes)) + changes + b"\0" * (len(changes) % 2)
    return struct.pack("<H", len(entry)) + entry


def style_sheet() -> bytes:
    """Normal, Heading 1 and a style for cues."""
    header = struct.pack("<HHH", 4, 3, 10)
    return (
        header
        + style("Normal", 0, 0xFFF, b"", b"\x43\x4a\x18\x00")
        + style("heading 1", 1, 0, b"", BOLD)
        + style("Cue", 0xFFE, 0, b"", BOLD)
    )


def properties_page(offsets: list[int], entries: list[bytes], width: int) -> bytes:
    """A page of 512 bytes with the properties of each stretch."""
    page = bytearray(512)
    struct.pack_into(f"<{len(offsets)}I", page, 0, *offsets)
    at, end = 4 * len(offsets), 510
    for number, entry in enumerate(entries):
        if entry:
            end = (end - len(entry)) // 2 * 2
            page[end : end + len(entry)] = entry
            page[at + width * number] = end // 2
    page[511] = len(entries)
    return bytes(page)


def word_streams(
    paragraphs: list[Paragraph], notes: list[Paragraph], *, wide: bool, flags: int = 0
) -> dict[str, bytes]:
    """The streams with the text and with the tables."""
    width = 2 if wide else 1
    text = "".join(run for _style, _changes, runs in paragraphs + notes for run, _look in runs)
    stored = text.encode("utf-16-le" if wide else "cp1252")
    start = 1024
    runs, looks, ends, sets = [start], [], [start], []
    for style_number, changes, parts in paragraphs + notes:
        for run, look in parts:
            runs.append(runs[-1] + width * len(run))
            looks.append(bytes([len(look)]) + look if look else b"")
        ends.append(runs[-1])
        content = struct.pack("<H", style_number) + changes
        padded = content + b"\0" * (1 - len(content) % 2)
        sets.append(bytes([(len(padded) + 1) // 2]) + padded)
    data = bytearray(start + len(stored))
    struct.pack_into("<HH", data, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", data, 0x0A, 0x0200 | flags)
    counts = [sum(len(run) for _s, _c, parts in group for run, _look in parts) for group in (paragraphs, notes)]
    struct.pack_into("<7I", data, 0x4C, *counts, 0, 0, 0, 0, 0)
    data[start:] = stored
    data += b"\0" * (-len(data) % 512)
    first_page = len(data) // 512
    data += properties_page(runs, looks, 1) + properties_page(ends, sets, 13)
    offset = start if wide else start * 2 | 0x40000000
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, offset, 0)
    table = bytearray()
    for place, part in (
        (0xA2, style_sheet()),
        (0xFA, struct.pack("<III", start, runs[-1], first_page)),
        (0x102, struct.pack("<III", start, runs[-1], first_page + 1)),
        (0x1A2, b"\x02" + struct.pack("<I", len(pieces)) + pieces),
    ):
        struct.pack_into("<II", data, place, len(table), len(part))
        table += part
    return {"WordDocument": bytes(data), "1Table": bytes(table)}


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each large enough for whole sectors ([MS-CFB])."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    sectors: list[bytes] = []
    table: list[int] = []
    starts: dict[str, int] = {}

    def place(content: bytes) -> int:
        first = len(sectors) + 1  # sector 0 holds the allocation table
        count = -(-len(content) // 512)
        sectors.extend(content[512 * n : 512 * n + 512].ljust(512, b"\0") for n in range(count))
        table.extend([*range(first + 1, first + count), 0xFFFFFFFE])
        return first

    for name, content in padded.items():
        starts[name] = place(content)
    directory = b""
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0, 1), *((n, 2, starts[n], len(c), 0xFFFFFFFF) for n, c in padded.items())]
    for number, (name, kind, first, size, child) in enumerate(entries):
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        encoded = name.encode("utf-16-le")
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", first, size)
    directory_at = place(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    allocation = struct.pack(f"<{len(table) + 1}I", 0xFFFFFFFD, *table).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432
    return header + allocation + b"".join(sectors)


def doc(paragraphs: list[Paragraph] = BODY, *, wide: bool = True, flags: int = 0) -> bytes:
    """A Word document."""
    return compound(word_streams(paragraphs, NOTES, wide=wide, flags=flags))


@pytest.mark.parametrize("wide", [True, False])
def test_text_comes_in_order_with_its_notes(read: Read, wide: bool) -> None:
    """Stored as Unicode or in one byte a character; without hidden text and instructions of fields."""
    document = read(doc(wide=wide), "lantern.doc")
    assert "doc" == document.format
    assert [
        ("ACT I", None),
        ("MIRA", None),
        ("The night is", None),
        ("l–ng.", None),
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
    act, cue, first, second, speech, _field, name, words, _bye, last, _note = read(doc(), "lantern.doc").lines
    assert ("heading 1", 1, Alignment.CENTRE, 1.0) == (act.style, act.outline_level, act.alignment, act.bold)
    assert ("Cue", 36.0, 1.0, 12.0) == (cue.style, cue.indent, cue.bold, cue.runs[0].size)
    assert ["night"] == [first.text[run.start : run.end] for run in first.runs if run.italic]
    assert (True, first.paragraph) == (second.soft_break, second.paragraph)
    assert (1, ["Who "]) == (speech.blank_before, [speech.text[r.start : r.end] for r in speech.runs if r.bold])
    assert [(0, 0), (0, 1)] == [name.table_cell, words.table_cell]
    assert last.page_break_before


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

"""Builds Word 97-2003 documents by hand, after the specification [MS-DOC]; no library writes them."""

from __future__ import annotations

import struct

Paragraph = tuple[int, bytes, list[tuple[str, bytes]]]
"""Number of its style, changes, and the runs with theirs."""

BOLD, ITALIC, SMALL_CAPS, CAPS, HIDDEN = (bytes([code, 0x08, 1]) for code in (0x35, 0x36, 0x3A, 0x3B, 0x3C))


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


def font_table(*names: str) -> bytes:
    """The names of the fonts."""
    entries = [bytes(39) + name.encode("utf-16-le") + b"\0\0" for name in names]
    return struct.pack("<HH", len(names), 0) + b"".join(bytes([len(entry)]) + entry for entry in entries)


def header_table(head: int, foot: int) -> bytes:
    """Where each story of the margins begins: six that separate notes, then those of the section's pages."""
    starts = [0] * 8 + [head, head, head + foot, head + foot, head + foot, head + foot + 1]
    return struct.pack(f"<{len(starts)}I", *starts)


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
    paragraphs: list[Paragraph],
    notes: list[Paragraph],
    *,
    wide: bool,
    flags: int = 0,
    margins: tuple[Paragraph, Paragraph] | None = None,
) -> dict[str, bytes]:
    """The streams with the text and with the tables; ``margins`` are a running head and foot."""
    heads = list(margins or ())
    width = 2 if wide else 1
    text = "".join(run for _style, _changes, runs in paragraphs + notes + heads for run, _look in runs)
    stored = text.encode("utf-16-le") if wide else text.encode("cp1252", "replace")
    start = 1024
    runs, looks, ends, sets = [start], [], [start], []
    for style_number, changes, parts in paragraphs + notes + heads:
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
    counts = [sum(len(run) for _s, _c, parts in group for run, _look in parts) for group in (paragraphs, notes, heads)]
    struct.pack_into("<7I", data, 0x4C, *counts, 0, 0, 0, 0)
    data[start:] = stored
    data += b"\0" * (-len(data) % 512)
    first_page = len(data) // 512
    data += properties_page(runs, looks, 1) + properties_page(ends, sets, 13)
    offset = start if wide else start * 2 | 0x40000000
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, offset, 0)
    table = bytearray()
    for place, part in (
        (0xA2, style_sheet()),
        (0x112, font_table("Times New Roman", "Garamond")),
        (0xF2, header_table(*(len("".join(run for run, _look in runs)) for _s, _c, runs in heads)) if heads else b""),
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


def word_97(
    paragraphs: list[Paragraph],
    notes: list[Paragraph],
    *,
    wide: bool = True,
    flags: int = 0,
    margins: tuple[Paragraph, Paragraph] | None = None,
) -> bytes:
    """A Word document."""
    return compound(word_streams(paragraphs, notes, wide=wide, flags=flags, margins=margins))

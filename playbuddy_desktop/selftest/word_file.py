"""Writes the smallest Word 97 document that has text: a compound file of two streams.

The layouts are those of the specifications [MS-CFB] (the compound file) and [MS-DOC] (FIB and piece table).
"""

from __future__ import annotations

import struct
from typing import Final

_SECTOR: Final = 512
_STREAM: Final = 4096
"""Streams that are at least this long lie in plain sectors; shorter ones would need a table of their own."""
_NONE: Final = 0xFFFFFFFF
_END_OF_CHAIN: Final = 0xFFFFFFFE
_ALLOCATION_TABLE: Final = 0xFFFFFFFD
_ROOT, _FILE = 5, 2

_FIB_BYTES: Final = 0x400
_MAGIC, _WORD_97, _TABLE_IS_1TABLE = 0xA5EC, 0xC1, 0x0200
_CHARACTERS_AT, _PIECES_AT = 0x4C, 0x1A2
_COMPRESSED: Final = 0x40000000


def word_document(paragraphs: list[str]) -> bytes:
    """A document of these paragraphs, in characters of Windows-1252."""
    text = "".join(f"{paragraph}\r" for paragraph in paragraphs).encode("cp1252")
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, _FIB_BYTES * 2 | _COMPRESSED, 0)
    table = struct.pack("<BI", 2, len(pieces)) + pieces
    block = bytearray(_FIB_BYTES)
    struct.pack_into("<HH", block, 0, _MAGIC, _WORD_97)
    struct.pack_into("<H", block, 0x0A, _TABLE_IS_1TABLE)
    struct.pack_into("<I", block, _CHARACTERS_AT, len(text))
    struct.pack_into("<II", block, _PIECES_AT, 0, len(table))
    return _compound_file({"WordDocument": bytes(block) + text, "1Table": table})


def _compound_file(streams: dict[str, bytes]) -> bytes:
    """Header, allocation table, directory, streams; the longest name first, the others to its left."""
    table = [_ALLOCATION_TABLE, _END_OF_CHAIN]
    entries = [_entry("Root Entry", _ROOT, child=1)]
    body = b""
    for number, (name, content) in enumerate(streams.items(), start=1):
        whole = content.ljust(max(_STREAM, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        first, count = len(table), len(whole) // _SECTOR
        table += [*range(first + 1, first + count), _END_OF_CHAIN]
        following = number + 1 if number < len(streams) else _NONE
        entries.append(_entry(name, _FILE, left=following, first=first, size=len(whole)))
        body += whole
    header = struct.pack("<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, _STREAM, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[_NONE] * 108)
    table += [_NONE] * (_SECTOR // 4 - len(table))
    return header + struct.pack("<128I", *table) + b"".join(entries).ljust(_SECTOR, b"\0") + body


def _entry(
    name: str, kind: int, *, left: int = _NONE, child: int = _NONE, first: int = _END_OF_CHAIN, size: int = 0
) -> bytes:
    """A line of the directory."""
    spelled = f"{name}\0".encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", spelled, len(spelled), kind, 1, left, _NONE, child, first, size)

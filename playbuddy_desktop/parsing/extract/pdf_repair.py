"""Mends PDF files whose head or table of objects is lost, so that PDFium can find their pages.

The objects of a damaged file are mostly still there; what tells where they begin is not. PDFium looks for them itself
once it knows the root of all, so a new end of the file is written that names the root: first the one that the file has,
then one of our own over all pages that are found, in the order of their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_HEAD: Final = b"%PDF-1.7\n"
_HEAD_WITHIN: Final = 1024
"""Bytes in which PDFium looks for the head."""
_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,7})\s{1,8}(\d{1,5})\s{1,8}obj\b")
_LONGEST: Final = 4_000
"""Bytes of an object that are looked through for its type."""
_END: Final = re.compile(rb"\bstream\b|\bendobj\b")
_CATALOGUE: Final = re.compile(rb"/Type\s*/Catalog\b")
_PAGE: Final = re.compile(rb"/Type\s*/Page\b")


class _Found(NamedTuple):
    """References of what a file holds: its own root, if it is there, its pages, and the first number that is free."""

    root: bytes | None
    pages: list[bytes]
    free: int


def mended(data: bytes) -> Iterator[bytes]:
    """Ways to mend a file, the likeliest first; whether PDFium opens one of them, and finds pages, is to be tried."""
    if _HEAD[:5] not in data[:_HEAD_WITHIN]:
        data = _HEAD + data
    found = _objects(data)
    if found.root:
        yield data + _ending(found.root, found.free)
    if found.pages:
        tree, root = found.free, found.free + 1
        yield (
            data
            + b"\n%d 0 obj\n<</Type/Pages/Kids[%s]/Count %d>>\nendobj\n"
            % (tree, b" ".join(found.pages), len(found.pages))
            + b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj" % (root, tree)
            + _ending(b"%d 0 R" % root, root + 1)
        )


def _objects(data: bytes) -> _Found:
    """Look through all objects that are not packed into streams; of two with one number the later counts."""
    root: bytes | None = None
    pages: dict[int, bytes] = {}
    highest = 0
    for match in _OBJECT.finditer(data):
        number, start = int(match[1]), match.end()
        highest = max(highest, number)
        end = _END.search(data, start, start + _LONGEST)
        content = data[start : end.start() if end else start + _LONGEST]
        if _CATALOGUE.search(content):
            root = b"%s %s R" % (match[1], match[2])
        elif _PAGE.search(content):
            pages[number] = b"%s %s R" % (match[1], match[2])
    return _Found(root, [pages[number] for number in sorted(pages)], highest + 1)


def _ending(root: bytes, size: int) -> bytes:
    """A trailer that says nothing of where objects begin: PDFium then looks for them."""
    return b"\ntrailer\n<</Root %s/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (root, size)

"""Electronic books are read in the order of their spine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from playbuddy_desktop.errors import (
    CorruptFileError,
    EncryptedFileError,
    FileTooLargeError,
    SourceError,
    TooManyPartsError,
    TooManySelectorsError,
)
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>The Lantern</dc:title><dc:creator>Ada Quill</dc:creator></metadata>
<manifest><item id="two" href="text/two%20.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="style.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
ONE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="stylesheet" href="../style.css"/></head>
<body><h1>ACT I</h1><p class="cue">MIRA</p></body></html>"""
TWO = """<html xmlns="http://www.w3.org/1999/xhtml"><body>Bare text<p>Hello.</p></body></html>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><ol><li>Act I</li></ol></body></html>"""
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/text/one.xhtml": ONE,
    "OEBPS/text/two .xhtml": TWO,
    "OEBPS/nav.xhtml": NAV,
    "OEBPS/style.css": ".cue { text-align: center }",
}


def book(**changes: str | bytes | None) -> bytes:
    """A book; parts can be replaced by name (``__`` for a slash), or left out with None."""
    buffer = io.BytesIO()
    parts: dict[str, str | bytes | None] = {**PARTS, **{k.replace("__", "/"): v for k, v in changes.items()}}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return buffer.getvalue()


def test_pages_come_in_the_order_of_the_spine(read: Read) -> None:
    """With the style sheets of the book, each page beginning anew."""
    document = read(book(), "lantern.epub")
    assert ("epub", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert [
        ("Act I", Furniture.HEADER, Alignment.LEFT, False),
        ("ACT I", None, Alignment.LEFT, True),
        ("MIRA", None, Alignment.CENTRE, False),
        ("Bare text", None, Alignment.LEFT, True),
        ("Hello.", None, Alignment.LEFT, False),
    ] == [(line.text, line.furniture, line.alignment, line.page_break_before) for line in document.lines]


def test_a_missing_page_is_a_warning(read: Read) -> None:
    """The rest of the book is read."""
    document = read(book(**{"OEBPS__text__two .xhtml": None}), "lantern.epub")
    assert "MIRA" == document.lines[-1].text
    assert 1 == len(document.warnings)


def test_a_page_that_is_no_xml_is_read_as_html(read: Read) -> None:
    """As reading devices do."""
    document = read(book(**{"OEBPS__text__two .xhtml": "<html><body><p>One<p>Two &nbsp;<br></body>"}), "lantern.epub")
    assert ["One", "Two"] == [line.text for line in document.lines[-2:]]


def encryption(method: str) -> str:
    """The table of what is encrypted: the first page, by a method."""
    return f"""<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
    xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{method}"/>
    <e:CipherData><e:CipherReference URI="OEBPS/text/one.xhtml"/></e:CipherData></e:EncryptedData></encryption>"""


def test_a_protected_book_is_told(read: Read) -> None:
    """Garbled fonts are no protection."""
    with pytest.raises(EncryptedFileError, match="DRM"):
        read(book(**{"META-INF__encryption.xml": encryption("http://www.w3.org/2001/04/xmlenc#aes256-cbc")}), "x.epub")
    fonts = encryption("http://www.idpf.org/2008/embedding")
    assert 5 == len(read(book(**{"META-INF__encryption.xml": fonts}), "x.epub").lines)


@pytest.mark.parametrize(
    "content",
    [
        book(**{"OEBPS__book.opf": None}),
        book(**{"OEBPS__book.opf": PACKAGE[:300]}),
        book(**{"OEBPS__book.opf": "<package/>"}),
        book()[:400],
        book()[:-30],
    ],
)
def test_a_damaged_book_is_told(read: Read, content: bytes) -> None:
    """Truncated, without a table of its parts, or without pages."""
    with pytest.raises(CorruptFileError):
        read(content, "lantern.epub")


def test_every_truncation_is_survived(read: Read) -> None:
    """None gives anything but an error for people or a document."""
    whole = book()
    for end in range(1, len(whole), 37):
        try:
            read(whole[:end], "lantern.epub")
        except SourceError as error:
            assert error.message  # noqa: PT017 - a document is right too


def test_selectors_count_once_in_a_book(read: Read) -> None:
    """Each page names the same style sheet; different ones on different pages add up."""
    sheet = "".join(f".c{number} {{ margin: 0 }}" for number in range(8)) + ".cue { text-align: center }"
    names = " ".join(f"c{number}" for number in range(8))
    page = ONE.replace("<body>", f'<body class="{names}">')
    same = {"OEBPS__style.css": sheet, "OEBPS__text__one.xhtml": page, "OEBPS__text__two .xhtml": page}
    assert 4 == len(
        [line for line in read(book(**same), "x.epub", Settings(max_selectors=9)).lines if not line.furniture]
    )
    own = page.replace("</head>", "<style>.c1 { padding: 0 } .c1 h1 { margin: 0 }</style></head>")
    with pytest.raises(TooManySelectorsError):
        read(book(**same | {"OEBPS__text__two .xhtml": own}), "x.epub", Settings(max_selectors=9))


def test_progress_counts_pages_and_shows_life_within_them(tmp_path: Path) -> None:
    """It never goes back."""
    path = tmp_path / "x.epub"
    path.write_bytes(book(**{"OEBPS__text__one.xhtml": ONE.replace("</body>", "<p></p>" * 3_000 + "</body>")}))
    told: list[int] = []
    read_document(
        path, filename="x.epub", format=None, settings=Settings(), progress=lambda done, _total: told.append(done)
    )
    assert sorted(told) == told
    assert {1, 2, 3} == set(told)
    assert told.count(1) > 3


def test_a_bomb_is_defused(read: Read) -> None:
    """One part, all parts and the number of parts have their limits."""
    bomb = book(**{"OEBPS__text__one.xhtml": b"<p>" + b" " * 3_000_000})
    with pytest.raises(FileTooLargeError, match="part"):
        read(bomb, "bomb.epub", Settings(max_part_bytes=1_000_000))
    with pytest.raises(FileTooLargeError, match="unpacks"):
        read(bomb, "bomb.epub", Settings(max_unpacked_bytes=1_000_000))
    with pytest.raises(TooManyPartsError):
        read(book(), "bomb.epub", Settings(max_parts=3))

"""Small files that swell: made here when they are needed, never kept. Each with the codes of the errors that are right.

An empty code stands for a document: what swells can be cut off, and the rest be read.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_LAUGH = '<!DOCTYPE {root} [<!ENTITY l0 "laugh">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


@dataclass(frozen=True)
class Bomb:
    """A file to be made.

    Attributes:
        codes: of the errors that are right; "" for a document.
    """

    name: str
    make: Callable[[], bytes]
    codes: tuple[str, ...]


def word(body: str | bytes, **more: bytes) -> bytes:
    """A Word document with that text, and further parts; ``__`` in their names stands for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", body)
        for name, content in more.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def in_word(paragraphs: str) -> bytes:
    """A Word document with these elements in its body."""
    return word(f'<?xml version="1.0"?><w:document {_W}><w:body>{paragraphs}</w:body></w:document>')


def lying(archive: bytes, name: bytes) -> bytes:
    """The archive, whose directory says that a part holds ten bytes."""
    changed = bytearray(archive)
    at = changed.rindex(name) - 46
    assert changed[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", changed, at + 24, 10)
    return bytes(changed)


def laughs(root: str, inside: str, attributes: str = "") -> bytes:
    """A billion laughs in XML."""
    head = _LAUGH.format(root=root)
    return f'<?xml version="1.0"?>{head}<{root}{attributes}>{inside.replace("BOMB", "&l9;")}</{root}>'.encode()


def nested(start: str, opening: str, closing: str, end: str, depth: int = 20_000) -> bytes:
    """One element in the other."""
    return (start + opening * depth + "MIRA. Hello." + closing * depth + end).encode()


def pdf(objects: list[bytes]) -> bytes:
    """A PDF file with these objects, the first its catalogue."""
    parts = [b"%PDF-1.7\n"]
    places = []
    size = len(parts[0])
    for number, content in enumerate(objects, start=1):
        places.append(size)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        size += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    parts.append(head + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, size))
    return b"".join(parts)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def many_pages(count: int) -> bytes:
    """A PDF of so many pages that share their content."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
            stream(b"BT /F 12 Tf 20 100 Td (MIRA. Hello there.) Tj ET"),
            *[page] * count,
        ]
    )


def form_bomb(levels: int = 12, times: int = 10) -> bytes:
    """A PDF whose one page draws a form ten times, which draws another ten times, and so on."""
    fonts = b"/Font<</F 3 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>",
        stream(b"/X Do " * times),
    ]
    for level in range(levels):
        last = level == levels - 1
        inner = b"" if last else b"/XObject<</X %d 0 R>>" % (len(objects) + 2)
        content = b"BT /F 12 Tf 20 100 Td (MIRA) Tj ET" if last else b"/X Do " * times
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<<%s%s>>" % (fonts, inner)
        objects.append(stream(content, entries))
    return pdf(objects)


_TEI = ("TEI", "<text><body><sp><speaker>MIRA</speaker><p>BOMB</p></sp></body></text>")
_FDX = ("FinalDraft", '<Content><Paragraph Type="Action"><Text>BOMB</Text></Paragraph></Content>')
_OFFICE = (
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.text"'
)
_ODT = ("<office:body><office:text>", "</office:text></office:body>")
_BOMB_IN_WORD = "<w:p><w:r><w:t>BOMB</w:t></w:r></w:p>"
_XML_REFUSED = ("corrupt-file", "no-speech", "empty-file", "")

BOMBS = (
    Bomb("zip.docx", lambda: word(b" " * (64 * MEGABYTE)), ("part-too-large",)),
    Bomb("lying-zip.docx", lambda: lying(word(b" " * (64 * MEGABYTE)), b"word/document.xml"),
         ("part-too-large", "corrupt-file")),
    Bomb("parts.docx", lambda: word("<x/>", **{f"p{n}": b"" for n in range(6_000)}), ("too-many-parts",)),
    Bomb("laughs.xml", lambda: laughs(*_TEI), _XML_REFUSED),
    Bomb("laughs.fdx", lambda: laughs(*_FDX), _XML_REFUSED),
    Bomb("laughs.fodt", lambda: laughs("office:document", f"{_ODT[0]}<text:p>BOMB</text:p>{_ODT[1]}", _OFFICE),
         _XML_REFUSED),
    Bomb("laughs.html", lambda: laughs("html", "<body><p>MIRA. BOMB</p></body>"), _XML_REFUSED),
    Bomb("laughs.docx", lambda: word(laughs("w:document", f"<w:body>{_BOMB_IN_WORD}</w:body>", f" {_W}")),
         ("corrupt-file",)),
    Bomb("deep.xml", lambda: nested("<TEI><text><body>", "<div>", "</div>", "</body></text></TEI>"), ("too-deep",)),
    Bomb("deep.fdx", lambda: nested("<FinalDraft><Content>", "<Paragraph>", "</Paragraph>", "</Content></FinalDraft>"),
         ("too-deep",)),
    Bomb("deep.html", lambda: nested("<html><body>", "<div>", "</div>", "</body></html>"), ("too-deep", "")),
    Bomb("deep.rtf", lambda: nested(r"{\rtf1 ", "{", "}", "}"), ("too-many-groups",)),
    Bomb("deep.md", lambda: nested("", "> ", "", "\n"), ("too-deep",)),
    Bomb("deep.docx", lambda: in_word("<w:sdt><w:sdtContent>" * 5_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 5_000),
         ("too-deep",)),
    Bomb("pages.pdf", lambda: many_pages(10_000), ("too-many-pages",)),
    Bomb("line.txt", lambda: b"MIRA. " + b"words " * (10 * MEGABYTE), ("too-long",)),
    Bomb("selectors.html", lambda: b"<style>" + b"".join(b".a%d .b>.c~.d{margin:1px}" % n for n in range(50_000))
         + b"</style><p class=b>MIRA. Hello.", ("too-many-selectors",)),
    Bomb("external.xml", lambda: b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text><body><p>MIRA &x;'
         b"</p></body></text></TEI>", _XML_REFUSED),
)  # fmt: skip


def empty_paragraphs(count: int) -> dict[str, bytes]:
    """So many empty paragraphs between two speeches, by the name of the file."""
    return {
        "empty.docx": in_word(
            "<w:p><w:r><w:t>MIRA. Yes.</w:t></w:r></w:p>"
            + "<w:p/>" * count
            + "<w:p><w:r><w:t>BEN. No.</w:t></w:r></w:p>"
        ),
        "empty.rtf": (r"{\rtf1 MIRA. Yes.\par " + "\\par\n" * count + r"BEN. No.\par}").encode(),
        "empty.html": ("<html><body><p>MIRA. Yes.</p>" + "<p></p>" * count + "<p>BEN. No.</p></body></html>").encode(),
        "empty.txt": ("MIRA. Yes.\n" + "\n" * count + "BEN. No.\n").encode(),
        "empty.fodt": (
            f'<?xml version="1.0"?><office:document{_OFFICE}>{_ODT[0]}<text:p>MIRA. Yes.</text:p>'
            + "<text:p/>" * count
            + f"<text:p>BEN. No.</text:p>{_ODT[1]}</office:document>"
        ).encode(),
    }

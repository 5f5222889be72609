"""Damaged PDF files are mended, and letters that no font explains are not taken for text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.errors import CorruptFileError, ScannedFileError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.pdf import read_pdf
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]

SPEECHES = [
    "ANNA. Who is there in the harbour, and what does he want from you?",
    "BEN. It is the old man with his lantern; he was not here before.",
    "ANNA. Then let us go to him, for the night is long and this is my house.",
]
MENDED = "The file was damaged and has been mended; parts of it may be missing."


def printed(font: str = "Times-Roman", *, name_font: str | None = None, pages: int = 3) -> bytes:
    """A script, its streams not compressed; the names may be set in another font."""
    canvas = Canvas("script.pdf", pageCompression=0)
    for page in range(pages):
        for row, speech in enumerate(SPEECHES * 5):
            name, said = speech.split(" ", 1)
            text = canvas.beginText(60, 760 - 16 * row)
            text.setFont(name_font or font, 11)
            text.textOut(f"{name} ")
            text.setFont(font, 11)
            text.textOut(f"{said} {page}")
            canvas.drawText(text)
        canvas.showPage()
    data: bytes = canvas.getpdfdata()
    return data


def truth(pages: int = 3) -> list[str]:
    """Its lines."""
    return [f"{speech} {page}" for page in range(pages) for speech in SPEECHES * 5]


def texts(document: Document) -> list[str]:
    """The lines that were read."""
    return [line.text for line in document.lines]


@pytest.fixture(scope="module")
def subset() -> str:
    """A font that numbers its letters in the order of their use, as subsets of fonts do."""
    path = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Numbered", str(path), asciiReadable=False))
    return "Numbered"


def without_head(data: bytes) -> bytes:
    """The version in the first line is lost."""
    return data[data.index(b"\n") + 1 :]


def without_root(data: bytes) -> bytes:
    """The trailer names no root, and the table of objects lies."""
    return data.replace(b"/Root", b"/Rxxt").replace(b"startxref\n", b"startxref\n9")


def without_tree(data: bytes) -> bytes:
    """Root and tree of the pages are lost as well."""
    return re.sub(rb"/Type /(?:Catalog|Pages)", b"/Type /Nothing", without_root(data))


def cut_off(data: bytes) -> bytes:
    """The file ends before its table of objects."""
    return data[: data.index(b"\nxref\n")]


@pytest.mark.parametrize("damage", [without_head, without_root, without_tree, cut_off])
def test_what_damage_hides_is_found_again(read: Read, damage: Callable[[bytes], bytes]) -> None:
    """All pages are read, in order, and the person is told."""
    document = read(damage(printed()), "script.pdf")
    assert truth() == texts(document)
    assert [MENDED] == document.warnings


def test_a_sound_file_is_not_called_damaged(read: Read) -> None:
    """Nothing is mended in it."""
    assert [] == read(printed(), "script.pdf").warnings


def test_a_file_without_pages_cannot_be_mended(read: Read) -> None:
    """It is said to be damaged."""
    with pytest.raises(CorruptFileError):
        read(re.sub(rb"/Type /Pages?", b"/Type /None", without_root(printed())), "script.pdf")


def test_letters_without_a_meaning_are_as_good_as_a_scan(read: Read, subset: str) -> None:
    """Their codes are numbers in the order of use; only recognition of the printed letters helps."""
    data = printed(subset)
    assert truth() == texts(read(data, "script.pdf"))
    with pytest.raises(ScannedFileError, match="letters"):
        read(data.replace(b"/ToUnicode", b"/NoUnicode"), "script.pdf")


def test_some_letters_without_a_meaning_are_told(read: Read, tmp_path: Path, subset: str) -> None:
    """The rest is read; where recognition was asked for, the file counts as a scan."""
    path = tmp_path / "script.pdf"
    path.write_bytes(printed(name_font=subset).replace(b"/ToUnicode", b"/NoUnicode"))
    document = read(path)
    said = [line.split(" ", 1)[1] for line in truth()]
    assert said == [text[-len(words) :] for text, words in zip(texts(document), said, strict=True)]
    assert "\ufffd" in document.lines[0].text
    assert ["characters do not say" in warning for warning in document.warnings] == [True]
    with pytest.raises(ScannedFileError, match="letters"):
        read_pdf(path, Settings(ocr="always"), lambda _done, _total: None)


def test_codes_that_make_words_are_believed(read: Read) -> None:
    """Old fonts name their letters by number only, and keep them where ASCII has them."""
    numbers = b" ".join(b"/n%d" % code for code in range(32, 127))
    data = printed().replace(b"/Encoding /WinAnsiEncoding", b"/Encoding <</Differences [32 %s]>>" % numbers)
    document = read(data, "script.pdf")
    assert truth() == texts(document)
    assert [] == document.warnings

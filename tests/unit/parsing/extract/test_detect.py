"""The content decides what a file is, not its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from playbuddy_desktop.errors import EmptyFileError, EncryptedFileError, UnreadableFileError, UnsupportedFormatError
from playbuddy_desktop.parsing.extract.detect import detect_format

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*members: str) -> bytes:
    """A zip archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "content")
    return buffer.getvalue()


@pytest.fixture
def detect(tmp_path: Path) -> Callable[[bytes, str], str]:
    """Detects the format of bytes under a name."""

    def detect(content: bytes, filename: str) -> str:
        path = tmp_path / "stored"
        path.write_bytes(content)
        return detect_format(path, filename)

    return detect


@pytest.mark.parametrize(
    ("content", "filename", "format_"),
    [
        (b"ANNA. Who goes there?\n", "script.txt", "txt"),
        (b"ANNA. Who goes there?\n", "script.pdf", "txt"),
        (b"ANNA. Who goes there?\n", "script", "txt"),
        ("ANNA. Où ?\n".encode("utf-16"), "script.txt", "txt"),
        (b"%PDF-1.7\n", "script.txt", "pdf"),
        (b"\n\n%PDF-1.4\n", "script.pdf", "pdf"),
        (packed("[Content_Types].xml", "word/document.xml"), "script.pdf", "docx"),
        (packed("[Content_Types].xml", "word/document.xml")[:100], "script.docx", "docx"),
    ],
)
def test_a_script_is_known_by_its_content(
    detect: Callable[[bytes, str], str], content: bytes, filename: str, format_: str
) -> None:
    """A wrong extension does no harm."""
    assert format_ == detect(content, filename)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a picture (JPEG)"),
        (b"GIF89a" + bytes(50), "a picture (GIF)"),
        (b"\x7fELF" + bytes(50), "a program"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(50), "a film"),
        (OLE + bytes(600), "an old office document"),
        (packed("xl/workbook.xml"), "an Excel workbook"),
        (packed("holiday.jpg"), "an archive"),
        (b"\x01\x02\x03\x04" * 100, "binary data"),
    ],
)
def test_what_is_no_script_is_named(detect: Callable[[bytes, str], str], content: bytes, kind: str) -> None:
    """The message says what the file is and lists what can be read."""
    with pytest.raises(UnsupportedFormatError) as caught:
        detect(content, "script.pdf")
    assert kind in caught.value.message
    for word in ("TXT", "PDF", "DOCX"):
        assert word in caught.value.message


def test_an_office_document_with_a_password_is_told(detect: Callable[[bytes, str], str]) -> None:
    """It is an OLE file with a stream that holds the encrypted package."""
    content = OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    with pytest.raises(EncryptedFileError):
        detect(content, "script.docx")


def test_an_empty_file_is_told(detect: Callable[[bytes, str], str]) -> None:
    """Whatever its name."""
    with pytest.raises(EmptyFileError):
        detect(b"", "script.docx")


def test_a_folder_and_a_missing_file_are_unreadable(tmp_path: Path) -> None:
    """Neither has content."""
    for path in (tmp_path, tmp_path / "gone.txt"):
        with pytest.raises(UnreadableFileError):
            detect_format(path, path.name)


def test_a_long_text_is_not_cut_in_the_middle_of_a_character(detect: Callable[[bytes, str], str]) -> None:
    """The sample ends where a line ends."""
    for encoding in ("utf-8", "utf-16", "utf-32"):
        assert "txt" == detect(("é" * 70 + "\n").encode(encoding) * 2_000, "script.txt")


def test_one_endless_line_is_text(detect: Callable[[bytes, str], str]) -> None:
    """There is no line end to cut at."""
    assert "txt" == detect(b"a" + "é".encode() * 100_000, "script.txt")

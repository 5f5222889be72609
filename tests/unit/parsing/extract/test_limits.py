"""Each limit has a setting, a default, an error of its own, and advice that names the setting."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from bombs import in_word, many_pages, nested

from playbuddy_desktop.errors import SourceError, TooManyPartsError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.detect import detect_format
from playbuddy_desktop.settings import MEGABYTE, Settings

Read = Callable[..., Document]

DEFAULTS = {
    "max_file_bytes": 64 * MEGABYTE, "max_pdf_bytes": 200 * MEGABYTE, "max_pages": 2_000, "max_lines": 500_000,
    "max_chars": 20_000_000, "max_seconds": 60.0, "max_ocr_seconds": 30.0, "max_child_bytes": 1024 * MEGABYTE,
    "max_ocr_child_bytes": 2048 * MEGABYTE, "max_parts": 5_000, "max_part_bytes": 32 * MEGABYTE,
    "max_unpacked_bytes": 256 * MEGABYTE, "max_depth": 256, "max_selectors": 2_000, "max_groups": 2_000,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A sound file, and a limit that it exceeds."""

    setting: str
    value: float
    code: str
    name: str
    make: Callable[[], bytes]


TEXT = b"MIRA. Who goes there?\nTOBIAS. Nobody at all.\n" * 10
WORD = "<w:p><w:r><w:t>MIRA. Who goes there?</w:t></w:r></w:p>" * 40
STYLED = b"<style>" + b"".join(b".c%d{margin:0}" % n for n in range(9)) + b"</style><p class='%s'>MIRA. Yes.</p>" % (
    b" ".join(b"c%d" % n for n in range(9))
)  # fmt: skip

CASES = (
    Case("max_file_bytes", 400, "too-large", "script.txt", lambda: TEXT),
    Case("max_file_bytes", 400, "too-large", "script.docx", lambda: in_word(WORD)),
    Case("max_pdf_bytes", 900, "too-large", "script.pdf", lambda: many_pages(5)),
    Case("max_pages", 4, "too-many-pages", "script.pdf", lambda: many_pages(5)),
    Case("max_lines", 19, "too-many-lines", "script.txt", lambda: TEXT),
    Case("max_lines", 39, "too-many-lines", "script.docx", lambda: in_word(WORD)),
    Case("max_chars", 400, "too-long", "script.txt", lambda: TEXT),
    Case("max_chars", 400, "too-long", "script.docx", lambda: in_word(WORD)),
    Case("max_seconds", 1e-9, "too-slow", "script.txt", lambda: TEXT),
    Case("max_seconds", 1e-9, "too-slow", "script.docx", lambda: in_word(WORD)),
    Case("max_parts", 2, "too-many-parts", "script.docx", lambda: in_word(WORD)),
    Case("max_part_bytes", 1_000, "part-too-large", "script.docx", lambda: in_word(WORD)),
    Case("max_unpacked_bytes", 2_200, "unpacked-too-large", "script.docx", lambda: in_word(WORD)),
    Case("max_depth", 40, "too-deep", "script.xml",
         lambda: nested("<TEI><text><body>", "<div>", "</div>", "</body></text></TEI>", 50)),
    Case("max_depth", 40, "too-deep", "script.html", lambda: nested("<html><body>", "<div>", "</div>", "</body>", 50)),
    Case("max_groups", 40, "too-many-groups", "script.rtf", lambda: nested(r"{\rtf1 ", "{", "}", "}", 50)),
    Case("max_selectors", 8, "too-many-selectors", "script.html", lambda: b"<html>" + STYLED),
)  # fmt: skip


def test_defaults_are_as_documented() -> None:
    """Whoever changes one changes the documents, too."""
    assert {name: getattr(Settings(), name) for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.setting}-{case.name}")
def test_a_limit_is_kept_with_an_error_of_its_own(read: Read, case: Case) -> None:
    """The file itself is sound: with the default it is read."""
    assert read(case.make(), case.name).lines
    with pytest.raises(SourceError) as caught:
        read(case.make(), case.name, Settings(**{case.setting: case.value}))
    assert case.code == caught.value.code
    assert case.setting in caught.value.advice


def test_a_depth_beyond_the_xml_librarys_own_can_be_allowed(read: Read) -> None:
    """Its own limit is 256."""
    deep = nested("<TEI><text><body>", "<div>", "</div>", "</body></text></TEI>", 400)
    assert ["MIRA. Hello."] == [line.text for line in read(deep, "script.xml", Settings(max_depth=500)).lines]


@pytest.mark.parametrize("name", ["script.xml", "script.docx"])
def test_a_depth_beyond_pythons_own_is_told(read: Read, name: str) -> None:
    """However much the settings allow."""
    if name == "script.xml":
        content = nested("<TEI><text><body>", "<div>", "</div>", "</body></text></TEI>", 1_900)
    else:
        content = in_word("<w:sdt>" * 1_900 + "<w:p/>" + "</w:sdt>" * 1_900)
    with pytest.raises(SourceError) as caught:
        read(content, name, Settings(max_depth=2_000))
    assert "too-deep" == caught.value.code


def test_a_directory_of_a_million_parts_is_not_read(tmp_path: Path, read: Read) -> None:
    """Neither to find the format, nor to read the file: it is told by its length alone."""
    content = bytearray(in_word(WORD))
    struct.pack_into("<L", content, len(content) - 10, 60 * MEGABYTE)
    with pytest.raises(TooManyPartsError):
        read(bytes(content), "parts.docx")
    assert "docx" == detect_format(tmp_path / "parts.docx", "parts.docx")


def test_the_directory_of_a_large_archive_is_found(read: Read, tmp_path: Path) -> None:
    """Some programs write the records of large archives into small ones."""
    path = tmp_path / "script.docx"
    path.write_bytes(in_word(WORD))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    assert b"PK\6\7" in path.read_bytes()
    assert 40 == len(read(path).lines)

"""The further formats are told by their content; texts that do not give themselves away, by their name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from playbuddy_desktop.errors import UnsupportedFormatError
from playbuddy_desktop.parsing.extract.detect import detect_format
from playbuddy_desktop.parsing.extract.formats import FORMATS, format_by_suffix
from playbuddy_desktop.parsing.extract.reader import READERS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def packed(**parts: str) -> bytes:
    """A zip archive; ``__`` in a name stands for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


ODT = packed(mimetype="application/vnd.oasis.opendocument.text", content__xml="<a/>")


@pytest.mark.parametrize(
    ("content", "filename", "format_"),
    [
        (b"<!DOCTYPE html>\n<p>x", "script.txt", "html"),
        (XML + b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "script", "html"),
        (b"<p>A fragment", "script.htm", "html"),
        (b"<p>A fragment", "script.txt", "txt"),
        (b"{\\rtf1 x}", "script.doc", "rtf"),
        (b"\xef\xbb\xbf\n {\\rtf1 x}", "script", "rtf"),
        (ODT, "script.zip", "odt"),
        (ODT[:60], "script.odt", "odt"),
        (XML + b'<office:document xmlns:office="x"/>', "script.xml", "odt"),
        (packed(**{"mimetype": "application/epub+zip", "META-INF/container__xml": "<a/>"}), "script.zip", "epub"),
        (XML + b"<!-- made by hand -->\n<FinalDraft/>", "script.xml", "fdx"),
        (XML + b"<?xml-model href='x'?>\n<TEI xmlns='x'/>", "script.xml", "tei"),
        (XML + b"<!DOCTYPE TEI.2 SYSTEM 'x'>\n<TEI.2/>", "script.xml", "tei"),
        (b"Title: The Lantern\n", "script.fountain", "fountain"),
        (b"# ACT I\n", "script.md", "md"),
        (b"# ACT I\n", "script.txt", "txt"),
        (packed(**{"A.textbundle/text__md": "x"}), "script.zip", "highland"),
        (packed(document__xml='<document type="Open Screenplay Format document"/>'), "script.zip", "fadein"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "script", "doc"),
    ],
)
def test_a_script_is_known_by_its_content(tmp_path: Path, content: bytes, filename: str, format_: str) -> None:
    """A wrong extension does no harm."""
    path = tmp_path / "stored"
    path.write_bytes(content)
    assert format_ == detect_format(path, filename)


@pytest.mark.parametrize(
    "content",
    [
        XML + b"<svg/>",
        packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content__xml="<a/>"),
        packed(document__xml="<a/>"),
    ],
)
def test_relatives_of_a_format_are_refused(tmp_path: Path, content: bytes) -> None:
    """Other XML, spreadsheets, other archives."""
    path = tmp_path / "stored"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFormatError):
        detect_format(path, "script.odt")


def test_every_format_has_its_reader_and_its_own_suffixes() -> None:
    """Nothing is promised that cannot be read."""
    assert set(FORMATS) == set(READERS)
    suffixes = [suffix for format_ in FORMATS.values() for suffix in format_.suffixes]
    assert sorted(set(suffixes)) == sorted(suffixes)
    assert [format_by_suffix(f"Script{suffix.upper()}") for suffix in suffixes] == [
        format_.name for format_ in FORMATS.values() for _suffix in format_.suffixes
    ]

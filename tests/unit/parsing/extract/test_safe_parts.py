"""Archives and XML from unknown hands are opened without trust."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from playbuddy_desktop.errors import (
    CorruptFileError,
    EncryptedFileError,
    FileTooLargeError,
    TooDeepError,
    TooLongError,
    TooManyPartsError,
    UnreadableFileError,
)
from playbuddy_desktop.parsing.extract.safe_xml import all_text, parse_xml
from playbuddy_desktop.parsing.extract.safe_zip import open_zip
from playbuddy_desktop.settings import Settings

SETTINGS = Settings(max_part_bytes=10_000, max_unpacked_bytes=15_000, max_parts=5, max_file_bytes=100_000)


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return bytearray(buffer.getvalue())


def read(folder: Path, content: bytes, *names: str) -> list[bytes]:
    """Parts of an archive."""
    path = folder / "packed"
    path.write_bytes(content)
    with open_zip(path, SETTINGS) as packed:
        return [packed.read(name) for name in names]


def test_parts_are_unpacked(tmp_path: Path) -> None:
    """As they were packed."""
    assert [b"one", b"two"] == read(tmp_path, archive({"a": b"one", "b": b"two"}), "a", "b")


def test_a_part_has_a_limit_and_all_parts_have_one(tmp_path: Path) -> None:
    """What was read before counts."""
    content = archive({"big": bytes(10_001), "a": bytes(9_000), "b": bytes(9_000)})
    with pytest.raises(FileTooLargeError, match="A part"):
        read(tmp_path, content, "big")
    with pytest.raises(FileTooLargeError, match="The file unpacks"):
        read(tmp_path, content, "a", "b")


def test_a_lying_directory_is_found_out(tmp_path: Path) -> None:
    """It says that the part is small; what comes out is bounded, and does not match."""
    content = archive({"bomb": bytes(5_000_000)})
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)
    with pytest.raises((CorruptFileError, FileTooLargeError)):
        read(tmp_path, content, "bomb")


def test_other_methods_are_refused(tmp_path: Path) -> None:
    """Their decompressors cannot be stopped in the middle."""
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(CorruptFileError, match="unknown way"):
            read(tmp_path, archive({"a": b"one"}, method), "a")


def test_a_password_is_told(tmp_path: Path) -> None:
    """The flag of the part says so."""
    content = archive({"a": b"one"})
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    with pytest.raises(EncryptedFileError):
        read(tmp_path, content, "a")


def test_other_damage_is_told(tmp_path: Path) -> None:
    """A missing part, too many parts, a bad checksum, no archive, no file, a file that is too large."""
    whole = archive({"a": b"some text that is packed"}, zipfile.ZIP_STORED)
    with pytest.raises(CorruptFileError, match="missing"):
        read(tmp_path, whole, "b")
    with pytest.raises(TooManyPartsError):
        read(tmp_path, archive({str(number): b"" for number in range(6)}))
    with pytest.raises(CorruptFileError):
        read(tmp_path, whole.replace(b"some text", b"same text"), "a")
    with pytest.raises(CorruptFileError):
        read(tmp_path, whole[:-10], "a")
    with pytest.raises(FileTooLargeError):
        read(tmp_path, bytes(100_001))
    with pytest.raises(UnreadableFileError), open_zip(tmp_path / "gone", SETTINGS):
        pass


def test_well_known_characters_are_known(settings: Settings) -> None:
    """Others are left out, comments and instructions too."""
    root = parse_xml(b'<!DOCTYPE a SYSTEM "x"><a>caf&eacute;<!-- no --><?no no?> &unknown;b<b> c</b></a>', settings)
    assert "café b c" == all_text(root)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", CorruptFileError),
        (b"<a>", CorruptFileError),
        (b"<a>&nbsp;</a>", CorruptFileError),
        (b"<?xml version='1.0' encoding='none-such'?><a/>", CorruptFileError),
        (b"<a>" * 300 + b"</a>" * 300, TooDeepError),
        (b"<a>" * 200 + b"</a>" * 200, TooDeepError),
        (b"<a>" + b"x" * 10_100_000 + b"</a>", TooLongError),
    ],
)
def test_bad_xml_is_told(data: bytes, error: type[Exception]) -> None:
    """Each kind of damage has its error."""
    with pytest.raises(error):
        parse_xml(data, Settings(max_depth=100))

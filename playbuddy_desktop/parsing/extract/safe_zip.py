"""Reads packed scripts (DOCX, ODT, EPUB and their kin) without trusting what the archive says about itself.

Sizes in a zip's directory may lie, so every part is unpacked with a bound. Only the two methods that office formats
allow are accepted: other decompressors cannot be stopped in the middle.
"""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from playbuddy_desktop.errors import (
    CorruptFileError,
    EncryptedFileError,
    FileTooLargeError,
    PartTooLargeError,
    TooManyPartsError,
    UnpackedTooLargeError,
    UnreadableFileError,
)
from playbuddy_desktop.settings import MEGABYTE, Settings

_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 256 * 1024
_END: Final = struct.Struct("<12xL6x")
_END_64: Final = struct.Struct("<40xQ8x")
_LOCATOR_64: Final = 20
"""The record at an archive's end with the size of its directory, the one that large archives have before it, and bytes
of what stands between them (APPNOTE.TXT of PKWARE, 4.3.14 to 4.3.16)."""
_LONGEST_COMMENT: Final = 0xFFFF
_BYTES_PER_ENTRY: Final = 46 + 512
"""Of the directory, names and dates included; real ones take 100."""


class SafeZip:
    """A packed script, opened by ``open_zip``.

    Attributes:
        names: of its parts, in the order of the directory.
    """

    def __init__(self, archive: zipfile.ZipFile, settings: Settings) -> None:
        entries = archive.infolist()
        if len(entries) > settings.max_parts:
            raise TooManyPartsError(f"The file is packed from more than {settings.max_parts:,} parts.")
        self._archive = archive
        self._entries = {entry.filename: entry for entry in entries}
        self._max_part = settings.max_part_bytes
        self._max_all = self._left = settings.max_unpacked_bytes
        self.names: Collection[str] = self._entries.keys()

    def read(self, name: str) -> bytes:
        """Unpack one part.

        Raises:
            CorruptFileError: there is no such part, or it cannot be unpacked.
            EncryptedFileError: it has a password.
            PartTooLargeError, UnpackedTooLargeError: it, or all parts so far, unpack to more than the settings allow.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise CorruptFileError("The file is damaged: one of its parts is missing.")
        if entry.flag_bits & _ENCRYPTED:
            raise EncryptedFileError
        if entry.compress_type not in _METHODS:
            raise CorruptFileError("The file is damaged: one of its parts is packed in an unknown way.")
        with _told_apart(), self._archive.open(entry) as part:
            return self._unpack(part)

    def _unpack(self, part: IO[bytes]) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            self._left -= len(chunk)
            if size > self._max_part:
                raise PartTooLargeError(f"A part of the file unpacks to more than {self._max_part / MEGABYTE:,.0f} MB.")
            if self._left < 0:
                raise UnpackedTooLargeError(f"The file unpacks to more than {self._max_all / MEGABYTE:,.0f} MB.")
            chunks.append(chunk)
        return b"".join(chunks)


@contextmanager
def open_zip(path: Path, settings: Settings) -> Iterator[SafeZip]:
    """Open a packed script.

    Raises:
        SourceError: it cannot be opened, or a part of it exceeds a limit; see ``SafeZip.read``.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    if size > settings.max_file_bytes:
        raise FileTooLargeError(f"The file is larger than {settings.max_file_bytes / MEGABYTE:,.0f} MB.")
    with archive_of(path, settings.max_parts) as archive:
        yield SafeZip(archive, settings)


@contextmanager
def archive_of(path: Path, max_parts: int) -> Iterator[zipfile.ZipFile]:
    """The archive in a file, whose directory may only be as long as that of so many parts can be.

    The directory is read as a whole: that of an archive of 60 MB can hold a million parts of nothing.

    Raises:
        TooManyPartsError: it is longer.
        CorruptFileError, UnreadableFileError: the file is damaged or cannot be read.
    """
    with _told_apart():
        if _directory_size(path) > max_parts * _BYTES_PER_ENTRY:
            raise TooManyPartsError(f"The file is packed from more than {max_parts:,} parts.")
        archive = zipfile.ZipFile(path)
    with archive:
        yield archive


def _directory_size(path: Path) -> int:
    """Bytes of an archive's directory, as the record at its end says; the zip module reads no more than that."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LONGEST_COMMENT - _END.size - _LOCATOR_64 - _END_64.size))
        end = file.read()
    at = end.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(end):
        raise zipfile.BadZipFile
    if end[max(0, at - _LOCATOR_64) : at].startswith(b"PK\6\7") and at >= _LOCATOR_64 + _END_64.size:
        return int(_END_64.unpack_from(end, at - _LOCATOR_64 - _END_64.size)[0])
    return int(_END.unpack_from(end, at)[0])


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn whatever the zip module raises over a damaged archive into our errors."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise CorruptFileError("The file is damaged: it cannot be unpacked.") from error
    except OSError as error:
        if error.strerror is None or error.errno == errno.EINVAL:  # a damaged directory points out of the file
            raise CorruptFileError("The file is damaged: it cannot be unpacked.") from error
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error

"""The source store: copies of the imported files, named by the SHA-256 of their content.

A copy is written under a temporary name, forced to the disk and renamed, so a file with a final name is complete. What
happens to the original afterwards does not matter.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from playbuddy_desktop.errors import FileTooLargeError, SourceMissingError, UnreadableFileError
from playbuddy_desktop.storage.disk import disk_errors, sync_folder

BLOCK_BYTES: Final = 1024 * 1024
LEFTOVER_SECONDS: Final = 24 * 3600
"""A temporary file of this age belongs to a program that died while copying."""

_MEGABYTE: Final = 1024 * 1024
_SUBJECT: Final = "The copies of the scripts"


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A file in the store.

    Attributes:
        content_hash: SHA-256 (hex) of its bytes: its name in the store.
        size: in bytes.
    """

    content_hash: str
    size: int


class SourceStore:
    """The copies in one folder; safe to use from any thread and process.

    Attributes:
        incoming: the folder within it of what is being copied, and of scratch files.
    """

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which is made if need be, and clear it of what dead programs left half copied."""
        self.folder = folder
        self.incoming = folder / "incoming"
        with disk_errors(_SUBJECT):
            self.incoming.mkdir(parents=True, exist_ok=True)
            self._remove_leftovers()

    def put(self, path: Path, max_bytes: int) -> StoredSource:
        """Copy a file into the store and force it to the disk; the same content is kept once.

        Raises:
            UnreadableFileError: it is missing, no plain file, or may not be read.
            FileTooLargeError: it is larger than ``max_bytes``.
            DiskFullError: there is no room for the copy.
            DataDirectoryError: the store cannot be written.
        """
        temporary = self.incoming / uuid.uuid4().hex
        try:
            with _opened(path, max_bytes) as original, disk_errors(_SUBJECT), temporary.open("xb") as copy:
                stored = _copy(original, copy, path.name, max_bytes)
                copy.flush()
                os.fsync(copy.fileno())
            with disk_errors(_SUBJECT):
                self._keep(temporary, stored.content_hash)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        return stored

    def path(self, content_hash: str) -> Path:
        """Where the copy of that content lies, if there is one."""
        return self.folder / content_hash[:2] / content_hash

    def scratch(self, content_hash: str) -> Path:
        """A file for what is found out about that content on the way; it is forgotten a day after its last change."""
        return self.incoming / f"{content_hash}.pages"

    def verify(self, content_hash: str) -> None:
        """Read the copy and compare it with its name.

        Raises:
            SourceMissingError: it is gone, unreadable or changed.
        """
        self._verify_here(content_hash)

    def _verify_here(self, content_hash: str) -> None:
        try:
            with self.path(content_hash).open("rb") as copy:
                found = hashlib.file_digest(copy, "sha256").hexdigest()
        except OSError as error:
            raise SourceMissingError from error
        if found != content_hash:
            raise SourceMissingError

    def _keep(self, temporary: Path, content_hash: str) -> None:
        final = self.path(content_hash)
        try:
            self._verify_here(content_hash)
        except SourceMissingError:
            final.parent.mkdir(exist_ok=True)
            temporary.replace(final)
        else:
            os.utime(final)  # an old copy that nobody uses may be cleared away before its new job is there
        # Also for a copy that was there: another process may be about to do this, but we are the one who promises.
        sync_folder(final.parent)
        sync_folder(self.folder)

    def _remove_leftovers(self) -> None:
        oldest = time.time() - LEFTOVER_SECONDS
        for leftover in self.incoming.iterdir():
            # Another process may be quicker, or still hold the file open.
            with suppress(OSError):
                if leftover.stat().st_mtime < oldest:
                    leftover.unlink()


@contextmanager
def _opened(path: Path, max_bytes: int) -> Iterator[BinaryIO]:
    """The original, open for reading, after a look at what it is: opening a pipe could wait for ever."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(f"“{path.name}” is not a file.")
        if status.st_size > max_bytes:
            raise _too_large(path.name, max_bytes)
        original = path.open("rb", buffering=0)
    except OSError as error:
        raise _unreadable(path.name, error) from error
    with original:
        yield original


def _copy(original: BinaryIO, copy: BinaryIO, name: str, max_bytes: int) -> StoredSource:
    """Copy and hash at once, in blocks; a file that grows meanwhile is still held to the limit."""
    digest = hashlib.sha256()
    size = 0
    while True:
        try:
            block = original.read(BLOCK_BYTES)
        except OSError as error:
            raise _unreadable(name, error) from error
        if not block:
            return StoredSource(digest.hexdigest(), size)
        size += len(block)
        if size > max_bytes:
            raise _too_large(name, max_bytes)
        digest.update(block)
        copy.write(block)


def _unreadable(name: str, error: OSError) -> UnreadableFileError:
    reason = error.strerror or str(error)
    return UnreadableFileError(f"“{name}” could not be read: {reason}.")


def _too_large(name: str, max_bytes: int) -> FileTooLargeError:
    return FileTooLargeError(f"“{name}” is larger than the limit of {max_bytes / _MEGABYTE:g} MB.")

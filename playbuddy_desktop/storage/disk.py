"""What the system says about the disk, in our words, and renames that survive a power cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playbuddy_desktop.errors import DataDirectoryError, DiskFullError

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_IS_POSIX: Final = os.name == "posix"


@contextmanager
def disk_errors(subject: str) -> Iterator[None]:
    """Raise an ``OSError`` over our own files as a ``StorageError``.

    Args:
        subject: what cannot be written then, in the plural and with a capital, for the sentence.

    Raises:
        DiskFullError: there is no room.
        DataDirectoryError: anything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError from error
        raise DataDirectoryError(f"{subject} cannot be written: {error.strerror or error}.") from error


def sync_file(file: Path) -> None:
    """Force what was written to ``file`` to the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Force a rename in ``folder`` to the disk; Windows does so by itself and cannot open folders."""
    if not _IS_POSIX:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

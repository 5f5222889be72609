"""Holds a document to the limits of the settings while it is being read, before it fills the memory."""

from __future__ import annotations

from pathlib import Path

from playbuddy_desktop.errors import (
    EmptyFileError,
    FileTooLargeError,
    TooLongError,
    TooManyLinesError,
    UnreadableFileError,
)
from playbuddy_desktop.settings import MEGABYTE, Settings


class LengthBudget:
    """Counts lines and characters as they are read."""

    def __init__(self, settings: Settings) -> None:
        self._max_lines = settings.max_lines
        self._max_chars = settings.max_chars
        self._lines = 0
        self._chars = 0

    def spend(self, chars: int, lines: int = 1) -> None:
        """Account for what was read.

        Raises:
            TooLongError, TooManyLinesError: it is more than the settings allow.
        """
        self._lines += lines
        self._chars += chars
        if self._lines > self._max_lines:
            raise TooManyLinesError(f"The file has more than {self._max_lines:,} lines.")
        if self._chars > self._max_chars:
            raise TooLongError(f"The file has more than {self._max_chars:,} characters.")


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """The content of a file that is not larger than ``max_bytes``, even if it grows meanwhile.

    Raises:
        UnreadableFileError: it cannot be read.
        EmptyFileError: there is nothing in it.
        FileTooLargeError: it is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    if len(data) > max_bytes:
        raise FileTooLargeError(f"The file is larger than {max_bytes / MEGABYTE:,.0f} MB.")
    if not data:
        raise EmptyFileError
    return data

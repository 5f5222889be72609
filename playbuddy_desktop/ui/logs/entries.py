"""Reads the newest entries of the log."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playbuddy_desktop import __version__
from playbuddy_desktop.logs import FILE_NAME

MOST: Final = 2_000
"""How many entries are shown; the files hold all of them."""

LEVELS: Final = ("debug", "info", "warning", "error")
_BLOCK: Final = 1024 * 1024
_HEAD: Final = ("time", "level", "event")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log.

    Attributes:
        time: UTC, as it was written.
        level: one of ``LEVELS``, or a higher one.
        details: what else it says, as "key=value".
    """

    time: str
    level: str
    event: str
    details: str

    def text(self) -> str:
        """The entry as a line."""
        return "  ".join(part for part in (self.time[:19], f"{self.level:7}", self.event, self.details) if part)

    def matches(self, level: str, words: str) -> bool:
        """Whether it is as grave as ``level`` and contains ``words``, in upper or lower case."""
        grave = self.level not in LEVELS or LEVELS.index(self.level) >= LEVELS.index(level)
        return grave and words.casefold() in self.text().casefold()


def read(folder: Path) -> list[Entry]:
    """The newest entries, oldest first; what is no entry is left out, and so is what cannot be read."""
    lines: list[bytes] = []
    for name in (FILE_NAME, f"{FILE_NAME}.1"):  # the second is the one that was put aside last
        if len(lines) < MOST:
            lines = _tail(folder / name) + lines
    entries = (_entry(line) for line in lines)
    return [entry for entry in entries if entry is not None][-MOST:]


def for_support(entries: Iterable[Entry]) -> str:
    """Entries as text for somebody who can help: with version and system, without the person's folders."""
    head = f"PlayBuddy {__version__}, {platform.platform()}"
    return shortened("\n".join([head, "", *(entry.text() for entry in entries)]))


def shortened(text: str, home: Path | None = None) -> str:
    """The text with the person's own folder, which tells their name, as "~"."""
    place = str(home or Path.home())
    return text.replace(place, "~") if len(place) > 1 else text


def _tail(file: Path) -> list[bytes]:
    """The last lines of a file."""
    try:
        with file.open("rb") as log:
            size = log.seek(0, 2)
            log.seek(max(0, size - _BLOCK))
            lines = log.read().splitlines()
    except OSError:
        return []
    return lines[1:] if size > _BLOCK else lines  # the first may be the end of a longer one


def _entry(line: bytes) -> Entry | None:
    try:
        said = json.loads(line)
        time, level, event = (str(said[name]) for name in _HEAD)
    except (ValueError, KeyError, TypeError):
        return None
    details = "  ".join(f"{name}={value}" for name, value in said.items() if name not in _HEAD)
    return Entry(time, level, event, details)

"""A script that was copied as text: when it is one, and what it is called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

FEWEST_LINES: Final = 2
"""A script has a speaker and a speech; one line is a word or an address that was copied for another use."""

_LONGEST_TITLE: Final = 80
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
"""What no name of a file may hold on one of the systems."""


def is_script(text: str) -> bool:
    """Whether the text may be a script."""
    return sum(bool(line.strip()) for line in text.splitlines()[:1000]) >= FEWEST_LINES


def title_of(text: str) -> str:
    """The first line that says something, fit for a file's name."""
    for line in text.splitlines():
        words = " ".join(_NOT_IN_NAMES.sub(" ", line.lstrip("\ufeff#*_ \t")).split()).strip(" .*_")
        if any(char.isalnum() for char in words):
            if len(words) <= _LONGEST_TITLE:
                return words
            return words[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return QCoreApplication.translate("pasted-text", "Pasted script")


def write(text: str, folder: Path) -> Path:
    """Write the text to a file named by its title.

    Raises:
        OSError: it could not be written.
    """
    path = folder / f"{title_of(text)}.txt"
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    return path

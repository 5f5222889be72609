"""What the rest of the program says in English, in the person's language.

Errors, the reasons of the health light, and the doubts about a line are kept as English sentences with the jobs and the
plays: what is shown is put into words here, each time anew. The context of all of these texts is "errors".
``resources/translations/make.py`` finds them in the code, and lists those with gaps in ``patterns.txt``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from playbuddy_desktop.assets import resource
from playbuddy_desktop.ui import language

WORDS: Final = (
    *("queued", "running", "paused", "retrying", "completed", "failed", "cancelled"),
    *("plain text (TXT)", "What the program did, without texts and names"),
    *("No such file or directory", "Permission denied", "Is a directory", "Not a directory", "File exists"),
    *("Read-only file system", "No space left on device", "Disk quota exceeded", "File name too long"),
    *("Input/output error", "Device or resource busy", "Too many open files", "Stale file handle"),
    *("Operation not permitted", "Text file busy", "Broken pipe", "Connection refused"),
)
"""What fills the gaps of sentences: statuses, formats, files, and what POSIX systems say, untranslated."""

_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_DEEPEST: Final = 3
"""So deep may a sentence stand in the gap of another."""


def in_words(text: str, depth: int = 0) -> str:
    """A sentence in the language of the window; as it is where nobody has translated it."""
    said = QCoreApplication.translate("errors", text) if text else ""
    if said != text or language.spoken() == "en" or depth > _DEEPEST:
        return said
    for filled, pattern in _patterns():
        match = filled.fullmatch(text)
        if match:
            return _filled(QCoreApplication.translate("errors", pattern), match.groups(), depth + 1)
    return text


def patterns() -> list[str]:
    """The English sentences with gaps (``%1``, ``%2`` …), those with the most words of their own first."""
    lines = resource("translations/patterns.txt").read_text(encoding="utf-8").splitlines()
    return sorted(lines, key=lambda line: (-len(re.sub(r"%\d", "", line)), line))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(re.sub(r"%\d", "(.+?)", re.escape(line)), re.DOTALL), line) for line in patterns())


def _filled(sentence: str, values: tuple[str, ...], depth: int) -> str:
    """A sentence with its gaps filled; what is filled in may hold a ``%1`` of its own."""
    said = {f"%{number}": _value(value, depth) for number, value in enumerate(values, 1)}
    return re.sub(r"%\d", lambda gap: said.get(gap[0], gap[0]), sentence)


def _value(value: str, depth: int) -> str:
    if _NUMBER.fullmatch(value):
        return QLocale().toString(int(value.replace(",", "")))
    return in_words(value, depth)

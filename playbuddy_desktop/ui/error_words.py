"""Errors in the person's language.

The rest of the program writes them in English, and they are kept so with the jobs: what is shown is put into words
here, each time anew. The context of all of these texts is "errors".
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QCoreApplication

PATTERNS: Final = (
    "“%1” could not be read: %2.",
    "“%1” is larger than the limit of %2 MB.",
    "“%1” is not a file.",
    "The folder could not be read: %1.",
    "The folder %1 is read-only.",
    "The folder %1 cannot be made: %2.",
    "The file %1 could not be written: %2.",
    "The file could not be read: %1.",
    "The file is larger than %1 MB.",
    "The file has more than %1 lines.",
    "The file has more than %1 characters.",
    "The file has %1 pages; %2 are allowed.",
    "The file is packed from more than %1 parts.",
    "The file unpacks to more than %1 MB.",
    "A part of the file unpacks to more than %1 MB.",
    "The elements of the file are nested deeper than %1 levels.",
    "Quotations and lists in the file are nested deeper than %1 levels.",
    "The groups of the file are nested deeper than %1 levels.",
    "The file is damaged: it is not well-formed XML (line %1).",
    "Page %1 of the PDF file is damaged.",
    "Reading stood still for %1 seconds.",
    "Reading stood still %1 times at the same place.",
    "The process that parsed this script ended unexpectedly (exit status %1).",
)
"""Sentences with something filled in; others with something filled in stay English."""

_FILLED: Final = tuple(
    (re.compile(re.sub(r"%\d", "(.+)", re.escape(pattern)), re.DOTALL), pattern) for pattern in PATTERNS
)


def in_words(text: str) -> str:
    """A message or an advice in the language of the window; as it is where nobody has translated it."""
    said = _translated(text)
    if said != text:
        return said
    for filled, pattern in _FILLED:
        match = filled.fullmatch(text)
        if match:
            said = _translated(pattern)
            for number, value in enumerate(match.groups(), 1):
                said = said.replace(f"%{number}", value)
            return said
    return text


def _translated(text: str) -> str:
    return QCoreApplication.translate("errors", text) if text else ""

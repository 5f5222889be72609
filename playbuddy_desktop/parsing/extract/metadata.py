"""Takes titles and authors from what programs write into a file's metadata, and leaves their defaults aside."""

from __future__ import annotations

import re
from typing import Final

_NO_TITLE: Final = re.compile(
    r"untitled.*|unbenannt.*|sans titre.*|document\s*\d*|word document|microsoft word\b.*|.*\.\w{2,4}", re.IGNORECASE
)
_NO_AUTHOR: Final = re.compile(
    r"python-docx|(?:microsoft office|windows|word|default)?\s*user|utilisateur.*|benutzer|admin(?:istrator)?"
    r"|unknown|anonymous|\(?anonymous\)?|un-named|.*\.\w{2,4}",
    re.IGNORECASE,
)


def title_of(value: str | None) -> str | None:
    """A title, unless it is empty, only a file's name or a program's default."""
    return _unless(value, _NO_TITLE)


def author_of(value: str | None) -> str | None:
    """An author, unless it is empty or a program's default."""
    return _unless(value, _NO_AUTHOR)


def _unless(value: str | None, default: re.Pattern[str]) -> str | None:
    value = " ".join((value or "").split())
    return None if not value or default.fullmatch(value) else value

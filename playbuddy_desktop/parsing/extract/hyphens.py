"""Tells hyphens that only divide a word at a line's end from those that belong to the word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from playbuddy_desktop.parsing.document import Line

_HYPHENS: Final = "-‐\u00ad¬"
_SOFT: Final = "\u00ad¬"
"""Soft hyphens, and the sign that old transcriptions use for them."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_LAST: Final = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_FIRST: Final = re.compile(r"[^\W\d_]+")


def mark_hyphens(lines: Sequence[Line]) -> None:
    """Set ``hyphenated`` where a line's last word goes on in the next line of text.

    The script itself is the dictionary: a compound that it writes with a hyphen in mid-line keeps it; any other word
    that goes on in small letters was divided.
    """
    body = [line for line in lines if line.furniture is None]
    hyphens = tuple(_HYPHENS)
    ends = [
        (at, match)
        for at, line in enumerate(body[:-1])
        if line.text.endswith(hyphens) and (match := _LAST.search(line.text))
    ]
    if not ends:
        return
    words = {word for line in body for word in _WORD.findall(line.text.lower())}
    for at, last in ends:
        first = _FIRST.match(body[at + 1].text)
        if first is None or not first[0][0].islower():
            continue
        head, tail = last[1].lower(), first[0].lower()
        soft = body[at].text[-1] in _SOFT
        body[at].hyphenated = soft or head + tail in words or f"{head}-{tail}" not in words

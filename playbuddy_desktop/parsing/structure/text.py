"""Putting printed lines together again: prose is joined, verse keeps its line breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.playbook import DirectionKind

_DIVIDED: Final = re.compile(r"[^\W\d_]{2,}[-‐¬\u00ad]$")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+[-‐¬\u00ad]$")
_FIRST_WORD: Final = re.compile(r"^[^\W\d_]+")
_CAPITAL_SHARE: Final = 0.7
_CERTAIN: Final = 3
"""So many lines that all begin with a capital are verse, however long."""
_FULL: Final = 0.88
_INDENT_STEP: Final = 4
_MAX_INDENT: Final = 5


class Printed(NamedTuple):
    """A printed line's share of a speech; ``direction`` is the kind of direction that the document says it is."""

    text: str
    indent: int
    hyphenated: bool = False
    direction: DirectionKind | None = None


def is_verse(lines: Sequence[Printed], measure: int, *, hard_wrapped: bool) -> bool:
    """Whether the line breaks are the author's: lines begin with capitals and end before the margin does."""
    if len(lines) <= 1:
        return False
    following = lines[1:]
    capital = sum(_begins_upper(line.text) for line in following)
    if capital < _CAPITAL_SHARE * len(following):
        return False
    if not hard_wrapped:
        return True
    full = sum(
        line.indent + len(line.text) + 1 + len(after.text.split(" ", 1)[0]) > measure * _FULL
        for line, after in zip(lines[:-1], following, strict=True)
    )
    return full <= 0.6 * len(following) or (capital == len(following) and len(following) >= _CERTAIN)


def _begins_upper(text: str) -> bool:
    letter = next(filter(str.isalpha, text), "a")
    return letter.isupper()


def join(lines: Sequence[Printed], *, verse: bool, known: frozenset[str]) -> str:
    """One text of several printed lines.

    Args:
        lines: in order.
        verse: keep the breaks.
        known: words of the script, to tell a divided word from a compound.
    """
    if verse:
        return "\n".join(line.text.strip() for line in lines)
    pieces: list[str] = []
    hyphenated = False
    for line in lines:
        piece = line.text.strip()
        if pieces and _DIVIDED.search(pieces[-1]) and (hyphenated or piece[:1].islower()):
            pieces[-1] = _without_hyphen(pieces[-1], piece, known, certain=hyphenated)
            pieces.append(piece)
        else:
            pieces.append(f" {piece}" if pieces else piece)
        hyphenated = line.hyphenated
    return "".join(pieces)


def _without_hyphen(text: str, following: str, known: frozenset[str], *, certain: bool) -> str:
    """Take off the hyphen that divides a word at the line's end; a compound keeps its own."""
    head, tail = _LAST_WORD.search(text), _FIRST_WORD.match(following)
    if head is None or tail is None:
        return text
    parts = (head[0][:-1].casefold(), tail[0].casefold())
    if certain or "".join(parts) in known or not (parts[0] in known and parts[1] in known):
        return text[:-1]
    return text


def indent_level(indent: int, margin: int) -> int:
    """The indent in steps, 0 to 5."""
    return max(0, min(_MAX_INDENT, (indent - margin) // _INDENT_STEP))

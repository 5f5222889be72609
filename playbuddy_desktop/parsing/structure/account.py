"""Every word accounted for: what a line holds must stand in its items, and what the items hold in the play."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from playbuddy_desktop.parsing.engine import JsonObject
from playbuddy_desktop.parsing.structure.view import Script

PLACED: Final = frozenset({"say", "dir"})


def letters(text: str) -> str:
    """What counts of a text: its letters and figures; blanks, hyphens and punctuation may change."""
    return "".join(filter(str.isalnum, text))


def unaccounted(script: Script, items: Iterable[JsonObject]) -> dict[int, str]:
    """Document line to text, for lines whose items do not hold exactly the line's letters in order."""
    held: dict[int, list[str]] = {}
    for item in items:
        if not item.get("implied"):
            held.setdefault(int(str(item["at"])), []).append(letters(str(item["text"])))
    missing = {}
    for line in script.lines:
        if "".join(held.get(line.index, ())) != letters(line.text):
            missing[line.index] = line.text
    return missing


def misplaced(items: Sequence[JsonObject], texts: Iterable[str]) -> list[str]:
    """The texts of items that the lines of the play do not hold in order; empty when all is well.

    Items and lines hold the same letters in the same order. Where they part, all from the first to the last
    difference is given, so that nothing is lost without notice.
    """
    placed = [(str(item["text"]), letters(str(item["text"]))) for item in items if item["kind"] in PLACED]
    source = "".join(held for _, held in placed)
    play = "".join(map(letters, texts))
    if source == play:
        return []
    first = _alike(source, play)
    last = len(source) - _alike(source[first:][::-1], play[first:][::-1])
    found = []
    at = 0
    for text, held in placed:
        if held and at < max(last, first + 1) and at + len(held) > first:
            found.append(text)
        at += len(held)
    return found


def _alike(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)

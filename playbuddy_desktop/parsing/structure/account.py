"""Every word accounted for: what a line holds must stand in its items, and what the items hold in the play."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from playbuddy_desktop.parsing.engines import JsonObject
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


def same_letters(items: Sequence[JsonObject], texts: Iterable[str]) -> bool:
    """Whether the lines of the play hold exactly what the items hold, in order."""
    source = "".join(letters(str(item["text"])) for item in items if item["kind"] in PLACED)
    return source == "".join(letters(text) for text in texts)

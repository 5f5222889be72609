"""Speeches that begin in mid-line, as in ``I go. ANN. Where? BEN. Away.``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.structure.conventions import Conventions
from playbuddy_desktop.parsing.structure.labels import Reading
from playbuddy_desktop.parsing.structure.view import Script

_MARKS: Final = {".": r"\s?\.(?!\.)", ":": r"\s?:", "cap": "", "dash": r"\.?\s?[-–—]+", "gap": r"\s"}
_LEAST: Final = 3
_LEAST_MIXED_SHARE: Final = 0.03
_MAX_LABELS: Final = 400


class Inline(NamedTuple):
    """A label within a line: its printed form, where it begins and where the words after it begin."""

    label: str
    start: int
    rest: int


def _pattern(names: str, mark: str) -> re.Pattern[str]:
    """One of the names after the end of a sentence or a dash, closed by the mark, with words after it."""
    before = r"(?:(?<=[.?!…)\]”’\"'—])\s+|(?<=--|.[—–])\s*)"
    return re.compile(rf"{before}(?P<label>{names}){mark}\s+(?=[^\W_]|[¿¡(\[\"“«—-])")


class InlineCues:
    """Finds labels that follow the end of a sentence within a line, where the script sets them so."""

    def __init__(self, script: Script, found: Conventions, cues: Mapping[int, tuple[Reading, float]]) -> None:
        """Look whether this script does that at all."""
        self._pattern: re.Pattern[str] | None = None
        primary = found.primary
        if primary is None or primary.place != "run" or primary.mark not in _MARKS:
            return
        labels = {cue.label for cue, _ in cues.values() if cue.form == primary and found.labels.get(cue.key, 0) > 1}
        if not 0 < len(labels) <= _MAX_LABELS:
            return
        initials = {label[0] for label in labels} if primary.mark == "." else set()
        names = "|".join(map(re.escape, sorted(labels, key=lambda label: (-len(label), label))))
        mark = _MARKS[primary.mark]
        pattern = _pattern(names, mark)
        matches = self._count(script, cues, pattern)
        least = _LEAST if primary.type != "m" else max(_LEAST, len(cues) * _LEAST_MIXED_SHARE)
        if matches < least:
            return
        if initials:
            names += "|" + "|".join(map(re.escape, sorted(initials)))
            pattern = _pattern(names, mark)
        self._pattern = pattern

    def _count(self, script: Script, cues: Mapping[int, tuple[Reading, float]], pattern: re.Pattern[str]) -> int:
        return sum(
            len(pattern.findall(script.lines[position].text, cue[0].rest)) for position, cue in cues.items()
        )  # fmt: skip

    def within(self, text: str) -> Iterator[Inline]:
        """The labels within a text, in order."""
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield Inline(match["label"], match.start("label"), match.end())

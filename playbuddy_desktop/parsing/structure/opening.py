"""How a scene opens when its first speech has no label: who was named at its head, and whether lines sound spoken."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from playbuddy_desktop.parsing.structure.conventions import Conventions
from playbuddy_desktop.parsing.structure.labels import Reading, key_of
from playbuddy_desktop.parsing.structure.text import Printed, is_verse
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine
from playbuddy_desktop.parsing.structure.words import Words, sounds_spoken

SURMISED: Final = 0.6
"""Confidence in a speaker whom only the head of the scene names."""
_AHEAD: Final = 12
_VERSE_LINES: Final = 5
_PAIR: Final = 2
_NAME_WORDS: Final = 3
_NAMED_WITHIN: Final = 200
_SHORTENED: Final = 5


class Openings:
    """Finds who speaks first where a scene's first speech has no label."""

    def __init__(self, script: Script, words: Words, conventions: Conventions) -> None:
        """Keep the speakers whom the script names more than once."""
        self._script = script
        self._words = words
        self._conventions = conventions
        self._speakers = frozenset(
            key for key, n in conventions.labels.items() if n > 1 and key not in words.all | words.both
        )  # fmt: skip
        self._shortened = tuple(key for key in self._speakers if _PAIR <= len(key) <= _SHORTENED)

    def first_named(self, text: str) -> str:
        """The first speaker named in a text, as printed there; ""."""
        tokens = text[:_NAMED_WITHIN].split()
        for at, token in enumerate(tokens):
            if not token.strip("([")[:1].isupper():
                continue
            for end in range(min(at + _NAME_WORDS, len(tokens)), at, -1):
                name = " ".join(tokens[at:end])
                if key_of(name) in self._speakers:
                    return name.strip(" .,;:()[]")
            if any(key_of(token).startswith(key) for key in self._shortened):
                return token.strip(" .,;:()[]")
        return ""

    def speech_follows(self, position: int, stops: Container[int], cues: Container[int]) -> bool:
        """Whether lines that nothing marks are said: they address somebody, or are verse and many."""
        lines: list[ScriptLine] = []
        for at in range(position, min(position + _AHEAD, len(self._script))):
            line = self._script.lines[at]
            if lines and (at in cues or at in stops or line.text[0] in "(["):
                break
            lines.append(line)
        if sounds_spoken(" ".join(line.text for line in lines), self._words, least=_PAIR):
            return True
        printed = [Printed(line.text, line.indent) for line in lines]
        return len(lines) >= _VERSE_LINES and is_verse(printed, self._script.measure, hard_wrapped=True)

    def cue_of_division(self, position: int, named: str) -> tuple[Reading, float] | None:
        """After PROLOGUE, a speaker ``PRO.`` may speak who does so nowhere else."""
        primary, key = self._conventions.primary, key_of(named)
        for reading in self._conventions.readings[position]:
            begins = len(reading.key) > _PAIR and key.startswith(reading.key)
            if begins and primary is not None and reading.form.mark == primary.mark:
                return reading, SURMISED
        return None

"""Which reading of a line to believe, and how far, once the script's conventions are known."""

from __future__ import annotations

from typing import Final

from playbuddy_desktop.parsing.structure.conventions import (
    DIRECTED,
    RARE_SHARE,
    VARIANT_SHARE,
    Conventions,
    is_answered,
    is_open_before,
    shape_of,
)
from playbuddy_desktop.parsing.structure.labels import Reading, key_of
from playbuddy_desktop.parsing.structure.names import split_joint
from playbuddy_desktop.parsing.structure.view import Script
from playbuddy_desktop.parsing.structure.words import Words

_RARE_SHARE_MIXED: Final = 0.8
_RARE_SHARE_DIRECTED: Final = {"own": 0.5, "run": 0.8}
"""A speech that begins with a word in capitals looks like a label, comma and direction run in."""
_KNOWN_WITH_DIRECTION: Final = 0.97
_LISTED: Final = 0.85
_DOUBTFUL: Final = 0.7
_KNOWN_LEAST: Final = 0.6
_KNOWN_MORE: Final = 0.39
_RARE_FACTOR: Final = 0.8


def choose(found: Conventions, script: Script, position: int, words: Words) -> tuple[Reading, float] | None:
    """The reading that is this line's cue, with a confidence; None when the line is no cue."""
    best: tuple[float, int, Reading] | None = None
    for reading in found.readings[position]:
        belief = _belief(found, script, position, reading, words)
        if belief > 0 and (best is None or (belief, len(reading.key)) > best[:2]):
            best = (belief, len(reading.key), reading)
    return (best[2], best[0]) if best else None


def _belief(found: Conventions, script: Script, position: int, reading: Reading, words: Words) -> float:
    known = reading.key in found.labels or _is_joint(reading.label, found, words)
    if (
        not reading.key
        or found.primary is None
        or reading.key.split()[0] in words.move
        or _tells_presence(reading.key, words)
        or is_effect(found, reading, words)
        or _in_sentence(found, script, position, reading, known=known)
    ):
        return 0.0
    if reading.form.mark in DIRECTED:
        return _belief_with_direction(found, script, position, reading, known=known)
    starts = script.lines[position].starts
    if reading.form not in found.forms:
        like_primary = found.primary.mark in DIRECTED or reading.form[:2] == found.primary[:2]
        return _DOUBTFUL if known and starts and like_primary else 0.0
    rate = found.shapes.get(shape_of(script, position, reading), 0.0)
    if known:
        return _KNOWN_LEAST + _KNOWN_MORE * max(rate, found.forms[reading.form])
    return _LISTED if reading.key in found.listed else _belief_in_rare(found, reading, words, rate, starts=starts)


def is_effect(found: Conventions, reading: Reading, words: Words) -> bool:
    """``MUSIC: Fade.``: what is heard in a play for radio, unless the cast list has somebody of that name."""
    return reading.form[:2] == ("run", ":") and reading.key in words.effect and reading.key not in found.listed


def _tells_presence(key: str, words: Words) -> bool:
    """``The same, and Ben``, ``Ann and the same``: who is present, at a scene's head; nobody speaks under that name."""
    return any(key == same or key.startswith(f"{same} ") or key.endswith(f" {same}") for same in words.same)


def _in_sentence(found: Conventions, script: Script, position: int, reading: Reading, *, known: bool) -> bool:
    """Whether the reading is rather a part of what somebody says."""
    if reading.loose and not known and reading.key not in found.listed:
        return True
    return reading.form.type == "m" and not found.after_open and is_open_before(script, position)


def _belief_with_direction(
    found: Conventions, script: Script, position: int, reading: Reading, *, known: bool
) -> float:  # fmt: skip
    """A label that a direction parts from its words is believed by its letters and name, not by its mark."""
    line = script.lines[position]
    alike = any(form.type == reading.form.type for form in found.forms)
    mixed = reading.form.type == "m"
    if mixed and reading.form.mark == "," and not (line.starts and line.blank):
        return 0.0
    if known and (alike or line.starts):
        return _KNOWN_WITH_DIRECTION
    if alike and not mixed and reading.key in found.listed:
        return _DOUBTFUL
    rate = found.shapes.get(shape_of(script, position, reading), 0.0)
    speaks = line.starts and not mixed and not is_answered(found, position, reading)
    return max(rate * _RARE_FACTOR, _DOUBTFUL) if speaks and rate >= _RARE_SHARE_DIRECTED[reading.form.place] else 0.0


def _belief_in_rare(found: Conventions, reading: Reading, words: Words, rate: float, *, starts: bool) -> float:
    """A label met once is believed where nearly every line of its shape bears a known one."""
    mixed = reading.form.type == "m"
    if mixed and " " not in reading.key and found.common[reading.key] > 1:
        return 0.0
    if rate >= (_RARE_SHARE_MIXED if mixed else RARE_SHARE) and (not mixed or starts):
        return rate * _RARE_FACTOR
    collective = reading.key in words.all or reading.key in words.both or reading.key in words.others
    return _DOUBTFUL if collective and rate >= VARIANT_SHARE else 0.0


def _is_joint(label: str, found: Conventions, words: Words) -> bool:
    parts = split_joint(label, words)
    return len(parts) > 1 and all(
        part[0].isupper() and (key_of(part) in found.labels or key_of(part) in found.listed) for part in parts
    )


def is_answer(found: Conventions, before: Reading, reading: Reading) -> bool:
    """Whether a mixed-case line right after a cue on its own line is rather what is said: a name called, a word."""
    if before.form.place != "own" or before.directions or reading.form.type != "m" or reading.form.place != "own":
        return False
    return found.labels.get(reading.key, 0) < found.labels.get(before.key, 0) or before.key == reading.key

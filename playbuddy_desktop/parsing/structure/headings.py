"""Headings: acts, scenes, prologues and their kin, by the words of the stage languages or by outline level."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from playbuddy_desktop.parsing.document import Role
from playbuddy_desktop.parsing.structure.stated import Statement
from playbuddy_desktop.parsing.structure.steps import Steps
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine
from playbuddy_desktop.parsing.structure.words import Words, fold, number_of

MAX_CHARS: Final = 140
_PARTS: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.,:;()\[\]—–-]+")
_NUMERALS: Final = re.compile(r"^\[?\(?([IVXLivxl]+|\d{1,2})(?:[., ]+\s*([IVXLivxl]+|\d{1,2}))?\.?\)?\]?$")
_OLD_V: Final = re.compile(r"^\w+(?:[^aeiou\W]v|vs$)\w*")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_FIRST_CHARS: Final = 60
_PAIR: Final = 2
_FOUND: Final = 0.35
"""The share of preparing a document that is done when its headings are found."""
_UNITS: Final = 9
_LAST: Final = 99
"""What the files of words give as the number of the last act or scene."""
_SHORT: Final = 12
_SHORT_NUMBERED: Final = 32
_NUMERAL_CHARS: Final = 14
_LEAST_NUMERALS: Final = 3
_USUAL: Final = 0.97
_SPACED: Final = 3
_LEAD_LINES: Final = 6
_SHORT_PLACE: Final = 60
_OPENERS: Final = frozenset(
    ["the", "der", "die", "das", "den", "le", "la", "il", "el", "l", "o", "a", "de", "het", "az", "i"]
)


class Level(StrEnum):
    """How high a heading stands."""

    ACT = "act"
    SCENE = "scene"
    DIVISION = "division"


_STATED: Final = {Role.ACT: Level.ACT, Role.SCENE: Level.SCENE}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as read from one line.

    Attributes:
        level: of the division that begins here.
        number: its number, if the heading gives one.
        text: as printed.
        scene: a scene's number when one line names both act and scene.
        has_scene: such a line.
        sure: False for words that may be a speaker as well (PROLOGUE).
    """

    level: Level
    number: int | None
    text: str
    scene: int | None = None
    has_scene: bool = False
    sure: bool = True


def read_heading(line: ScriptLine, words: Words) -> Heading | None:
    """The heading that the line is, or None."""
    text = line.text.strip(" *=~#")
    inner = text.strip("[]() ")
    begins = text[:1].isupper() or text[:1].isdigit() or text.startswith(("[", "(", "¡"))
    if not begins or len(text) > MAX_CHARS or not _may_head(inner, words):
        return None
    parts = _PARTS.findall(inner[:_FIRST_CHARS])
    tokens = [(part, fold(part)) for part in parts]
    while tokens and tokens[0][1] in _OPENERS and len(tokens) > _PAIR and tokens[0][0] != "I":
        tokens.pop(0)
    if not tokens:
        return None
    first = _division(tokens, words, inner)
    if first is not None:
        level, number, used = first
        if level is Level.ACT:
            following = _skip_marks(tokens[used:])
            if len(following) > _PAIR and following[0][1] in _OPENERS:
                following.pop(0)
            second = _division(following, words, inner)
            if second is not None and second[0] is Level.SCENE:
                return Heading(Level.ACT, number, text, scene=second[1], has_scene=True)
        return Heading(level, number, text)
    return _named_division(tokens, inner, text, words)


def _named_division(tokens: list[tuple[str, str]], inner: str, text: str, words: Words) -> Heading | None:
    """PROLOGUE, ``Second Interlude``."""
    if _is_division(inner, words):
        return Heading(Level.DIVISION, None, text, sure=False)
    number, taken = _number(tokens, words)
    if number is not None and _is_division(" ".join(part for part, _ in tokens[taken:]), words):
        return Heading(Level.DIVISION, number, text)
    return None


def _is_division(text: str, words: Words) -> bool:
    """Whether the text is nothing but PROLOGUE and the like."""
    whole = fold(text.strip(" .:—–-"))
    return whole in words.division or _latin(whole) in words.division


def _may_head(text: str, words: Words) -> bool:
    """Whether a word of headings is among the first; spares most lines a closer look."""
    folded = fold(text[:_FIRST_CHARS])
    found = _WORDS.findall(folded)
    if "v" in folded:
        found.extend(map(_latin, found[:]))
    groups = (words.act, words.scene, words.part, words.division)
    return _is_division(folded, words) or any(not group.isdisjoint(found) for group in groups)


def _skip_marks(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    at = 0
    while at < len(tokens) and not tokens[at][0][0].isalnum():
        at += 1
    return tokens[at:]


def _division(tokens: list[tuple[str, str]], words: Words, text: str) -> tuple[Level, int | None, int] | None:
    """Level, number and how many tokens: ``Act II``, ``Erster Akt``, ``3. felvonás``, ``SCÈNE PREMIÈRE``."""
    if not tokens:
        return None
    if _level(tokens[0][1], words) is not None and tokens[0][0][0].isupper():
        return _word_first(tokens, words, text)
    return _number_first(tokens, words, text)


def _word_first(tokens: list[tuple[str, str]], words: Words, text: str) -> tuple[Level, int | None, int] | None:
    level = _level(tokens[0][1], words)
    rest = _skip_marks(tokens[1:])
    skipped = len(tokens) - 1 - len(rest)
    article = 1 if len(rest) > 1 and rest[0][1] in _OPENERS and number_of(rest[1][0], words.ordinals) else 0
    number, taken = _number(rest[article:], words)
    if level is None or (number is None and (rest or len(text) > _SHORT)):
        return None
    if number is None:
        return level, None, 1
    used = 1 + skipped + article + taken
    return (level, number, used) if _ends_well(tokens, used, tokens[0][0]) else None


def _number_first(tokens: list[tuple[str, str]], words: Words, text: str) -> tuple[Level, int | None, int] | None:
    number, taken = _number(tokens, words)
    rest = _skip_marks(tokens[taken:])
    if number is None or not rest:
        return None
    level = _level(rest[0][1], words)
    used = 1 + len(tokens) - len(rest)
    paused = used < len(tokens) and tokens[used][0] in ".:"
    if level is None or not (rest[0][0][0].isupper() or len(text) < _SHORT_NUMBERED or paused):
        return None
    return (level, number, used) if _ends_well(tokens, used, rest[0][0]) else None


def _ends_well(tokens: list[tuple[str, str]], used: int, word: str) -> bool:
    """After the number the line ends, pauses, or goes on with a place under a heading in capitals."""
    return (
        used >= len(tokens)
        or not tokens[used][0][0].isalnum()
        or (word.isupper() and tokens[used][0][0].isupper())
    )  # fmt: skip


def _level(word: str, words: Words) -> Level | None:
    word = _latin(word) if word not in words.act and word not in words.scene else word
    if word in words.act:
        return Level.ACT
    if word in words.scene:
        return Level.SCENE
    return Level.ACT if word in words.part else None


def _number(tokens: list[tuple[str, str]], words: Words) -> tuple[int | None, int]:
    """The number at the beginning and how many tokens it takes: ``IV``, ``twenty-first``, ``tercero y último``."""
    number = _value(tokens[0][1], words) if tokens else None
    if not number or tokens[0][1] not in words.ordinals:
        return number, 1
    at = 1
    while at < len(tokens) and (tokens[at][0] == "-" or tokens[at][1] in words.and_):
        at += 1
    second = words.ordinals.get(tokens[at][1], 0) if at < len(tokens) else 0
    ten, unit = (number, second) if number > _UNITS else (second, number)
    if ten % (_UNITS + 1) == 0 and ten and 0 < unit <= _UNITS:
        return number + second, at + 1
    return (number, at + 1) if second == _LAST else (number, 1)


def _value(word: str, words: Words) -> int | None:
    number = number_of(word, words.ordinals)
    return number_of(_latin(word), words.ordinals) if number is None else number


def _latin(word: str) -> str:
    """Old prints write V for U: ACTVS PRIMVS."""
    return word.replace("v", "u") if _OLD_V.search(word) else word


def find_headings(script: Script, words: Words, steps: Steps) -> dict[int, Heading]:
    """Position in the script to heading, for all lines that read as one."""
    found = {}
    for position, line in steps.over(enumerate(script.lines), len(script), _FOUND):
        if line.role is not None and line.role not in _STATED:
            continue
        heading = read_heading(line, words)
        if line.role is not None and (heading is None or not heading.sure):
            heading = Heading(_STATED[line.role], None, line.text)
        if heading is not None:
            found[position] = heading
    _add_outlined(script, found)
    if script.statement is Statement.ROLES:
        return found
    _add_numerals(script, found)
    return found


def _add_numerals(script: Script, found: dict[int, Heading]) -> None:
    """Bare numerals that rise are headings: ``[II. 3.]`` of act and scene, ``IV`` of a scene."""
    pairs: list[tuple[int, int, int]] = []
    singles: list[tuple[int, int]] = []
    figures: list[tuple[int, int]] = []
    for position, line in enumerate(script.lines):
        if len(line.text) > _NUMERAL_CHARS or not (match := _NUMERALS.match(line.text)):
            continue
        first, second = number_of(match[1], {}), number_of(match[2] or "", {})
        if first is not None and second is not None:
            pairs.append((position, first, second))
        elif first is not None and match[2] is None:
            (figures if line.text[0].isdigit() else singles).append((position, first))
    if len(pairs) >= _LEAST_NUMERALS:
        for position, act, scene in pairs:
            text = script.lines[position].text
            found.setdefault(position, Heading(Level.ACT, act, text, scene=scene, has_scene=True))
    rising = _rising(singles) if [number for _, number in singles[:_PAIR]] == [1, 2] else []
    scenes = _scenes_within(rising, figures)
    if len(rising) >= (_PAIR if scenes else _LEAST_NUMERALS):
        level = Level.ACT if scenes else Level.SCENE
        for position, number in rising:
            found.setdefault(position, Heading(level, number, script.lines[position].text))
        for position, number in scenes:
            found.setdefault(position, Heading(Level.SCENE, number, script.lines[position].text))


def _rising(numbers: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that follow the one before, or begin again."""
    found: list[tuple[int, int]] = []
    for position, number in numbers:
        if number in (1, found[-1][1] + 1 if found else 1):
            found.append((position, number))
    return found


def _scenes_within(acts: Collection[tuple[int, int]], figures: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bare figures that begin again after each Roman numeral: scenes of acts; folios go on."""
    bounds = [at for at, _ in acts]
    found: list[tuple[int, int]] = []
    for start, end in pairwise([*bounds, math.inf]):
        inside = [(at, number) for at, number in figures if start < at < end]
        if not inside or inside[0][1] != 1:
            return []
        found.extend(_rising(inside))
    return found


def place_divisions(headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """Prologues and the like are scenes of an act that has scenes, and of a play without acts; else acts."""
    acts = [at for at in sorted(headings) if headings[at].level is Level.ACT]
    found = dict(headings)
    scenes = has_act = False
    for at in sorted(headings):
        heading = headings[at]
        if heading.level is Level.DIVISION and (not acts or (has_act and scenes)):
            found[at] = replace(heading, level=Level.SCENE)
        has_act = has_act or heading.level is Level.ACT
        scenes = heading.has_scene if heading.level is Level.ACT else scenes or heading.level is Level.SCENE
    return found


def spaced_headings(
    script: Script, cues: Collection[int], body: tuple[int, int], floor: int
) -> dict[int, Heading]:  # fmt: skip
    """Headings that only the space around them shows: a place, a time, in a script that names no scenes.

    Args:
        script: the lines.
        cues: positions of what looks like cues.
        body: first and last position (exclusive).
        floor: before the body, the first of them may stand from here on.
    """
    gaps = sorted(script.lines[at].blank for at in cues)
    usual = gaps[int(len(gaps) * _USUAL)] if gaps else 0
    found: dict[int, Heading] = {}
    for position in range(body[1] - 1, max(floor, body[0] - _LEAD_LINES) - 1, -1):
        line = script.lines[position]
        if position < body[0] and any(at < body[0] for at in found):
            break
        spaced = line.blank > max(usual, _SPACED - 1) and 0 < script.blank_after(position) <= line.blank
        if spaced and position not in cues and len(line.text) <= _SHORT_PLACE and _is_place(line):
            found[position] = Heading(Level.SCENE, None, line.text, sure=True)
    return found if len(found) >= _LEAST_NUMERALS else {}


def _is_place(line: ScriptLine) -> bool:
    return line.text[0].isupper() and line.text[-1] not in ",;:!?)]" and line.role is None


def _add_outlined(script: Script, found: dict[int, Heading]) -> None:
    """Paragraphs with an outline level are headings even without the words, below the level of the title."""
    levels: dict[int, Counter[Level]] = {}
    for position, heading in found.items():
        outline = script.lines[position].outline
        if outline is not None:
            levels.setdefault(outline, Counter())[heading.level] += 1
    known = {outline: counter.most_common(1)[0][0] for outline, counter in levels.items()}
    for position, line in enumerate(script.lines):
        if line.outline in known and position not in found and len(line.text) <= MAX_CHARS:
            found[position] = Heading(known[line.outline], None, line.text, sure=False)

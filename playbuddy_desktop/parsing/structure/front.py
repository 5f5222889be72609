"""What surrounds the play: licence texts, title page, table of contents, cast list, notes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from playbuddy_desktop.parsing.document import Role
from playbuddy_desktop.parsing.structure.headings import Heading, Level
from playbuddy_desktop.parsing.structure.view import Script
from playbuddy_desktop.parsing.structure.words import Words, fold

_START: Final = re.compile(
    r"^(?:\*+ ?START OF (?:THE|THIS) PROJECT GUTENBERG|\*END\* ?THE SMALL PRINT|\*+ *SMALL PRINT!)", re.IGNORECASE
)
_END: Final = re.compile(
    r"^(?:\*+ ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)", re.IGNORECASE
)
_CAST_LINES: Final = 160
_CAST_GAP: Final = 12
_CAST_WITHIN: Final = 0.25
_SPEAKING: Final = 4
_CONTENTS_RUN: Final = 4
_CONTENTS_GAP: Final = 2
_PROLOGUE_LINES: Final = 150
_LEAD_LINES: Final = 14
_LEAST_CAST: Final = 2
_WIDE: Final = 3
_HEADING_WORDS: Final = 6
_FEW_CUES: Final = 8
_STRAY: Final = 2
"""So many seeming cues before the cast list are the title and its author; a play's prologue has more."""
_CHAIN_LINES: Final = 60
_ITALIC: Final = 0.7
_OPENING_LINES: Final = 6
_SPARSE: Final = 0.2
_QUOTED: Final = 0.02
"""Notes after the closing word may quote so many of all speeches."""
_RIGHTS: Final = re.compile(r"©|\(c\) ?\d{4}|copyright\b", re.IGNORECASE)
TITLE_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class Regions:
    """Positions in the script: the body is ``start`` (inclusive) to ``end`` (exclusive); ``cast`` likewise."""

    start: int
    end: int
    cast: tuple[int, int] | None


def _bare(text: str) -> str:
    return fold(text).strip(" .:*_=-—–()[]#~")


def find_casts(script: Script, headings: Mapping[int, Heading], words: Words) -> list[tuple[int, int]]:
    """What may be cast lists: from the line after a heading of such to the next heading or wide gap."""
    stated = [position for position, line in enumerate(script.lines) if line.role is Role.CAST]
    if stated:
        first = stated[0] - 1 if stated[0] and stated[0] - 1 not in headings else stated[0]
        gaps = (at + 1 for at, after in pairwise([*stated, len(script)]) if after - at > _CAST_GAP)
        return [(max(first, 0), next(gaps))]
    found: list[tuple[int, int]] = []
    for position, line in enumerate(script.lines[: int(len(script) * _CAST_WITHIN) + _CAST_LINES]):
        bare = _bare(line.text) if len(line.text) < TITLE_CHARS else ""
        if bare in words.cast:
            end = _cast_end(script, headings, words, position + 1)
            if end - position > _LEAST_CAST and not _is_contents(script, headings, position):
                found.append((position, end))
    return found


def _is_contents(script: Script, headings: Mapping[int, Heading], position: int) -> bool:
    """A cast-list heading within a table of contents has other headings right after it."""
    return all(near in headings for near in range(position + 1, min(position + 3, len(script))))


def shorten_cast(
    cast: tuple[int, int] | None, cues: Sequence[int], script: Script, speaking: Collection[int]
) -> tuple[int, int] | None:  # fmt: skip
    """End the cast list where people begin to speak: several cues, all but one with words after it.

    Args:
        cast: as found by its heading.
        cues: rising positions of what looks like cues.
        script: the lines.
        speaking: the cues that have words after them.
    """
    if cast is None:
        return None
    inside = [at for at in cues if cast[0] < at < cast[1]]
    for number, at in enumerate(inside):
        following = inside[number : number + _SPEAKING + 1]
        if at in speaking and sum(one in speaking for one in following) >= _SPEAKING:
            gap = _lead(script, at, cast[0] + 1)
            if gap < at:
                return cast[0], gap
            while gap > cast[0] + 1 and not script.lines[gap].blank > 1:
                gap -= 1
            return cast[0], gap if gap > cast[0] + 1 else at
    return cast


def _lead(script: Script, at: int, floor: int) -> int:
    """Where a direction in brackets or italics begins that ends right before a position; the position if none does."""
    if script.lines[at - 1].text[-1] in ")]":
        for start in range(at - 1, max(floor, at - _LEAD_LINES) - 1, -1):
            if script.lines[start].text[0] in "([":
                return start
    while at > floor and script.lines[at - 1].italic_share > _ITALIC and script.lines[at - 1].blank:
        at -= 1
    return at


def _cast_end(script: Script, headings: Mapping[int, Heading], words: Words, start: int) -> int:
    widest = 0
    for position in range(start, min(start + _CAST_LINES, len(script))):
        line = script.lines[position]
        heading = headings.get(position)
        if heading is not None and (heading.sure or position > start + 1):
            return position
        bare = _bare(line.text) if len(line.text) < TITLE_CHARS else ""
        if bare in words.front or bare in words.contents or _END.match(line.text) or _is_argument(bare, words):
            return position
        if position > start + 1:
            if line.blank >= _WIDE and line.blank > widest + 1:
                return position
            widest = max(widest, line.blank)
    return min(start + _CAST_LINES, len(script))


def _is_argument(bare: str, words: Words) -> bool:
    """``Argumentum sub iambis``: a heading of front matter that goes on."""
    parts = bare.split()
    return 0 < len(parts) <= _HEADING_WORDS and parts[0] in words.front


def contents_headings(headings: Mapping[int, Heading], cues: Sequence[int]) -> set[int]:
    """Headings of a table of contents: many in a row with nothing said between them."""
    found: set[int] = set()
    run: list[int] = []
    for position in sorted(headings):
        if run and (position - run[-1] > _CONTENTS_GAP or _between(cues, run[-1], position)):
            found.update(_listed_in(headings, run))
            run = []
        run.append(position)
    found.update(_listed_in(headings, run))
    return found


def _listed_in(headings: Mapping[int, Heading], run: Sequence[int]) -> Sequence[int]:
    """The headings of a run that are entries of a table; the play's own first headings may follow them at once."""
    if len(run) < _CONTENTS_RUN:
        return ()
    levels = {headings[at].level for at in run}
    top = Level.ACT if Level.ACT in levels else Level.SCENE
    seen: set[int | None] = set()
    end = len(run)
    for number, at in enumerate(run):
        if headings[at].level is top:
            if headings[at].number in seen:
                end = number
            seen.add(headings[at].number)
    return run[:end]


def _between(sorted_positions: Sequence[int], low: int, high: int) -> int:
    return bisect_left(sorted_positions, high) - bisect_left(sorted_positions, low)


def find_regions(
    script: Script,
    headings: Mapping[int, Heading],
    cues: Sequence[int],
    cast: tuple[int, int] | None,
    words: Words,
) -> Regions:
    """Where the play begins and ends.

    Args:
        script: the lines.
        headings: position to heading, tables of contents left out.
        cues: rising positions of what looks like cues.
        cast: the cast list's positions.
        words: of the stage languages.
    """
    first, last = licence_bounds(script)
    inside = [at for at in cues if first <= at < last and not (cast and cast[0] <= at < cast[1])]
    if cast is not None and bisect_left(inside, cast[0]) <= _STRAY < len(inside):
        inside = [at for at in inside if at >= cast[1]]
    if not inside:
        return Regions(first, last, cast)
    end = _body_end(script, inside, last, words)
    inside = inside[: bisect_left(inside, end)]
    if not inside:
        return Regions(first, last, cast)
    return Regions(_body_start(script, headings, inside, cast, first), end, cast)


def licence_bounds(script: Script) -> tuple[int, int]:
    """First and last (exclusive) position of what stands between a distributor's opening and closing notices."""
    first, last = 0, len(script)
    for position, line in enumerate(script.lines):
        if _START.match(line.text):
            first = position + 1
        elif _END.match(line.text) and position > first:
            last = position
            break
    return first, last


def _body_end(script: Script, cues: Sequence[int], last: int, words: Words) -> int:
    """The first closing word or heading of notes after which hardly anything is said."""
    density = len(cues) / max(1, last - cues[0])
    for position in range(cues[len(cues) // 3], last):
        line = script.lines[position]
        if len(line.text) > TITLE_CHARS:
            continue
        bare = _bare(line.text)
        closing = bare in words.end
        noted = bare in words.notes or (line.text.startswith("[") and bare.split(" ")[0] in words.note)
        if not (closing or noted or _RIGHTS.match(line.text)):
            continue
        after = len(cues) - bisect_left(cues, position)
        if after <= density * _SPARSE * (last - position) or (closing and after <= _QUOTED * len(cues)):
            return position + (1 if closing else 0)
    return last


def _body_start(
    script: Script, headings: Mapping[int, Heading], cues: Sequence[int], cast: tuple[int, int] | None, first: int
) -> int:
    begin = _opening(headings, cues, cast, first) or cues[_settled(cues, first)]
    tops = [at for at in sorted(headings) if at >= first and not (cast and cast[0] <= at < cast[1])]
    sure = [at for at in tops if headings[at].sure]
    if sure:
        candidates = [at for at in sure if at < begin]
        if not candidates and bisect_left(cues, sure[0]) < max(3, len(cues) // 20):
            begin = sure[0]
        elif candidates:
            begin = _first_of_chain(candidates, headings, cast)
    named = [
        at for at in tops
        if not headings[at].sure and at < begin and (begin - _PROLOGUE_LINES < at or _heads_speech(at, cues))
    ]  # fmt: skip
    if named and (cast is None or named[0] >= cast[1]):
        return named[0]
    floor = max(first, cast[1]) if cast and cast[1] <= begin else first
    early = next((at for at in cues if floor <= at < begin), begin)
    if cast is not None and early - floor <= _OPENING_LINES * 2:
        return _with_lead(script, early, floor)
    if sure and begin in headings:
        return begin
    return _with_lead(script, begin, max(first, cast[1] if cast and cast[1] <= begin else first))


def _heads_speech(at: int, cues: Sequence[int]) -> bool:
    """Whether somebody speaks soon after a heading."""
    following = bisect_left(cues, at)
    return following < len(cues) and cues[following] - at <= _OPENING_LINES * 2


def _opening(
    headings: Mapping[int, Heading], cues: Sequence[int], cast: tuple[int, int] | None, first: int
) -> int | None:  # fmt: skip
    """The first cue, if a heading of the play stands right before it; a long speech may follow it."""
    tops = [at for at in sorted(headings) if at >= first and headings[at].sure and not (cast and at < cast[1])]
    following = bisect_left(cues, tops[0]) if tops else len(cues)
    if following == len(cues):
        return None
    cue = cues[following]
    nearest = tops[bisect_right(tops, cue) - 1]  # the act's setting may part it from its first scene
    return cue if cue - nearest <= _OPENING_LINES else None


def _settled(cues: Sequence[int], first: int) -> int:
    """The first cue after which cues come as thick as in a play, not as chance finds in a preface."""
    if len(cues) < _FEW_CUES or cues[0] - first <= _OPENING_LINES:
        return 0
    typical = (cues[-1] - cues[0]) / len(cues)
    for at in range(min(len(cues) - 4, 60)):
        if cues[at + 4] - cues[at] <= max(40.0, typical * 12):
            return at
    return 0


def _first_of_chain(candidates: Sequence[int], headings: Mapping[int, Heading], cast: tuple[int, int] | None) -> int:
    """From the last heading before the first cue, back over those that open the same division."""
    begin = candidates[-1]
    for at in reversed(candidates[:-1]):
        higher = headings[at].level is Level.ACT and headings[begin].level is Level.SCENE
        if begin - at > _CHAIN_LINES or not higher or (cast and at < cast[0] < begin):
            break
        begin = at
    return begin


def _with_lead(script: Script, begin: int, floor: int) -> int:
    """A play without headings begins with the direction before its first cue."""
    at = begin
    while at > max(floor, begin - _LEAD_LINES):
        line = script.lines[at - 1]
        told = line.role is Role.DIRECTION
        if not (told or line.text[0] in "([" or line.text[-1] in ")]" or line.italic_share > _ITALIC):
            break
        at -= 1
    return at


def is_closing(text: str, words: Words) -> bool:
    """``FIN``, ``END OF THE FIRST ACT``: what stands after a part of the play."""
    if len(text) > TITLE_CHARS:
        return False
    bare = _bare(text)
    parts = bare.replace("'", " ").split()
    return bare in words.end or (
        len(parts) > 1 and parts[0] in words.end and any(part in words.act or part in words.scene for part in parts)
    )

"""Which stage directions open a speech.

The data has a speech's directions and words in the order of the script: "MARA. (Lowering the lantern.) Well." is a
direction and then a line, both of Mara's. In print her name stands before both, whereas "Enter MARA." stands before
her name. Both directions are hers in the data; what tells them apart is that one says her name and the other one need
not, since her name has just been said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from playbuddy_desktop.library.plain import plain
from playbuddy_desktop.library.reading import Member, ReadLine

_WORD: Final = re.compile(r"\w{3,}")
"""Shorter words, such as articles and titles, are no names."""


def openings(lines: Sequence[ReadLine], cast: Mapping[int, tuple[int, Member]]) -> frozenset[int]:
    """The positions of the directions that stand after the name of whom they concern, before the first words."""
    found: list[int] = []
    speaking: tuple[int, ...] | None = None
    for line in reversed(lines):
        if not line.direction:
            speaking = line.speakers
        elif not line.speakers or line.speakers != speaking or _says_a_name(line, cast):
            speaking = None
        else:
            found.append(line.position)
    return frozenset(found)


def _says_a_name(line: ReadLine, cast: Mapping[int, tuple[int, Member]]) -> bool:
    """Whether a direction says who is concerned, as one does that stands between two speeches."""
    said = set(_WORD.findall(plain(line.text)))
    members = (cast[key][1] for key in line.speakers)
    names = (name for member in members for name in (member.name, *member.aliases))
    return any(not said.isdisjoint(_WORD.findall(plain(name))) for name in names)

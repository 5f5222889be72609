"""Who is present in a scene, to tell whom labels mean that several bear: BOTH, ALL, and one name for two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.likeness import numbers, same_noun
from playbuddy_desktop.parsing.structure.register import Person
from playbuddy_desktop.parsing.structure.words import Words

_PAIR: Final = 2
_RECENT: Final = 12
_CLOSED: Final = 3
"""When ALL answer the last speaker, and just so many have spoken, it is the others; with more nobody can tell: in
plays whose encoders name the members, three in five against one in four."""
_NEAR: Final = 3


class Presence:
    """Keeps who speaks and who is named in the scene.

    Attributes:
        recent: who spoke in this scene, the last one at the end.
    """

    def __init__(self, doubtful: Mapping[str, Sequence[Person]], words: Words) -> None:
        """Keep an eye on those whom one label may mean."""
        self._words = words
        self._clock = count(1)
        self._scene_began = 0
        self._marks = {person.id: _marks(person, people) for people in doubtful.values() for person in people}
        self._named: dict[str, int] = {}
        self.recent: list[Person] = []

    def open_scene(self) -> None:
        """Begin a scene: nobody has spoken."""
        self._scene_began = next(self._clock)
        self.recent = []

    def spoke(self, people: Sequence[Person]) -> None:
        """Keep who speaks."""
        for person in people:
            if person in self.recent:
                self.recent.remove(person)
            self.recent.append(person)
        del self.recent[:-_RECENT]

    def heard(self, text: str) -> None:
        """Keep whom a heading or direction names, of those who share a name."""
        if not self._marks:
            return
        tokens = key_of(text).split()
        for at, token in enumerate(tokens):
            for person, (first, marks) in self._marks.items():
                if token == first and not marks.isdisjoint(tokens[at : at + _NEAR + 1]):
                    self._named[person] = next(self._clock)

    def bearer(self, people: Sequence[Person]) -> tuple[Person, bool] | None:
        """Of those who share a name the one who was named last, and whether he alone was named in this scene."""
        named = sorted((self._named[person.id], at) for at, person in enumerate(people) if person.id in self._named)
        if not named:
            return None
        here = [moment for moment, _ in named if moment > self._scene_began]
        return people[named[-1][1]], len(here) == 1

    def both(self) -> list[Person]:
        """The two who spoke before the last speaker, whom they answer; empty when there are none."""
        return self.recent[-_PAIR - 1 :][:_PAIR] if len(self.recent) >= _PAIR else []

    def others(self) -> list[Person]:
        """Those who answer the last speaker together, when the scene has so few speakers that it is clear."""
        return self.recent[:-1] if len(self.recent) == _CLOSED else []

    def pair_of(self, noun: str, people: Sequence[Person]) -> list[Person]:
        """``BOTH TRIBUNES``: the two whom the list or their numbered labels call so; empty when they are not two."""
        kind = [
            person for person in people
            if (numbers(person.tokens) and same_noun(person.tokens[-1], noun))
            or any(same_noun(token, noun) for token in person.head)
        ]  # fmt: skip
        return kind if len(kind) == _PAIR else []


def _marks(person: Person, people: Sequence[Person]) -> tuple[str, frozenset[str]]:
    """The word that a mention of a person begins with, and the words after it that tell them from their namesakes."""
    own = {*person.tokens, *person.head}
    shared = set[str]().union(*({*other.tokens, *other.head} for other in people if other is not person))
    return person.tokens[0], frozenset(own - shared)

"""What a stage direction tells: who comes or goes, what is heard, where it plays, how something is said, what is done.

Judged by its words in the play's language and by where it stands. Comings and goings are told by words alone, since
they happen anywhere; the rest by both: the same few words set the scene at its head and are delivery within a speech.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.playbook import DirectionKind
from playbuddy_desktop.parsing.structure.words import Words, fold

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[.,;:!?]")
_STOP: Final = "."
"""Stands for all marks that end a clause."""
_READ_CHARS: Final = 400
"""What a direction tells first is what it is; no more of it is read."""
_GAP: Final = 4
"""So many words may part a verb from its particle: ``tritt mit zwei Knechten auf``."""
_LONG: Final = 25
"""Of a longer direction at the head of a scene only the first sentence tells who comes."""
_SHORT: Final = 6
_CLAUSE: Final = 12
_VERB: Final = 3
"""The verb of a short direction stands within so many words."""
_NOUN: Final = 5
"""The noun of a place stands within so many words: ``Another part of the forest``."""
_PHRASE: Final = 2


class Place(Enum):
    """Where a direction stands: before anybody speaks in the scene, in a speech or at its head, or elsewhere."""

    HEAD = auto()
    WITHIN = auto()
    BETWEEN = auto()


class _Found(NamedTuple):
    """A phrase in a direction: where it begins, and how many words it has."""

    at: int
    words: int

    def precedes(self, other: _Found | None) -> bool:
        """Whether it tells more: it comes first, or is the longer of two that begin together."""
        return other is None or (self.at, -self.words) < (other.at, -other.words)


class _Phrases:
    """Words and phrases to look for."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: defaultdict[str, list[list[str]]] = defaultdict(list)
        for phrase in phrases:
            first, *rest = _TOKEN.findall(phrase)
            self._by_first[first].append(rest)

    def find(self, tokens: Sequence[str], reach: int) -> _Found | None:
        """The first phrase that begins among the first ``reach`` tokens, the longest one that begins there."""
        for at, token in enumerate(tokens[:reach]):
            found = [len(rest) + 1 for rest in self._by_first.get(token, ()) if _follow(tokens, at, rest)]
            if found:
                return _Found(at, max(found))
        return None


def _follow(tokens: Sequence[str], at: int, rest: Iterable[str]) -> bool:
    """Whether words follow a place in their order and in its clause; a stop follows at once."""
    for word in rest:
        reach = tokens[at + 1 : at + 2 + _GAP]
        if _STOP in reach:
            reach = reach[: reach.index(_STOP) + 1]
        if word not in reach or (word == _STOP and reach[0] != _STOP):
            return False
        at += 1 + reach.index(word)
    return True


class DirectionKinds:
    """Judges directions in one language."""

    def __init__(self, words: Words) -> None:
        """Take the words of the play's language."""
        self._words = words
        self._entrance = _Phrases(words.entrance)
        self._exit = _Phrases(words.exit)
        self._sound = _Phrases(words.sound)
        self._manner = _Phrases(words.manner | words.delivery)
        self._aside = _Phrases(words.delivery)
        self._doing = _Phrases(words.doing)
        self._place = _Phrases(words.place)
        self._setting = _Phrases(words.setting)

    def kind(self, text: str, place: Place) -> DirectionKind:
        """What a direction tells.

        Args:
            text: its words, with or without brackets.
            place: where it stands.
        """
        found = _TOKEN.findall(fold(text[:_READ_CHARS].replace("’", "'")))
        tokens = [token if token[0].isalpha() else _STOP for token in found] + [_STOP]
        size = sum(token != _STOP for token in tokens)
        moved = self._move(tokens, size, place)
        if moved is not None:
            return moved
        if place is Place.WITHIN:
            return self._within(tokens, size)
        heard, set_at = self._sound.find(tokens, len(tokens)), self._scene(tokens)
        if heard is not None and heard.precedes(set_at) and (place is Place.BETWEEN or size <= _SHORT):
            return DirectionKind.SOUND
        if place is Place.HEAD:
            return DirectionKind.BUSINESS if tokens[0] in self._words.pronoun else DirectionKind.SETTING
        if set_at is not None:
            return DirectionKind.SETTING
        spoken = self._aside.find(tokens, 1) is not None and size <= _SHORT
        return DirectionKind.DELIVERY if spoken else DirectionKind.BUSINESS

    def _move(self, tokens: Sequence[str], size: int, place: Place) -> DirectionKind | None:
        """Entrance or exit, whichever is told first; None when nobody comes or goes."""
        reach = tokens.index(_STOP) if place is Place.HEAD and size > _LONG else len(tokens)
        came, went = self._entrance.find(tokens, reach), self._exit.find(tokens, reach)
        first = came if came is not None and came.precedes(went) else went
        if first is None:
            return None
        manner = self._manner.find(tokens, 1)
        if manner is not None and manner.words >= _PHRASE and manner.words > first.at and manner.precedes(first):
            return None  # the word belongs to the manner: ``à part``, ``entre ses dents``
        return DirectionKind.ENTRANCE if first is came else DirectionKind.EXIT

    def _within(self, tokens: Sequence[str], size: int) -> DirectionKind:
        """What a direction in a speech tells when nobody comes or goes."""
        if self._sound.find(tokens, len(tokens)) is not None and self._manner.find(tokens, 1) is None:
            return DirectionKind.SOUND
        if size <= _CLAUSE and (self._manner.find(tokens, 1) is not None or self._is_manner(tokens[0])):
            return DirectionKind.DELIVERY
        return DirectionKind.BUSINESS if size > _SHORT or self._is_deed(tokens) else DirectionKind.DELIVERY

    def _is_deed(self, tokens: Sequence[str]) -> bool:
        """Whether a direction says that somebody does something, by its subject or its verb."""
        subject = tokens[0] in self._words.pronoun
        verb = self._doing.find(tokens, _VERB) is not None or tokens[0].endswith(tuple(self._words.doing_ends))
        return subject or verb

    def _is_manner(self, word: str) -> bool:
        """Whether a word is an adverb or participle by its ending."""
        return word not in self._words.rank and word.endswith(tuple(self._words.manner_ends))

    def _scene(self, tokens: Sequence[str]) -> _Found | None:
        """Where a direction tells place or time; None where it begins by what somebody does."""
        named = self._setting.find(tokens, 1)
        if named is not None:
            return named
        if tokens[0] in self._words.pronoun or self._doing.find(tokens, _NOUN) is not None:
            return None
        return self._place.find(tokens, _NOUN)

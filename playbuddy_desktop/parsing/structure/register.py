"""The characters of a play in a form in which a label finds whom it may mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from playbuddy_desktop.parsing.structure.entries import name_proper
from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.likeness import (
    contains,
    described,
    fits,
    head_of,
    key_tokens,
    letters_of,
    misprinted,
    nickname,
    numbers,
    old_letters,
    same_noun,
    titled,
)
from playbuddy_desktop.parsing.structure.words import Words

_PAIR: Final = 2
_SHARED: Final = 100
"""A word that more characters share tells none of them apart; also bounds the work."""


@dataclass(slots=True)
class Person:
    """A character with all labels under which the script lets them speak.

    Attributes:
        id: the engine's own.
        name: as the cast list, else the most frequent label, has it.
        description: from the cast list.
        labels: label as printed to its count.
        listed: the cast list names them.
        tokens: the name's words for comparing.
        called: those of them that do not tell whose servant or whence somebody is.
        head: the words by which the description names them.
        aliases: other names that the description gives.
    """

    id: str
    name: str
    description: str = ""
    labels: Counter[str] = field(default_factory=Counter)
    listed: bool = False
    tokens: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    head: Sequence[str] = ()
    aliases: Collection[str] = ()

    @property
    def silent(self) -> bool:
        """No label means them so far."""
        return not self.labels


class Register:
    """All characters, found by the words of their names and of what the list says of them.

    Each method that begins with ``of_`` gives those whom a label, as its words, may mean in one way.

    Attributes:
        people: in the order of the list, then of the script.
    """

    def __init__(self, words: Words) -> None:
        """Begin without anybody."""
        self._words = words
        self._ids = count(1)
        self._split: dict[str, tuple[str, ...]] = {}
        self.people: list[Person] = []
        self._mentions: Counter[str] = Counter()
        self._by_token: dict[str, list[Person]] = defaultdict(list)
        self._by_start: dict[str, list[Person]] = defaultdict(list)
        self._by_tail: dict[str, list[Person]] = defaultdict(list)

    def tokens(self, name: str) -> tuple[str, ...]:
        """A name's words for comparing, made once."""
        if name not in self._split:
            self._split[name] = key_tokens(name, self._words)
        return self._split[name]

    def add(self, name: str, description: str = "", *, listed: bool = False) -> Person:
        """A new character."""
        proper = name_proper(name, self._words)
        told = f"{name[len(proper) :]} {description}".strip()
        person = Person(
            f"c{next(self._ids)}", name.strip(" .,;:"), description, listed=listed,
            tokens=self.tokens(proper), called=self.tokens(_up_to_relation(proper, self._words)),
            head=head_of(told, self._words), aliases=_aliases(told, self._words),
        )  # fmt: skip
        self.people.append(person)
        self._mentions.update(set(key_of(name).split()) if listed else ())
        proper_words = set(person.tokens) | set(key_of(proper).split())
        _enter(self._by_token, person, (token for token in proper_words if token not in self._words.particles))
        _enter(self._by_start, person, {_start(token) for token in (*person.tokens, *person.head, *person.aliases)})
        _enter(self._by_tail, person, [tail(person.tokens)])
        return person

    def remove(self, gone: Collection[str]) -> None:
        """Take characters out, by their ids."""
        self.people = [person for person in self.people if person.id not in gone]
        for index in (self._by_token, self._by_start, self._by_tail):
            for key, people in index.items():
                index[key] = [person for person in people if person.id not in gone]

    def with_word(self, token: str) -> Sequence[Person]:
        """Those with a word in their names."""
        return self._by_token.get(token, ())

    def fitting(self, tokens: Sequence[str]) -> list[Person]:
        """Those whose names a label shortens: they share a whole word with it, or a word's beginning."""
        found: dict[str, Person] = {}
        for token in tokens:
            if not token.isdigit():
                found.update({person.id: person for person in self._by_token.get(token, ())})
        if not found and len(tokens[0]) >= _PAIR:
            found.update({person.id: person for person in self._by_start.get(_start(tokens[0]), ())})
        whole = [person for person in found.values() if fits(tokens, person.tokens)]
        return [person for person in whole if fits(tokens, person.called)] or whole

    def of_same_name(self, tokens: Sequence[str]) -> list[Person]:
        """By the same words, in old or new letters."""
        found = [person for person in self._by_token.get(tokens[-1], ()) if person.tokens == tokens]
        if found or len(tokens) > 1:
            return found
        return [
            person for person in self._by_start.get(_start(tokens[0]), ())
            if list(map(old_letters, person.tokens)) == list(map(old_letters, tokens))
        ]  # fmt: skip

    def of_shorter_name(self, tokens: Sequence[str]) -> list[Person]:
        """By a shorter form: of several, by the beginning of the name."""
        fitting = self.fitting(tokens)
        begun = [person for person in fitting if begins(tokens, person)]
        return begun if len(fitting) > 1 else [person for person in fitting if self._is_own(tokens, person)]

    def _is_own(self, label: Sequence[str], person: Person) -> bool:
        """Whether a label is a person's own, not the name of another whom several entries mention."""
        return fits(label, person.called) or any(self._mentions[token] <= 1 for token in label)

    def of_voice(self, tokens: Sequence[str]) -> list[Person]:
        """``Voice of Ann`` is Ann."""
        return self.of_same_name(tokens[1:]) if len(tokens) > 1 and tokens[0] in self._words.voice else []

    def without_title(self, tokens: Sequence[str]) -> list[Person]:
        """``FRAU AMANDA`` for a name that the list gives without title."""
        bare = tuple(token for token in tokens if token not in self._words.titles)
        if not bare or len(bare) == len(tokens):
            return []
        return [person for person in self.fitting(bare) if not self._words.titles.intersection(person.tokens)]

    def of_longer_name(self, tokens: Sequence[str]) -> list[Person]:
        """``KING CLAUDIUS`` for Claudius, whom the list calls a king."""
        near = {person.id: person for token in tokens for person in self._by_token.get(token, ())}
        return [person for person in near.values() if contains(tokens, person.tokens, person.description)]

    def of_alias(self, tokens: Sequence[str]) -> list[Person]:
        """By another name that the list gives: ``later called``."""
        near = self._by_start.get(_start(tokens[0]), ())
        return [person for person in near if set(tokens) <= set(person.aliases)]

    def of_description(self, tokens: Sequence[str]) -> list[Person]:
        """By what the list calls somebody who has no label yet."""
        near = self._by_start.get(_start(tokens[0]), ())
        return [person for person in near if person.silent and described(tokens, person.head)]

    def of_rank(self, tokens: Sequence[str]) -> list[Person]:
        """By the land or house of somebody's rank."""
        near = self._by_start.get(_start(tokens[0]), ())
        return [person for person in near if titled(tokens, person.head, self._words)]

    def of_misprint(self, tokens: Sequence[str]) -> list[Person]:
        """By a name that differs in a letter or two."""
        return [person for person in self._by_tail.get(tail(tokens), ()) if misprinted(tokens, person.tokens)]

    def of_nickname(self, tokens: Sequence[str]) -> list[Person]:
        """By another form of the name of somebody who has no label yet."""
        near = self._by_start.get(_start(tokens[0]), ())
        return [person for person in near if person.silent and nickname(tokens, person.tokens)]

    def of_plural(self, tokens: Sequence[str]) -> list[Person]:
        """``FIRST SERVANTS``, as a joint label gives it, for the first servant."""
        near = self._by_start.get(_start(tokens[-1]), ())
        return [
            person for person in near
            if len(person.tokens) == len(tokens) > 1 and numbers(tokens) and numbers(person.tokens) == numbers(tokens)
            and same_noun(tokens[-1], person.tokens[-1])
        ]  # fmt: skip


def _up_to_relation(name: str, words: Words) -> str:
    """``Servants`` of "Servants to Cornwall"; all of "Duke of Cornwall", since the land is the duke's name."""
    kept: list[str] = []
    for word in name.split():
        key = key_of(word)
        if key in words.particles and not words.rank.isdisjoint(kept):
            return name
        if key in words.particles and any(one not in words.particles for one in kept):
            break
        kept.append(key)
    return " ".join(kept)


def begins(tokens: Sequence[str], person: Person) -> bool:
    """Whether a label is the first words of a name."""
    return person.tokens[: len(tokens)] == tuple(tokens)


def tail(tokens: Sequence[str]) -> str:
    """The last letters of a name, in which its misprints agree."""
    return letters_of(tokens)[-_PAIR:]


def _start(token: str) -> str:
    """The first letters of a word, in which old and new prints agree."""
    return old_letters(token[:_PAIR])


def _enter(index: dict[str, list[Person]], person: Person, keys: Iterable[str]) -> None:
    for key in keys:
        if len(index[key]) < _SHARED:
            index[key].append(person)


def _aliases(told: str, words: Words) -> Sequence[str]:
    """The words after ``later``, ``called`` and the like."""
    tokens = key_of(told).split()
    at = next((at for at, token in enumerate(tokens) if token in words.alias), len(tokens))
    return [token for token in tokens[at + 1 :] if token not in words.particles]

"""Who speaks: the characters of a play, and which of them each label means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Final

from playbuddy_desktop.parsing.structure.entries import Listed, name_proper
from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.likeness import (
    contains,
    described,
    fits,
    head_of,
    key_tokens,
    misprinted,
    nickname,
    numbers,
    old_letters,
    same_noun,
    titled,
)
from playbuddy_desktop.parsing.structure.names import bare_label, split_joint
from playbuddy_desktop.parsing.structure.words import Words

_PAIR: Final = 2
_LEAST_CHARS: Final = 3
_SHARED: Final = 100
"""A word that more characters share tells none of them apart; also bounds the work."""
_NEVER: Final = 1_000_000
_RARE: Final = 2
_FEW: Final = 3
_FREQUENT: Final = 10
"""A label met once or twice may be a misprint of one that is met so often."""


@dataclass(slots=True)
class Person:
    """A character with all labels under which the script lets them speak.

    Attributes:
        id: the engine's own.
        name: as the cast list, else the longest label, has it.
        description: from the cast list.
        labels: label as printed to its count.
        listed: the cast list names them.
        tokens: the name's words for comparing.
        head: the words by which the description names them.
    """

    id: str
    name: str
    description: str = ""
    labels: Counter[str] = field(default_factory=Counter)
    listed: bool = False
    tokens: tuple[str, ...] = ()
    head: Sequence[str] = ()

    @property
    def silent(self) -> bool:
        """No label means them so far."""
        return not self.labels


class Cast:
    """Resolves labels to characters.

    Every label looks for its bearer among the listed: first by the same name, then by a shorter form, then by what the
    list says of somebody who has no label yet, then by what may be a misprint. What fits several goes to the one whom
    no other label means. Labels without a bearer are characters of their own.

    Attributes:
        people: all characters.
        doubtful: key of a label to the listed characters whom it may mean; the scene must tell.
    """

    def __init__(self, listed: Sequence[Listed], labels: Sequence[str | None], words: Words) -> None:
        """Resolve all labels of the script together.

        Args:
            listed: entries of the cast list.
            labels: labels as printed, in the order of the script; joint ones included; None where a scene begins.
            words: of the script's language.
        """
        self._words = words
        self._split: dict[str, tuple[str, ...]] = {}
        self._answers = Counter(
            frozenset((self._key(one), self._key(other))) for one, other in pairwise(labels) if one and other
        )  # fmt: skip
        self._ids = count(1)
        self.people: list[Person] = []
        self.doubtful: dict[str, list[Person]] = {}
        self._by_key: dict[str, Person] = {}
        self._mentions: Counter[str] = Counter()
        self._by_token: dict[str, list[Person]] = defaultdict(list)
        self._by_beginning: dict[str, list[Person]] = defaultdict(list)
        self._by_tail: dict[str, list[Person]] = defaultdict(list)
        for entry in listed:
            self._add(entry.name, entry.description, listed=True)
        self._resolve(Counter(filter(None, labels)))

    def _add(self, name: str, description: str = "", *, listed: bool = False) -> Person:
        proper = name_proper(name, self._words)
        person = Person(
            f"c{next(self._ids)}", name.strip(" .,;:"), description, listed=listed,
            tokens=self._tokens(proper),
            head=[*head_of(name[len(proper) :], self._words), *head_of(description, self._words)],
        )  # fmt: skip
        self.people.append(person)
        self._mentions.update(set(key_of(name).split()) if listed else ())
        for token in set(person.tokens) | set(key_of(proper).split()):
            if token not in self._words.particles and len(self._by_token[token]) < _SHARED:
                self._by_token[token].append(person)
        for beginning in {token[:_PAIR] for token in (*person.tokens, *person.head)}:
            if len(self._by_beginning[beginning]) < _SHARED:
                self._by_beginning[beginning].append(person)
        tail = self._by_tail[_tail(person.tokens)]
        if len(tail) < _SHARED:
            tail.append(person)
        return person

    def _resolve(self, labels: Counter[str]) -> None:
        by_key: dict[str, Counter[str]] = defaultdict(Counter)
        for label, number in labels.items():
            if not self.is_collective(label):
                by_key[self._key(label)][label] += number
        left = {key: forms for key, forms in by_key.items() if key and not self._joint_parts(forms, by_key)}
        for means, answers in (
            (self._of_same_name, _NEVER), (self._of_shorter_name, _PAIR), (self._without_title, 1),
            (self._of_longer_name, _PAIR), (self._of_description, 1), (self._of_rank, 1), (self._of_misprint, 1),
            (self._of_nickname, 1),
        ):  # fmt: skip
            self._settle(left, means, answers)
            self._eliminate(left)
        self._spread_groups(left)
        self._keep_doubtful(left)
        self._add_unlisted(left)
        for person in self.people:
            if not person.listed and person.labels:
                best = max(person.labels, key=lambda form: (person.labels[form], len(form), form))
                person.name = bare_label(best)

    def _tokens(self, name: str) -> tuple[str, ...]:
        """A name's words for comparing, made once."""
        if name not in self._split:
            self._split[name] = key_tokens(name, self._words)
        return self._split[name]

    def _key(self, label: str) -> str:
        """A label in the form in which two prints of one name are equal, without what only directs."""
        tokens = key_of(bare_label(label)).split()
        while len(tokens) > 1 and tokens[-1] in self._words.delivery:
            tokens.pop()
        return " ".join(tokens)

    def _answer(self, key: str, person: Person, least: int) -> bool:
        """Whether a label follows, or is followed by, a label of the person so often that they are two."""
        return sum(self._answers[frozenset((key, self._key(label)))] for label in person.labels) >= least

    def _joint_parts(self, forms: Counter[str], by_key: dict[str, Counter[str]]) -> bool:
        parts = [key_of(part) for part in split_joint(bare_label(next(iter(forms))), self._words)]
        known = sum(part in by_key or self._is_listed(part) for part in parts)
        return len(parts) > 1 and known * _PAIR >= len(parts)

    def _is_listed(self, key: str) -> bool:
        tokens = self._tokens(key)
        return any(person.tokens == tokens for person in self._by_token.get(tokens[-1] if tokens else "", ()))

    def _settle(
        self, left: dict[str, Counter[str]], means: Callable[[Sequence[str]], list[Person]], answers: int
    ) -> None:  # fmt: skip
        """Give each label its bearer where just one comes into question; the more frequent labels choose first.

        Whoever answers under another label so many times is somebody else.
        """
        for key in sorted(left, key=lambda key: (-left[key].total(), key)):
            found = means(self._tokens(key))
            if len(found) == 1 and not self._answer(key, found[0], answers):
                self._bind(key, left.pop(key), found[0])

    def _bind(self, key: str, forms: Counter[str], person: Person) -> None:
        self._by_key[key] = person
        person.labels.update(forms)

    def _eliminate(self, left: dict[str, Counter[str]]) -> None:
        """Of several whose name a label shortens, it means the one who has no label, when there is just one."""
        waiting = {key: self._fitting(self._tokens(key)) for key in left}
        waiting = {key: found for key, found in waiting.items() if len(found) > 1}
        changed = True
        while changed:
            changed = False
            for key in sorted(waiting):
                silent = [person for person in waiting[key] if person.silent]
                if len(silent) == 1:
                    self._bind(key, left.pop(key), silent[0])
                    del waiting[key]
                    changed = True

    def _of_same_name(self, tokens: Sequence[str]) -> list[Person]:
        found = [person for person in self._by_token.get(tokens[-1], ()) if person.tokens == tokens]
        if found or len(tokens) > 1:
            return found
        return [
            person for person in self._by_beginning.get(tokens[0][:_PAIR], ())
            if list(map(old_letters, person.tokens)) == list(map(old_letters, tokens))
        ]  # fmt: skip

    def _of_shorter_name(self, tokens: Sequence[str]) -> list[Person]:
        fitting = self._fitting(tokens)
        if len(fitting) == 1:
            return fitting if self._is_own(tokens, fitting[0]) else []
        return [person for person in fitting if person.tokens[: len(tokens)] == tuple(tokens)]

    def _fitting(self, tokens: Sequence[str]) -> list[Person]:
        """Those who share a whole word with the label, or a word's beginning when it is shortened."""
        found: dict[str, Person] = {}
        for token in tokens:
            if not token.isdigit():
                found.update({person.id: person for person in self._by_token.get(token, ())})
        if not found and len(tokens[0]) >= _PAIR:
            found.update({person.id: person for person in self._by_beginning.get(tokens[0][:_PAIR], ())})
        return [person for person in found.values() if fits(tokens, person.tokens)]

    def _is_own(self, label: Sequence[str], person: Person) -> bool:
        """Whether a label is a person's own, not the name of another whom several entries mention."""
        first = person.tokens[0]
        return any(first.startswith(token) for token in label) or any(self._mentions[token] <= 1 for token in label)

    def _without_title(self, tokens: Sequence[str]) -> list[Person]:
        """``FRAU AMANDA`` for a name that the list gives without title."""
        bare = tuple(token for token in tokens if token not in self._words.titles)
        if not bare or len(bare) == len(tokens):
            return []
        return [person for person in self._fitting(bare) if not self._words.titles.intersection(person.tokens)]

    def _of_longer_name(self, tokens: Sequence[str]) -> list[Person]:
        near = {person.id: person for token in tokens for person in self._by_token.get(token, ())}
        return [person for person in near.values() if contains(tokens, person.tokens, person.description)]

    def _of_description(self, tokens: Sequence[str]) -> list[Person]:
        near = self._by_beginning.get(tokens[0][:_PAIR], ())
        return [person for person in near if person.silent and described(tokens, person.head)]

    def _of_rank(self, tokens: Sequence[str]) -> list[Person]:
        near = self._by_beginning.get(tokens[0][:_PAIR], ())
        return [person for person in near if titled(tokens, person.head, self._words)]

    def _of_misprint(self, tokens: Sequence[str]) -> list[Person]:
        return [person for person in self._by_tail.get(_tail(tokens), ()) if misprinted(tokens, person.tokens)]

    def _of_nickname(self, tokens: Sequence[str]) -> list[Person]:
        near = self._by_beginning.get(tokens[0][:_PAIR], ())
        return [person for person in near if person.silent and nickname(tokens, person.tokens)]

    def _spread_groups(self, left: dict[str, Counter[str]]) -> None:
        """An entry for a group (``Two Clowns``) whose members speak under numbers is those members.

        Each becomes a character with the group's description. A single one is whom the entry means.
        """
        numbered = {key: self._tokens(key) for key in left}
        numbered = {key: tokens for key, tokens in numbered.items() if numbers(tokens) and len(tokens) > 1}
        groups = [(person, self._noun(person)) for person in self.people if person.silent and person.tokens]
        spread: list[Person] = []
        for key, tokens in numbered.items():
            noun = next(token for token in reversed(tokens) if not token.isdigit() or token == tokens[0])
            found = [person for person, own in groups if own and same_noun(own, noun)]
            if len(found) == 1:
                member = self._add(max(left[key], key=lambda form: (left[key][form], form)), _of_group(found[0]))
                self._bind(key, left.pop(key), member)
                spread.append(found[0])
        self.people = [person for person in self.people if person not in spread]
        for index in (self._by_token, self._by_beginning, self._by_tail):
            for token, people in index.items():
                index[token] = [person for person in people if person not in spread]

    def _noun(self, person: Person) -> str:
        """What a group's entry calls its members; "" when it bears a number itself."""
        tokens = person.tokens
        if numbers(tokens):
            return ""
        return tokens[1] if len(tokens) > 1 and tokens[0] in self._words.several else tokens[-1]

    def _keep_doubtful(self, left: dict[str, Counter[str]]) -> None:
        """Labels of several listed characters of one name, whom only the scene tells apart."""
        for key in list(left):
            tokens = self._tokens(key)
            found = self._of_same_name(tokens)
            if len(found) < _PAIR and not self._words.rank.intersection(tokens):
                found = [person for person in self._fitting(tokens) if fits(tokens[:1], person.tokens[:1])]
            if len(found) > 1 and all(person.listed for person in found):
                self.doubtful[key] = found
                for person in found:
                    person.labels.update(left[key])
                del left[key]

    def _add_unlisted(self, left: dict[str, Counter[str]]) -> None:
        """Full names first, then shorter forms, so that ``Ham.`` finds HAMLET when no list names him."""
        misprints = self._misprints(left)
        for key in sorted(left.keys() - misprints.keys(), key=lambda key: (-len(key), key)):
            forms = left[key]
            person = self._by_key.get(key) or self._unlisted(key, forms.total())
            if person is None:
                person = self._add(max(forms, key=lambda form: (forms[form], form)))
            self._bind(key, forms, person)
        for key, meant in misprints.items():
            self._bind(key, left[key], self._by_key[meant])

    def _misprints(self, left: dict[str, Counter[str]]) -> dict[str, str]:
        """Labels met once or twice, each to the frequent one that it may be a print of, when there is just one."""
        totals = {key: person.labels.total() for key, person in self._by_key.items()}
        totals |= {key: forms.total() for key, forms in left.items()}
        frequent: dict[str, list[str]] = defaultdict(list)
        for key, total in totals.items():
            if total >= _FREQUENT:
                frequent[_tail(self._tokens(key))].append(key)
        found = {}
        for key in left:
            if totals[key] <= _RARE:
                tokens = self._tokens(key)
                near = [one for one in frequent[_tail(tokens)] if misprinted(tokens, self._tokens(one))]
                if len(near) == 1 and not self._answers[frozenset((key, near[0]))]:
                    found[key] = near[0]
        return found

    def _unlisted(self, key: str, total: int) -> Person | None:
        """Of those whom no list names, the one whose name the label begins; or ends, if the name is met seldom."""
        tokens = self._tokens(key)
        found = [person for person in self._fitting(tokens) if not person.listed and not self._answer(key, person, 2)]
        begins = [person for person in found if fits(tokens[:1], person.tokens[:1])]
        if len(begins) == 1:
            return begins[0]
        ends = [
            person for person in found if person.labels.total() <= _FEW < total and not self._answer(key, person, 1)
        ]
        return ends[0] if len(found) == len(ends) == 1 else None

    def is_collective(self, label: str) -> bool:
        """Whether the label is a word such as ALL or BOTH."""
        key = key_of(label)
        return key in self._words.all or key in self._words.both

    def speakers(self, label: str) -> list[Person]:
        """Who speaks under a label; empty for a collective word, and for a name of which the scene must tell."""
        label = bare_label(label)
        key = self._key(label)
        if key in self._by_key:
            return [self._by_key[key]]
        if self.is_collective(label) or key in self.doubtful:
            return []
        people: list[Person] = []
        for part in split_joint(label, self._words):
            person = self._one(part)
            if person is not None and person not in people:
                people.append(person)
        return people

    def _one(self, part: str) -> Person | None:
        """The bearer of a name that only joint labels hold."""
        key = key_of(part)
        person = self._by_key.get(key)
        if person is None and key and part[0].isupper():
            found = self._of_same_name(self._tokens(key)) or self._of_shorter_name(self._tokens(key))
            person = found[0] if len(found) == 1 else self._add(part)
            self._by_key[key] = person
        return person

    def collective(self, label: str) -> Person:
        """The character that stands for a collective label whose members the text does not tell."""
        key = key_of(label)
        person = self._by_key.get(key)
        if person is None:
            person = self._add(label)
            self._by_key[key] = person
        return person

    def named_in(self, text: str) -> list[Person]:
        """The characters that a direction names, in its order."""
        found: list[Person] = []
        for token in key_of(text).split():
            people = self._by_token.get(token, ())
            if len(people) == 1 and len(token) >= _LEAST_CHARS and people[0] not in found:
                found.append(people[0])
        return found


def _tail(tokens: Sequence[str]) -> str:
    """The last letters of a name, in which its misprints agree."""
    return tokens[-1][-_PAIR:] if tokens else ""


def _of_group(person: Person) -> str:
    """The description of a group's member: the group, and what the list says of it."""
    return ", ".join(filter(None, (person.name, person.description)))

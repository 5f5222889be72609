"""Who speaks: which character each label means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from playbuddy_desktop.parsing.structure.entries import Listed
from playbuddy_desktop.parsing.structure.groups import spread_groups
from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.likeness import fits, is_plural, letters_of, misprinted, numbers, with_figures
from playbuddy_desktop.parsing.structure.names import bare_label, split_joint
from playbuddy_desktop.parsing.structure.register import Person, Register, begins, tail
from playbuddy_desktop.parsing.structure.words import Words

_PAIR: Final = 2
_LEAST_CHARS: Final = 3
_NEVER: Final = 1_000_000
_RARE: Final = 2
_FEW: Final = 3
_PASSES: Final = 4
"""Bounds the work: each bearer found may leave just one for another label."""
_FREQUENT: Final = 10
"""A label met once or twice may be a misprint of one that is met so often."""
_TWO: Final = 0.25
"""Who answers under another label in so many of all cases is another person; less may be misread."""

Left = dict[str, Counter[str]]
"""Keys of labels whose bearer is not found, with their printed forms."""


class Cast:
    """Resolves labels to characters.

    Every label looks for its bearer among the listed: first by the same name, then by a shorter form, then by what the
    list says of somebody who has no label yet, then by what may be a misprint. What fits several goes to the one whom
    no other label means. Labels without a bearer are characters of their own.

    Attributes:
        doubtful: key of a label to the characters whom it may mean; the scene must tell.
    """

    def __init__(self, listed: Sequence[Listed], labels: Sequence[str | None], words: Words) -> None:
        """Resolve all labels of the script together.

        Args:
            listed: entries of the cast list.
            labels: labels as printed, in the order of the script; joint ones included; None where a scene begins.
            words: of the script's language.
        """
        self._words = words
        self._register = Register(words)
        self._answers = Counter(
            frozenset((self.key(one), self.key(other))) for one, other in pairwise(labels) if one and other
        )  # fmt: skip
        self._first = {self.key(label): -at for at, label in enumerate(reversed(labels)) if label}
        self._by_key: dict[str, Person] = {}
        self.doubtful: dict[str, list[Person]] = {}
        for entry in listed:
            self._register.add(entry.name, entry.description, listed=True)
        self._resolve(Counter(filter(None, labels)))

    @property
    def people(self) -> Sequence[Person]:
        """All characters."""
        return self._register.people

    @property
    def listed_share(self) -> float:
        """The share of speeches whose speaker the cast list names."""
        told = sum(person.labels.total() for person in self.people if person.listed or person.description)
        return told / max(1, sum(person.labels.total() for person in self.people))

    def key(self, label: str) -> str:
        """A label in the form in which two prints of one name are equal, without what only directs."""
        tokens = key_of(bare_label(label)).split()
        while len(tokens) > 1 and tokens[-1] in self._words.delivery:
            tokens.pop()
        return " ".join(with_figures(tokens, self._words))

    def _resolve(self, labels: Counter[str]) -> None:
        by_key: Left = defaultdict(Counter)
        for label, number in labels.items():
            if not self.is_collective(label):
                by_key[self.key(label)][label] += number
        left = {key: forms for key, forms in by_key.items() if key and not self._is_joint(forms, by_key)}
        find = self._register
        for means, answers in (
            (find.of_same_name, _NEVER), (find.of_shorter_name, _PAIR), (find.of_voice, 1), (find.without_title, 1),
            (find.of_longer_name, _PAIR), (find.of_alias, 1), (find.of_description, 1), (find.of_rank, 1),
            (find.of_misprint, 1), (find.of_nickname, 1),
        ):  # fmt: skip
            self._settle(left, means, answers)
            if means != find.of_same_name:
                self._eliminate(left)
        self._by_key |= spread_groups(left, self._register, self._words)
        self._keep_doubtful(left)
        self._add_unlisted(left)
        for person in self.people:
            if not person.listed and person.labels:
                best = max(person.labels, key=lambda form: (person.labels[form], len(form), form))
                person.name = bare_label(best)

    def _is_joint(self, forms: Counter[str], by_key: Left) -> bool:
        label = bare_label(next(iter(forms)))

        def known(part: str) -> bool:
            key = self.key(part)
            return key in by_key or bool(key and self._register.of_same_name(key.split()))

        parts = split_joint(label, self._words)
        if len(parts) > 1 and all(numbers(self._register.tokens(part)) for part in parts):
            return True
        if len(parts) > 1:
            return sum(map(known, parts)) * _PAIR >= len(parts)
        parts = split_joint(label.replace(". ", ", "), self._words)
        return len(parts) > 1 and all(map(known, parts))

    def _settle(self, left: Left, means: Callable[[Sequence[str]], list[Person]], answers: int) -> None:
        """Give each label its bearer where just one comes into question; the more frequent labels choose first.

        Whoever answers under another label so many times is somebody else, unless the label begins the name.
        """
        for key in sorted(left, key=lambda key: (-left[key].total(), key)):
            tokens = self._register.tokens(key)
            found = means(tokens)
            if len(found) == 1 and (begins(tokens, found[0]) or not self._answer(key, found[0], answers)):
                self._bind(key, left.pop(key), found[0])

    def _answer(self, key: str, person: Person, least: float) -> bool:
        """Whether a label follows, or is followed by, a label of the person so often that they are two."""
        return sum(self._answers[frozenset((key, self.key(label)))] for label in person.labels) >= least

    def _bind(self, key: str, forms: Counter[str], person: Person) -> None:
        self._by_key[key] = person
        person.labels.update(forms)

    def _eliminate(self, left: Left) -> None:
        """Of several whose name a label shortens, it means the one who is silent, or whom alone it never answers."""
        waiting = {key: self._register.fitting(self._register.tokens(key)) for key in left}
        waiting = {key: found for key, found in waiting.items() if len(found) > 1}
        for _ in range(_PASSES):
            before = len(waiting)
            for key in sorted(waiting):
                apart = [person for person in waiting[key] if not self._answer(key, person, _PAIR)]
                silent = [person for person in apart if person.silent]
                found = silent if len(silent) == 1 else apart if len(apart) < len(waiting[key]) else []
                if len(found) == 1:
                    self._bind(key, left.pop(key), found[0])
                    del waiting[key]
            if len(waiting) == before:
                break

    def _keep_doubtful(self, left: Left) -> None:
        """Labels of several listed characters of one name, whom only the scene tells apart."""
        for key in list(left):
            tokens = self._register.tokens(key)
            found = self._register.of_same_name(tokens)
            if len(found) < _PAIR and not self._words.rank.intersection(tokens):
                found = [person for person in self._register.fitting(tokens) if fits(tokens[:1], person.tokens[:1])]
            if len(found) > 1 and all(person.listed for person in found):
                self.doubtful[key] = found
                forms = left.pop(key)
                for person in found:
                    person.labels.update(forms)

    def _add_unlisted(self, left: Left) -> None:
        """Full names first, then shorter forms, so that ``Ham.`` finds HAMLET when no list names him."""
        misprints = self._misprints(left)
        for key in sorted(left.keys() - misprints.keys(), key=lambda key: (-len(key), key)):
            forms = left[key]
            person = self._by_key.get(key) or self._unlisted(key, forms.total())
            if person is None:
                person = self._register.add(max(forms, key=lambda form: (forms[form], form)))
            self._bind(key, forms, person)
        for key, meant in misprints.items():
            self._bind(key, left[key], self._by_key[meant])

    def _misprints(self, left: Left) -> dict[str, str]:
        """Labels met once or twice, each to the frequent one that it may be a print of, when there is just one."""
        totals = {key: person.labels.total() for key, person in self._by_key.items()}
        totals |= {key: forms.total() for key, forms in left.items()}
        frequent: dict[str, list[str]] = defaultdict(list)
        tokens = self._register.tokens
        for key, total in totals.items():
            if total >= _FREQUENT:
                frequent[tail(tokens(key))].append(key)
        found = {}
        for key in left:
            own = tokens(key)
            near = [one for one in frequent[tail(own)] if one != key and misprinted(own, tokens(one))]
            if len(near) != 1 or self._answers[frozenset((key, near[0]))]:
                continue
            same = letters_of(own) == letters_of(tokens(near[0]))
            if totals[key] <= _RARE or (same and totals[key] < totals[near[0]]):
                found[key] = near[0]
        return {key: meant for key, meant in found.items() if meant not in found}

    def _unlisted(self, key: str, total: int) -> Person | None:
        """Of those whom no list names, the one whose name the label begins.

        Or the one whose name it ends, if that is met seldom, or stands before the short form (``A Prussian soldier``,
        then ``THE PRUSSIAN``), and the two never talk.
        """
        tokens = self._register.tokens(key)
        found = [person for person in self._register.fitting(tokens) if not person.listed]
        found = [person for person in found if not is_plural(tokens[-1], person.tokens[-1])]
        apart = {person.id: max(_PAIR, _TWO * min(total, person.labels.total())) for person in found}
        begun = [
            person for person in found
            if fits(tokens[:1], person.tokens[:1]) and not self._answer(key, person, apart[person.id])
        ]  # fmt: skip
        if len(begun) == 1:
            return begun[0]
        ends = [
            person for person in found if person.labels.total() <= _FEW < total and not self._answer(key, person, 1)
        ]
        return ends[0] if len(found) == len(ends) == 1 else None

    def is_collective(self, label: str) -> bool:
        """Whether the label is a word such as ALL or BOTH."""
        key = key_of(label)
        return key in self._words.all or key in self._words.both

    def is_pair(self, label: str) -> bool:
        """Whether the label is a word for two with those whom it means: ``BOTH TRIBUNES``."""
        first, _, noun = key_of(label).partition(" ")
        return bool(noun) and first in self._words.both

    def speakers(self, label: str) -> list[Person]:
        """Who speaks under a label; empty for a collective word, and for a name of which the scene must tell."""
        key = self.key(label)
        if key in self._by_key:
            return [self._by_key[key]]
        if self.is_collective(label) or key in self.doubtful:
            return []
        people: list[Person] = []
        label = bare_label(label)
        parts = split_joint(label, self._words)
        listing = len(parts) > 1 and len(parts) == len(label.split(","))
        for part in parts if len(parts) > 1 else split_joint(label.replace(". ", ", "), self._words):
            person = self._one(part, new=not (listing and people))
            if person is not None and person not in people:
                people.append(person)
        return people

    def _one(self, part: str, *, new: bool) -> Person | None:
        """The bearer of a name that only joint labels hold; a new one unless a comma may begin what is done."""
        key = self.key(part)
        person = self._by_key.get(key)
        if person is None and key and not part[0].islower():
            find, tokens = self._register, self._register.tokens(key)
            ways = (means(tokens) for means in (find.of_same_name, find.of_shorter_name, find.of_plural))
            person = next((found[0] for found in ways if len(found) == 1), None)
            if person is None and new:
                person = find.add(part)
            if person is not None:
                self._by_key[key] = person
        return person

    def collective(self, label: str) -> Person:
        """The character that stands for a label whose members the text does not tell."""
        key = self.key(label)
        person = self._by_key.get(key)
        if person is None:
            person = self._register.add(label)
            self._by_key[key] = person
        return person

    def named_in(self, text: str) -> list[Person]:
        """The characters that a direction names, in its order."""
        found: list[Person] = []
        for token in key_of(text).split():
            people = self._register.with_word(token)
            if len(people) == 1 and len(token) >= _LEAST_CHARS and people[0] not in found:
                found.append(people[0])
        return found

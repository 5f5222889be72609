"""The dramatis personae: reading the cast list, and telling which character a label means."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.names import split_joint
from playbuddy_desktop.parsing.structure.view import Script, is_caps
from playbuddy_desktop.parsing.structure.words import Words, fold

_SPLIT: Final = re.compile(r"\s*(?:,|;|:|\.{2,}|(?:\. ){2,}|\s[-–—]+\s|--|—|\(|\[|\t|\s{3,}|\s…)\s*")
_SENTENCE: Final = re.compile(r"[^\W\d_]{4,}\. [^\W\d_]")
_MAX_NAME_WORDS: Final = 7
_MAX_LINE: Final = 200
_PAIR: Final = 2
_SILENT: Final = 8
_LEAST_SPEAKING: Final = 3
_LEAST_CHARS: Final = 3
_SHARED: Final = 100
"""A word that more characters share tells none of them apart; also bounds the work."""
_BRACES: Final = re.compile(r"[{}|]+")


@dataclass(slots=True)
class Listed:
    """An entry of the cast list."""

    name: str
    description: str = ""


@dataclass(slots=True)
class Person:
    """A character with all labels under which the script lets them speak.

    Attributes:
        id: the engine's own.
        name: as the cast list, else the longest label, has it.
        description: from the cast list.
        labels: label as printed to its count.
        listed: the cast list names them.
    """

    id: str
    name: str
    description: str = ""
    labels: Counter[str] = field(default_factory=Counter)
    listed: bool = False


def read_cast(script: Script, bounds: tuple[int, int] | None, words: Words) -> list[Listed]:
    """The entries of a cast list, whatever its layout."""
    if bounds is None:
        return []
    entries: list[Listed] = []
    previous_indent = 0
    for position in range(bounds[0] + 1, bounds[1]):
        line = script.lines[position]
        text = _BRACES.sub(" ", line.text).strip(" .*[]")
        if not text or len(text) > _MAX_LINE or fold(text).strip(" .:") in words.cast or text.endswith(":"):
            continue
        if _tells_setting(text, words):
            continue
        if entries and line.cell is not None and line.cell[1] > 0:
            entries[-1].description = f"{entries[-1].description} {text}".strip()
            continue
        wrapped = entries and not line.blank and text[0].islower()
        deeper = entries and not line.blank and line.indent > previous_indent + 1 and entries[-1].description
        if wrapped or (deeper and not is_caps(text.split(",")[0])):
            entries[-1].description = f"{entries[-1].description} {text}".strip()
            continue
        previous_indent = line.indent
        entries.extend(_entries(text, words))
    return entries


def _tells_setting(text: str, words: Words) -> bool:
    tokens = re.findall(r"[^\W\d_]+", fold(text))
    first = [" ".join(tokens[:n]) for n in (1, _PAIR)]
    return any(start in words.setting for start in first) and len(tokens) > 1


def _entries(text: str, words: Words) -> list[Listed]:
    if text[0] in '("' or _SENTENCE.search(text):
        return []
    parts = [part.strip(" .)]") for part in _SPLIT.split(text, maxsplit=6)]
    parts = [part for part in parts if part]
    if not parts:
        return []
    if len(parts) > 1 and all(is_caps(part) and len(part.split()) <= _MAX_NAME_WORDS for part in parts):
        return [Listed(name) for part in parts for name in split_joint(part, words)]
    name = _name_before_description(parts[0])
    rest = text[len(name) :].strip(" ,;:.-–—(\t")
    if len(name.split()) > _MAX_NAME_WORDS or not (name[0].isupper() or name[0].isdigit()):
        return []
    names = split_joint(name, words) if name_proper(name, words) == name else [name]
    if len(names) > 1 and all(one[0].isupper() for one in names):
        return [Listed(one, rest.rstrip(")]")) for one in _with_surname(names)]
    return [Listed(name, rest.rstrip(")]"))]


def name_proper(name: str, words: Words) -> str:
    """``Rose sister to Ann``: where a description follows the name without a mark, the name before it."""
    tokens = name.split()
    proper = False
    for at, token in enumerate(tokens):
        word = fold(token).strip(".,")
        if token.islower() and word not in words.particles and word not in words.and_ and proper:
            return " ".join(tokens[:at])
        proper = proper or (
            len(token) > _LEAST_CHARS and token[0].isupper()
            and word not in words.particles and word not in words.ordinals
        )  # fmt: skip
    return name


def _with_surname(names: Sequence[str]) -> list[str]:
    """``Odo and Clara Gall`` share the surname."""
    surname = names[-1].split()[1:]
    if len(names) == _PAIR and len(surname) == 1 and len(names[0].split()) == 1 and not is_caps(names[0]):
        return [f"{names[0]} {surname[0]}", names[1]]
    return list(names)


def _name_before_description(text: str) -> str:
    """``HAMLET prince of Denmark``: capitals end where the description begins."""
    tokens = text.split()
    if not tokens or not is_caps(tokens[0]):
        return text
    kept = [tokens[0]]
    for number, token in enumerate(tokens[1:], start=1):
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        if is_caps(token) or not token.isalpha() or (token.islower() and following and is_caps(following)):
            kept.append(token)
        else:
            break
    return " ".join(kept)


class Cast:
    """Resolves labels to characters.

    A label means the listed character whose name it is; else the one listed name that begins with it or contains it,
    if there is just one; else it is a character of its own.
    """

    def __init__(self, listed: Sequence[Listed], labels: Counter[str], words: Words) -> None:
        """Resolve all labels of the script together: the more frequent ones first.

        Args:
            listed: entries of the cast list.
            labels: labels as printed, with counts; joint ones included.
            words: of the script's language.
        """
        self._words = words
        self.people: list[Person] = []
        self._by_key: dict[str, Person] = {}
        self._mentions: Counter[str] = Counter()
        self._by_token: dict[str, list[Person]] = defaultdict(list)
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for entry in listed:
            self._add(entry.name, entry.description, listed=True)
        self._resolve(labels)

    def _add(self, name: str, description: str = "", *, listed: bool = False) -> Person:
        person = Person(f"c{len(self.people) + 1}", name.strip(" .,;:"), description, listed=listed)
        self.people.append(person)
        key = key_of(name)
        self._by_key.setdefault(key, person)
        self._mentions.update(set(key.split()) if listed else ())
        for token in set(key_of(name_proper(name, self._words)).split()):
            if token not in self._words.particles and len(self._by_token[token]) < _SHARED:
                self._by_token[token].append(person)
                if len(self._by_beginning[token[:_PAIR]]) < _SHARED:
                    self._by_beginning[token[:_PAIR]].append(token)
        return person

    def _resolve(self, labels: Counter[str]) -> None:
        """Full names first, then shorter forms, so that ``Ham.`` finds HAMLET when no list names him."""
        by_key: dict[str, Counter[str]] = defaultdict(Counter)
        for label, count in labels.items():
            if not self.is_collective(label):
                by_key[key_of(label)][label] += count
        singles = {key: forms for key, forms in by_key.items() if not self._joint_parts(forms, by_key)}
        order = sorted(singles, key=lambda key: (-len(key), key))
        for key in order:
            forms = singles[key]
            person = self._by_key.get(key) or self._match(key)
            if person is None:
                person = self._add(max(forms, key=lambda form: (forms[form], form)))
            self._by_key[key] = person
            person.labels.update(forms)
        for person in self.people:
            if not person.listed and person.labels:
                person.name = max(person.labels, key=lambda form: (person.labels[form], len(form), form))

    def _joint_parts(self, forms: Counter[str], by_key: dict[str, Counter[str]]) -> bool:
        parts = [key_of(part) for part in split_joint(next(iter(forms)), self._words)]
        known = sum(part in by_key or part in self._by_key for part in parts)
        return len(parts) > 1 and known * _PAIR >= len(parts)

    def _match(self, key: str) -> Person | None:
        tokens = [token for token in key.split() if token not in self._words.particles] or key.split()
        candidates = self._candidates(tokens)
        fitting = [person for person in candidates if _fits(tokens, key_of(person.name).split())]
        if len(fitting) == 1:
            return fitting[0] if self._is_own(tokens, fitting[0]) else None
        first = [person for person in fitting if key_of(person.name).startswith(key)]
        return first[0] if len(first) == 1 else None

    def _is_own(self, label: Sequence[str], person: Person) -> bool:
        """Whether a label is a person's own, not the name of another whom several entries mention."""
        first = key_of(person.name).split()[0]
        return any(first.startswith(token) for token in label) or any(self._mentions[token] <= 1 for token in label)

    def _candidates(self, tokens: Sequence[str]) -> list[Person]:
        """Those who share a whole word with the label, or a word's beginning when it is shortened."""
        found: dict[str, Person] = {}
        for token in tokens:
            for person in self._by_token.get(token, ()):
                found[person.id] = person
        if not found and len(tokens[0]) >= _PAIR:
            for name in self._by_beginning.get(tokens[0][:_PAIR], ()):
                if name.startswith(tokens[0]):
                    found.update({person.id: person for person in self._by_token[name]})
        return list(found.values())

    def is_collective(self, label: str) -> bool:
        """Whether the label is a word such as ALL or BOTH."""
        key = key_of(label)
        return key in self._words.all or key in self._words.both

    def speakers(self, label: str) -> list[Person]:
        """Who speaks under a label; empty for a collective word."""
        key = key_of(label)
        if key in self._by_key:
            return [self._by_key[key]]
        if self.is_collective(label):
            return []
        people: list[Person] = []
        for part in split_joint(label, self._words):
            part_key = key_of(part)
            person = self._by_key.get(part_key)
            if person is None and part_key and part[0].isupper():
                person = self._match(part_key) or self._add(part)
                self._by_key[part_key] = person
            if person is not None and person not in people:
                people.append(person)
        return people

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


def _fits(label: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word of the label is a word of the name or the beginning of one, in the same order."""
    at = 0
    for token in label:
        while at < len(name) and not (name[at] == token or (len(token) >= _PAIR and name[at].startswith(token))):
            at += 1
        if at == len(name):
            return False
        at += 1
    return True


def spoken_entries(entries: Sequence[Listed], labels: Container[str], words: Words) -> list[bool]:
    """For each entry, whether a word of its name, or the beginning of one, is a word of a label."""
    return [
        any(
            token[:end] in labels
            for token in key_of(name_proper(entry.name, words)).split()
            for end in range(_PAIR, len(token) + 1)
        )
        for entry in entries
    ]


def prune(entries: Sequence[Listed], labels: Iterable[str], words: Words) -> list[Listed]:
    """The entries without those that come again, and without what only follows the list.

    A list goes on after its last speaker with a few who are silent; many more are no list of characters.
    """
    tokens = frozenset(token for label in labels for token in label.split())
    speaking = spoken_entries(entries, tokens, words)
    last = max((at for at, speaks in enumerate(speaking) if speaks), default=-1)
    if sum(speaking) >= _LEAST_SPEAKING and len(entries) - last - 1 > _SILENT:
        entries = entries[: last + 1]
    kept: dict[tuple[str, str], Listed] = {}
    bare = Counter(key_of(entry.name) for entry in entries if entry.description)
    full = [name.split() for name in map(key_of, (entry.name for entry in entries)) if " " in name]
    proper = [name for name in full if not any(word in words.particles or word in words.ordinals for word in name)]
    for entry in entries:
        key = key_of(entry.name)
        shorter = not entry.description and sum(key in name for name in proper) == 1
        if key and not shorter and (entry.description or not bare[key]):
            kept.setdefault((key, entry.description), entry)
    return list(kept.values())


def folded_names(entries: Iterable[Listed]) -> frozenset[str]:
    """The keys of listed names, and of their single distinctive words."""
    keys = [key_of(entry.name) for entry in entries]
    words = Counter(word for key in keys for word in set(key.split()))
    single = {word for key in keys for word in key.split()[:1] if words[word] == 1 and len(word) >= _LEAST_CHARS}
    return frozenset(filter(None, keys)) | single

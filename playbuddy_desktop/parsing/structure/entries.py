"""The entries of a cast list in the light of who speaks: which parts of a line are names, and which describe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.likeness import fits, key_tokens, old_letters
from playbuddy_desktop.parsing.structure.names import split_joint
from playbuddy_desktop.parsing.structure.view import is_caps
from playbuddy_desktop.parsing.structure.words import Words, fold

_LEAST_CHARS: Final = 3
_UNMARKED: Final = 3
"""So many names followed by lower-case words show that descriptions follow names without a mark in a list."""
_MOSTLY: Final = 0.8
_GAP: Final = 1
_SENTENCE: Final = 9
_COMMA: Final = re.compile(r"[,;:]")
_DITTO: Final = frozenset({"idem", "id", "ditto", "item"})
_MAX_PARTS: Final = 12
_CALLED: Final = 2
"""So many words before a name say who that is: ``his wife MARTHA``. One is rather a part of it: ``DON PEDRO``."""


@dataclass(slots=True)
class Listed:
    """An entry of the cast list.

    Attributes:
        name: as printed.
        description: what the list says of them.
        at: position of the line, which entries of one line share.
        printed: the names of the line as they stand there together.
        title: the line repeats what stands before the list, as the play's title does after it.
        blank: blank lines before the line.
    """

    name: str
    description: str = ""
    at: int = -1
    printed: str = ""
    title: bool = False
    blank: int = 0


def name_proper(name: str, words: Words) -> str:
    """``Rose sister to Ann``: where a description follows the name without a mark, the name before it."""
    tokens = name.split()
    proper = False
    for at, token in enumerate(tokens):
        word = fold(token).strip(".,")
        if token.islower() and word not in words.particles and word not in words.and_ and proper:
            kept = tokens[:at]
            while kept and fold(kept[-1]) in words.particles:
                kept.pop()
            return " ".join(kept) or name
        proper = proper or (
            len(token) > _LEAST_CHARS and token[0].isupper()
            and word not in words.particles and word not in words.ordinals and word not in words.several
        )  # fmt: skip
    return name


class Labels:
    """The labels of a script, for asking whom of a list they name."""

    def __init__(self, labels: Iterable[str], words: Words) -> None:
        """Take the keys of all labels."""
        self._words = words
        self._tokens = {self._split(label) for label in labels}
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for tokens in sorted(self._tokens):
            if tokens:
                self._by_first.setdefault(tokens[0][:1], []).append(tokens)

    def _split(self, name: str) -> tuple[str, ...]:
        return tuple(map(old_letters, key_tokens(name, self._words)))

    def name_in(self, text: str) -> str:
        """The name in a part of a line by which a label calls somebody: all of it, or its last words; or ""."""
        tokens = self._split(text)
        if not tokens:
            return ""
        if any(
            fits(label, tokens) and tokens[0].startswith(label[0]) for label in self._by_first.get(tokens[0][:1], ())
        ):
            return text
        printed = text.split()
        for start in range(_CALLED, len(printed)):
            related = fold(printed[start - 1]) in self._words.particles
            if printed[start][0].isupper() and not related and self._split(" ".join(printed[start:])) in self._tokens:
                return " ".join(printed[start:])
        return ""

    def names(self, name: str) -> bool:
        """Whether a label is the whole name."""
        return self._split(name) in self._tokens


def refine(entries: Sequence[Listed], labels: Iterable[str], words: Words) -> list[Listed]:
    """The entries with names and descriptions parted as the labels show.

    ``ROSENCRANTZ, GUILDENSTERN, courtiers`` are two who share a description; ``FLINK, CAPTAIN OF THE GUARD`` is one;
    of ``Lear king of Britain`` the label LEAR is the name. A line of names of which nobody speaks is one entry.
    """
    known = Labels(labels, words)
    for before, entry in pairwise(entries):
        first, _, number = entry.name.partition(" ")
        if key_of(first) in _DITTO and number and before.name:
            entry.name = f"{before.name.split()[0]} {number}"
    unmarked = sum(not entry.description and name_proper(entry.name, words) != entry.name for entry in entries)
    refined: list[Listed] = []
    for at, group in groupby(entries, key=lambda entry: entry.at):
        line = list(group)
        refined.extend(_of_line(line, known, words) if at >= 0 else line)
    if unmarked >= _UNMARKED:
        for entry in refined:
            proper = name_proper(entry.name, words)
            if not entry.description and proper != entry.name and not known.names(entry.name):
                entry.name, entry.description = proper, entry.name[len(proper) :].strip()
    return refined


def _of_line(line: Sequence[Listed], known: Labels, words: Words) -> list[Listed]:
    """The entries of one line."""
    if len(line) == 1:
        return _with_others_named(line[0], known, words)
    named = [known.name_in(entry.name) for entry in line]
    first = line[0]
    if not any(named):
        first.name, first.description = _all_together(line)
        return [first]
    kept: list[Listed] = []
    for entry, name in zip(line, named, strict=True):
        if name or not kept:
            before = entry.name[: len(entry.name) - len(name)].strip() if name else ""
            kept.append(Listed(name or entry.name, entry.description or before, entry.at, entry.printed, entry.title))
        else:
            for other in [one for one in kept if not one.description] or kept[-1:]:
                other.description = ", ".join(filter(None, (other.description, entry.name)))
    return kept


def _all_together(line: Sequence[Listed]) -> tuple[str, str]:
    first = line[0]
    if first.printed:
        return first.printed, first.description
    rest = ", ".join(entry.name for entry in line[1:])
    return first.name, ", ".join(filter(None, (rest, first.description)))


def _with_others_named(entry: Listed, known: Labels, words: Words) -> list[Listed]:
    """An entry, and those whom its description goes on to name: ``Rosencrantz, Guildenstern, courtiers``."""
    others: list[Listed] = []
    parts = entry.description.split(",")
    if len(parts) > _MAX_PARTS or not parts[0][:1].isupper():
        return [entry]
    while parts:
        names = [name.strip() for name in split_joint(parts[0], words)]
        if not names or not all(name[:1].isupper() and known.names(name) for name in names):
            break
        others.extend(Listed(name, "", entry.at) for name in names)
        parts.pop(0)
    if not others:
        return [entry]
    entry.description = ",".join(parts).strip()
    for other in others:
        other.description = entry.description
    return [entry, *others]


def share_braced(entries: Sequence[Listed], braced: Sequence[int]) -> None:
    """Give what stands beside a brace to all entries of its lines.

    Args:
        entries: of the list; changed.
        braced: rising positions of the lines that a brace joins.
    """
    runs: list[list[int]] = []
    for at in braced:
        if runs and at - runs[-1][-1] == 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        inside = [entry for entry in entries if entry.at in run]
        said = " ".join(dict.fromkeys(entry.description for entry in inside if entry.description))
        if len(inside) > 1 and sum(bool(entry.description) for entry in inside) == 1:
            for entry in inside:
                entry.description = said


def end_of_list(entries: Sequence[Listed], spoken: Sequence[bool]) -> int:
    """How many entries belong to the list: the title that follows it, a wider gap or prose, and all after, do not.

    A name in the title that an earlier entry bears is no entry of its own.
    """
    named: set[str] = set()
    last = -1
    for at, (entry, speaks) in enumerate(zip(entries, spoken, strict=True)):
        words = set(key_of(entry.name).split())
        if speaks and not (entry.title and named & words):
            last = at
        named |= words
    widest = max((entry.blank for entry in entries[1 : last + 1]), default=len(entries))
    ends = (
        at for at in range(last + 1, len(entries))
        if entries[at].title or entries[at].blank > max(widest, _GAP) or _is_prose(entries[at])
    )  # fmt: skip
    return next(ends, len(entries))


def _is_prose(entry: Listed) -> bool:
    """Whether a line runs on as sentences do, not from comma to comma."""
    return any(len(part.split()) >= _SENTENCE for part in _COMMA.split(entry.description))


def start_of_list(entries: Sequence[Listed], spoken: Sequence[bool]) -> int:
    """How many lines stand above the first speaker of a list in capitals, in other letters: theatres, actors."""
    first = next((at for at, speaks in enumerate(spoken) if speaks), 0)
    names = [entry.name for entry, speaks in zip(entries, spoken, strict=True) if speaks]
    in_caps = sum(map(is_caps, names)) > _MOSTLY * len(names)
    return next((at for at in range(first) if is_caps(entries[at].name)), first) if in_caps else 0

"""The steps that turn one order of rows into another, as few as a view's selection and scroll position deserve."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Removed:
    """Rows ``first`` to ``last`` (inclusive) go."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The row ``row`` goes before the row that is ``before`` now; ``before`` may be the number of rows."""

    row: int
    before: int


@dataclass(frozen=True, slots=True)
class Inserted(Generic[K]):
    """New rows come, the first of them at ``at``."""

    at: int
    keys: tuple[K, ...]


Edit = Removed | Moved | Inserted[K]


def edits(old: Sequence[K], new: Sequence[K]) -> Iterator[Edit[K]]:
    """Yield edits which, applied one after the other, turn ``old`` into ``new``; keys occur once in each.

    Rows are moved only when they must: those on a longest common order stay where they are.
    """
    rows = list(old)
    places = {key: place for place, key in enumerate(new)}
    yield from _removals(rows, places)
    known = set(rows)
    yield from _moves(rows, [key for key in new if key in known], places)
    yield from _insertions(rows, new)


def _removals(rows: list[K], places: dict[K, int]) -> Iterator[Edit[K]]:
    last = len(rows) - 1
    while last >= 0:
        first = last
        while first >= 0 and rows[first] not in places:
            first -= 1
        if first < last:
            yield Removed(first + 1, last)
            del rows[first + 1 : last + 1]
        last = first - 1


def _moves(rows: list[K], kept: list[K], places: dict[K, int]) -> Iterator[Edit[K]]:
    steady = _longest_rising(rows, places)
    following: K | None = None
    for key in reversed(kept):
        if key not in steady:
            row = rows.index(key)
            before = len(rows) if following is None else rows.index(following)
            if before != row + 1:
                yield Moved(row, before)
                rows.insert(before, key)
                del rows[row if row < before else row + 1]
        following = key


def _insertions(rows: list[K], new: Sequence[K]) -> Iterator[Edit[K]]:
    known = set(rows)
    at = 0
    while at < len(new):
        end = at
        while end < len(new) and new[end] not in known:
            end += 1
        if end > at:
            yield Inserted(at, tuple(new[at:end]))
        at = end + 1


def _longest_rising(rows: list[K], places: dict[K, int]) -> set[K]:
    """The keys of a longest subsequence of ``rows`` whose places rise (patience sorting)."""
    ends: list[int] = []  # the smallest place that ends a rising run of each length
    enders: list[int] = []  # the row it stands in
    before: list[int | None] = []  # for each row, the row before it in its run
    for row, key in enumerate(rows):
        length = bisect_left(ends, places[key])
        before.append(enders[length - 1] if length else None)
        if length == len(ends):
            ends.append(places[key])
            enders.append(row)
        else:
            ends[length] = places[key]
            enders[length] = row
    steady: set[K] = set()
    at = enders[-1] if enders else None
    while at is not None:
        steady.add(rows[at])
        at = before[at]
    return steady

"""Completes a document with what can be told of every format once all lines are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from playbuddy_desktop.parsing.document import Alignment, Document, Line
from playbuddy_desktop.parsing.extract.flow import POINTS_PER_BLANK
from playbuddy_desktop.parsing.extract.language import detect_language_of

_SAME_PLACE: Final = 3.0
"""Points: half a blank. Lines that begin so near to each other begin at one place."""
_FEWEST: Final = 3
_COMMON: Final = 0.01
"""How many lines must begin at a place for it to count, and which share of all lines."""


def complete(document: Document, format_: str) -> Document:
    """Fill in the reader's name, the language and the places of lines, as far as the reader has not."""
    document.reader = document.reader or format_
    document.language, document.language_confidence = detect_language_of(document.lines)
    body = [line for line in document.lines if line.furniture is None]
    _mark_clusters(body)
    _measure_from_middle(body, document.page_sizes)
    return document


def _mark_clusters(lines: Sequence[Line]) -> None:
    """Number the places where many lines begin. Centred lines begin anywhere, so they are left aside."""
    begun = [line for line in lines if line.alignment not in (Alignment.CENTRE, Alignment.RIGHT)]
    counts = Counter(map(_place, begun))
    enough = max(_FEWEST, _COMMON * len(begun))
    clusters: dict[float, int] = {}
    for number, group in enumerate(
        group for group in _neighbours(counts) if sum(counts[place] for place in group) >= enough
    ):
        clusters.update(dict.fromkeys(group, number))
    for line in begun:
        line.x_cluster = clusters.get(_place(line))


def _place(line: Line) -> float:
    return line.indent_chars * POINTS_PER_BLANK if line.indent is None else round(line.indent * 2) / 2


def _neighbours(places: Iterable[float]) -> list[list[float]]:
    """Places in groups that are near to each other, from left to right."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][0] <= _SAME_PLACE:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _measure_from_middle(lines: Sequence[Line], sizes: Sequence[tuple[float, float]]) -> None:
    if not sizes:
        return
    for line in lines:
        if line.page is not None and line.x0 is not None and line.x1 is not None and line.page <= len(sizes):
            line.off_middle = round((line.x0 + line.x1 - sizes[line.page - 1][0]) / 2, 1)

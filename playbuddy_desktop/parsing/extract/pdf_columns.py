"""Finds the two columns of a page and tells which words belong to which."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from operator import attrgetter
from statistics import median
from typing import Final

from playbuddy_desktop.parsing.extract.pdf_words import Word

_SAME_ROW: Final = 0.4
"""Distance of baselines, in font sizes, within which words stand on one row."""
_COLUMN_GAP: Final = 0.8
"""Width, in font sizes, of a gap that ends a line too long for its column."""
_GUTTER_WIDTH: Final = 8
_GUTTER_ZONE: Final = (0.35, 0.65)
_CROSSING_SHARE: Final = 0.05
_MIN_COLUMN_ROWS: Final = 8
_FULL: Final = 0.5
"""Columns are filled to more than half of their width; the left half of a speaker | line table is not."""

_by_height: Final = attrgetter("y")
_by_place: Final = attrgetter("x0")

Gutter = tuple[float, float]
"""Left and right side of the empty stripe between two columns, in points."""


def right_part(group: Sequence[Word], gutter: Gutter) -> int:
    """Index of the first word of the right column.

    A line number in the gutter belongs to the row that it stands beside, to the left one if there are two.
    """
    left, right = gutter
    at = next((at for at, word in enumerate(group) if word.x0 + word.x1 > left + right), len(group))
    beside = at > 0
    while at < len(group) and beside and group[at].text.isdigit() and group[at].x0 < right:
        at += 1
    overlong = at < len(group) and _crosses(group[at], gutter)
    return _gap_after(group, gutter) if overlong else at


def _gap_after(group: Sequence[Word], gutter: Gutter) -> int:
    """Index of the first word in the right column after a gap; the number of words if there is none."""
    text = [at for at, word in enumerate(group) if not word.text.isdigit()]
    for before, at in itertools.pairwise(text):
        word = group[at]
        if word.x0 >= gutter[1] - 1 and word.x0 - group[before].x1 > _COLUMN_GAP * word.size:
            return at
    return len(group)


def find_gutter(groups: Sequence[Sequence[Word]]) -> Gutter | None:
    """The widest empty stripe down the middle of the page, if both sides of it are well filled.

    Args:
        groups: the page's words by baseline.
    """
    if sum(map(len, groups)) < 4 * _MIN_COLUMN_ROWS:
        return None
    words = [word for group in groups for word in group]
    left, right = min([group[0].x0 for group in groups]), max([word.x1 for word in words])
    low, high = (int(left + (right - left) * share) for share in _GUTTER_ZONE)
    changes = [0] * (high - low + 2)
    for word in words:
        x0, x1 = word.x0, word.x1
        if x1 > low and x0 < high and not word.text.isdigit():
            changes[int(x0) - low if x0 > low else 0] += 1
            changes[int(x1) - low + 1 if x1 < high else high - low + 1] -= 1
    allowed = _CROSSING_SHARE * _row_count(words)
    start, width, begin = 0, 0, 0
    for at, crossing in enumerate(itertools.accumulate(changes[:-1])):
        if crossing > allowed:
            begin = at + 1
        elif at + 1 - begin > width:
            start, width = begin, at + 1 - begin
    gutter = (float(low + start), float(low + start + width))
    filled = width >= _GUTTER_WIDTH and _well_filled(groups, left, gutter[0]) and _well_filled(groups, gutter[1], right)
    return gutter if filled else None


def _well_filled(groups: Sequence[Sequence[Word]], left: float, right: float) -> bool:
    low, high = left - 1, right + 1
    inside = ([word for word in group if word.x0 >= low and word.x1 <= high] for group in groups)
    widths = [group[-1].x1 - group[0].x0 for group in inside if group]
    return len(widths) >= _MIN_COLUMN_ROWS and median(widths) > _FULL * (right - left)


def still_there(gutter: Gutter | None, words: Sequence[Word]) -> Gutter | None:
    """The gutter of the pages before, if nearly nothing of this page crosses it: a last page is only half full."""
    if gutter is None:
        return None
    crossing = sum(_crosses(word, gutter) for word in words)
    return gutter if crossing <= _CROSSING_SHARE * _row_count(words) else None


def _row_count(words: Sequence[Word]) -> int:
    return len({round(word.y) for word in words})


def _crosses(word: Word, gutter: Gutter) -> bool:
    middle = (gutter[0] + gutter[1]) / 2
    return word.x0 < middle < word.x1 and not word.text.isdigit()


def spans_columns(group: Sequence[Word], gutter: Gutter) -> bool:
    """Whether a row runs across both columns; a line that is only too long for its column does not."""
    crossing = any(_crosses(word, gutter) for word in group) or _meets_within(group, gutter)
    return crossing and _gap_after(group, gutter) == len(group)


def _meets_within(group: Sequence[Word], gutter: Gutter) -> bool:
    """Whether words reach into the gutter from both sides, such as those of a head with a blank in the very middle."""
    left, right = gutter
    middle = (left + right) / 2
    inside = [word for word in group if word.x1 > left + 1 and word.x0 < right - 1 and not word.text.isdigit()]
    return any(word.x1 <= middle for word in inside) and any(word.x0 >= middle for word in inside)


def group_by_baseline(words: Iterable[Word]) -> list[list[Word]]:
    """Words by common baseline, from top to bottom, each group from left to right."""
    groups: list[list[Word]] = []
    last: list[Word] = []
    first = None
    for word in sorted(words, key=_by_height):
        if first is not None and word.y - first.y <= _SAME_ROW * max(word.size, first.size):
            last.append(word)
        else:
            first, last = word, [word]
            groups.append(last)
    for group in groups:
        group.sort(key=_by_place)
    return groups

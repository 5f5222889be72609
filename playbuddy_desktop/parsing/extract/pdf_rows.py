"""Puts the words of a page together to printed rows, in reading order, also where the page has two columns."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from playbuddy_desktop.parsing.document import Run
from playbuddy_desktop.parsing.extract.pdf_columns import (
    Gutter,
    find_gutter,
    group_by_baseline,
    right_part,
    spans_columns,
    still_there,
)
from playbuddy_desktop.parsing.extract.pdf_words import LINE_END_HYPHENS, SMALL_NUMBER, Style, Word

_TAB_GAP: Final = 2.0
_NUMBER_GAP: Final = 1.0
"""Widths, in font sizes, from which a gap separates: text from text, and text from a number in the margin."""
_SMALL_NUMBER_GAP: Final = -0.3
"""A number that is set smaller than the text may touch a line that is as long as its column."""
_RAISED_SIZE: Final = 0.8
_RAISED_BY: Final = 0.2
_SMALL_CAPS_SIZES: Final = (0.62, 0.92)
_SPELLED_OUT: Final = {
    **dict.fromkeys(map(ord, LINE_END_HYPHENS), "-"),
    **dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), start=0xFB00)),
}
"""Hyphens at line ends, and the ligatures that are characters of their own."""
_style_of_part: Final = itemgetter(0)


@dataclass(slots=True)
class Row:
    """A printed row.

    Attributes:
        page: 1-based; column: 0, or 1 for the right one of two.
        x0, x1: its sides; y: its baseline; size: of most of its letters; in points from the page's top left.
        number: a number that stands apart at its left (side -1) or right (side 1), not part of ``text``.
        notes: raised marks of footnotes, not part of ``text``.
        confidence: of a text recognition, 0 to 1; None where the file holds the text.
    """

    text: str
    runs: tuple[Run, ...]
    page: int
    column: int
    x0: float
    x1: float
    y: float
    size: float
    number: tuple[int, str, float, float] | None = None
    notes: tuple[str, ...] = ()
    confidence: float | None = None


def page_rows(words: Sequence[Word], page: int, known: Gutter | None) -> tuple[list[Row], Gutter | None]:
    """Build the rows of a page in reading order.

    Args:
        words: in the order of the page's content.
        page: 1-based.
        known: the gutter of the pages before, if they had two columns.

    Returns:
        the rows and this page's gutter; None when the page has one column.
    """
    groups = group_by_baseline(words)
    gutter = find_gutter(groups) or still_there(known, words)
    if gutter is None:
        return [_row(group, page, 0) for group in groups], None
    rows: list[Row] = []
    columns: tuple[list[Word], list[Word]] = ([], [])
    for group in groups:
        if spans_columns(group, gutter):
            rows += _column_rows(columns, page)
            columns = ([], [])
            rows.append(_row(group, page, 0))
        else:
            right = right_part(group, gutter)
            for at, word in enumerate(group):
                columns[at >= right].append(word)
    return rows + _column_rows(columns, page), gutter


def _column_rows(columns: tuple[list[Word], list[Word]], page: int) -> list[Row]:
    return [_row(part, page, number) for number, column in enumerate(columns) for part in group_by_baseline(column)]


def _row(words: list[Word], page: int, column: int) -> Row:
    size = max([word.size for word in words])
    notes = [word for word in words if word.size <= _RAISED_SIZE * size and _is_raised(word, words, size)]
    plain = [word for word in words if word not in notes] if notes else words
    number, plain = _margin_number(plain, size)
    text, runs, common_size = _set(plain, size)
    return Row(
        text,
        runs,
        page,
        column,
        plain[0].x0,
        max([word.x1 for word in plain]),
        sum([word.y for word in plain]) / len(plain),
        common_size,
        number,
        tuple([word.text for word in notes]),
        _confidence(words),
    )


def _confidence(words: Sequence[Word]) -> float | None:
    """The mean over the letters."""
    known = [(word.confidence, len(word.text)) for word in words if word.confidence is not None]
    if not known:
        return None
    return round(sum(sure * letters for sure, letters in known) / sum(letters for _sure, letters in known), 3)


def _is_raised(word: Word, words: Sequence[Word], size: float) -> bool:
    """Whether a word is the raised mark of a note: small, high, and a number or a sign."""
    if word.size > _RAISED_SIZE * size or not (word.text.isdigit() or not word.text.isalnum()):
        return False
    baseline = max((other.y for other in words if other.size > _RAISED_SIZE * size), default=word.y)
    return baseline - word.y > _RAISED_BY * size


def _margin_number(words: list[Word], size: float) -> tuple[tuple[int, str, float, float] | None, list[Word]]:
    """Take off a number that stands apart at an end of the row."""
    if len(words) > 1:
        for side, number, neighbour in ((1, words[-1], words[-2]), (-1, words[0], words[1])):
            gap = max(number.x0, neighbour.x0) - min(number.x1, neighbour.x1)
            apart = _SMALL_NUMBER_GAP if number.size < SMALL_NUMBER * size else _NUMBER_GAP
            if gap > apart * size and number.text.isdecimal():
                return (side, number.text, number.x0, number.x1), words[:-1] if side > 0 else words[1:]
    return None, words


def _set(words: Sequence[Word], size: float) -> tuple[str, tuple[Run, ...], float]:
    """Text and runs of the words, and the size of most letters."""
    blanks = [""]
    for before, word in itertools.pairwise(words):
        blanks.append("" if word.glued else "\t" if word.x0 - before.x1 > _TAB_GAP * size else " ")
    style = words[0].pieces[0].style
    if any(len(word.pieces) > 1 or word.pieces[0].style is not style for word in words):
        return _set_in_styles(words, blanks, size)
    texts = [word.pieces[0].text for word in words]
    text = _spelled_out("".join(itertools.chain.from_iterable(zip(blanks, texts, strict=True))))
    return text, (_run(0, len(text), style, style.small_caps),), style.size


def _set_in_styles(words: Sequence[Word], blanks: Sequence[str], size: float) -> tuple[str, tuple[Run, ...], float]:
    """The same for words in several styles; a blank is set like what stands before it.

    Capitals in two sizes are small capitals, and count as large as their initials.
    """
    several = len({piece.style.size for word in words for piece in word.pieces}) > 1
    letters: Counter[float] = Counter()
    parts: list[tuple[tuple[Style, bool], str]] = []
    style = words[0].pieces[0].style
    for blank, word in zip(blanks, words, strict=True):
        if blank:
            parts.append(((style, style.small_caps), blank))
            letters[style.size] += 1
        for piece in word.pieces:
            style = piece.style
            reduced = several and _is_reduced(piece.text, style, size)
            parts.append(((style, style.small_caps or reduced), _spelled_out(piece.text)))
            letters[size if reduced else style.size] += len(piece.text)
    runs: list[Run] = []
    end = 0
    for (style, small_caps), group in itertools.groupby(parts, key=_style_of_part):
        start, end = end, end + sum([len(text) for _style, text in group])
        runs.append(_run(start, end, style, small_caps))
    text = "".join([text for _style, text in parts])
    return text, tuple(runs), letters.most_common(1)[0][0]


def _spelled_out(text: str) -> str:
    return text if text.isascii() and "\x02" not in text else text.translate(_SPELLED_OUT)


@lru_cache(maxsize=4096)
def _run(start: int, end: int, style: Style, small_caps: bool) -> Run:
    """A run; most lines have the same as many others, which share it."""
    return Run(start, end, style.bold, style.italic, small_caps=small_caps, size=style.size, font=style.font)


def _is_reduced(text: str, style: Style, largest: float) -> bool:
    """Whether capitals are set as small as small capitals are."""
    low, high = _SMALL_CAPS_SIZES
    return text.isupper() and low * largest <= style.size <= high * largest

"""Turns the printed rows of a whole PDF into lines: what stands out is told by comparing each row with all others."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from playbuddy_desktop.parsing.document import Alignment, Furniture, Line
from playbuddy_desktop.parsing.extract.furniture import PrintedLine, find_furniture, settle_page_breaks
from playbuddy_desktop.parsing.extract.line_numbers import count_lines
from playbuddy_desktop.parsing.extract.pdf_rows import Row
from playbuddy_desktop.parsing.extract.shares import is_rtl, set_shares

_SAME_SIZE: Final = 0.06
_SCANNED_SIZE: Final = 0.3
"""Share of the body's size within which sizes are one."""
_COMMON_SHARE: Final = 0.1
_EXTRA_GAP: Final = 0.35
"""From this much more than the usual distance of lines, as a share of it, a gap counts as a blank line."""
_MIN_PAGES_FOR_SIDES: Final = 6
_MARGIN_SHARE: Final = 0.04
"""The left margin is the leftmost place where this share of the rows begins."""
_MIN_CENTRED_WIDTHS: Final = 3
_CENTRE_TOLERANCE: Final = 2.5
_CENTRE_DRIFT: Final = 0.12
"""How far from the middle of the text block or page, as a share of its width, rows may be centred."""
_EDGE_TOLERANCE: Final = 1.5
_JUSTIFIED_SHARE: Final = 0.25
_RIGHT_HALF: Final = 0.4
_LIKELY: Final = 0.7
_NEARLY_SURE: Final = 0.9
_WIDE_GAP: Final = 0.5
_BLANK_GAP: Final = 0.1
"""Widths, in font sizes, from which a number stands apart from the text, and from which a blank parts them."""
_ASCENT: Final = 0.8
_ASCENDER_GAP: Final = 1.0
_FrameKey = tuple[int, int]
"""Column, and whether the page is a right one (1) or a left one (0)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The text block of one column on left or right pages.

    Attributes:
        left, right: its margins in points.
        middle: around which its rows are centred, if some are.
        widths: how many different widths of rows speak for that.
        starts: for each place where rows begin, how many different middles they have.
        justified: whether its rows end at the right margin.
    """

    left: float
    right: float
    middle: float | None
    widths: int
    starts: dict[int, int]
    justified: bool


def lay_out(rows: list[Row], page_widths: dict[int, float], *, scanned: bool = False) -> list[Line]:
    """Make lines of rows, in the same order.

    Args:
        rows: of all pages in reading order; the list is empty afterwards, so that the lines take the rows' place in
            memory.
        page_widths: width of each page in points, by its number.
        scanned: the rows come from a text recognition, whose font sizes waver.
    """
    body_size = _body_size(rows)
    gaps = _gaps(rows, body_size)
    blanks = [max(1, round(gap)) if gap >= _EXTRA_GAP else 0 for gap in gaps]
    furniture = _furniture(rows, gaps)
    numbered = _has_line_numbers(row for at, row in enumerate(rows) if at not in furniture)
    frames = _frames([row for at, row in enumerate(rows) if at not in furniture], page_widths)
    ranks = _size_ranks(rows, body_size, _SCANNED_SIZE if scanned else _SAME_SIZE)
    lines: list[Line] = []
    for at, row in enumerate(_taken(rows)):
        line = _line(row, blanks[at], ranks[_round(row.size)])
        line.furniture = furniture.get(at)
        if row.number is not None and not (numbered and line.furniture is None):
            _put_back(line, row)
        set_shares(line)
        frame = frames.get(_frame_key(row, page_widths))
        if frame is not None and line.furniture is None:
            line.indent = round(row.x0 - frame.left, 1)
            line.alignment, line.alignment_confidence = _alignment(row, frame)
        lines.append(line)
        lines += _beside(row, line, numbered=numbered)
    _mark_notes(lines)
    settle_page_breaks(lines)
    return lines


def _taken(rows: list[Row]) -> Iterator[Row]:
    """The rows in order, taken out of the list one by one."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _line(row: Row, gap: int, rank: int) -> Line:
    return Line(
        row.text,
        row.runs,
        row.page,
        round(row.x0, 1),
        round(row.x1, 1),
        round(row.y - _ASCENT * row.size, 1),
        size_rank=rank,
        blank_before=gap,
        column=row.column,
        rtl=is_rtl(row.text),
        confidence=row.confidence,
    )


def _put_back(line: Line, row: Row) -> None:
    """The number beside the row is part of its text after all."""
    assert row.number is not None  # noqa: S101 - told by the caller
    side, number, x0, x1 = row.number
    line.x0, line.x1 = round(min(row.x0, x0), 1), round(max(row.x1, x1), 1)
    gap = x0 - row.x1 if side > 0 else row.x0 - x1
    blank = "\t" if gap > _WIDE_GAP * row.size else " " if gap > _BLANK_GAP * row.size else ""
    if side > 0:
        line.text = f"{row.text}{blank}{number}"
        if line.runs:
            line.runs = (*line.runs, type(line.runs[-1])(len(row.text), len(line.text)))
        return
    shift = len(number) + len(blank)
    line.text = f"{number}{blank}{row.text}"
    moved = (replace(run, start=run.start + shift, end=run.end + shift) for run in row.runs)
    line.runs = (type(row.runs[0])(0, shift), *moved) if row.runs else ()


def _beside(row: Row, line: Line, *, numbered: bool) -> Iterator[Line]:
    """What stands beside a row and is no text: its line number and the marks of notes."""
    if row.number is not None and numbered and line.furniture is None:
        _side, number, x0, x1 = row.number
        yield Line(number, page=row.page, x0=round(x0, 1), x1=round(x1, 1), y=line.y, furniture=Furniture.LINE_NUMBER)
    for mark in row.notes:
        yield Line(mark, page=row.page, y=line.y, size_rank=-1, furniture=Furniture.NOTE)


def _round(size: float) -> float:
    return round(size * 2) / 2


def _body_size(rows: Sequence[Row]) -> float:
    letters: Counter[float] = Counter()
    for row in rows:
        letters[_round(row.size)] += len(row.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _size_ranks(rows: Sequence[Row], body: float, tolerance: float) -> dict[float, int]:
    """Rank of each size: 0 for the body's, rising with the larger and falling with the smaller ones."""
    ranks: dict[float, int] = {}
    sizes = sorted({_round(row.size) for row in rows})
    for direction, ordered in ((1, [s for s in sizes if s >= body]), (-1, [s for s in reversed(sizes) if s < body])):
        rank, reference = 0, body
        for size in ordered:
            if abs(size - reference) > tolerance * body:
                rank, reference = rank + direction, size
            ranks[size] = rank
    return ranks


def _gaps(rows: Sequence[Row], body_size: float) -> list[float]:
    """How much further each row stands from the one before than usual, in usual distances of lines."""
    distances = [
        row.y - before.y if row.page == before.page and row.column == before.column else 0.0
        for before, row in itertools.pairwise(rows)
    ]
    leading = _leading(distances, body_size)
    if not leading:
        return [0.0] * len(rows)
    return [
        0.0,
        *(
            (distance - leading - max(0.0, row.size - body_size) * _ASCENDER_GAP) / leading
            for distance, row in zip(distances, rows[1:], strict=True)
        ),
    ]


def _leading(distances: Sequence[float], body_size: float) -> float:
    """The distance of lines within a paragraph: the smallest that is common."""
    usual = Counter(round(distance * 2) / 2 for distance in distances if 0.8 * body_size < distance < 3 * body_size)
    common = [distance for distance, count in usual.items() if count >= _COMMON_SHARE * usual.total()]
    return min(common, default=1.2 * body_size)


def _furniture(rows: Sequence[Row], gaps: Sequence[float]) -> dict[int, Furniture]:
    pages = []
    for page, group in itertools.groupby(enumerate(rows), key=lambda item: item[1].page):
        stacked = sorted(group, key=lambda item: item[1].y)
        above = [gaps[at] for at, _row in stacked]
        below = [*above[1:], 0.0]
        pages.append(
            [
                PrintedLine(at, page, _full_text(row), row.y, gap_above, gap_below)
                for (at, row), gap_above, gap_below in zip(stacked, above, below, strict=True)
            ]
        )
    return find_furniture(pages)


def _full_text(row: Row) -> str:
    if row.number is None:
        return row.text
    return f"{row.text}\t{row.number[1]}" if row.number[0] > 0 else f"{row.number[1]}\t{row.text}"


def _has_line_numbers(rows: Iterator[Row]) -> bool:
    """Whether the numbers beside the text count its lines: they rise in steps of five, or one by one."""
    return count_lines([int(row.number[1]) for row in rows if row.number is not None])


def _frame_key(row: Row, page_widths: dict[int, float]) -> _FrameKey:
    sides = len(page_widths) >= _MIN_PAGES_FOR_SIDES
    return row.column, row.page % 2 if sides else 0


def _frames(rows: Sequence[Row], page_widths: dict[int, float]) -> dict[_FrameKey, Frame]:
    groups: dict[_FrameKey, list[Row]] = defaultdict(list)
    for row in rows:
        groups[_frame_key(row, page_widths)].append(row)
    width = Counter(map(_round, page_widths.values())).most_common(1)[0][0] if page_widths else 0.0
    two_columns = any(column for column, _side in groups)
    margins = _margins(groups)
    return {key: _frame(group, margins[key], None if two_columns else width) for key, group in groups.items()}


def _margins(groups: Mapping[_FrameKey, Sequence[Row]]) -> dict[_FrameKey, float]:
    """The left margin of each frame.

    It may be rarely used, such as for the directions of a manuscript: so the left and right pages of a column, which
    differ by a shift at most, are looked at together.
    """
    margins: dict[_FrameKey, float] = {}
    for column in {column for column, _side in groups}:
        sides = {key: rows for key, rows in groups.items() if key[0] == column}
        usual = {key: Counter(round(row.x0) for row in rows).most_common(1)[0][0] for key, rows in sides.items()}
        places = [row.x0 - usual[key] for key, rows in sides.items() for row in rows]
        starts = Counter(map(round, places))
        enough = max(2, _MARGIN_SHARE * len(places))
        common = [place for place in starts if starts[place - 1] + starts[place] + starts[place + 1] >= enough]
        left = min(common or starts)
        for key, rows in sides.items():
            own = float(left + usual[key])
            margins[key] = min((row.x0 for row in rows if abs(row.x0 - own) <= 1), default=own)
    return margins


def _frame(rows: Sequence[Row], left: float, page_width: float | None) -> Frame:
    ends = sorted(row.x1 for row in rows)
    right = ends[int(len(ends) * 0.97)]
    full = sum(abs(row.x1 - right) <= _EDGE_TOLERANCE for row in rows)
    middle, widths = _middle(rows, left, right, page_width)
    middles: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        middles[round(row.x0)].add(round((row.x0 + row.x1) / 4))
    spread = {x0: len(found) for x0, found in middles.items()}
    return Frame(left, right, middle, widths, spread, full >= _JUSTIFIED_SHARE * len(rows))


def _middle(rows: Sequence[Row], left: float, right: float, page_width: float | None) -> tuple[float | None, int]:
    """The middle that rows of many different widths share."""
    widths: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.x0 > left + row.size:
            widths[round((row.x0 + row.x1) / 2)].add(round((row.x1 - row.x0) / 4))
    evidence = {at: len(widths[at].union(*(widths.get(at + d, set()) for d in (-1, 1)))) for at in list(widths)}
    references = [(left + right) / 2, *([page_width / 2] if page_width else [])]
    likely = {
        at: count
        for at, count in evidence.items()
        if any(abs(at - reference) <= _CENTRE_DRIFT * (right - left) for reference in references)
    }
    if not likely:
        return None, 0
    best = max(likely, key=lambda at: (likely[at], -min(abs(at - reference) for reference in references)))
    if likely[best] >= _MIN_CENTRED_WIDTHS:
        return float(best), likely[best]
    near = min(likely, key=lambda at: min(abs(at - reference) for reference in references))
    close = min(abs(near - reference) for reference in references) <= _CENTRE_TOLERANCE
    return (float(near), likely[near]) if close else (None, 0)


def _alignment(row: Row, frame: Frame) -> tuple[Alignment, float]:
    """How a row stands in its frame, and how sure that is.

    For a centred row speak the widths of rows around one middle, against it the other rows that begin where it does.
    """
    indented = row.x0 > frame.left + row.size
    if frame.middle is not None and indented:
        off = abs((row.x0 + row.x1) / 2 - frame.middle)
        if off <= _CENTRE_TOLERANCE and frame.widths >= frame.starts.get(round(row.x0), 0):
            rivals = max(frame.starts.get(round(row.x0), 0) - 1, 0)
            return Alignment.CENTRE, round(frame.widths / (frame.widths + rivals), 2)
    at_right = abs(row.x1 - frame.right) <= _EDGE_TOLERANCE
    if at_right and row.x0 > frame.left + _RIGHT_HALF * (frame.right - frame.left):
        return Alignment.RIGHT, _LIKELY
    if at_right and frame.justified:
        return Alignment.JUSTIFIED, _LIKELY
    return Alignment.LEFT, _LIKELY if indented else _NEARLY_SURE


def _mark_notes(lines: Sequence[Line]) -> None:
    """Small print at the foot of a page, after a gap, from the first line with the mark of a note on."""
    for _page, group in itertools.groupby(lines, key=lambda line: line.page):
        body = [line for line in group if line.furniture is None]
        foot = list(itertools.takewhile(lambda line: line.size_rank < 0, reversed(body)))
        if not foot or len(foot) == len(body):
            continue
        for line in itertools.dropwhile(lambda line: not _begins_note(line.text), reversed(foot)):
            line.furniture = Furniture.NOTE


def _begins_note(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "*†‡§"

"""Tells running heads, running feet and folios from the text of paged scripts.

A line that repeats at the top of pages may be a running head or the cue of a character who speaks often. So repetition
alone is no proof: a head stands apart from the text, covers most pages, carries the number of the page, or is on far
more page tops than inside pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from playbuddy_desktop.parsing.document import Furniture, Line

_MIN_PAGES: Final = 3
_MOST: Final = 0.6
"""Share of the pages that a head covers when it does not stand apart."""
_BAND: Final = 0.5
"""Share of the pages that have a head at all where heads change with the scene."""
_APART: Final = 0.6
"""Blank lines, in parts of one, from which on a head stands apart: its distance is 1.6 lines."""
_LAYERS: Final = 2
"""Head and folio may stand on two lines."""
_FOLIO: Final = re.compile(
    r"(?:p(?:age|ágina|agina|\.)?\s*|seite\s*|s\.\s*)?[-–—\[(]?\s*(\d{1,4}|[ivxlc]{1,8})\s*[-–—\])]?\.?"
    r"(?:\s*(?:/|of|de|von|di|sur)\s*\d{1,4})?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![\w.])(\d{1,4})(?![\w])")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(slots=True)
class PrintedLine:
    """A line as far as its place on the page goes.

    Attributes:
        index: names the line to the caller.
        page: 1-based.
        text: as printed.
        height: of its place on the page, in any unit.
        gap_above, gap_below: blank lines between it and its neighbours on the page.
    """

    index: int
    page: int
    text: str
    height: float
    gap_above: float
    gap_below: float


def find_furniture(pages: Sequence[Sequence[PrintedLine]]) -> dict[int, Furniture]:
    """Find the furniture of a document.

    Args:
        pages: the lines of each page from top to bottom.

    Returns:
        index of a line to what it is; lines of the text are not in it.
    """
    found: dict[int, Furniture] = {}
    inside = Counter(_key(line.text) for page in pages for line in page[_LAYERS:-_LAYERS])
    for top in (True, False):
        rest = [list(page) if top else list(reversed(page)) for page in pages]
        for _layer in range(_LAYERS):
            edge = [page[0] for page in rest if len(page) > 1]
            marked = _judge(edge, inside, top=top, page_count=len(pages))
            if not marked:
                break
            found.update(marked)
            rest = [page[1:] for page in rest if page and page[0].index in marked]
    return found


def _judge(edge: list[PrintedLine], inside: Counter[str], *, top: bool, page_count: int) -> dict[int, Furniture]:
    """Which of the outermost lines of the pages are furniture."""
    if page_count < _MIN_PAGES or not edge:
        return {}
    kind = Furniture.HEADER if top else Furniture.FOOTER
    counts = Counter(_key(line.text) for line in edge)
    same = Counter(line.text for line in edge)
    most = max(_MIN_PAGES, _MOST * page_count)
    offset = _folio_offset(edge, page_count)
    marked: dict[int, Furniture] = {}
    repeated: list[PrintedLine] = []
    for line in edge:
        key = _key(line.text)
        if offset is not None and offset in _folio_offsets(line):
            marked[line.index] = Furniture.PAGE_NUMBER if _FOLIO.fullmatch(line.text) else kind
        elif same[line.text] >= most:
            marked[line.index] = kind
        elif counts[key] > 1 and counts[key] > inside[key] and _apart(line, top=top):
            repeated.append(line)
    if len(marked) + len(repeated) >= _BAND * page_count:
        marked.update((line.index, kind) for line in repeated)
        marked.update(_same_height(edge, marked, kind, top=top))
    return marked


def _same_height(
    edge: list[PrintedLine], marked: dict[int, Furniture], kind: Furniture, *, top: bool
) -> Iterator[tuple[int, Furniture]]:
    """Lines that stand apart at the height of the other heads: of a scene of one page, or with a misread folio."""
    heights = Counter(round(line.height) for line in edge if line.index in marked)
    for line in edge:
        usual = sum(heights[round(line.height) + off] for off in (-1, 0, 1))
        if line.index not in marked and _apart(line, top=top) and usual >= _BAND * len(marked):
            yield line.index, kind


def _apart(line: PrintedLine, *, top: bool) -> bool:
    return (line.gap_below if top else line.gap_above) >= _APART


def _folio_offset(edge: list[PrintedLine], page_count: int) -> int | None:
    """The difference between printed and counted page numbers, if enough pages agree on one."""
    offsets = Counter(offset for line in edge for offset in _folio_offsets(line))
    if not offsets:
        return None
    offset, count = offsets.most_common(1)[0]
    return offset if count >= max(_MIN_PAGES, _BAND * page_count / 2) else None


def _folio_offsets(line: PrintedLine) -> set[int]:
    """What the numbers of a line say about the difference; of a sentence, nothing."""
    alone = _FOLIO.fullmatch(line.text)
    if alone:
        number = alone[1]
        value = int(number) if number.isdigit() else _roman(number.lower())
        return {value - line.page}
    numbers = [match for match in _NUMBER.finditer(line.text) if match.start() == 0 or _ends(line.text, match.end())]
    return {int(match[1]) - line.page for match in numbers}


def _ends(text: str, at: int) -> bool:
    return not text[at:].strip(" .-–—])")


def _roman(numeral: str) -> int:
    values = [_ROMAN.get(char, 0) for char in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _key(text: str) -> str:
    """The text without its numbers, so that heads with folios count as one."""
    return " ".join(re.sub(r"\d+", "#", text).split())


def settle_page_breaks(lines: Sequence[Line]) -> None:
    """Let each page begin with its first line of text: what stands above it is furniture, the gap only a margin."""
    page = None
    for line in lines:
        line.page_break_before = False
        if line.furniture is None and line.page != page:
            if page is not None:
                line.page_break_before, line.blank_before = True, 0
            page = line.page

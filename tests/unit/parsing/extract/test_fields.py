"""What each format tells of a script is what the guide to the readers says; shown by scripts that have it all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from rich_scripts import RICH, pdf

from playbuddy_desktop.parsing.document import Document, Furniture, Line, Run
from playbuddy_desktop.parsing.extract.formats import FORMATS
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

GUIDE: Final = Path(__file__).parents[4] / "docs" / "reading.md"
TOLD, TOLD_BUT_NOT_SHOWN, UNTOLD = "●", "○", ""


def some_line(has: Callable[[Line], object]) -> Callable[[Document], bool]:
    """Whether any line has it."""
    return lambda document: any(map(has, document.lines))


def some_run(has: Callable[[Run], object]) -> Callable[[Document], bool]:
    """Whether any run has it."""
    return lambda document: any(has(run) for line in document.lines for run in line.runs)


def beside(kind: Furniture) -> Callable[[Document], bool]:
    """Whether anything of that kind is set apart."""
    return some_line(lambda line: line.furniture is kind)


FIELDS: Final[dict[str, Callable[[Document], bool]]] = {
    "title, author": lambda document: bool(document.title and document.author),
    "encoding": lambda document: bool(document.encoding and document.encoding_confidence),
    "language": lambda document: document.language == "en" and document.language_confidence > 0,
    "number of pages": lambda document: (document.page_count or 0) > 1,
    "size of pages": lambda document: bool(document.page_sizes),
    "bold": some_run(lambda run: run.bold),
    "italic": some_run(lambda run: run.italic),
    "underline": some_run(lambda run: run.underline),
    "small capitals": some_run(lambda run: run.small_caps),
    "printed as capitals": some_run(lambda run: run.caps),
    "hidden": some_run(lambda run: run.hidden),
    "size of letters": some_run(lambda run: run.size),
    "rank of size": some_line(lambda line: line.size_rank),
    "font": some_run(lambda run: run.font),
    "share of capitals": some_line(lambda line: line.caps > 0.9),
    "page": some_line(lambda line: (line.page or 0) > 1),
    "column": some_line(lambda line: line.column),
    "table cell": some_line(lambda line: line.table_cell == (0, 1)),
    "place (x0, x1, y)": some_line(lambda line: None not in (line.x0, line.x1, line.y)),
    "distance from the middle": some_line(lambda line: line.off_middle is not None),
    "indent in points": some_line(lambda line: line.indent),
    "indent in characters": some_line(lambda line: line.indent_chars),
    "first-line indent": some_line(lambda line: line.first_line_indent),
    "cluster of places": some_line(lambda line: line.x_cluster is not None),
    "alignment": some_line(lambda line: line.alignment is not None and line.alignment_confidence),
    "style": some_line(lambda line: line.style),
    "outline level": some_line(lambda line: line.outline_level),
    "list level": some_line(lambda line: line.list_level is not None),
    "role": some_line(lambda line: line.role),
    "paragraph": some_line(lambda line: line.paragraph),
    "soft break": some_line(lambda line: line.soft_break),
    "blank lines before": some_line(lambda line: line.blank_before),
    "page break before": some_line(lambda line: line.page_break_before),
    "header": beside(Furniture.HEADER),
    "footer": beside(Furniture.FOOTER),
    "page number": beside(Furniture.PAGE_NUMBER),
    "line number": beside(Furniture.LINE_NUMBER),
    "note": beside(Furniture.NOTE),
    "hyphenated": some_line(lambda line: line.hyphenated),
    "right to left": some_line(lambda line: line.rtl),
    "source": some_line(lambda line: line.source),
}


def table() -> dict[str, dict[str, str]]:
    """The guide's table: what it says of each format, by field."""
    rows = [row.strip("|").split("|") for row in GUIDE.read_text(encoding="utf-8").splitlines() if row.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    first = next(at for at, row in enumerate(cells) if row[0] == "field")
    formats = cells[first][1:]
    last = next((at for at in range(first, len(cells)) if len(cells[at]) != len(formats) + 1), len(cells))
    return {format_: {row[0]: row[1 + at] for row in cells[first + 2 : last]} for at, format_ in enumerate(formats)}


def test_the_table_has_all_formats_and_fields() -> None:
    """None is forgotten."""
    told = table()
    assert sorted(FORMATS) == sorted(told)
    assert {tuple(FIELDS)} == {tuple(fields) for fields in told.values()}


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_a_format_tells_what_the_table_says(tmp_path: Path, settings: Settings, format_: str) -> None:
    """No less, and no more."""
    path = tmp_path / f"script.{'xml' if format_ == 'tei' else format_}"
    path.write_bytes(pdf(tmp_path) if format_ == "pdf" else RICH[format_]())
    document = read_document(path, filename=path.name, format=None, settings=settings)
    assert format_ == document.format
    said = table()[format_]
    found = {
        field: TOLD if has(document) else said[field] if said[field] == TOLD_BUT_NOT_SHOWN else UNTOLD
        for field, has in FIELDS.items()
    }
    assert said == found

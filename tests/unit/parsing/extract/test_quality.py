"""Scripts in four layouts, set in every format, come back line for line with their styles."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparison import FORMATS, compared, read_back, written
from composition import LAYOUTS

from playbuddy_desktop.parsing.document import Furniture
from playbuddy_desktop.settings import Settings

SPEECHES = 64


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_and_styles_come_back(tmp_path: Path, settings: Settings, format_: str, layout: str) -> None:
    """All lines, and 99 of 100 style flags."""
    path, lines = written(tmp_path, format_, layout, SPEECHES)
    score = compared(read_back(path, settings), lines, format_, layout, SPEECHES)
    assert (1.0, 1.0, 0.0) == (score.lines, score.words, score.extra)
    assert {style: share for style, share in score.styles.items() if share < 0.99} == {}
    assert score.centred is None or score.centred >= 0.95
    assert score.indents is None or score.indents >= 0.99


def test_heads_folios_and_line_numbers_are_set_apart(tmp_path: Path, settings: Settings) -> None:
    """All of them, on all pages."""
    path, lines = written(tmp_path, "pdf", "columns", 400)
    document = read_back(path, settings)
    kinds = [line.furniture for line in document.lines]
    assert document.page_count is not None
    assert document.page_count >= 4
    assert document.page_count == kinds.count(Furniture.HEADER) == kinds.count(Furniture.PAGE_NUMBER)
    assert len(lines) // 5 == kinds.count(Furniture.LINE_NUMBER)
    assert {0, 1} == {line.column for line in document.lines}

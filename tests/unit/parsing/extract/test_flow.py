"""Flowing text becomes lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import EmptyFileError, TooLongError
from playbuddy_desktop.parsing.document import Document, Furniture, Role
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.settings import Settings

MakeFlow = Callable[..., Flow]


@pytest.fixture
def make_flow(settings: Settings) -> MakeFlow:
    """A flow into an empty document."""

    def make(settings: Settings = settings, steps: list[int] | None = None) -> Flow:
        return Flow(Document("test"), settings, lambda done, _total: (steps if steps is not None else []).append(done))

    return make


def test_runs_cover_the_line_without_gaps(make_flow: MakeFlow) -> None:
    """Neighbours of one look are one run; blanks at both ends are gone."""
    flow = make_flow()
    for text, look in (("  The ", Look()), ("old ", Look()), ("lamp", Look(bold=True)), ("s  ", Look(italic=True))):
        flow.text(text, look)
    (line,) = flow.finish().lines
    assert "The old lamps" == line.text
    assert [(0, 8, False, False), (8, 12, True, False), (12, 13, False, True)] == [
        (run.start, run.end, run.bold, run.italic) for run in line.runs
    ]
    assert 4 / 11 == pytest.approx(line.bold)


def test_collapsed_blanks_count_once(make_flow: MakeFlow) -> None:
    """Across pieces, too; others are kept."""
    flow = make_flow()
    for text in (" \n a ", "  b\n", " c"):
        flow.text(text, collapse=True)
    flow.end_paragraph()
    flow.text("d   e")
    assert ["a b c", "d   e"] == [line.text for line in flow.finish().lines]


def test_what_never_prints_is_dropped(make_flow: MakeFlow) -> None:
    """Soft hyphens, joiners, controls; capitals that are only printed are capitals."""
    flow = make_flow()
    flow.text("Stra\u00adße\u200b\x00", Look(caps=True))
    (line,) = flow.finish().lines
    assert ("STRASSE", 1.0) == (line.text, line.caps)


def test_odd_characters_are_mended(make_flow: MakeFlow) -> None:
    """Windows' quotes that were taken for controls; separators are blanks."""
    flow = make_flow()
    flow.text("\x85 \x93a\x94\u2028b\u2029")
    assert ["… “a” b"] == [line.text for line in flow.finish().lines]


def test_empty_paragraphs_and_space_are_blank_lines(make_flow: MakeFlow) -> None:
    """Of the space after one paragraph and before the next the larger counts."""
    flow = make_flow()
    for text, block in (("a", Block(space_after=2.0)), ("", Block()), ("b", Block(space_before=1.0)), ("c", Block())):
        flow.text(text)
        flow.end_paragraph(block)
    assert [0, 3, 0] == [line.blank_before for line in flow.finish().lines]


def test_a_paragraph_can_go_on_in_another_role(make_flow: MakeFlow) -> None:
    """Its lines share a number, and no line was broken between them."""
    flow = make_flow()
    for text, role in (("Who", Role.DIALOGUE), ("(aside)", Role.PARENTHETICAL), ("goes?", Role.DIALOGUE)):
        flow.text(text)
        flow.end_paragraph(Block(role=role), continues=True)
    flow.end_paragraph()
    flow.text("next")
    lines = flow.finish().lines
    assert [1, 1, 1, 2] == [line.paragraph for line in lines]
    assert not any(line.soft_break for line in lines)


def test_what_stands_beside_waits_for_the_paragraph(make_flow: MakeFlow) -> None:
    """Also when it holds paragraphs of its own, or is never closed."""
    flow = make_flow()
    flow.text("To be")
    flow.step_aside(Furniture.NOTE)
    flow.text("one")
    flow.end_paragraph()
    flow.text("two")
    flow.step_back()
    flow.text(" or not")
    flow.end_paragraph()
    flow.step_aside(Furniture.FOOTER)
    flow.text("foot")
    assert [("To be or not", None), ("one", Furniture.NOTE), ("two", Furniture.NOTE), ("foot", Furniture.FOOTER)] == [
        (line.text, line.furniture) for line in flow.finish().lines
    ]


def test_indents_are_reckoned_from_the_margin(make_flow: MakeFlow) -> None:
    """The leftmost indent that is no exception; leading blanks count half an em each."""
    flow = make_flow()
    for text in ("a", "b", "\xa0\xa0c"):
        flow.text(text)
        flow.end_paragraph(Block(indent=30.0, first_line=6.0))
    assert [0.0, 0.0, 12.0] == [line.indent for line in flow.finish().lines]


def test_sizes_are_ranked_around_the_body(make_flow: MakeFlow) -> None:
    """The body has the most letters; sizes that hardly differ are one."""
    flow = make_flow()
    for text, size in (("title", 24.0), ("the long body of the text", 12.0), ("also body", 12.4), ("small", 8.0)):
        flow.text(text, Look(size=size))
        flow.end_paragraph()
    assert [1, 0, 0, -1] == [line.size_rank for line in flow.finish().lines]


def test_limits_hold_and_progress_is_told(make_flow: MakeFlow) -> None:
    """A step for each thousand lines."""
    steps: list[int] = []
    flow = make_flow(Settings(max_lines=2_500), steps)
    for _number in range(2_500):
        flow.text("line")
        flow.end_paragraph()
    flow.text("line")
    with pytest.raises(TooLongError):
        flow.end_paragraph()
    assert [1, 2] == steps


def test_nothing_is_told(make_flow: MakeFlow) -> None:
    """Blanks are no text, and furniture alone is no script."""
    flow = make_flow()
    flow.text(" \t\xa0")
    flow.step_aside(Furniture.HEADER)
    flow.text("Page 1")
    with pytest.raises(EmptyFileError):
        flow.finish()


def test_what_holds_no_text_is_progress_too(make_flow: MakeFlow) -> None:
    """Whoever waits for a sign of life must not take a hundred thousand empty paragraphs for a reader that hangs."""
    steps: list[int] = []
    flow = make_flow(steps=steps)
    for _paragraph in range(5_000):
        flow.end_paragraph()
    assert [1, 2, 3, 4, 5] == steps

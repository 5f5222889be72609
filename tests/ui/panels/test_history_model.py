"""The windowed model of the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from uuid import uuid4

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from playbuddy_desktop.jobs.history import HistoryRow, JobIds
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui.history.model import (
    MAX_CACHED,
    MAX_WANTED,
    PAGE,
    ROW_ROLE,
    Column,
    HistoryModel,
)

DISPLAY = Qt.ItemDataRole.DisplayRole
TIP = Qt.ItemDataRole.ToolTipRole


def make_row(**fields) -> HistoryRow:
    """A finished job."""
    row = HistoryRow(
        id=uuid4(),
        status=JobStatus.COMPLETED,
        filename="hamlet.pdf",
        play_id=uuid4(),
        title="Hamlet",
        author="Shakespeare",
        created_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
        completed_at=datetime(2026, 5, 1, 13, tzinfo=UTC),
        active_seconds=2.0,
        attempts=1,
        error=None,
        advice=None,
    )
    return replace(row, **fields)


@pytest.fixture
def model(qapp):
    return HistoryModel()


def fill(model, rows):
    """Show rows that are read already."""
    ids = [row.id for row in rows]
    model.set_ids(JobIds.of(ids))
    model.put(ids, {row.id: row for row in rows})
    return model


def new_ids(number):
    """Ids nobody has."""
    return [uuid4() for _ in range(number)]


def test_the_model_is_sound(model, qtmodeltester):
    """Qt's own checks, with rows that are there and rows that are not."""
    rows = [make_row() for _ in range(3)]
    model.set_ids(JobIds.of([row.id for row in rows] + new_ids(3)))
    model.put([row.id for row in rows], {row.id: row for row in rows})
    qtmodeltester.check(model)


def test_a_table_has_no_rows_below_its_cells(model):
    """Nothing is below a cell."""
    fill(model, [make_row()])
    assert (1, len(Column)) == (model.rowCount(), model.columnCount())
    below = model.index(0, 0)
    assert (0, 0) == (model.rowCount(below), model.columnCount(below))


def test_columns_have_names(model):
    """In the order of display; rows have none."""
    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert ["File", "Status", "Play", "Added", "Duration", "Attempts", "Error"] == names
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(len(Column), Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (Column.FILE, "hamlet.pdf"),
        (Column.STATUS, "Failed"),
        (Column.TITLE, "Hamlet"),
        (Column.DURATION, "2 s"),
        (Column.ATTEMPTS, "3"),
        (Column.ERROR, "The file is damaged."),
    ],
)
def test_cells_have_text(model, column, text):
    """For the eye and for screen readers alike."""
    fill(model, [make_row(status=JobStatus.FAILED, attempts=3, error="The file is damaged.", advice="Save it anew.")])
    index = model.index(0, column)
    assert (text, text) == (index.data(), index.data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.mark.parametrize("column", [Column.DURATION, Column.ATTEMPTS, Column.ERROR])
def test_what_is_not_there_leaves_its_cell_empty(model, column):
    """A job that never began has no duration, no attempts and no error."""
    fill(model, [make_row(active_seconds=0.0, attempts=0)])
    assert "" == model.index(0, column).data()


@pytest.mark.parametrize(
    ("column", "tip"),
    [
        (Column.FILE, "hamlet.pdf"),
        (Column.TITLE, "Hamlet — Shakespeare"),
        (Column.ERROR, "The file is damaged.\nSave it anew."),
    ],
)
def test_tool_tips_say_more(model, column, tip):
    """The author beside the title, the advice below the error."""
    fill(model, [make_row(error="The file is damaged.", advice="Save it anew.")])
    assert tip == model.index(0, column).data(TIP)


def test_the_time_is_exact_in_its_tool_tip(model):
    """The cell is short, the tip has the year."""
    fill(model, [make_row()])
    assert "2026" in model.index(0, Column.ADDED).data(TIP)
    assert model.index(0, Column.ADDED).data()


def test_numbers_stand_on_the_right(model):
    """With their headings."""
    fill(model, [make_row()])
    role = Qt.ItemDataRole.TextAlignmentRole
    for column in Column:
        expected = column in {Column.DURATION, Column.ATTEMPTS}
        assert expected == bool(model.index(0, column).data(role) & Qt.AlignmentFlag.AlignRight)
        header = model.headerData(column, Qt.Orientation.Horizontal, role)
        assert expected == bool(header & Qt.AlignmentFlag.AlignRight)


def test_the_row_itself_is_at_hand(model):
    """For delegates and commands."""
    row = make_row()
    fill(model, [row])
    assert row == model.index(0, 0).data(ROW_ROLE) == model.row(0)
    assert row.id == model.job_id(0)


def test_other_roles_and_places_have_nothing(model):
    """No decoration, and nothing outside of the table."""
    fill(model, [make_row()])
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    gone = QPersistentModelIndex(model.index(0, 0))
    model.set_ids(JobIds())
    assert model.data(gone) is None


def test_a_missing_row_is_asked_for_once(model, qtbot):
    """A placeholder is shown, and its whole page is wanted."""
    ids = new_ids(PAGE * 2)
    model.set_ids(JobIds.of(ids))
    with qtbot.waitSignal(model.wanted):
        assert "…" == model.index(1, Column.FILE).data()
    with qtbot.assertNotEmitted(model.wanted):
        assert model.index(2, Column.STATUS).data() is None
    assert ids[:PAGE] == list(model.take_wanted())
    assert () == model.take_wanted()


def test_the_last_page_asked_for_is_read_first(model):
    """And of a fast scroll only the last pages are read."""
    ids = new_ids(PAGE * 10)
    model.set_ids(JobIds.of(ids))
    for row in range(0, len(ids), PAGE):
        model.index(row, 0).data()
    taken = [model.take_wanted()[0] for _ in range(MAX_WANTED)]
    assert [ids[PAGE * page] for page in (9, 8, 7, 6)] == taken
    assert () == model.take_wanted()


def test_rows_that_come_are_announced(model, qtbot):
    """The view repaints what changed, and no more."""
    rows = [make_row() for _ in range(4)]
    model.set_ids(JobIds.of([row.id for row in rows]))
    with qtbot.waitSignal(model.dataChanged) as signal:
        model.put([rows[1].id, rows[2].id], {row.id: row for row in rows[1:3]})
    first, last, _ = signal.args
    assert (1, 2) == (first.row(), last.row())
    with qtbot.assertNotEmitted(model.dataChanged):
        model.put([rows[1].id], {rows[1].id: rows[1]})


def test_a_row_that_is_gone_is_not_asked_for_again(model, qtbot):
    """Somebody removed the job in the meantime."""
    (lost,) = new_ids(1)
    model.set_ids(JobIds.of([lost]))
    model.put([lost], {})
    with qtbot.assertNotEmitted(model.wanted):
        assert "…" == model.index(0, Column.FILE).data()


def test_outdated_rows_stay_until_they_are_read_anew(model, qtbot):
    """No flicker when something changed."""
    row = make_row()
    fill(model, [row])
    model.outdate()
    with qtbot.waitSignal(model.wanted):
        assert "hamlet.pdf" == model.index(0, Column.FILE).data()
    assert [row.id] == list(model.take_wanted())
    model.put([row.id], {row.id: replace(row, filename="macbeth.pdf")})
    assert "macbeth.pdf" == model.index(0, Column.FILE).data()


def test_the_rows_read_longest_ago_are_forgotten(model, qtbot):
    """The memory has a limit; what is still looked at stays."""
    rows = [make_row() for _ in range(MAX_CACHED + 1)]
    ids = [row.id for row in rows]
    model.set_ids(JobIds.of(ids))
    model.put(ids[:MAX_CACHED], {row.id: row for row in rows[:MAX_CACHED]})
    model.index(0, 0).data()
    model.put(ids[MAX_CACHED:], {ids[-1]: rows[-1]})
    assert (rows[0], None, rows[-1]) == (model.row(0), model.row(1), model.row(MAX_CACHED))


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ("xyabcde", "abcde"),
        ("abcdexy", "abcde"),
        ("abxycde", "abcde"),
        ("bcde", "bcde"),
        ("abcd", "abcd"),
        ("ade", "ade"),
        ("axycde", "acde"),
        ("xyb", ""),
        ("edcba", ""),
        ("xy", ""),
        ("", ""),
        ("abcde", "abcde"),
    ],
)
def test_any_change_of_the_list_keeps_what_stays(model, qtmodeltester, new, kept):
    """Rows that both lists share at their ends keep their places, and with them the selection."""
    ids = {letter: uuid4() for letter in "abcdexy"}
    model.set_ids(JobIds.of([ids[letter] for letter in "abcde"]))
    qtmodeltester.check(model)
    places = {letter: QPersistentModelIndex(model.index(row, 0)) for row, letter in enumerate("abcde")}
    model.set_ids(JobIds.of([ids[letter] for letter in new]))
    assert [ids[letter] for letter in new] == [model.job_id(row) for row in range(model.rowCount())]
    assert kept == "".join(letter for letter, index in places.items() if index.isValid())
    assert [ids[letter] for letter in kept] == [model.job_id(places[letter].row()) for letter in kept]


def test_a_job_is_found_in_the_list(model):
    """By its id; ids that only look alike in the packing are not mistaken."""
    ids = new_ids(50)
    model.set_ids(JobIds.of(ids))
    assert list(range(50)) == [model.place(job_id) for job_id in ids]
    assert model.place(uuid4()) is None
    for one, other in pairwise(ids):
        assert model.place(type(one)(bytes=one.bytes[8:] + other.bytes[:8])) is None

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playbuddy_desktop.ui.queue.edits import Inserted, Moved, Removed, edits

keys = st.lists(st.integers(0, 30), unique=True, max_size=20)


def applied(old: list[int], new: list[int]) -> list[int]:
    """What a view would show after the edits."""
    rows = list(old)
    for edit in edits(old, new):
        match edit:
            case Removed(first, last):
                assert 0 <= first <= last < len(rows)
                del rows[first : last + 1]
            case Moved(row, before):
                assert before not in (row, row + 1)
                key = rows.pop(row)
                rows.insert(before - 1 if before > row else before, key)
            case Inserted(at, added):
                rows[at:at] = added
    return rows


@given(keys, keys)
def test_edits_turn_any_order_into_any_other(old: list[int], new: list[int]) -> None:
    """Whatever happened in the database, the list shows it in the end."""
    assert new == applied(old, new)


@given(keys)
def test_same_order_needs_no_edit(rows: list[int]) -> None:
    """A reading without changes leaves the view alone."""
    assert [] == list(edits(rows, rows))


def test_one_row_that_moves_is_one_move() -> None:
    """A job that ends goes to the end of the list without disturbing the others."""
    assert [Moved(0, 5)] == list(edits([1, 2, 3, 4, 5], [2, 3, 4, 5, 1]))


def test_neighbours_are_removed_and_inserted_together() -> None:
    """A batch of a thousand files is one change of the view."""
    assert [Removed(1, 2), Inserted(1, (7, 8, 9))] == list(edits([1, 2, 3, 4], [1, 7, 8, 9, 4]))

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui.queue.actions import Act
from playbuddy_desktop.ui.queue.commands import beside
from playbuddy_desktop.ui.queue.summary import Totals
from playbuddy_desktop.ui.queue.time_left import QueuePace


@pytest.mark.parametrize("counts", list(product((0, 1, 3), repeat=3)))
def test_totals_always_add_up(counts: tuple[int, int, int]) -> None:
    """Added = finished + failed + cancelled + left, whatever the mixture."""
    finished, failed, left = counts
    statuses = [JobStatus.COMPLETED] * finished + [JobStatus.FAILED] * failed
    waiting = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.PAUSED, JobStatus.RETRYING)
    statuses += [JobStatus.CANCELLED] + list(waiting) * left
    totals = Totals.of(statuses)
    assert Totals(finished, failed, 1, 4 * left) == totals
    assert len(statuses) == totals.added


def test_totals_in_words() -> None:
    """Only what there is."""
    assert "12 scripts: 5 finished  ·  1 failed  ·  6 left" == Totals(5, 1, 0, 6).text()
    assert "1 script: 1 cancelled" == Totals(cancelled=1).text()
    assert "" == Totals().text()


def test_time_left_of_the_queue_follows_the_pace() -> None:
    """A job in ten seconds makes eighty for eight; what is added meanwhile takes its share, and nothing jumps."""
    pace = QueuePace()
    pace.observe(0, 10, 100.0, working=True)
    assert None is pace.seconds(100.0)
    pace.observe(2, 10, 120.0, working=True)
    assert 80.0 == pace.seconds(120.0)
    pace.observe(2, 20, 120.0, working=True)
    assert 180.0 == pace.seconds(120.0)


def test_time_left_of_the_queue_is_not_told_without_a_pace() -> None:
    """Not while nothing runs, nor after ended jobs were taken off the list."""
    pace = QueuePace()
    pace.observe(0, 10, 0.0, working=True)
    pace.observe(5, 10, 10.0, working=False)
    assert None is pace.seconds(10.0)
    pace.observe(5, 10, 20.0, working=True)
    pace.observe(0.5, 5, 30.0, working=True)
    assert None is pace.seconds(30.0)


@pytest.mark.parametrize(
    ("act", "chosen", "expected"),
    [
        (Act.UP, "c", ("b", False)),
        (Act.UP, "a", None),
        (Act.UP, "ac", ("b", False)),
        (Act.DOWN, "a", ("b", True)),
        (Act.DOWN, "ac", ("d", True)),
        (Act.DOWN, "d", None),
        (Act.DOWN, "bd", ("c", True)),
        (Act.BOTTOM, "a", ("d", True)),
        (Act.BOTTOM, "cd", ("b", True)),
        (Act.UP, "abcd", None),
        (Act.DOWN, "", None),
    ],
)
def test_where_a_selection_goes(act: Act, chosen: str, expected: tuple[str, bool] | None) -> None:
    """By one place; a selection with gaps closes up first."""
    ids = {letter: uuid4() for letter in "abcd"}
    place = beside(act, list(ids.values()), [ids[letter] for letter in chosen])
    assert (expected and (ids[expected[0]], expected[1])) == place

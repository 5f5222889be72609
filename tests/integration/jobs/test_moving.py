"""Putting waiting jobs beside another one."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from playbuddy_desktop.errors import IllegalTransitionError, JobNotFoundError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, JobCommand, JobStatus
from playbuddy_desktop.settings import Settings

Stage = Any


def order(stage: Stage, jobs: list[Any]) -> str:
    """The order of execution, each job by the letter of its place at the beginning."""
    letters = {job.id: letter for letter, job in zip("abcdefghij", jobs, strict=False)}
    return "".join(letters[job.id] for job in stage.queue.active())


@pytest.mark.parametrize(
    ("moved", "other", "after", "expected"),
    [
        ("d", "b", False, "adbc"),
        ("a", "c", True, "bcad"),
        ("ab", "d", True, "cdab"),
        ("da", "c", False, "bdac"),
        ("b", "b", False, "abcd"),
        ("bb", "d", True, "acdb"),
        ("abd", "c", True, "cabd"),
    ],
)
def test_jobs_of_one_priority_change_places(stage: Stage, moved: str, other: str, after: bool, expected: str) -> None:
    """They stand where they were put, in the order given; the others keep theirs."""
    jobs = stage.add(0, 0, 0, 0)
    by_letter = dict(zip("abcd", jobs, strict=True))
    stage.queue.move_beside([by_letter[letter].id for letter in moved], by_letter[other].id, after=after)
    assert expected == order(stage, jobs)
    assert [1, 2, 3, 4] == sorted(job.position for job in stage.queue.active())


def test_a_moved_job_takes_over_the_priority(stage: Stage) -> None:
    """Otherwise it would not stay where it was put."""
    jobs = stage.add(5, 5, 0, 0)
    stage.queue.move_beside([jobs[3].id], jobs[1].id)
    assert "adbc" == order(stage, jobs)
    stage.queue.move_beside([jobs[0].id], jobs[2].id, after=True)
    assert "dbca" == order(stage, jobs)
    assert [5, 5, 0, 0] == [job.priority for job in stage.queue.active()]
    event = stage.queue.events(jobs[3].id)[-1]
    assert (Event.MOVED, {"to": "place", "priority": 5}) == (event.event, event.details)


def test_workers_follow_the_new_order(stage: Stage) -> None:
    """What is shown is what is done."""
    jobs = stage.add(0, 0, 0)
    stage.queue.move_beside([jobs[2].id], jobs[0].id)
    assert [jobs[2].id, jobs[0].id, jobs[1].id] == [stage.claim().job.id for _ in range(3)]


@pytest.mark.parametrize(
    "status", [status for status in JobStatus if status not in ALLOWED_COMMANDS[JobCommand.PRIORITISE]]
)
def test_only_waiting_jobs_are_moved(stage: Stage, status: JobStatus) -> None:
    """One that does not wait refuses, as what is moved and as where to, and then nothing moves."""
    settled = stage.job_in(status)
    jobs = stage.add(0, 0)
    before = stage.queue.list_jobs()
    for moved, other in ((settled, jobs[0]), (jobs[1], settled)):
        with pytest.raises(IllegalTransitionError, match="cannot be moved in the queue"):
            stage.queue.move_beside([jobs[1].id, moved.id], other.id)
    assert before == stage.queue.list_jobs()


def test_an_unknown_job_is_told(stage: Stage) -> None:
    """It may have been removed meanwhile."""
    (job,) = stage.add(0)
    with pytest.raises(JobNotFoundError):
        stage.queue.move_beside([job.id], uuid4())


def test_any_moves_keep_all_jobs_in_the_order_asked_for(stage: Stage) -> None:
    """A hundred random moves among three priorities do to the queue what they do to a list."""
    chance = random.Random(5)  # noqa: S311 - a test's chance
    jobs = stage.add(*(chance.choice((0, 1, 2)) for _ in range(9)))
    expected = [job.id for job in stage.queue.active()]
    for _ in range(100):
        other, *moved = chance.sample(expected, chance.randint(2, 4))
        after = chance.random() < 0.5
        stage.queue.move_beside(moved, other, after=after)
        expected = [job_id for job_id in expected if job_id not in moved]
        at = expected.index(other) + after
        expected[at:at] = moved
        assert expected == [job.id for job in stage.queue.active()]
    assert len(jobs) == len({job.position for job in stage.queue.active()})


def test_where_waiting_jobs_rise_their_age_is_counted(make_stage: Callable[[Settings], Stage]) -> None:
    """A young job is raised above an old one by the steps that the old one has waited."""
    stage = make_stage(Settings(ageing_seconds=60))
    (old,) = stage.add(0)
    stage.clock.turn(600)
    (young,) = stage.add(0)
    stage.queue.move_beside([young.id], old.id)
    assert 10 == stage.queue.get(young.id).priority

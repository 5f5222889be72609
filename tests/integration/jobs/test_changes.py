"""Jobs that changed are found at the price of those that did, whoever changed them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.dialects import sqlite

from playbuddy_desktop.jobs.changes import LATE, Look, _standing
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.tables import parse_jobs

Stage = Any


@pytest.fixture
def start(stage: Stage) -> Any:
    """The time before which nothing is asked for."""
    return stage.clock.now


def ids(look: Look) -> set[UUID]:
    return {job.id for job in look.jobs}


def test_only_what_changed_is_read_again(stage: Stage, start: Any) -> None:
    """One of a hundred jobs is paused: one is read."""
    jobs = stage.add(*[0] * 100)
    first = stage.queue.look(None, start)
    assert set() == ids(first)
    assert {job.id for job in jobs} == ids(stage.queue.look(first, start))
    stage.clock.turn(1)
    settled = stage.queue.look(first, start)
    stage.clock.turn(1)
    stage.queue.pause(jobs[50].id)
    second = stage.queue.look(settled, start)
    assert [(jobs[50].id, JobStatus.PAUSED)] == [(job.id, job.status) for job in second.jobs]
    assert (100, 0, 0) == (second.active, second.ended, second.played)
    stage.clock.turn(1)
    third = stage.queue.look(second, start)
    stage.clock.turn(1)
    assert set() == ids(stage.queue.look(third, start))


def test_a_change_that_commits_late_is_not_missed(stage: Stage, start: Any) -> None:
    """Its time is earlier than that of changes which were seen before."""
    early, late = stage.add(0, 0)
    stage.clock.turn(100)
    seen = stage.queue.look(stage.queue.look(None, start), start)
    with stage.database.write() as connection:
        when = stage.clock.now - timedelta(seconds=30)
        connection.execute(update(parse_jobs).where(parse_jobs.c.id == late.id).values(priority=5, updated_at=when))
    stage.clock.turn(10)
    assert {late.id} == ids(stage.queue.look(seen, start))
    assert early.id not in ids(stage.queue.look(seen, start))


def test_two_changes_at_one_moment_are_both_seen(stage: Stage, start: Any) -> None:
    """Clocks are coarse: here it stands still."""
    [job] = stage.add(0)
    look = stage.queue.look(None, start)
    for priority in (1, 2):
        stage.queue.set_priority(job.id, priority)
        look = stage.queue.look(look, start)
        assert [priority] == [job.priority for job in look.jobs]


def test_a_clock_that_is_set_back_hides_nothing(stage: Stage, start: Any) -> None:
    """Also when it is set back by more than the look goes back anyway."""
    jobs = stage.add(0, 0)
    stage.clock.turn(1)
    look = stage.queue.look(stage.queue.look(None, start), start)
    stage.clock.turn(-3 * LATE.total_seconds())
    stage.queue.pause(jobs[1].id)
    assert jobs[1].id in ids(stage.queue.look(look, start))


def test_what_ended_is_counted_from_a_time_on(stage: Stage) -> None:
    """With their plays; what had ended before is nobody's concern."""
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(10)
    start = stage.clock.now
    completed, cancelled = stage.job_in(JobStatus.COMPLETED), stage.job_in(JobStatus.CANCELLED)
    stage.job_in(JobStatus.PAUSED)
    look = stage.queue.look(None, start)
    assert (1, 2, 1) == (look.active, look.ended, look.played)
    assert {completed.id, cancelled.id} == {job.id for job in stage.queue.ended_since(start)}
    stage.queue.remove(cancelled.id)
    assert 1 == stage.queue.look(look, start).ended


def test_failures_of_before_count_until_they_are_dismissed(stage: Stage) -> None:
    """Only what failed stands, and not what is tried again; a dismissal is a change, and makes no event."""
    first, second = stage.job_in(JobStatus.FAILED), stage.job_in(JobStatus.FAILED)
    stage.job_in(JobStatus.CANCELLED)
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(1)
    start = stage.clock.now
    look = stage.queue.look(None, start)
    assert 2 == look.standing
    trail = stage.trail(first)
    stage.queue.dismiss([first.id, uuid4()])
    look = stage.queue.look(look, start)
    assert ({first.id}, 1) == (ids(look), look.standing)
    assert [second.id] == [job.id for job in stage.queue.standing_failures(start)]
    assert trail == stage.trail(first)
    stage.queue.restart(second.id)
    assert 0 == stage.queue.look(look, start).standing
    stage.queue.bring_back([first.id, second.id])
    assert {first.id, second.id} == {job.id for job in stage.queue.standing_failures(start)}
    assert 2 == stage.queue.look(look, start).standing


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_failures_are_found_by_an_index(stage: Stage) -> None:
    """However long the history is, the last ones are read and no more."""
    query = str(_standing(stage.clock.now).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with stage.database.read() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    index = "USING INDEX ix_parse_jobs_status_completed_at (status=? AND completed_at<?)"
    assert f"SEARCH parse_jobs {index}" in plan


@pytest.mark.parametrize("ageing", [0, 60])
def test_places_at_hand_are_those_of_the_database(make_stage: Any, ageing: float) -> None:
    """Sorting the jobs gives the order in which they would be claimed, whether they rise or not."""
    stage = make_stage(Settings(ageing_seconds=ageing))
    for priority in (0, 5, -3, 1, 0, 2, 1):
        stage.add(priority)
        stage.clock.turn(70)
    jobs = stage.queue.active()
    assert jobs == sorted(stage.queue.list_jobs(), key=stage.queue.place)
    assert [job.id for job in jobs] == stage.queue.waiting()

"""Writers on a server lock single rows: no two wait for each other, and none goes by what it saw before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import insert, text

from playbuddy_desktop.errors import IllegalTransitionError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.rows import load
from playbuddy_desktop.jobs.transitions import Seen, transition
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import queue_holds

Stage = Any
PATIENCE = 60.0

# SQLite lets one writer in at a time.
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def another() -> Iterator[ThreadPoolExecutor]:
    """Another thread."""
    with ThreadPoolExecutor(1) as threads:
        yield threads


def wait_until_somebody_waits(database: Database) -> None:
    """Return when a transaction waits for what another one has locked."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + PATIENCE
    while True:
        with database.read() as connection:
            if connection.execute(waiting).scalar_one():
                return
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("command", "status"), [("move_to_top", JobStatus.QUEUED), ("restart", JobStatus.CANCELLED)], ids=["top", "restart"]
)
def test_a_command_lines_up_before_it_locks_its_job(
    stage: Stage, another: ThreadPoolExecutor, command: str, status: JobStatus
) -> None:
    """So does a worker that completes a volume; in another order the two could wait for each other."""
    job = stage.job_in(status)
    with stage.database.write() as connection:
        stage.database.line_up(connection)
        done = another.submit(getattr(stage.queue, command), job.id)
        wait_until_somebody_waits(stage.database)
        assert job == load(connection, job.id, lock=True)
    assert JobStatus.QUEUED is done.result().status


def test_a_command_for_all_lines_up_too(stage: Stage, another: ThreadPoolExecutor) -> None:
    """Whoever moves several jobs may lock them in any order."""
    first, second = stage.add(0, 0)
    with stage.database.write() as connection:
        stage.database.line_up(connection)
        load(connection, second.id, lock=True)
        paused = another.submit(stage.queue.pause_all)
        wait_until_somebody_waits(stage.database)
        load(connection, first.id, lock=True)
    assert [first.id, second.id] == paused.result()


def test_two_may_hold_the_queue_at_once(stage: Stage, another: ThreadPoolExecutor) -> None:
    """The second finds it held."""
    with stage.database.write() as connection:
        stage.database.line_up(connection)
        connection.execute(insert(queue_holds).values(id=1, held_at=stage.clock()))
        held = another.submit(stage.queue.hold)
        wait_until_somebody_waits(stage.database)
    held.result()
    assert stage.queue.is_held()


def test_a_job_that_is_being_paused_is_not_recovered(stage: Stage, another: ThreadPoolExecutor) -> None:
    """A person's command waits and is refused; the watchdog passes the job over."""
    job = stage.job_in(JobStatus.RUNNING)
    stage.clock.turn(1801)
    with stage.database.write() as connection:
        assert transition(connection, Seen.of(job), JobStatus.PAUSED, Event.PAUSED, now=stage.clock())
        assert [] == stage.queue.recover_stuck()
        recovered = another.submit(stage.queue.recover, job.id)
        wait_until_somebody_waits(stage.database)
    with pytest.raises(IllegalTransitionError, match="paused job"):
        recovered.result()
    assert JobStatus.PAUSED is stage.queue.get(job.id).status

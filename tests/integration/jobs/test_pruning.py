"""What is old is forgotten, in small steps."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.pruning import MOST_TALLIES, Pruner
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.backups import back_up
from playbuddy_desktop.storage.state import storage_state
from playbuddy_desktop.storage.tables import job_tallies

Stage = Any

# These are about files and SQLite's own ways.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])


def prune(stage: Stage, step: int = 3) -> int:
    """Prune to the end, in steps of three entries."""
    return Pruner(stage.database, stage.settings, clock=stage.clock, step=step).run(threading.Event())


def test_old_entries_of_ended_jobs_go(stage: Stage) -> None:
    """The jobs stay, and so do the entries of jobs that are not final, and all that is younger than a year."""
    ended = stage.job_in(JobStatus.COMPLETED)
    paused = stage.job_in(JobStatus.PAUSED)
    stage.clock.turn(365 * 86_400)
    young = stage.job_in(JobStatus.COMPLETED)
    assert 0 == prune(stage)
    stage.clock.turn(1)
    before = stage.queue.metrics()
    assert 3 == prune(stage)
    assert [] == stage.trail(ended)
    assert ["enqueued", "paused"] == stage.trail(paused)
    assert ["enqueued", "claimed", "completed"] == stage.trail(young)
    assert before == stage.queue.metrics()


def test_figures_do_not_need_the_old_entries(stage: Stage) -> None:
    """The rate of automatic retries stays what it was."""
    job = stage.job_in(JobStatus.RETRYING)
    stage.clock.turn(60)
    stage.queue.complete(stage.claim().lease, stage.play, 1.0)
    assert 1.0 == stage.queue.metrics().auto_retry_rate
    stage.clock.turn(400 * 86_400)
    prune(stage)
    assert ([], 1.0) == (stage.trail(job), stage.queue.metrics().auto_retry_rate)


def test_for_ever_means_for_ever(make_stage: Callable[[Settings], Stage]) -> None:
    """Nothing is forgotten when the settings say so."""
    stage = make_stage(Settings(keep_events_days=0))
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(10_000 * 86_400)
    assert 0 == prune(stage)


def test_old_jobs_go_when_the_person_wants_it(make_stage: Callable[[Settings], Stage]) -> None:
    """With their entries, but never with their plays."""
    stage = make_stage(Settings(keep_jobs_days=30))
    for _ in range(60):
        stage.job_in(JobStatus.COMPLETED)
    waiting = stage.job_in(JobStatus.PAUSED)
    stage.clock.turn(30 * 86_400 + 1)
    assert 60 == prune(stage)
    assert [waiting.id] == [job.id for job in stage.queue.list_jobs()]
    assert 0 == stage.queue.metrics().completed
    with stage.database.read() as connection:
        assert (60,) == connection.exec_driver_sql("SELECT count(*) FROM plays").one()


def test_a_stop_ends_the_pruning(stage: Stage) -> None:
    """Between two steps."""
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(400 * 86_400)
    stop = threading.Event()
    stop.set()
    assert 0 == Pruner(stage.database, stage.settings, clock=stage.clock).run(stop)


def test_claims_do_not_wait_for_the_pruning(stage: Stage) -> None:
    """A claim between any two steps gets its job: no step keeps the database."""
    for _ in range(5):
        stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(400 * 86_400)
    stage.add(*[0] * 3)
    claimed: list[object] = []

    class ClaimBetweenSteps(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - the test need not wait
            claimed.append(stage.queue.claim("w1"))
            return super().wait(0)

    Pruner(stage.database, stage.settings, clock=stage.clock, step=5).run(ClaimBetweenSteps())
    assert len(claimed) >= 3
    assert None not in claimed[:3]


def test_a_long_tally_is_summed_up(stage: Stage) -> None:
    """Few entries remain, and the figures with them."""
    stage.job_in(JobStatus.FAILED)
    with stage.database.write() as connection:
        entries = [{"status": "completed", "number": 1, "auto_retried": number % 2} for number in range(MOST_TALLIES)]
        connection.execute(job_tallies.insert(), entries)
    before = stage.queue.metrics()
    prune(stage)
    assert before == stage.queue.metrics()
    assert (MOST_TALLIES, 1) == (before.completed, before.failed)
    with stage.database.read() as connection:
        assert 2 == len(connection.execute(job_tallies.select()).all())


@only_a_file
def test_backups_are_whole_and_few(stage: Stage) -> None:
    """A copy can be opened and holds what was there; only the newest are kept, and others are not touched."""
    profile = stage.database.profile
    stage.job_in(JobStatus.COMPLETED)
    other = profile.backups / "playbuddy-0000-before.db"
    other.write_bytes(b"kept")
    copies = [back_up(profile, kept=2, now=stage.clock() + timedelta(days=day)) for day in range(3)]
    assert sorted([other, *copies[1:]]) == sorted(profile.backups.iterdir())
    with closing(sqlite3.connect(copies[2])) as copy:
        assert [("ok",)] == copy.execute("PRAGMA integrity_check").fetchall()
        assert [(1,)] == copy.execute("SELECT count(*) FROM plays").fetchall()


@only_a_file
def test_the_state_of_the_storage(stage: Stage) -> None:
    """Free space, the database with its log, and the newest backup."""
    profile = stage.database.profile
    assert storage_state(profile).last_backup_at is None
    copy = back_up(profile, kept=1, now=stage.clock())
    state = storage_state(profile)
    assert pytest.approx(copy.stat().st_mtime) == state.last_backup_at.timestamp()
    assert state.database_bytes >= profile.database.stat().st_size > 0
    assert state.free_bytes > 0

"""Jobs that get nowhere go back into the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from playbuddy_desktop.errors import IllegalTransitionError, JobNotFoundError, LeaseLostError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.caretaker import Caretaker
from playbuddy_desktop.jobs.health import HealthKey, HealthLevel, assess
from playbuddy_desktop.jobs.job import JobStatus, StageSeconds
from playbuddy_desktop.settings import Settings

Stage = Any

# These are about files and SQLite's own ways.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
LONG_LEASES = Settings(lease_seconds=1_000_000)


def test_the_watchdog_puts_a_stuck_job_back(make_stage: Callable[[Settings], Stage]) -> None:
    """Unhealthy at 30:01 without progress, then recovered from the checkpoint and completed."""
    stage = make_stage(LONG_LEASES)
    stage.queue.liveness.register("w1")
    (job,) = stage.add(0)
    stuck = stage.claim().lease
    stage.queue.checkpoint(stuck, stage.chunk(0), StageSeconds(1.0, 2.0))
    stage.clock.turn(30 * 60)
    stage.queue.liveness.heartbeat("w1")
    assert [] == stage.queue.recover_stuck()
    assert HealthLevel.HEALTHY is assess(stage.queue.metrics()).level
    stage.clock.turn(1)
    assert [HealthKey.STUCK_JOB] == [reason.key for reason in assess(stage.queue.metrics()).reasons]
    assert [job.id] == stage.queue.recover_stuck()
    assert JobStatus.QUEUED is stage.queue.get(job.id).status
    assert [] == stage.queue.recover_stuck()
    with pytest.raises(LeaseLostError):
        stage.queue.renew(stuck)
    assert HealthLevel.HEALTHY is assess(stage.queue.metrics()).level
    again = stage.claim("w1")
    assert (job.id, 1) == (again.job.id, again.checkpoint.next_chunk)
    stage.queue.complete(again.lease, stage.play, 1.0)
    assert ["enqueued", "claimed", "checkpointed", "recovered", "claimed", "completed"] == stage.trail(job)
    recovered = stage.queue.events(job.id)[3]
    assert ({"reason": "no progress", "silent_seconds": 1801}, "w1") == (recovered.details, recovered.worker_id)
    stage.queue.liveness.unregister("w1")


def test_silence_is_no_work(stage: Stage) -> None:
    """The attempt counts until its last progress."""
    (job,) = stage.add(0)
    lease = stage.claim().lease
    stage.clock.turn(10)
    stage.queue.checkpoint(lease, stage.chunk(0))
    stage.clock.turn(100)
    assert 10.0 == stage.queue.recover(job.id).active_seconds


def test_a_job_that_is_stuck_again_and_again_is_given_up(make_stage: Callable[[Settings], Stage]) -> None:
    """As one that crashes its worker."""
    stage = make_stage(LONG_LEASES)
    (job,) = stage.add(0)
    for _ in range(4):
        stage.claim()
        stage.clock.turn(1801)
        assert [job.id] == stage.queue.recover_stuck()
    given_up = stage.queue.get(job.id)
    assert (JobStatus.FAILED, "too-slow") == (given_up.status, given_up.error_code)
    assert "Reading stood still 4 times at the same place." == given_up.failure_reason
    assert Event.FAILED == stage.trail(job)[-1]


def test_a_person_need_not_wait(stage: Stage) -> None:
    """A running job is put back at once."""
    (job,) = stage.add(0)
    stage.claim()
    assert JobStatus.QUEUED is stage.queue.recover(job.id).status
    assert "a person asked for it" == stage.queue.events(job.id)[-1].details["reason"]


@pytest.mark.parametrize("status", [status for status in JobStatus if status is not JobStatus.RUNNING])
def test_only_running_jobs_are_recovered(stage: Stage, status: JobStatus) -> None:
    """Nobody holds the others."""
    job = stage.job_in(status)
    with pytest.raises(IllegalTransitionError, match="only a running one can"):
        stage.queue.recover(job.id)


def test_an_unknown_job_is_not_recovered(stage: Stage) -> None:
    """There is nothing to put back."""
    with pytest.raises(JobNotFoundError):
        stage.queue.recover(uuid4())


@only_a_file
def test_the_caretaker_recovers_prunes_and_backs_up(make_stage: Callable[[Settings], Stage]) -> None:
    """One round does all that is due; the next one only looks for stuck jobs."""
    stage = make_stage(LONG_LEASES)
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(366 * 86_400)
    (job,) = stage.add(0)
    stage.claim()
    stage.clock.turn(1801)
    recovered = []
    caretaker = Caretaker(stage.database, stage.queue, stage.settings, on_recovered=recovered.append, clock=stage.clock)
    caretaker.look_after()
    assert [job.id] == recovered
    events = [event for job in stage.queue.list_jobs() for event in stage.trail(job)]
    assert ["enqueued", "claimed", "recovered"] == events
    (backup,) = stage.database.profile.backups.glob("playbuddy-regular-*.db")
    caretaker.look_after()
    assert [backup] == list(stage.database.profile.backups.iterdir())


def test_the_caretaker_lives_beside_the_workers(make_stage: Callable[[Settings], Stage]) -> None:
    """Its thread looks by itself, and ends when told to."""
    import threading

    stage = make_stage(LONG_LEASES)
    stage.add(0)
    stage.claim()
    stage.clock.turn(1801)
    looked = threading.Event()
    caretaker = Caretaker(
        stage.database,
        stage.queue,
        stage.settings,
        on_recovered=lambda _: looked.set(),
        clock=stage.clock,
        round_seconds=0.01,
    )
    caretaker.start()
    assert looked.wait(30)
    caretaker.stop()
    assert "caretaker" not in {thread.name for thread in threading.enumerate()}

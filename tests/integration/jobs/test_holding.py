"""Jobs that wait on purpose: the held queue, put-off jobs, ageing, and leases when clocks are set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from playbuddy_desktop.jobs.health import HealthLevel, assess
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database

Stage = Any


def test_a_held_queue_begins_no_jobs(stage: Stage) -> None:
    """What runs goes on; what waits waits, also for another process after a restart; then all goes on."""
    running, waiting = stage.add(0, 0)
    lease = stage.claim().lease
    stage.queue.hold()
    stage.queue.hold()
    other = open_database(stage.database.profile, stage.url)
    again = JobQueue(other, stage.settings, clock=stage.clock)
    assert again.is_held()
    assert again.claim("w2") is None
    other.close()
    stage.queue.complete(lease, stage.play, 1.0)
    stage.queue.unhold()
    stage.queue.unhold()
    assert not stage.queue.is_held()
    assert waiting.id == stage.claim("w2").job.id
    assert JobStatus.COMPLETED is stage.queue.get(running.id).status


def test_a_held_queue_is_paused_and_not_ill(stage: Stage) -> None:
    """However long jobs wait, and without any worker; the light is amber and says whose doing it is."""
    stage.add(0)
    stage.queue.hold()
    held_at = stage.clock()
    stage.clock.turn(3600)
    metrics = stage.queue.metrics()
    health = assess(metrics)
    assert held_at == metrics.held_since
    assert (HealthLevel.PAUSED, ["The queue is paused by you."]) == (health.level, [r.sentence for r in health.reasons])
    stage.queue.unhold()
    assert HealthLevel.UNHEALTHY is assess(stage.queue.metrics()).level


def test_a_job_can_be_put_off(stage: Stage) -> None:
    """It begins no sooner, others pass it, and until then it does not count as waiting."""
    first, second = stage.add(5, 0)
    until = stage.clock() + timedelta(hours=1)
    assert until == stage.queue.snooze(first.id, until).not_before
    lease = stage.claim().lease
    assert second.id == lease.job_id
    stage.queue.complete(lease, stage.play, 1.0)
    stage.clock.turn(3599)
    assert stage.queue.claim("w2") is None
    assert stage.queue.metrics().oldest_waiting_seconds is None
    stage.clock.turn(1)
    assert 0.0 == stage.queue.metrics().oldest_waiting_seconds
    claim = stage.claim("w2")
    assert (first.id, None) == (claim.job.id, claim.job.not_before)
    assert ["enqueued", "snoozed", "claimed"] == stage.trail(first)


def test_putting_off_can_be_taken_back(stage: Stage) -> None:
    """Then the job may begin at once."""
    (job,) = stage.add(0)
    stage.queue.snooze(job.id, stage.clock() + timedelta(days=1))
    assert stage.queue.snooze(job.id, None).not_before is None
    assert job.id == stage.claim().job.id


def test_jobs_that_wait_rise(make_stage: Callable[[Settings], Stage]) -> None:
    """A minute of waiting is worth a step of priority, so that urgent jobs cannot keep another waiting for ever."""
    stage = make_stage(Settings(ageing_seconds=60))
    (patient,) = stage.add(0)
    stage.clock.turn(90)
    urgent, very_urgent = stage.add(1, 2)
    assert [very_urgent.id, patient.id, urgent.id] == [job.id for job in stage.queue.active()]
    assert [very_urgent.id, patient.id, urgent.id] == [stage.claim(f"w{n}").job.id for n in range(3)]


def test_the_top_is_above_all_that_rose(make_stage: Callable[[Settings], Stage]) -> None:
    """Moved to the top, the youngest job is the next."""
    stage = make_stage(Settings(ageing_seconds=60))
    stage.add(3)
    stage.clock.turn(1000)
    (young,) = stage.add(0)
    stage.queue.move_to_top(young.id)
    assert young.id == stage.claim().job.id


def test_a_clock_that_is_set_back_does_not_keep_a_hung_worker_its_job(stage: Stage) -> None:
    """A lease that did not change for its whole length while we looked on has run out, whatever the clock says."""
    passed = 0.0
    queue = JobQueue(stage.database, stage.settings, clock=stage.clock, monotonic=lambda: passed)
    stage.add(0)
    stage.claim()
    passed = 5.0
    assert queue.claim("w2") is None
    stage.clock.turn(-7200)
    passed += 600 + 89
    assert queue.claim("w2") is None
    passed += 6
    claim = queue.claim("w2")
    assert claim is not None
    assert 2 == claim.lease.token


def test_a_clock_that_is_set_forward_takes_no_job_from_the_living(stage: Stage) -> None:
    """Its worker has time to report, counted by a clock that nobody sets."""
    passed = 0.0
    queue = JobQueue(stage.database, stage.settings, clock=stage.clock, monotonic=lambda: passed)
    queue.liveness.register("w1")
    stage.add(0)
    lease = stage.claim("w1").lease
    stage.clock.turn(86_400)
    assert queue.claim("w2") is None
    stage.clock.turn(86_400)
    passed += 61
    assert queue.claim("w2") is None
    stage.queue.renew(lease)
    passed += 200
    assert queue.claim("w2") is None
    assert queue.holds(lease)
    queue.liveness.unregister("w1")


def test_the_job_of_a_process_that_dies_is_taken_by_one_that_runs(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that run look around every few seconds; nobody need start or wait for the lease."""
    liveness = stage.queue.liveness
    liveness.register("w1")
    stage.add(0)
    stage.claim("w1")
    monkeypatch.setattr(type(liveness._roll), "living", lambda _self, _ids: set())
    assert stage.queue.claim("w2") is None
    stage.clock.turn(5)
    assert 2 == stage.claim("w2").lease.token
    monkeypatch.undo()
    liveness.unregister("w1")


def test_an_idle_look_writes_nothing(stage: Stage) -> None:
    """Workers that find nothing keep nobody from writing."""
    with stage.database.write():
        assert stage.queue.claim("w1") is None

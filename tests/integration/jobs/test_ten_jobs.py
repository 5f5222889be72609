"""Ten jobs run by a clock that stands still unless turned: every figure equals the count made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from playbuddy_desktop.jobs.health import HealthKey, HealthLevel, assess
from playbuddy_desktop.jobs.job import JobStatus, StageSeconds
from playbuddy_desktop.jobs.metrics import RunningJob
from playbuddy_desktop.services import Services

Stage = Any


def test_ten_jobs(stage: Stage) -> None:
    """Four completed, one of them by a retry; one failed; one cancelled, one paused, one running; two wait."""
    queue, clock = stage.queue, stage.clock
    for name in ("w1", "w2"):
        queue.liveness.register(name)
    jobs = stage.add(*[0] * 10)
    for seconds in (1.0, 2.0, 3.0):
        queue.complete(stage.claim("w1").lease, stage.play, seconds)
        clock.turn(1)
    queue.fail(stage.claim("w1").lease, stage.permanent, 9.0)
    retried = stage.claim("w1").lease
    queue.fail(retried, stage.transient, 4.0)
    queue.cancel(jobs[5].id)
    queue.pause(jobs[6].id)
    clock.turn(5)
    again = stage.claim("w1")
    assert retried.job_id == again.job.id
    clock.turn(100)  # a wait for the person, which is no work
    queue.complete(again.lease, stage.play, 6.0)
    running = stage.claim("w2")
    assert jobs[7].id == running.job.id
    clock.turn(15)
    figures = queue.metrics()
    by_hand = {
        "queue_depth": 2,
        "running": 1,
        "paused": 1,
        "retrying": 0,
        "completed": 4,
        "failed": 1,
        "cancelled": 1,
        "mean_seconds": (1.0 + 2.0 + 3.0 + 10.0) / 4,
        "p95_seconds": 10.0,
        "success_rate": 4 / 5,
        "auto_retry_rate": 1 / 5,
        "workers": 2,
        "worker_utilisation": 1 / 2,
        "oldest_waiting_seconds": 3 + 5 + 100 + 15,
        "running_jobs": (RunningJob(jobs[7].id, jobs[7].filename, 15.0),),
        "mean_extract_seconds": 0.0,
        "mean_parse_seconds": 0.0,
        "mean_save_seconds": 0.0,
    }
    assert by_hand == {name: getattr(figures, name) for name in by_hand}
    assert HealthLevel.HEALTHY is assess(figures).level
    for name in ("w1", "w2"):
        queue.liveness.unregister(name)


def test_stages_of_retries_add_up(stage: Stage) -> None:
    """Each attempt tells the time of those before it and its own."""
    (job,) = stage.add(0)
    stage.queue.fail(stage.claim().lease, stage.transient, 3.0, stages=StageSeconds(1.0, 2.0))
    stage.clock.turn(5)
    claim = stage.claim()
    assert StageSeconds(1.0, 2.0) == claim.job.stages
    stage.queue.release(claim.lease, "the program was closed", 4.0, StageSeconds(2.0, 5.0))
    assert StageSeconds(2.0, 5.0) == stage.queue.get(job.id).stages


@pytest.mark.parametrize(("seconds", "level"), [(299, HealthLevel.HEALTHY), (301, HealthLevel.UNHEALTHY)])
def test_a_long_wait(stage: Stage, seconds: int, level: HealthLevel) -> None:
    """Unhealthy after 5:01, healthy after 4:59, counted since the job was last queued."""
    stage.queue.liveness.register("w1")
    (job,) = stage.add(0)
    stage.clock.turn(10_000)
    stage.queue.pause(job.id)
    stage.queue.resume(job.id)
    stage.clock.turn(seconds - 150)
    stage.queue.liveness.heartbeat("w1")
    stage.clock.turn(150)
    assert level is assess(stage.queue.metrics()).level
    stage.queue.liveness.unregister("w1")


def test_workers_that_stop_are_missed_at_once(
    services: Services, make_script: Callable[[int], str], tmp_path: Any
) -> None:
    """With work waiting, the queue is unhealthy as soon as the last worker has gone."""
    services.pool.start(1)
    services.pool.stop()
    (tmp_path / "play.txt").write_text(make_script(20), encoding="utf-8")
    (job,) = services.intake.add([tmp_path / "play.txt"]).added
    health = assess(services.queue.metrics())
    assert (HealthLevel.UNHEALTHY, [HealthKey.NO_WORKERS]) == (health.level, [each.key for each in health.reasons])
    assert JobStatus.QUEUED is services.queue.get(job.id).status

"""The figures of the queue equal a plain count over its jobs."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from statistics import fmean
from typing import Any

import pytest
from sqlalchemy import event

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import Job, JobStatus, StageSeconds
from playbuddy_desktop.jobs.metrics import QueueMetrics, RunningJob, measure, sum_up_tallies
from playbuddy_desktop.jobs.series import processing_times, queue_depth, throughput
from playbuddy_desktop.jobs.stages import break_down

Stage = Any


def plain_count(stage: Stage, workers: set[str]) -> QueueMetrics:
    """The same figures, counted in Python over all jobs and events."""
    jobs: list[Job] = stage.queue.list_jobs(newest_first=False)
    now = stage.clock()
    by_status = {status: [job for job in jobs if job.status is status] for status in JobStatus}
    completed = sorted(by_status[JobStatus.COMPLETED], key=lambda job: (job.completed_at, job.position))
    times = sorted(job.active_seconds for job in completed[-100:])
    ended = by_status[JobStatus.COMPLETED] + by_status[JobStatus.FAILED]
    retried = [job for job in ended if Event.RETRY_SCHEDULED in stage.trail(job)]
    running = by_status[JobStatus.RUNNING]
    busy = {job.worker_id for job in running} & workers
    waiting = [job.queued_at for job in by_status[JobStatus.QUEUED]] + [
        job.next_attempt_at for job in by_status[JobStatus.RETRYING] if job.next_attempt_at <= now
    ]
    return QueueMetrics(
        measured_at=now,
        queue_depth=len(by_status[JobStatus.QUEUED]),
        running=len(running),
        paused=len(by_status[JobStatus.PAUSED]),
        retrying=len(by_status[JobStatus.RETRYING]),
        completed=len(completed),
        failed=len(by_status[JobStatus.FAILED]),
        cancelled=len(by_status[JobStatus.CANCELLED]),
        mean_seconds=pytest.approx(fmean(times)) if times else None,
        p95_seconds=times[math.ceil(0.95 * len(times)) - 1] if times else None,
        success_rate=len(completed) / len(ended) if ended else None,
        auto_retry_rate=len(retried) / len(ended) if ended else None,
        workers=len(workers),
        worker_utilisation=len(busy) / len(workers) if workers else None,
        oldest_waiting_seconds=(now - min(waiting)).total_seconds() if waiting else None,
        running_jobs=tuple(
            RunningJob(job.id, job.filename, (now - job.last_progress_at).total_seconds())
            for job in sorted(running, key=lambda job: job.last_progress_at)
        ),
        mean_extract_seconds=_mean(job.stages.extract for job in completed[-100:]),
        mean_parse_seconds=_mean(job.stages.parse for job in completed[-100:]),
        mean_save_seconds=_mean(job.stages.save for job in completed[-100:]),
    )


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return pytest.approx(fmean(found)) if found else None


def test_an_empty_queue_has_nothing_to_count(stage: Stage) -> None:
    """Where there is nothing to count, there is no rate."""
    metrics = stage.queue.metrics()
    assert plain_count(stage, set()) == metrics
    assert (None, None, None, None, None) == (
        metrics.mean_seconds,
        metrics.p95_seconds,
        metrics.success_rate,
        metrics.worker_utilisation,
        metrics.oldest_waiting_seconds,
    )


@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_a_plain_count(stage: Stage, seed: int) -> None:
    """After many jobs with all kinds of ends, the database counts what Python counts."""
    rng = random.Random(seed)  # noqa: S311 - a test's data
    for name in ("w1", "w2", "w3"):
        stage.queue.liveness.register(name)
    stage.add(*[0] * 260)
    for _ in range(220):
        stage.clock.turn(rng.uniform(0, 0.5))
        lease = stage.claim().lease
        match rng.randrange(20):
            case 0:
                stage.queue.fail(lease, stage.permanent, rng.random())
            case 1 | 2:
                stage.queue.fail(lease, stage.transient, rng.random())
            case 3:
                stage.queue.cancel(lease.job_id)
            case 4:
                stage.queue.pause(lease.job_id)
            case 5:
                stage.queue.complete(lease, stage.play, 1.0)
                stage.queue.remove(lease.job_id)
            case 6:
                stage.queue.fail(lease, stage.transient, 1.0)
                stage.queue.cancel(lease.job_id)
                with stage.database.write() as connection:
                    sum_up_tallies(connection)
            case _:
                seconds = StageSeconds(rng.random(), rng.random(), rng.random())
                stage.queue.complete(
                    lease, stage.play, rng.choice([0.5, rng.expovariate(1), rng.expovariate(0.1)]), seconds
                )
    for name in ("w1", "w1", "unknown"):
        stage.clock.turn(1)
        stage.claim(name)
    stage.clock.turn(20)
    metrics = stage.queue.metrics()
    assert plain_count(stage, {"w1", "w2", "w3"}) == metrics
    assert metrics.completed > 100
    assert pytest.approx(1 / 3) == metrics.worker_utilisation
    for name in ("w1", "w2", "w3"):
        stage.queue.liveness.unregister(name)


@pytest.mark.parametrize(("number", "rank"), [(1, 1), (2, 2), (19, 19), (20, 19), (21, 20), (99, 95), (100, 95)])
def test_the_percentile_is_the_nearest_rank(stage: Stage, number: int, rank: int) -> None:
    """Of times 1, 2, … n the 95th percentile is the one of rank ceil(0.95 n)."""
    stage.add(*[0] * number)
    for seconds in range(number, 0, -1):
        stage.queue.complete(stage.claim().lease, stage.play, float(seconds))
    assert float(rank) == stage.queue.metrics().p95_seconds


def test_only_the_last_hundred_are_timed(stage: Stage) -> None:
    """The times of older jobs are forgotten."""
    stage.add(*[0] * 101)
    for number in range(101):
        stage.clock.turn(1)
        stage.queue.complete(stage.claim().lease, stage.play, 1000.0 if number == 0 else 2.0)
    assert (2.0, 101) == (stage.queue.metrics().mean_seconds, stage.queue.metrics().completed)


def test_a_due_retry_waits_since_it_was_due(stage: Stage) -> None:
    """A retry that nobody takes counts as waiting; one that is not due does not."""
    job = stage.job_in(JobStatus.RETRYING)
    assert stage.queue.metrics().oldest_waiting_seconds is None
    stage.clock.turn(100)
    expected = (stage.clock() - job.next_attempt_at).total_seconds()
    assert expected == stage.queue.metrics().oldest_waiting_seconds


def test_no_figure_reads_the_history(stage: Stage) -> None:
    """Every query finds its rows in an index, so that a long history costs nothing."""
    with stage.database.read() as connection:
        dialect = connection.dialect.name
    if dialect != "sqlite":
        pytest.skip("the plan of the server depends on its statistics")
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    stage.job_in(JobStatus.COMPLETED)
    now = stage.clock()
    with stage.database.read() as connection:
        event.listen(connection.engine, "before_cursor_execute", listen)
        measure(connection, living_workers=(), now=now)
        processing_times(connection)
        throughput(connection, now)
        queue_depth(connection, now)
        break_down(connection, now)
        event.remove(connection.engine, "before_cursor_execute", listen)
        plans = [
            row[3]
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert len(asked) > 8
    few = "USING INDEX ix_parse_jobs_lock_expiry"  # the running jobs alone
    assert [] == [plan for plan in plans if plan.startswith("SCAN parse_jobs") and few not in plan]

"""The time of the stages, by engine, format and hour, equals a plain count."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from statistics import fmean
from typing import Any

import pytest

from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob, StageSeconds
from playbuddy_desktop.jobs.stages import StageTimes, break_down

Stage = Any


def plain_count(jobs: list[Job], key: Callable[[Job], str]) -> tuple[StageTimes, ...]:
    """The same, counted in Python."""
    kinds = sorted({key(job) for job in jobs})
    return tuple(_of_kind(kind, [job for job in jobs if key(job) == kind]) for kind in kinds)


def _of_kind(kind: str, jobs: list[Job]) -> StageTimes:
    done = [job for job in jobs if job.status is JobStatus.COMPLETED]
    if not done:
        return StageTimes(kind, 0, len(jobs), None, None)
    means = (fmean(getattr(job.stages, name) for job in done) for name in ("extract", "parse", "save"))
    return StageTimes(
        kind,
        len(done),
        len(jobs) - len(done),
        pytest.approx(fmean(job.active_seconds for job in done)),
        StageSeconds(*(pytest.approx(mean) for mean in means)),
    )


def test_the_breakdown_equals_a_plain_count(stage: Stage) -> None:
    """Jobs of two engines and three formats end over two days; the last day of clock hours is told."""
    rng = random.Random(5)  # noqa: S311 - a test's data
    new = [
        NewJob(f"{n}.txt", f"{n:064}", 1, rng.choice(["txt", "pdf", "docx"]), "", engine=rng.choice(["rules", "other"]))
        for n in range(150)
    ]
    formats = {job.id: asked.format for job, asked in zip(stage.queue.enqueue(new), new, strict=True)}
    for _ in new:
        stage.clock.turn(rng.uniform(0, 2400))
        claim = stage.claim()
        seconds = StageSeconds(rng.random(), rng.random(), rng.random())
        if rng.random() < 0.2:
            stage.queue.fail(claim.lease, stage.permanent, 1.0, stages=seconds)
        elif rng.random() < 0.1:
            stage.queue.cancel(claim.job.id)
        else:
            stage.queue.complete(claim.lease, stage.play, rng.random(), seconds)
    now = stage.clock()
    since = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=23)
    lately = [
        job
        for job in stage.queue.list_jobs([JobStatus.COMPLETED, JobStatus.FAILED])
        if job.completed_at is not None and job.completed_at >= since
    ]
    assert 20 < len(lately) < 120
    with stage.database.read() as connection:
        found = break_down(connection, now)
    assert plain_count(lately, lambda job: job.engine) == found.engines
    assert plain_count(lately, lambda job: formats[job.id]) == found.formats
    hour_of = "%Y-%m-%dT%H:00:00+00:00"
    assert plain_count(lately, lambda job: job.completed_at.strftime(hour_of)) == found.hours


def test_saving_is_part_of_the_time(stage: Stage) -> None:
    """The play is saved in the transaction that ends the job, and its time counts, too."""
    stage.add(0)
    claim = stage.claim()
    stage.queue.complete(claim.lease, stage.play, 6.0, StageSeconds(1.0, 2.0, 3.0))
    job = stage.queue.get(claim.job.id)
    assert (1.0, 2.0) == (job.stages.extract, job.stages.parse)
    assert job.stages.save > 3.0
    assert pytest.approx(job.active_seconds) == job.stages.extract + job.stages.parse + job.stages.save


def test_stages_survive_a_pause(stage: Stage) -> None:
    """What a worker has told stays with the job when a person takes it away."""
    (job,) = stage.add(0)
    claim = stage.claim()
    stage.queue.checkpoint(claim.lease, stage.chunk(0), StageSeconds(1.0, 2.0))
    assert StageSeconds(1.0, 2.0, 0.0) == stage.queue.pause(job.id).stages

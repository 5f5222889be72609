"""The figures of the queue, counted by the database in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, case, func, or_, select, text, type_coerce

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.storage.tables import CLAIMABLE, HELD, UtcDateTime, job_events, parse_jobs

SAMPLE: Final = 100
"""The processing times are those of so many jobs: the last completed."""

PERCENTILE: Final = 95


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job that a worker holds.

    Attributes:
        silent_seconds: since its last progress, or since it was claimed.
    """

    job_id: UUID
    filename: str
    silent_seconds: float


@dataclass(frozen=True, slots=True)
class QueueMetrics:
    """The figures at one moment. Rates are 0 to 1; None where there is nothing to count.

    Attributes:
        measured_at: the moment.
        queue_depth: jobs that wait for a worker.
        running, paused, retrying, completed, failed, cancelled: jobs in that status.
        mean_seconds: mean processing time of the last completed jobs: the time that workers spent, waits not counted.
        p95_seconds: 95 of 100 of them took at most this long (nearest rank).
        success_rate: the share of the completed among the completed and the failed.
        auto_retry_rate: the share of the completed and the failed that were retried automatically.
        workers: that are alive, in all processes.
        worker_utilisation: the share of them that hold a job.
        oldest_waiting_seconds: how long the first of the waiting jobs, due retries included, has waited.
        running_jobs: what the workers hold, the longest silent first.
    """

    measured_at: datetime
    queue_depth: int
    running: int
    paused: int
    retrying: int
    completed: int
    failed: int
    cancelled: int
    mean_seconds: float | None
    p95_seconds: float | None
    success_rate: float | None
    auto_retry_rate: float | None
    workers: int
    worker_utilisation: float | None
    oldest_waiting_seconds: float | None
    running_jobs: tuple[RunningJob, ...]


def measure(connection: Connection, *, living_workers: Collection[str], now: datetime) -> QueueMetrics:
    """Count; ``JobQueue.metrics`` calls this with the ids of the workers that are alive."""
    counts = count_by_status(connection)
    mean, p95 = connection.execute(_processing_times()).one()
    ended = counts[JobStatus.COMPLETED] + counts[JobStatus.FAILED]
    retried = connection.execute(_RETRIED).scalar_one()
    held_by = connection.execute(select(parse_jobs.c.worker_id).where(text(HELD))).scalars()
    busy = len(set(living_workers).intersection(held_by))
    oldest = connection.execute(_oldest_waiting(now)).scalar()
    return QueueMetrics(
        measured_at=now,
        queue_depth=counts[JobStatus.QUEUED],
        running=counts[JobStatus.RUNNING],
        paused=counts[JobStatus.PAUSED],
        retrying=counts[JobStatus.RETRYING],
        completed=counts[JobStatus.COMPLETED],
        failed=counts[JobStatus.FAILED],
        cancelled=counts[JobStatus.CANCELLED],
        mean_seconds=mean,
        p95_seconds=p95,
        success_rate=_share(counts[JobStatus.COMPLETED], ended),
        auto_retry_rate=_share(retried, ended),
        workers=len(living_workers),
        worker_utilisation=_share(busy, len(living_workers)),
        oldest_waiting_seconds=seconds_between(oldest, now) if oldest is not None else None,
        running_jobs=_running_jobs(connection, now),
    )


def count_by_status(connection: Connection) -> dict[JobStatus, int]:
    """How many jobs there are in each status, 0 included; counted in an index."""
    query = select(parse_jobs.c.status, func.count()).group_by(parse_jobs.c.status)
    counts = {status: number for status, number in connection.execute(query)}  # noqa: C416 - rows are no pairs for mypy
    return {status: counts.get(status.value, 0) for status in JobStatus}


# Ended jobs with at least one automatic retry; the few retries stand in an index of their own.
_RETRIED: Final[Select[Any]] = (
    select(func.count())
    .select_from(parse_jobs)
    .where(
        parse_jobs.c.status.in_([JobStatus.COMPLETED.value, JobStatus.FAILED.value]),
        parse_jobs.c.id.in_(select(job_events.c.job_id).where(text(f"event = '{Event.RETRY_SCHEDULED}'"))),
    )
)


def _processing_times() -> Select[Any]:
    """Mean and percentile of the active time of the last completed jobs.

    Nearest rank: the smallest value with a rank of at least 95 % of their number.
    """
    jobs = parse_jobs.c
    last = (
        select(jobs.active_seconds.label("seconds"))
        .where(jobs.status == JobStatus.COMPLETED.value)
        .order_by(jobs.completed_at.desc(), jobs.position.desc())
        .limit(SAMPLE)
        .subquery()
    )
    ranked = select(
        last.c.seconds,
        func.row_number().over(order_by=last.c.seconds).label("rank"),
        func.count().over().label("number"),
    ).subquery()
    high_enough = ranked.c.rank * 100 >= ranked.c.number * PERCENTILE
    return select(func.avg(ranked.c.seconds), func.min(case((high_enough, ranked.c.seconds))))


def _oldest_waiting(now: datetime) -> Select[Any]:
    """Since when the first of the waiting jobs has waited: since it was queued, or since its retry was due."""
    jobs = parse_jobs.c
    queued = jobs.status == JobStatus.QUEUED.value
    since = case((queued, jobs.queued_at), else_=jobs.next_attempt_at)
    due = or_(queued, (jobs.status == JobStatus.RETRYING.value) & (jobs.next_attempt_at <= now))
    return select(type_coerce(func.min(since), UtcDateTime)).where(text(CLAIMABLE), due)


def _running_jobs(connection: Connection, now: datetime) -> tuple[RunningJob, ...]:
    jobs = parse_jobs.c
    query = select(jobs.id, jobs.filename, jobs.last_progress_at).where(text(HELD)).order_by(jobs.last_progress_at)
    return tuple(
        RunningJob(row.id, row.filename, seconds_between(row.last_progress_at, now))
        for row in connection.execute(query)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

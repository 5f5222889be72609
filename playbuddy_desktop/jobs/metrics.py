"""The figures of the queue, counted by the database in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, case, delete, func, insert, select, text, type_coerce

from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.holds import held_since
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.storage.column_types import UtcDateTime
from playbuddy_desktop.storage.tables import CLAIMABLE, HELD, job_tallies, parse_jobs

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
        mean_extract_seconds, mean_parse_seconds, mean_save_seconds: of ``mean_seconds``, the time in each stage.
        held_since: when a person held the whole queue; None when jobs are begun.
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
    mean_extract_seconds: float | None = None
    mean_parse_seconds: float | None = None
    mean_save_seconds: float | None = None
    held_since: datetime | None = None


def measure(connection: Connection, *, living_workers: Collection[str], now: datetime) -> QueueMetrics:
    """Count; ``JobQueue.metrics`` calls this with the ids of the workers that are alive."""
    counts = count_by_status(connection)
    times = connection.execute(_processing_times()).one()
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
        mean_seconds=times.mean,
        p95_seconds=times.p95,
        success_rate=_share(counts[JobStatus.COMPLETED], ended),
        auto_retry_rate=_share(retried, ended),
        workers=len(living_workers),
        worker_utilisation=_share(busy, len(living_workers)),
        oldest_waiting_seconds=seconds_between(oldest, now) if oldest is not None else None,
        running_jobs=_running_jobs(connection, now),
        mean_extract_seconds=times.extract,
        mean_parse_seconds=times.parse,
        mean_save_seconds=times.save,
        held_since=held_since(connection),
    )


def count_by_status(connection: Connection) -> dict[JobStatus, int]:
    """How many jobs there are in each status, 0 included; as cheap with a long history as with none."""
    counts = dict.fromkeys(JobStatus, 0)
    for query in (_ACTIVE, _ENDED):
        for status, number in connection.execute(query):
            counts[JobStatus(status)] = int(number)
    return counts


# Named one by one, the statuses are looked up in their index; "all but the final ones" would read all of it.
_ACTIVE: Final[Select[Any]] = (
    select(parse_jobs.c.status, func.count())
    .where(parse_jobs.c.status.in_([status.value for status in JobStatus if not status.final]))
    .group_by(parse_jobs.c.status)
)
# The history is never counted: the triggers of the tables keep a tally of the jobs that ended.
_ENDED: Final[Select[Any]] = select(job_tallies.c.status, func.sum(job_tallies.c.number)).group_by(job_tallies.c.status)
_RETRIED: Final[Select[Any]] = select(func.coalesce(func.sum(job_tallies.c.auto_retried), 0)).where(
    job_tallies.c.status.in_([JobStatus.COMPLETED.value, JobStatus.FAILED.value])
)


def sum_up_tallies(connection: Connection) -> None:
    """Replace the entries of the tally by one for each status; their sums, and so all figures, stay."""
    tallies = job_tallies.c
    columns = (tallies.status, tallies.number, tallies.auto_retried)
    # What is deleted is what is added up, whatever others add meanwhile.
    entries = connection.execute(delete(job_tallies).returning(*columns)).all()
    for status in sorted({entry.status for entry in entries}):
        own = [entry for entry in entries if entry.status == status]
        number, retried = sum(entry.number for entry in own), sum(entry.auto_retried for entry in own)
        connection.execute(insert(job_tallies).values(status=status, number=number, auto_retried=retried))


def _processing_times() -> Select[Any]:
    """Mean and percentile of the active time of the last completed jobs.

    Nearest rank: the smallest value with a rank of at least 95 % of their number.
    """
    jobs = parse_jobs.c
    stages = (jobs.extract_seconds, jobs.parse_seconds, jobs.save_seconds)
    last = (
        select(jobs.active_seconds.label("seconds"), *stages)
        .where(jobs.status == JobStatus.COMPLETED.value, jobs.completed_at.is_not(None))
        .order_by(jobs.completed_at.desc(), jobs.position.desc())
        .limit(SAMPLE)
        .subquery()
    )
    ranked = select(
        last,
        func.row_number().over(order_by=last.c.seconds).label("rank"),
        func.count().over().label("number"),
    ).subquery()
    high_enough = ranked.c.rank * 100 >= ranked.c.number * PERCENTILE
    return select(
        func.avg(ranked.c.seconds).label("mean"),
        func.min(case((high_enough, ranked.c.seconds))).label("p95"),
        func.avg(ranked.c.extract_seconds).label("extract"),
        func.avg(ranked.c.parse_seconds).label("parse"),
        func.avg(ranked.c.save_seconds).label("save"),
    )


def _oldest_waiting(now: datetime) -> Select[Any]:
    """Since when the first of the waiting jobs has waited: since it was queued, or since it was due."""
    jobs = parse_jobs.c
    queued = jobs.status == JobStatus.QUEUED.value
    ready = case((queued, jobs.queued_at), else_=jobs.next_attempt_at)
    since = case((jobs.not_before > ready, jobs.not_before), else_=ready)
    waits = jobs.status.in_([JobStatus.QUEUED.value, JobStatus.RETRYING.value])
    return select(type_coerce(func.min(since), UtcDateTime)).where(text(CLAIMABLE), waits, since <= now)


def _running_jobs(connection: Connection, now: datetime) -> tuple[RunningJob, ...]:
    jobs = parse_jobs.c
    query = select(jobs.id, jobs.filename, jobs.last_progress_at).where(text(HELD)).order_by(jobs.last_progress_at)
    return tuple(
        RunningJob(row.id, row.filename, seconds_between(row.last_progress_at, now))
        for row in connection.execute(query)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

"""Figures over time, for charts: how long the last jobs took, and how many ended in each hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.storage.tables import parse_jobs

LAST_JOBS: Final = 100
HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Hour:
    """What ended in the hour from ``start`` on."""

    start: datetime
    completed: int
    failed: int


def processing_times(connection: Connection, limit: int = LAST_JOBS) -> list[float]:
    """Seconds that workers spent on each of the last completed jobs, the oldest first."""
    query = (
        select(parse_jobs.c.active_seconds)
        .where(parse_jobs.c.status == JobStatus.COMPLETED.value)
        .order_by(parse_jobs.c.completed_at.desc(), parse_jobs.c.position.desc())
        .limit(limit)
    )
    return list(connection.scalars(query))[::-1]


def throughput(connection: Connection, now: datetime, hours: int = HOURS) -> list[Hour]:
    """The last hours up to ``now``, the oldest first; the last one is the hour that is not over yet."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    starts = [this_hour - timedelta(hours=back) for back in range(hours - 1, -1, -1)]
    columns = [
        _ended(start, status).label(f"{status.value}_{number}")
        for number, start in enumerate(starts)
        for status in (JobStatus.COMPLETED, JobStatus.FAILED)
    ]
    # Named, the statuses lead to the index by status and time: only the jobs of these hours are read.
    ended = parse_jobs.c.status.in_([JobStatus.COMPLETED.value, JobStatus.FAILED.value])
    row = connection.execute(select(*columns).where(ended, parse_jobs.c.completed_at >= starts[0])).one()
    return [Hour(start, row[2 * number] or 0, row[2 * number + 1] or 0) for number, start in enumerate(starts)]


def _ended(start: datetime, status: JobStatus) -> ColumnElement[int]:
    end = start + timedelta(hours=1)
    at = parse_jobs.c.completed_at
    return func.sum(case(((parse_jobs.c.status == status.value) & (at >= start) & (at < end), 1), else_=0))

"""Figures over time, for charts: how long the last jobs took, how many ended in each hour, how many waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.storage.tables import FINAL_STATUSES, parse_jobs

LAST_JOBS: Final = 100
HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Hour:
    """What ended in the hour from ``start`` on."""

    start: datetime
    completed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Depth:
    """How many jobs waited for their first worker at a moment."""

    at: datetime
    waiting: int


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


def queue_depth(connection: Connection, now: datetime, hours: int = HOURS) -> list[Depth]:
    """How many jobs waited at the half hours before ``now`` and at ``now``, the oldest first.

    Jobs that were removed from the history since, and waits after a failed attempt, are not counted.
    """
    steps = range(2 * hours, -1, -1)
    moments = [now - timedelta(minutes=30 * step) for step in steps]
    columns = [_waiting_at(moment).label(f"at_{number}") for number, moment in enumerate(moments)]
    # In two halves, each of which an index by status and time answers, so that a long history is not read.
    ended = parse_jobs.c.status.in_(FINAL_STATUSES) & (parse_jobs.c.completed_at >= moments[0])
    left = parse_jobs.c.status.in_([status for status in JobStatus if not status.final])
    totals = [0] * len(moments)
    for some in (ended, left):
        row = connection.execute(select(*columns).where(some)).one()
        totals = [total + (count or 0) for total, count in zip(totals, row, strict=True)]
    return [Depth(moment, total) for moment, total in zip(moments, totals, strict=True)]


def _waiting_at(moment: datetime) -> ColumnElement[int]:
    jobs = parse_jobs.c
    begun = func.coalesce(jobs.started_at, jobs.completed_at)
    return func.sum(case(((jobs.created_at <= moment) & (begun.is_(None) | (begun > moment)), 1), else_=0))


def _ended(start: datetime, status: JobStatus) -> ColumnElement[int]:
    end = start + timedelta(hours=1)
    at = parse_jobs.c.completed_at
    return func.sum(case(((parse_jobs.c.status == status.value) & (at >= start) & (at < end), 1), else_=0))

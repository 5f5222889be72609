"""Figures over time, for charts: how long the last jobs took, how many ended in each hour, how many waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, case, func, select

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
        .where(parse_jobs.c.status == JobStatus.COMPLETED.value, parse_jobs.c.completed_at.is_not(None))
        .order_by(parse_jobs.c.completed_at.desc(), parse_jobs.c.position.desc())
        .limit(limit)
    )
    return list(connection.scalars(query))[::-1]


def throughput(connection: Connection, now: datetime, hours: int = HOURS) -> list[Hour]:
    """The last hours up to ``now``, the oldest first; the last one is the hour that is not over yet."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    starts = [this_hour - timedelta(hours=back) for back in range(hours)]
    counts = {(hour, status): count for hour, status, count in connection.execute(_ended(hours), _named(starts))}
    completed, failed = JobStatus.COMPLETED.value, JobStatus.FAILED.value
    return [
        Hour(starts[hour], counts.get((hour, completed), 0), counts.get((hour, failed), 0))
        for hour in range(hours - 1, -1, -1)
    ]


def queue_depth(connection: Connection, now: datetime, hours: int = HOURS) -> list[Depth]:
    """How many jobs waited at the half hours before ``now`` and at ``now``, the oldest first.

    Jobs that were removed from the history since, and waits after a failed attempt, are not counted.
    """
    moments = [now - timedelta(minutes=30 * step) for step in range(2 * hours, -1, -1)]
    totals = [0] * len(moments)
    for query in _waits(len(moments)):
        for first, end, count in connection.execute(query, _named(moments)):
            for number in range(first, end):
                totals[number] += count
    return [Depth(moment, total) for moment, total in zip(moments, totals, strict=True)]


# The statements have a parameter for each moment and are made once: making them takes longer than answering them.


def _named(moments: Sequence[datetime]) -> dict[str, datetime]:
    return {f"at_{number}": moment for number, moment in enumerate(moments)}


@cache
def _ended(hours: int) -> Select[Any]:
    """How many jobs ended in each hour, by status; the parameters are the starts of the hours, the newest first."""
    jobs = parse_jobs.c
    hour = case(*((jobs.completed_at >= bindparam(f"at_{number}"), number) for number in range(hours))).label("hour")
    # Named, the statuses lead to the index by status and time: only the jobs of these hours are read.
    ended = jobs.status.in_([JobStatus.COMPLETED.value, JobStatus.FAILED.value])
    lately = jobs.completed_at >= bindparam(f"at_{hours - 1}")
    return select(hour, jobs.status, func.count()).where(ended, lately).group_by(hour, jobs.status)


@cache
def _waits(number: int) -> tuple[Select[Any], Select[Any]]:
    """How many jobs waited from one of the moments on until before another one; the oldest moment is the first."""
    jobs = parse_jobs.c
    begun = func.coalesce(jobs.started_at, jobs.completed_at)
    added = ((jobs.created_at <= bindparam(f"at_{each}"), each) for each in range(number))
    first = case(*added, else_=number).label("first")
    end = case(*((begun <= bindparam(f"at_{each}"), each) for each in range(number)), else_=number).label("end")
    # In two halves, each of which an index by status and time answers, so that a long history is not read.
    ended = jobs.status.in_(FINAL_STATUSES) & (jobs.completed_at >= bindparam("at_0"))
    left = jobs.status.in_([status.value for status in JobStatus if not status.final])
    ended_waits, left_waits = (
        select(first, end, func.count()).where(some).group_by(first, end) for some in (ended, left)
    )
    return ended_waits, left_waits

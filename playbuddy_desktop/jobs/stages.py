"""How long each stage of the pipeline takes, by engine, format and hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from playbuddy_desktop.jobs.job import JobStatus, StageSeconds
from playbuddy_desktop.storage.tables import job_sources, parse_jobs

HOURS: Final = 24

_ENDED: Final = (JobStatus.COMPLETED.value, JobStatus.FAILED.value)


@dataclass(frozen=True, slots=True)
class StageTimes:
    """What ended lately, of one kind.

    Attributes:
        key: an engine, a format, or the start of an hour (ISO 8601, UTC).
        completed, failed: jobs.
        mean_seconds: mean active time of the completed ones; None when there are none.
        mean_stages: the same for each stage.
    """

    key: str
    completed: int
    failed: int
    mean_seconds: float | None
    mean_stages: StageSeconds | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The jobs that ended in the last hours, divided in three ways; only what occurs is listed."""

    engines: tuple[StageTimes, ...]
    formats: tuple[StageTimes, ...]
    hours: tuple[StageTimes, ...]


def break_down(connection: Connection, now: datetime, hours: int = HOURS) -> Breakdown:
    """Divide the jobs that ended in the last ``hours`` clock hours, the one that is not over included."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    starts = [this_hour - timedelta(hours=back) for back in range(hours)]
    # The newest first: a job belongs to the first hour that began before its end.
    hour = case(*((parse_jobs.c.completed_at >= start, start.isoformat()) for start in starts))
    return Breakdown(
        engines=_divided(connection, parse_jobs.c.engine, starts[-1]),
        formats=_divided(connection, job_sources.c.format, starts[-1]),
        hours=_divided(connection, hour, starts[-1]),
    )


def _divided(connection: Connection, key: ColumnElement[Any], since: datetime) -> tuple[StageTimes, ...]:
    jobs = parse_jobs.c
    completed = jobs.status == JobStatus.COMPLETED.value
    columns = (jobs.active_seconds, jobs.extract_seconds, jobs.parse_seconds, jobs.save_seconds)
    means = [func.avg(case((completed, column))) for column in columns]
    query = (
        select(key.label("key"), func.sum(case((completed, 1), else_=0)), func.count(), *means)
        .select_from(parse_jobs.join(job_sources, job_sources.c.job_id == jobs.id))
        .where(jobs.status.in_(_ENDED), jobs.completed_at >= since)
        .group_by("key")
        .order_by("key")
    )
    return tuple(
        StageTimes(name, done, ended - done, seconds, StageSeconds(*stages) if None not in stages else None)
        for name, done, ended, seconds, *stages in connection.execute(query)
    )

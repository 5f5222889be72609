"""How long each stage of the pipeline takes, by engine, format and hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, case, func, select, text

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
    moments = {f"at_{number}": start for number, start in enumerate(starts)}
    by_engine, by_format, by_hour = _queries(hours)
    return Breakdown(
        engines=tuple(_kind(str(row[0]), row) for row in connection.execute(by_engine, moments)),
        formats=tuple(_kind(str(row[0]), row) for row in connection.execute(by_format, moments)),
        hours=tuple(_kind(starts[row[0]].isoformat(), row) for row in connection.execute(by_hour, moments)),
    )


@cache
def _queries(hours: int) -> tuple[Select[Any], Select[Any], Select[Any]]:
    """By engine, by format, by hour; made once, with the starts of the hours as parameters, the newest first."""
    # A job belongs to the first hour that began before its end.
    hour = case(*((parse_jobs.c.completed_at >= bindparam(f"at_{number}"), number) for number in range(hours)))
    since: BindParameter[Any] = bindparam(f"at_{hours - 1}")
    by_hour = _divided(hour.label("key"), since)
    return (
        _divided(parse_jobs.c.engine.label("key"), since).order_by("key"),
        _divided(job_sources.c.format.label("key"), since).order_by("key"),
        by_hour.order_by(text("key DESC")),
    )


def _divided(key: ColumnElement[Any], since: BindParameter[Any]) -> Select[Any]:
    jobs = parse_jobs.c
    completed = jobs.status == JobStatus.COMPLETED.value
    names = ("active", "extract", "parse", "save")
    means = [func.avg(case((completed, jobs[f"{name}_seconds"]))).label(name) for name in names]
    return (
        select(key, func.sum(case((completed, 1), else_=0)).label("completed"), func.count().label("ended"), *means)
        .select_from(parse_jobs.join(job_sources, job_sources.c.job_id == jobs.id))
        .where(jobs.status.in_(_ENDED), jobs.completed_at >= since)
        .group_by(key)
    )


def _kind(name: str, row: Row[Any]) -> StageTimes:
    means = StageSeconds(row.extract, row.parse, row.save) if row.active is not None else None
    return StageTimes(name, row.completed, row.ended - row.completed, row.active, means)

"""From rows to ``Job`` values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from playbuddy_desktop.errors import JobNotFoundError
from playbuddy_desktop.jobs.job import Found, Job, JobStatus, JobType, StageSeconds
from playbuddy_desktop.storage.prepared import Prepared
from playbuddy_desktop.storage.tables import job_sources, parse_jobs

CONTENT_HASH: Final = func.coalesce(
    select(job_sources.c.content_hash).where(job_sources.c.job_id == parse_jobs.c.id).scalar_subquery(), ""
).label("content_hash")
"""The hash of a job's source, for statements about ``parse_jobs``."""

JOBS: Final[Select[Any]] = select(
    parse_jobs, func.coalesce(job_sources.c.content_hash, "").label("content_hash")
).outerjoin(job_sources, job_sources.c.job_id == parse_jobs.c.id)
"""All jobs, each with the hash of its source: what ``job_of`` reads."""

_SOUGHT: Final = JOBS.where(parse_jobs.c.id == bindparam("sought"))
_ONE_JOB: Final = Prepared(_SOUGHT)
_ONE_LOCKED_JOB: Final = Prepared(_SOUGHT.with_for_update(of=parse_jobs))


def job_of(row: Row[Any]) -> Job:
    """The job of a row of ``JOBS``."""
    return job_with(row._asdict())


def job_with(values: Mapping[str, Any]) -> Job:
    """The job with these values of the columns of ``JOBS``."""
    columns = dict(values)
    columns["type"] = JobType(columns["type"])
    columns["status"] = JobStatus(columns["status"])
    columns["found"] = Found(
        characters=columns.pop("found_characters"),
        acts=columns.pop("found_acts"),
        scenes=columns.pop("found_scenes"),
        lines=columns.pop("found_lines"),
    )
    columns["stages"] = StageSeconds(
        columns.pop("extract_seconds"), columns.pop("parse_seconds"), columns.pop("save_seconds")
    )
    return Job(**columns)


def load(connection: Connection, job_id: UUID, *, lock: bool = False) -> Job:
    """One job; with ``lock`` it stays as it is until the transaction ends, where writers do not wait for each other.

    Raises:
        JobNotFoundError: there is none of that id.
    """
    row = (_ONE_LOCKED_JOB if lock else _ONE_JOB).first(connection, {"sought": job_id})
    if row is None:
        raise JobNotFoundError
    return job_with(row)

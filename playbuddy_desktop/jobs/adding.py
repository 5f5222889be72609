"""Adds jobs to the queue: new ones, restarted ones, and those for the other plays of a volume."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, select, update

from playbuddy_desktop.jobs import audit
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import Job, JobStatus, JobType, NewJob, VolumePart
from playbuddy_desktop.jobs.rows import job_with, load
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.prepared import Row, prepared_insert
from playbuddy_desktop.storage.tables import job_sources, parse_jobs

_GIVEN: Final = (
    *("id", "type", "status", "priority", "position", "filename", "config", "engine", "restarted_from"),
    *("max_retries", "created_at", "queued_at", "updated_at"),
)
_ADD_JOB: Final = prepared_insert(parse_jobs, *_GIVEN)
_ADD_SOURCE: Final = prepared_insert(job_sources)

_FILLED_IN: Final = {
    column.name: None if column.server_default is None else column.type.python_type() for column in parse_jobs.c
}
"""What the database itself writes to the columns of a new job: nothing, zeros and empty texts."""


def add_jobs(
    connection: Connection,
    new_jobs: Sequence[NewJob],
    settings: Settings,
    *,
    now: datetime,
    first: int,
    restarted_from: UUID | None = None,
) -> list[Job]:
    """Write waiting jobs at the places from ``first`` on, in a transaction that has lined up; returns them."""
    jobs: list[Row] = [
        {
            "id": uuid4(),
            "type": JobType.PARSE_PLAY.value,
            "status": JobStatus.QUEUED.value,
            "priority": new.priority,
            "position": position,
            "filename": new.filename,
            "config": new.config,
            "engine": new.engine,
            "restarted_from": restarted_from,
            "max_retries": settings.max_retries,
            "created_at": now,
            "queued_at": now,
            "updated_at": now,
        }
        for position, new in enumerate(new_jobs, start=first)
    ]
    sources: list[Row] = [
        {
            "job_id": job["id"],
            "content_hash": new.content_hash,
            "original_path": new.original_path,
            "size": new.size,
            "format": new.format,
        }
        for job, new in zip(jobs, new_jobs, strict=True)
    ]
    _ADD_JOB.run_many(connection, jobs)
    _ADD_SOURCE.run_many(connection, sources)
    return [
        job_with(_FILLED_IN | job | {"content_hash": new.content_hash}) for job, new in zip(jobs, new_jobs, strict=True)
    ]


def same_source(
    connection: Connection, job: Job, *, ocr: bool = False, as_one: bool | None = None, part: VolumePart | None = None
) -> NewJob:
    """A new job for the source of another one, to be parsed in the same way but for what is given."""
    source = connection.execute(select(job_sources).where(job_sources.c.job_id == job.id)).one()
    wish = job.config.get("as_one") if as_one is None else as_one
    return NewJob(
        filename=job.filename,
        content_hash=source.content_hash,
        size=source.size,
        format=source.format,
        original_path=source.original_path,
        priority=job.priority,
        engine=job.engine,
        ocr=ocr or bool(job.config.get("ocr")),
        as_one=bool(wish) if wish is not None else None,
        part=part,
    )


def add_other_plays(
    connection: Connection, job_id: UUID, titles: Sequence[str], settings: Settings, *, now: datetime
) -> None:
    """A job found several plays in its file and parsed the first: the others follow, before all else of its priority.

    This belongs into the transaction that completes the job, which must have lined up. A job is completed once, so that
    no play is added twice; and from here on it is the job of the first play alone: restarted, it adds no others.
    """
    job = load(connection, job_id)
    parts = [VolumePart(number, len(titles), title, job_id) for number, title in enumerate(titles, start=1)]
    own = {**job.config, "part": VolumePart(1, len(titles), titles[0]).to_json()}
    connection.execute(update(parse_jobs).where(parse_jobs.c.id == job_id).values(config=own))
    new_jobs = [same_source(connection, job, part=part) for part in parts[1:]]
    first = place(connection, func.min) - len(new_jobs)
    for added, part in zip(add_jobs(connection, new_jobs, settings, now=now, first=first), parts[1:], strict=True):
        details = {"part_of": str(job_id), "play": part.number, "plays": part.of}
        audit.complete_entry(connection, added.id, Event.ENQUEUED, details)


def place(connection: Connection, end: Any) -> int:
    """The first (``func.min``) or last (``func.max``) place of all jobs; one look at the end of an index."""
    found = connection.execute(select(end(parse_jobs.c.position))).scalar()
    return int(found) if found is not None else 0

"""What must hold after any storm, checked row by row; the answer is a list of complaints, empty when all is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import LEGAL_EDGES, Job, JobEvent, JobStatus
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import job_checkpoints, job_chunks, plays, workers

LinesOf = Callable[[str], list[str]]
OutcomeOf = Callable[[str], JobStatus]


def complaints(
    database: Database, queue: JobQueue, *, outcome_of: OutcomeOf, lines_of: LinesOf, removed: set[Any] | None = None
) -> list[str]:
    """All that is wrong.

    Args:
        database: at rest: no worker runs.
        queue: on that database.
        outcome_of: what must become of a job of this filename, unless it was cancelled.
        lines_of: the text of each line that the play of a job of this filename must have.
        removed: jobs that a person took out of the history; their plays stay.
    """
    jobs = queue.list_jobs(newest_first=False)
    found = [*_of_database(database), *_of_plays(database, jobs, removed or set())]
    for job in jobs:
        found += [f"{job.filename} ({job.id}): {complaint}" for complaint in _of_job(job, queue.events(job.id))]
        if job.status not in (JobStatus.CANCELLED, outcome_of(job.filename)):
            found.append(f"{job.filename} ({job.id}): is {job.status}, not {outcome_of(job.filename)}")
        if job.status is JobStatus.COMPLETED and _lines(database, job) != lines_of(job.filename):
            found.append(f"{job.filename} ({job.id}): its play is not what the job makes")
    return found


def _lines(database: Database, job: Job) -> list[str]:
    """The lines of a job's play in order; none if it has no play."""
    if job.playbook_id is None:
        return []
    try:
        play = Library(database).load(job.playbook_id)
    except PlayNotFoundError:
        return []
    return [line.text for act in play.acts for scene in act.scenes for line in scene.lines]


def _of_database(database: Database) -> Iterator[str]:
    with database.read() as connection:
        if connection.dialect.name == "sqlite":
            if (answer := connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()) != ["ok"]:
                yield f"integrity_check: {answer}"
            if answer := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                yield f"foreign_key_check: {answer}"
        for table in (job_checkpoints, job_chunks, workers):
            if rows := connection.execute(select(table)).all():
                yield f"{len(rows)} rows are left in {table.name}"


def _of_plays(database: Database, jobs: list[Job], removed: set[Any]) -> Iterator[str]:
    with database.read() as connection:
        makers = {row.id: row.job_id for row in connection.execute(select(plays.c.id, plays.c.job_id))}
    twice = [maker for maker, count in Counter(makers.values()).items() if count > 1]
    if twice:
        yield f"jobs with more than one play: {twice}"
    completed = {job.id: job.playbook_id for job in jobs if job.status is JobStatus.COMPLETED}
    made = {maker: play for play, maker in makers.items() if maker not in removed}
    if completed != made:
        yield f"completed jobs and plays differ: {completed.items() ^ made.items()}"


def _of_job(job: Job, events: list[JobEvent]) -> Iterator[str]:
    if not job.status.final:
        yield f"is {job.status}"
    if not events or (events[0].event, events[0].from_status, events[0].to_status) != ("enqueued", None, "queued"):
        yield "its trail does not begin with its enqueueing"
        return
    status = JobStatus.QUEUED
    for event in events[1:]:
        after = event.to_status or status
        if event.from_status != status:
            yield f"“{event.event}” begins at {event.from_status}, where it was {status}"
        if after != status and after not in LEGAL_EDGES[status]:
            yield f"“{event.event}” goes from {status} to {after}"
        status = after
    if status is not job.status:
        yield f"its trail ends at {status}, its row at {job.status}"
    names = Counter(event.event for event in events)
    if names[Event.COMPLETED] != (job.status is JobStatus.COMPLETED):
        yield f"was completed {names[Event.COMPLETED]} times"
    if names[Event.CLAIMED] != job.lease_token:
        yield f"was claimed {names[Event.CLAIMED]} times, and its token is {job.lease_token}"

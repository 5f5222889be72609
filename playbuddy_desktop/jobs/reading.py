"""What anybody may read of the queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Final
from uuid import UUID

from sqlalchemy import case, func, or_, select

from playbuddy_desktop.errors import JobNotFoundError
from playbuddy_desktop.jobs import audit, holds
from playbuddy_desktop.jobs.base import QueueBase
from playbuddy_desktop.jobs.changes import Look, ended, look, standing_failures
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, FINAL_STATUSES, Job, JobCommand, JobEvent, JobSource, JobStatus
from playbuddy_desktop.jobs.metrics import QueueMetrics, count_by_status, measure
from playbuddy_desktop.jobs.order import order_of_execution, place_in_order
from playbuddy_desktop.jobs.rows import JOBS, job_of, load
from playbuddy_desktop.storage.tables import job_sources, parse_jobs, plays

_ACTIVE: Final = tuple(status.value for status in JobStatus if status not in FINAL_STATUSES)
_WAITING: Final = tuple(status.value for status in ALLOWED_COMMANDS[JobCommand.PRIORITISE])


class Reading(QueueBase):
    """The reader's side of the queue; ``StorageError`` when the database cannot be read."""

    def get(self, job_id: UUID) -> Job:
        """One job.

        Raises:
            JobNotFoundError: there is none of that id.
        """
        with self._database.read() as connection:
            return load(connection, job_id)

    def source(self, job_id: UUID) -> JobSource:
        """What a job imports.

        Raises:
            JobNotFoundError: there is none of that id.
        """
        source = job_sources.c
        query = select(source.content_hash, source.size, source.format, source.original_path)
        with self._database.read() as connection:
            row = connection.execute(query.where(source.job_id == job_id)).one_or_none()
        if row is None:
            raise JobNotFoundError
        return JobSource(*row)

    def list_jobs(
        self,
        statuses: Iterable[JobStatus] | None = None,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
        *,
        newest_first: bool = True,
    ) -> list[Job]:
        """Jobs in the order in which they were added.

        Args:
            statuses: only these; None for all.
            text: only jobs whose filename, error, or play's title or author contains it, in upper or lower case.
            limit: at most so many.
            offset: without the first so many.
            newest_first: False for oldest first.
        """
        jobs = parse_jobs.c
        query = JOBS
        if statuses is not None:
            wanted = {status.value for status in statuses}
            # Of several statuses SQLite would read all jobs from the index by status and sort them; hidden in an
            # expression, the condition leaves it the index by time, which it need not read to the end.
            status = jobs.status if len(wanted) == 1 else func.coalesce(jobs.status, "")
            query = query.where(status.in_(wanted))
        if text:
            places = (jobs.filename, jobs.last_error, plays.c.title, plays.c.author)
            query = query.outerjoin(plays, plays.c.id == jobs.playbook_id).where(
                or_(*(place.icontains(text.lower(), autoescape=True) for place in places))
            )
        order = (jobs.created_at, jobs.position)
        query = query.order_by(*(column.desc() for column in order) if newest_first else order)
        with self._database.read() as connection:
            return [job_of(row) for row in connection.execute(query.limit(limit).offset(offset))]

    def active(self) -> list[Job]:
        """All jobs that are not final: the running ones, then the others in the order of execution."""
        jobs = parse_jobs.c
        running_first = case((jobs.status == JobStatus.RUNNING.value, 0), else_=1)
        query = JOBS.where(jobs.status.in_(_ACTIVE)).order_by(running_first, *order_of_execution(self._settings))
        with self._database.read() as connection:
            return [job_of(row) for row in connection.execute(query)]

    def waiting(self) -> list[UUID]:
        """The ids of all jobs whose place can be changed, in the order of execution."""
        jobs = parse_jobs.c
        query = select(jobs.id).where(jobs.status.in_(_WAITING)).order_by(*order_of_execution(self._settings))
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def look(self, before: Look | None, ended_since: datetime) -> Look:
        """What changed since the look before; see ``changes``."""
        now = self._clock()
        with self._database.read() as connection:
            return look(connection, before, now, ended_since)

    def ended_since(self, since: datetime) -> list[Job]:
        """The jobs that became final since then."""
        with self._database.read() as connection:
            return ended(connection, since)

    def standing_failures(self, before: datetime) -> list[Job]:
        """The last jobs that failed before then and were not dismissed."""
        with self._database.read() as connection:
            return standing_failures(connection, before)

    def now(self) -> datetime:
        """The time by the clock that the queue goes by."""
        return self._clock()

    def place(self, job: Job) -> tuple[float, int]:
        """What waiting jobs are begun in the order of."""
        return place_in_order(job, self._settings)

    def count_by_status(self) -> dict[JobStatus, int]:
        """How many jobs there are in each status, 0 included."""
        with self._database.read() as connection:
            return count_by_status(connection)

    def events(self, job_id: UUID) -> list[JobEvent]:
        """A job's audit trail, oldest entry first; empty for an unknown job."""
        with self._database.read() as connection:
            return audit.read(connection, job_id)

    def find_by_hash(self, content_hash: str) -> list[Job]:
        """All jobs of that content, newest first."""
        jobs = parse_jobs.c
        query = JOBS.where(job_sources.c.content_hash == content_hash).order_by(
            jobs.created_at.desc(), jobs.position.desc()
        )
        with self._database.read() as connection:
            return [job_of(row) for row in connection.execute(query)]

    def other_plays(self, jobs: Iterable[Job]) -> list[Job]:
        """The jobs that these added for the other plays of their files, in the order of the plays."""
        found: list[Job] = []
        for job in jobs:
            alike = self.find_by_hash(job.content_hash) if job.part and job.first_job == job.id else []
            parts = [(other.part.number, other) for other in alike if other.part and other.part.first_job == job.id]
            found += [other for _, other in sorted(parts, key=itemgetter(0)) if other.restarted_from is None]
        return found

    def play_of_content(self, content_hash: str) -> UUID | None:
        """The newest play in the library that was made of that content, whether its job is still known or not."""
        query = select(plays.c.id).where(plays.c.content_hash == content_hash).order_by(plays.c.created_at.desc())
        with self._database.read() as connection:
            return connection.execute(query.limit(1)).scalar()

    def is_held(self) -> bool:
        """Whether a person holds the whole queue."""
        with self._database.read() as connection:
            return holds.is_held(connection)

    def metrics(self) -> QueueMetrics:
        """The figures now."""
        now = self._clock()
        with self._database.read() as connection:
            return measure(connection, living_workers=self.liveness.living_workers(connection, now), now=now)

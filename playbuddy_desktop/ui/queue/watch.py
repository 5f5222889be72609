"""What the live queue shows: all jobs that are not final, and those that ended while the window was open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from playbuddy_desktop.errors import JobNotFoundError
from playbuddy_desktop.jobs.job import FINAL_STATUSES, Job

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.queue import JobQueue

RECENT: Final = 200
"""How many of the newest ended jobs are read anew each time."""


class QueueWatch:
    """Reads the live queue; used in the background's one database thread only.

    Jobs that ended come from two places: the newest ones of the history, whichever process worked on them, and those
    that were seen here before they ended, however old they are.
    """

    def __init__(self, queue: JobQueue, since: datetime) -> None:
        self._queue = queue
        self._since = since
        self._seen: set[UUID] = set()
        self._ended: dict[UUID, Job] = {}
        self._dismissed: set[UUID] = set()

    def read(self) -> list[Job]:
        """Running and waiting jobs in order of execution, then ended ones, the last first."""
        active = self._queue.active()
        active_ids = {job.id for job in active}
        recent = self._queue.list_jobs(FINAL_STATUSES, limit=RECENT)
        self._keep_recent(recent)
        for job_id in self._seen - active_ids - self._ended.keys():
            self._read_one(job_id)
        self._seen = active_ids
        hidden = self._dismissed | active_ids  # a job may end between the two readings
        ended = [job for job in self._ended.values() if job.id not in hidden]
        return active + sorted(ended, key=_time_of_end, reverse=True)

    def dismiss(self, job_ids: Iterable[UUID]) -> None:
        """Show these ended jobs no more."""
        self._dismissed.update(job_ids)

    def forget(self, job_ids: Iterable[UUID]) -> None:
        """Take note that these jobs are no more."""
        for job_id in job_ids:
            self._ended.pop(job_id, None)

    def _keep_recent(self, recent: list[Job]) -> None:
        newest = {job.id: job for job in recent}
        # What is newer than the oldest that was read, and was not read, has been removed.
        oldest = min((job.created_at for job in recent), default=None) if len(recent) == RECENT else None
        gone = [
            job.id
            for job in self._ended.values()
            if job.id not in newest and (oldest is None or job.created_at > oldest)
        ]
        self.forget(gone)
        for job in recent:
            if job.id in self._ended or _time_of_end(job) >= self._since:
                self._ended[job.id] = job

    def _read_one(self, job_id: UUID) -> None:
        try:
            job = self._queue.get(job_id)
        except JobNotFoundError:
            return
        if job.status.final:
            self._ended[job_id] = job


def _time_of_end(job: Job) -> datetime:
    return job.completed_at or job.updated_at

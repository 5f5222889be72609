"""Takes jobs from workers that get nowhere: by itself after a while, or when a person asks for it.

A worker may live, renew its lease and yet be stuck. Its job waits again, from its checkpoint on, and the worker finds
its lease gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select, text

from playbuddy_desktop.errors import IllegalTransitionError, TooSlowError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.base import QueueBase
from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.jobs.rows import load
from playbuddy_desktop.jobs.transitions import Seen, transition
from playbuddy_desktop.storage.tables import HELD, parse_jobs

BY_HAND: Final = "a person asked for it"
BY_ITSELF: Final = "no progress"


class Recovery(QueueBase):
    """The watchdog's side of the queue; ``StorageError`` when the database cannot be written."""

    def recover(self, job_id: UUID) -> Job:
        """Put a running job back into the queue at once, from its checkpoint on.

        Raises:
            JobNotFoundError: there is none of that id.
            IllegalTransitionError: it is not running.
        """
        now = self._clock()
        with self._database.write() as connection:
            job = load(connection, job_id, lock=True)
            if job.status is not JobStatus.RUNNING:
                raise IllegalTransitionError(f"A {job.status} job cannot be recovered: only a running one can.")
            _put_back(connection, job, BY_HAND, now, {})
            return load(connection, job_id)

    def recover_stuck(self) -> list[UUID]:
        """Put back the running jobs that made no progress for longer than the setting ``stuck_seconds``.

        One that gets stuck again and again at the same place is given up, as one is that crashes its worker.

        Returns:
            The ids of the jobs that were taken from their workers.
        """
        now = self._clock()
        oldest = now - timedelta(seconds=self._settings.stuck_seconds)
        query = select(parse_jobs.c.id).where(text(HELD), parse_jobs.c.last_progress_at < oldest)
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        with self._database.write() as connection:
            # A job that another process is writing to is not stuck.
            locked = connection.execute(query.with_for_update(skip_locked=True)).scalars()
            stuck = [load(connection, job_id) for job_id in locked.all()]
            for job in stuck:
                self._take_from_stuck_worker(connection, job, now)
        return [job.id for job in stuck]

    def _take_from_stuck_worker(self, connection: Connection, job: Job, now: datetime) -> None:
        times = job.crash_count + 1
        if times <= job.max_retries:
            _put_back(connection, job, BY_ITSELF, now, {"crash_count": times})
            return
        error = TooSlowError(f"Reading stood still {times} times at the same place.")
        values = {
            "crash_count": times,
            "error_code": error.code,
            "last_error": error.message,
            "failure_reason": error.message,
            "advice": error.advice,
            **_worked(job),
        }
        details = {"reason": BY_ITSELF, "code": error.code, "message": error.message}
        transition(
            connection,
            Seen.of(job),
            JobStatus.FAILED,
            Event.FAILED,
            now=now,
            details=details,
            values=values,
        )


def _put_back(connection: Connection, job: Job, reason: str, now: datetime, values: dict[str, Any]) -> None:
    silent = seconds_between(job.last_progress_at, now)
    transition(
        connection,
        Seen.of(job),
        JobStatus.QUEUED,
        Event.RECOVERED,
        now=now,
        details={"reason": reason, "silent_seconds": round(silent)},
        values=values | _worked(job),
    )


def _worked(job: Job) -> dict[str, float]:
    """The time of the attempt counts until its last progress: the silence after it was no work."""
    worked = seconds_between(job.locked_at, job.last_progress_at or job.locked_at) if job.locked_at else 0.0
    return {"active_seconds": job.active_seconds + worked}

"""What a person asks of the queue: add, pause, resume, cancel, restart, reorder, remove.

A command acts on the row at once. A worker that holds the job finds its lease gone, and abandons the job.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, update

from playbuddy_desktop.errors import IllegalTransitionError
from playbuddy_desktop.jobs import audit, holds
from playbuddy_desktop.jobs.adding import add_jobs, place, same_source
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.base import QueueBase
from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, Job, JobCommand, JobStatus, NewJob
from playbuddy_desktop.jobs.moving import deal_out_places, priority_beside
from playbuddy_desktop.jobs.order import first_priority
from playbuddy_desktop.jobs.rows import load
from playbuddy_desktop.jobs.transitions import Seen, change, transition, transition_all
from playbuddy_desktop.storage.tables import parse_jobs, queue_holds

_REFUSAL: Final = {
    JobCommand.PAUSE: "A {status} job cannot be paused.",
    JobCommand.RESUME: "A {status} job cannot be resumed: only a paused one can.",
    JobCommand.CANCEL: "A {status} job cannot be cancelled.",
    JobCommand.RESTART: "A {status} job cannot be restarted: cancel it first.",
    JobCommand.PRIORITISE: "A {status} job cannot be moved in the queue.",
    JobCommand.REMOVE: "A {status} job cannot be removed: cancel it first.",
    JobCommand.SNOOZE: "A {status} job cannot be put off.",
}


class PersonCommands(QueueBase):
    """The person's side of the queue. Each command is one transaction.

    All raise ``JobNotFoundError`` for an unknown id, ``IllegalTransitionError`` where ``ALLOWED_COMMANDS`` forbids the
    command, and ``StorageError`` when the database cannot be written.
    """

    def enqueue(self, new_jobs: Sequence[NewJob]) -> list[Job]:
        """Add jobs behind all others of their priority: all of them or, when that fails, none."""
        if not new_jobs:
            return []
        now = self._clock()
        with self._database.write() as connection:
            self._database.line_up(connection)
            first = place(connection, func.max) + 1
            return add_jobs(connection, new_jobs, self._settings, now=now, first=first)

    def pause(self, job_id: UUID) -> Job:
        """Hold a job; it keeps its checkpoint."""
        return self._command(job_id, JobCommand.PAUSE, JobStatus.PAUSED, Event.PAUSED)

    def resume(self, job_id: UUID) -> Job:
        """Let a paused job wait for a worker again, at its old place."""
        return self._command(job_id, JobCommand.RESUME, JobStatus.QUEUED, Event.RESUMED)

    def cancel(self, job_id: UUID) -> Job:
        """End a job without a play, for good."""
        return self._command(job_id, JobCommand.CANCEL, JobStatus.CANCELLED, Event.CANCELLED)

    def pause_all(self) -> list[UUID]:
        """Pause all jobs that can be paused."""
        return self._command_all(JobCommand.PAUSE, JobStatus.PAUSED)

    def resume_all(self) -> list[UUID]:
        """Resume all paused jobs."""
        return self._command_all(JobCommand.RESUME, JobStatus.QUEUED)

    def cancel_all(self) -> list[UUID]:
        """Cancel all jobs that are not final."""
        return self._command_all(JobCommand.CANCEL, JobStatus.CANCELLED)

    def restart(self, job_id: UUID, *, ocr: bool = False, as_one: bool | None = None) -> Job:
        """Do a final job again: as a new job that names the old one, which stays in the history.

        A failure that is tried again is dealt with, and leaves the live list.
        Of a volume the same play is parsed again, and no other.

        Args:
            job_id: the old job.
            ocr: recognise the text of scanned pages this time; a wish of the old job stays.
            as_one: parse the whole file this time, its plays joined into one (True) or each for itself (False).

        Returns:
            The new job.
        """
        now = self._clock()
        with self._database.write() as connection:
            self._database.line_up(connection)
            old = _load_for(connection, job_id, JobCommand.RESTART)
            again = same_source(connection, old, ocr=ocr, as_one=as_one, part=old.part if as_one is None else None)
            first = place(connection, func.max) + 1
            (new,) = add_jobs(connection, [again], self._settings, now=now, first=first, restarted_from=job_id)
            audit.complete_entry(connection, new.id, Event.ENQUEUED, {"restarted_from": str(job_id)})
            _note(connection, old, Event.RESTARTED, now, {"restarted_as": str(new.id)})
            if old.status is JobStatus.FAILED:
                _dismiss(connection, [job_id], now, now)
            return new

    def set_priority(self, job_id: UUID, priority: int) -> Job:
        """Let a waiting job run before all of lower priority."""
        now = self._clock()
        with self._database.write() as connection:
            job = _load_for(connection, job_id, JobCommand.PRIORITISE)
            change(connection, Seen.of(job), {"priority": priority}, now=now)
            _note(connection, job, Event.PRIORITY_CHANGED, now, {"from": job.priority, "to": priority})
            return load(connection, job_id)

    def move_to_top(self, job_id: UUID) -> Job:
        """Make a waiting job the next: in front of all others, with the highest priority among those that wait."""
        now = self._clock()
        with self._database.write() as connection:
            self._database.line_up(connection)
            job = _load_for(connection, job_id, JobCommand.PRIORITISE)
            priority = first_priority(connection, job, self._settings)
            values = {"priority": priority, "position": place(connection, func.min) - 1}
            change(connection, Seen.of(job), values, now=now)
            _note(connection, job, Event.MOVED, now, {"to": "top", "priority": priority})
            return load(connection, job_id)

    def move_beside(self, job_ids: Sequence[UUID], other_id: UUID, *, after: bool = False) -> None:
        """Let waiting jobs run, in the order given, just before another waiting job, or just after it."""
        now = self._clock()
        with self._database.write() as connection:
            self._database.line_up(connection)
            other = _load_for(connection, other_id, JobCommand.PRIORITISE)
            moved = [job_id for job_id in dict.fromkeys(job_ids) if job_id != other_id]
            for job_id in moved:
                job = _load_for(connection, job_id, JobCommand.PRIORITISE)
                priority = priority_beside(job, other, self._settings)
                change(connection, Seen.of(job), {"priority": priority}, now=now)
                _note(connection, job, Event.MOVED, now, {"to": "place", "priority": priority})
            deal_out_places(connection, moved, other, self._settings, after=after, now=now)

    def snooze(self, job_id: UUID, until: datetime | None) -> Job:
        """Let a waiting job begin no sooner than ``until``; None takes that back."""
        now = self._clock()
        with self._database.write() as connection:
            job = _load_for(connection, job_id, JobCommand.SNOOZE)
            change(connection, Seen.of(job), {"not_before": until}, now=now)
            _note(connection, job, Event.SNOOZED, now, {"until": until.isoformat() if until else None})
            return load(connection, job_id)

    def hold(self) -> None:
        """Begin no more jobs, in any process, until ``unhold``; those that run go on. Survives a restart."""
        now = self._clock()
        with self._database.write() as connection:
            self._database.line_up(connection)
            if not holds.is_held(connection):
                connection.execute(insert(queue_holds).values(id=1, held_at=now))

    def unhold(self) -> None:
        """Let workers begin jobs again."""
        with self._database.write() as connection:
            connection.execute(delete(queue_holds))

    def dismiss(self, job_ids: Iterable[UUID]) -> None:
        """Take ended jobs off the live list of every window, for good; the history keeps them.

        Jobs that are gone already, or go on, are left alone.
        """
        now = self._clock()
        with self._database.write() as connection:
            _dismiss(connection, job_ids, now, now)

    def bring_back(self, job_ids: Iterable[UUID]) -> None:
        """Take ``dismiss`` back."""
        now = self._clock()
        with self._database.write() as connection:
            _dismiss(connection, job_ids, None, now)

    def remove(self, job_id: UUID) -> None:
        """Delete a final job and its audit trail from the history; its play stays."""
        with self._database.write() as connection:
            _load_for(connection, job_id, JobCommand.REMOVE)
            connection.execute(delete(parse_jobs).where(parse_jobs.c.id == job_id))

    def _command(self, job_id: UUID, command: JobCommand, to: JobStatus, event: Event) -> Job:
        now = self._clock()
        with self._database.write() as connection:
            _carry_out(connection, _load_for(connection, job_id, command), to, event, now)
            return load(connection, job_id)

    def _command_all(self, command: JobCommand, to: JobStatus) -> list[UUID]:
        now = self._clock()
        with self._database.write() as connection:
            self._database.line_up(connection)
            return transition_all(connection, ALLOWED_COMMANDS[command], to, now=now)


def _load_for(connection: Connection, job_id: UUID, command: JobCommand) -> Job:
    """The job, if the command is legal for it now."""
    job = load(connection, job_id, lock=True)
    if not job.allows(command):
        raise IllegalTransitionError(_REFUSAL[command].format(status=job.status))
    return job


def _carry_out(connection: Connection, job: Job, to: JobStatus, event: Event, now: datetime) -> None:
    # The worker that loses the job here cannot report its time any more.
    worked = seconds_between(job.locked_at, now)
    transition(
        connection,
        Seen.of(job),
        to,
        event,
        now=now,
        values={"active_seconds": job.active_seconds + worked},
    )


def _dismiss(connection: Connection, job_ids: Iterable[UUID], when: datetime | None, now: datetime) -> None:
    """Whoever looks on finds it as any other change; two at once take the jobs in the same order."""
    dismissed = update(parse_jobs).where(parse_jobs.c.id == bindparam("ended"), parse_jobs.c.completed_at.is_not(None))
    ended = [{"ended": job_id} for job_id in sorted(job_ids)]
    if ended:
        connection.execute(dismissed.values(dismissed_at=when, updated_at=now), ended)


def _note(connection: Connection, job: Job, event: Event, now: datetime, details: dict[str, object]) -> None:
    """Write an event that leaves the status as it is."""
    audit.note(connection, event, job.id, job.status, now=now, details=details)

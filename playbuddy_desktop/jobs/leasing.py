"""What a worker asks of the queue: a job under a lease, and then only what the lease allows.

Every write names the lease's token in the very statement that writes. A worker whose lease was taken, because a person
paused the job or because the worker did not report in time, changes nothing and gets ``LeaseLostError``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from playbuddy_desktop.errors import ErrorReport, JobNotFoundError, LeaseLostError, StorageError
from playbuddy_desktop.jobs import audit, checkpoints
from playbuddy_desktop.jobs.adding import add_other_plays
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.base import QueueBase
from playbuddy_desktop.jobs.checkpoints import CheckpointDamagedError
from playbuddy_desktop.jobs.claiming import Claims
from playbuddy_desktop.jobs.job import Claim, Found, Job, JobStatus, Lease, StageSeconds, StoredCheckpoint
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.jobs.retry import judge
from playbuddy_desktop.jobs.rows import CONTENT_HASH, load
from playbuddy_desktop.jobs.transitions import Seen, change_held, transition
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.library.save import PlayRows, save_play
from playbuddy_desktop.storage.prepared import Prepared
from playbuddy_desktop.storage.tables import parse_jobs

_LEASE: Final = Prepared(
    select(parse_jobs.c.status, parse_jobs.c.lease_token).where(parse_jobs.c.id == bindparam("of_job"))
)

# What completing a job needs to know of it. Nobody else changes the row until the play is written.
_HELD: Final = Prepared(
    select(parse_jobs.c.total_chunks, parse_jobs.c.completed_chunks, parse_jobs.c.active_seconds, CONTENT_HASH)
    .where(
        parse_jobs.c.id == bindparam("of_job"),
        parse_jobs.c.status == JobStatus.RUNNING.value,
        parse_jobs.c.lease_token == bindparam("token"),
    )
    .with_for_update()
)


class WorkerWrites(QueueBase):
    """The worker's side of the queue. Each call is one transaction.

    All but ``claim`` and ``holds`` raise ``LeaseLostError``, and change nothing, when the lease is not current; all
    raise ``StorageError`` when the database cannot be used. ``stages`` is the time of all attempts at the job so far,
    this one included; None leaves what is stored.
    """

    _idle = True
    """Whether the last look found no job."""

    def claim(self, worker_id: str) -> Claim | None:
        """Take the next job: of those that wait, of the retries that are due, of those whose lease ran out.

        The highest priority first, then the oldest.

        Returns:
            The job with its lease and its checkpoint; None when there is nothing to do.
        """
        while True:
            job = self._take_next(worker_id)
            if job is None:
                return None
            lease = Lease(job.id, worker_id, job.lease_token)
            if not job.completed_chunks:
                return Claim(job, lease, None)
            try:
                return self._open(lease)
            except LeaseLostError:
                continue  # a person was quick: take the next one
            except StorageError:
                # Nobody would work on it before its lease ran out.
                with suppress(LeaseLostError, StorageError):
                    self.release(lease, "its checkpoint could not be read", 0.0)
                raise

    def holds(self, lease: Lease) -> bool:
        """Whether the lease is current."""
        with self._database.read() as connection:
            now = _LEASE.first(connection, {"of_job": lease.job_id})
            return now == {"status": JobStatus.RUNNING.value, "lease_token": lease.token}

    def renew(self, lease: Lease) -> None:
        """Report that the worker is alive, and keep the job for another lease time from now."""
        now = self._clock()
        with self._database.write() as connection:
            change_held(connection, lease, {"lock_expiry": self._expiry(now)}, now=now)
            self.liveness.report(connection, lease.worker_id, now)

    def progress(
        self,
        lease: Lease,
        percent: float,
        stage: str,
        found: Found,
        total_chunks: int | None = None,
        *,
        stages: StageSeconds | None = None,
    ) -> None:
        """Store how far the attempt is; the stored percentage never falls.

        Args:
            lease: of the job.
            percent: of the whole job, 0 to 100.
            stage: "extract", "parse" or "save".
            found: so far.
            total_chunks: if known by now.
            stages: the time spent so far.
        """
        now = self._clock()
        values = _progress_values(percent, stage, found, now) | _stage_values(stages)
        if total_chunks is not None:
            values["total_chunks"] = total_chunks
        with self._database.write() as connection:
            change_held(connection, lease, values, now=now)

    def checkpoint(self, lease: Lease, done: ChunkDone, stages: StageSeconds | None = None) -> None:
        """Store a finished chunk, so that another attempt goes on after it.

        The script has come further than ever: its crashes and interruptions until here are forgiven.

        Raises:
            BugError: a chunk before it is missing.
        """
        now = self._clock()
        values = _progress_values(done.percent, "parse", done.found, now) | {
            "total_chunks": done.total,
            "completed_chunks": done.index + 1,
            "crash_count": 0,
            "loss_count": 0,
            **_stage_values(stages),
        }
        with self._database.write() as connection:
            change_held(connection, lease, values, now=now)
            checkpoints.store(connection, lease.job_id, done)
            _note(connection, lease, Event.CHECKPOINTED, now, {"chunk": done.index + 1, "of": done.total})

    def discard_checkpoint(self, lease: Lease, reason: str) -> None:
        """Forget the checkpoint, since it cannot be used; the attempt begins anew."""
        now = self._clock()
        with self._database.write() as connection:
            change_held(connection, lease, {"total_chunks": None, "completed_chunks": 0}, now=now)
            checkpoints.drop(connection, lease.job_id)
            _note(connection, lease, Event.CHECKPOINT_REFUSED, now, {"reason": reason})

    def complete(
        self,
        lease: Lease,
        play: PackedPlay,
        active_seconds: float,
        stages: StageSeconds | None = None,
        plays: Sequence[str] = (),
    ) -> UUID:
        """Save the play and complete the job in one transaction: neither is without the other.

        With ``stages``, the time that saving takes is added to them and to ``active_seconds``. ``plays`` are the titles
        of all plays of the file, where it has several: jobs for the others are added in the same transaction.

        Returns:
            The id of the play.
        """
        started = time.monotonic()
        rows = PlayRows.of(play)  # before anybody has to wait
        now = self._clock()
        with self._database.write() as connection:
            if plays:
                self._database.line_up(connection)
            job = _HELD.first(connection, {"of_job": lease.job_id, "token": lease.token})
            if job is None:
                raise LeaseLostError
            play_id = save_play(connection, rows, job_id=lease.job_id, content_hash=job["content_hash"], now=now)
            if plays:
                add_other_plays(connection, lease.job_id, plays, self._settings, now=now)
            if stages is not None:
                saving = time.monotonic() - started
                stages = replace(stages, save=stages.save + saving)
                active_seconds += saving
            self._end_attempt(
                connection,
                lease,
                JobStatus.COMPLETED,
                Event.COMPLETED,
                now=now,
                details={"play": str(play_id), "attempt_seconds": round(active_seconds, 3)},
                values={
                    "playbook_id": play_id,
                    "progress": 100.0,
                    "completed_chunks": job["total_chunks"] or job["completed_chunks"],
                    "active_seconds": job["active_seconds"] + active_seconds,
                    **_stage_values(stages),
                },
            )
            return play_id

    def fail(
        self,
        lease: Lease,
        error: ErrorReport,
        active_seconds: float,
        *,
        crashed: bool = False,
        stages: StageSeconds | None = None,
    ) -> JobStatus:
        """End the attempt with an error; ``retry.judge`` decides whether there will be another.

        Args:
            lease: of the job.
            error: what went wrong; its technical part is kept in the audit trail only.
            active_seconds: that the attempt took.
            crashed: whether the child process died.
            stages: the time spent so far.

        Returns:
            RETRYING or FAILED.
        """
        now = self._clock()
        with self._database.write() as connection:
            job = _load(connection, lease)
            verdict = judge(job, error, crashed=crashed, settings=self._settings, rng=self._rng)
            values: dict[str, Any] = {
                "error_code": error.code,
                "last_error": error.message,
                "advice": error.advice,
                "retry_count": verdict.retry_count,
                "crash_count": verdict.crash_count,
                "active_seconds": job.active_seconds + active_seconds,
                **_stage_values(stages),
            }
            details: dict[str, object] = {"code": error.code, "message": error.message, "crashed": crashed}
            if error.technical:
                details["technical"] = error.technical
            if verdict.delay is None:
                status, event = JobStatus.FAILED, Event.FAILED
                values["failure_reason"] = verdict.reason
            else:
                status, event = JobStatus.RETRYING, Event.RETRY_SCHEDULED
                values["next_attempt_at"] = now + verdict.delay
                values["auto_retries"] = job.auto_retries + 1
                details["delay_seconds"] = round(verdict.delay.total_seconds(), 3)
            self._end_attempt(connection, lease, status, event, now=now, details=details, values=values)
            return status

    def release(self, lease: Lease, reason: str, active_seconds: float, stages: StageSeconds | None = None) -> None:
        """Hand the job back with its checkpoint: it waits again at its old place."""
        now = self._clock()
        with self._database.write() as connection:
            job = _load(connection, lease)
            self._end_attempt(
                connection,
                lease,
                JobStatus.QUEUED,
                Event.RELEASED,
                now=now,
                details={"reason": reason},
                values={"active_seconds": job.active_seconds + active_seconds, **_stage_values(stages)},
            )

    @cached_property
    def _claims(self) -> Claims:
        return Claims(self._settings)

    def _take_next(self, worker_id: str) -> Job | None:
        now = self._clock()
        some_are_lost = False
        if self._idle:
            # Most looks find nothing, and need not keep anybody from writing.
            with self._database.read() as connection:
                some_are_lost = self.liveness.sees_lost_leases(connection, now)
                if not some_are_lost and not self._claims.is_there_one(connection, now):
                    return None
        with self._database.write() as connection:
            if some_are_lost or self.liveness.sees_lost_leases(connection, now):
                self.liveness.free_lost_leases(connection, now)
            job = self._claims.take(connection, worker_id, now=now, expiry=self._expiry(now))
        # Where one job was, the next may be: then it is not looked for first.
        self._idle = job is None
        return job

    def _open(self, lease: Lease) -> Claim:
        checkpoint = self._checkpoint_of(lease)
        with self._database.read() as connection:
            job = _load(connection, lease)
        if Seen.of(job) != Seen.held(lease):
            raise LeaseLostError
        return Claim(job, lease, checkpoint)

    def _checkpoint_of(self, lease: Lease) -> StoredCheckpoint | None:
        """Read outside the claiming transaction: a long script has many chunks, and others wait to write."""
        try:
            with self._database.read() as connection:
                return checkpoints.load(connection, lease.job_id)
        except CheckpointDamagedError as error:
            self.discard_checkpoint(lease, str(error))
            return None

    def _expiry(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self._settings.lease_seconds)

    def _end_attempt(
        self,
        connection: Connection,
        lease: Lease,
        to: JobStatus,
        event: Event,
        *,
        now: datetime,
        details: dict[str, object],
        values: dict[str, Any],
    ) -> None:
        held = transition(
            connection,
            Seen.held(lease),
            to,
            event,
            now=now,
            details=details,
            values=values,
        )
        if not held:
            raise LeaseLostError


def _load(connection: Connection, lease: Lease) -> Job:
    """The job of a lease, whoever holds it now."""
    try:
        return load(connection, lease.job_id)
    except JobNotFoundError as error:  # cancelled and removed meanwhile
        raise LeaseLostError from error


def _progress_values(percent: float, stage: str, found: Found, now: datetime) -> dict[str, Any]:
    return {
        "progress": percent,
        "stage": stage,
        "found_characters": found.characters,
        "found_acts": found.acts,
        "found_scenes": found.scenes,
        "found_lines": found.lines,
        "last_progress_at": now,
    }


def _stage_values(stages: StageSeconds | None) -> dict[str, float]:
    if stages is None:
        return {}
    return {"extract_seconds": stages.extract, "parse_seconds": stages.parse, "save_seconds": stages.save}


def _note(connection: Connection, lease: Lease, event: Event, now: datetime, details: dict[str, object]) -> None:
    """Write an event that leaves the job running."""
    audit.note(connection, event, lease.job_id, JobStatus.RUNNING, now=now, worker_id=lease.worker_id, details=details)

"""One attempt at a job: supervise the child that parses it, under a lease, until it ends one way or another.

The attempt writes checkpoints and coalesced progress, renews the lease, and watches the row: a person's pause or
cancel, or another worker's claim, takes the lease away, and the attempt then abandons the job without another write.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog

from playbuddy_desktop.errors import (
    ChildCrashedError,
    ErrorReport,
    LeaseLostError,
    SourceMissingError,
    TooMuchMemoryError,
    TooSlowError,
)
from playbuddy_desktop.jobs.job import Claim, JobStatus
from playbuddy_desktop.jobs.messages import (
    CheckpointRefused,
    ChunkDone,
    Done,
    Failed,
    FromChild,
    LogLine,
    Progress,
    Ready,
    Stopped,
    Task,
)
from playbuddy_desktop.jobs.progress import NOTHING_SEEN, Glimpse, JobProgress
from playbuddy_desktop.jobs.stage_clock import StageClock
from playbuddy_desktop.log_events import LogEvent

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.jobs.supervisor import Child
    from playbuddy_desktop.settings import Settings
    from playbuddy_desktop.storage.sources import SourceStore

_TICK_SECONDS: Final = 0.1
"""How often the row and the child are looked at: with the grace of a child, pause and cancel take half a second."""

_SECONDS_BETWEEN_WRITES: Final = 0.5
"""Progress is written to the database at most twice a second; the window hears every message."""

_MOST_NAMES: Final = 300
"""That are told of one play: the largest casts have half as many, and a list of more helps nobody."""

_SECONDS_UNTIL_SPARE: Final = 0.2
"""A job that takes longer may have to be ended by force; then a spare process lets the next one start at once."""

_log = structlog.get_logger(__name__)


class Attempt:
    """Supervises one claimed job; used once, by the worker's own thread.

    Args:
        claim: the job, its lease and checkpoint.
        child: the worker's child process.
        stopping: says whether the program is about to end.
        on_progress: takes live progress.

    Attributes:
        added_jobs: the attempt completed the first play of several, so that the others wait for workers now.
    """

    added_jobs = False

    def __init__(
        self,
        claim: Claim,
        child: Child,
        *,
        queue: JobQueue,
        store: SourceStore,
        settings: Settings,
        stopping: Callable[[], bool],
        on_progress: Callable[[JobProgress], None],
    ) -> None:
        self._job = claim.job
        self._lease = claim.lease
        self._checkpoint = claim.checkpoint
        self._child = child
        self._queue = queue
        self._store = store
        recognition = {"ocr": "always"} if claim.job.config.get("ocr") else {}
        self._settings = settings.model_copy(update=recognition)
        self._stopping = stopping
        self._on_progress = on_progress
        self._stages = StageClock(claim.job.stages)
        self._started = time.monotonic()
        self._last_message = self._last_renewal = self._started
        self._last_write = self._last_look = 0.0
        self._unwritten: Progress | None = None
        self._glimpse = NOTHING_SEEN
        self._log = _log.bind(job_id=str(self._job.id), worker_id=self._lease.worker_id)

    @property
    def job_id(self) -> UUID:
        """The job that is worked on."""
        return self._job.id

    def run(self) -> None:
        """Work until the job is completed, failed, handed back or taken away.

        Raises:
            StorageError: the database could not be written; the lease is left to expire or to be freed.
        """
        try:
            self._supervise()
        except LeaseLostError:
            self._log.info(LogEvent.JOB_ABANDONED)
            self._child.stop(self._settings.grace_seconds)
        except ChildCrashedError as error:
            self._fail(ErrorReport.of(error), crashed=True)
        except (TooSlowError, TooMuchMemoryError) as error:
            self._child.kill()
            self._fail(ErrorReport.of(error))
        except SourceMissingError as error:
            self._fail(ErrorReport.of(error))

    def _supervise(self) -> None:
        self._child.begin(self._task())
        while True:
            message = self._child.receive(_TICK_SECONDS)
            if message is not None:
                self._last_message = time.monotonic()
                if self._handle(message):
                    return
            if self._stopping():
                self._hand_back()
                return
            self._look_after()

    def _task(self) -> Task:
        self._store.verify(self._job.content_hash)
        part = self._job.part
        as_one = self._job.config.get("as_one", self._settings.several_plays == "one")
        return Task(
            job_id=self._job.id,
            source=self._store.path(self._job.content_hash),
            filename=self._job.filename,
            format=str(self._job.config.get("format", "")),
            engine=self._job.engine,
            settings=self._settings,
            checkpoint=self._checkpoint,
            scratch=self._store.scratch(self._job.content_hash),
            play=part.number if part else 0,
            plays=part.of if part else 0,
            as_one=bool(as_one) and part is None,
        )

    def _handle(self, message: FromChild) -> bool:
        """Act on a message; True when the attempt has ended."""
        match message:
            case Progress():
                self._report(message)
            case ChunkDone():
                self._queue.checkpoint(self._lease, message, self._stages.seconds())
                self._unwritten = None
                step, found = message.index + 1, message.found
                self._report(Progress("parse", step, message.total, message.percent, found, message.glimpse))
            case CheckpointRefused():
                self._queue.discard_checkpoint(self._lease, message.reason)
                self._log.warning(LogEvent.CHECKPOINT_REFUSED, reason=message.reason)
            case Done():
                self._write_progress()
                self._queue.complete(
                    self._lease, message.play, self._active_seconds(), self._stages.seconds(), message.plays
                )
                self.added_jobs = bool(message.plays)
                self._log.info(LogEvent.JOB_COMPLETED, seconds=round(self._active_seconds(), 3))
                return True
            case Failed():
                self._fail(message.error)
                return True
            case Stopped():  # only a stop that this attempt did not ask for gets here
                self._queue.release(self._lease, "the parser stopped", self._active_seconds(), self._stages.seconds())
                return True
            case LogLine():
                self._log.log(logging.getLevelNamesMapping()[message.level.upper()], message.event, **message.details)
            case Ready():
                pass
        return False

    def _report(self, progress: Progress) -> None:
        self._stages.enter(progress.stage)
        new = progress.glimpse
        self._glimpse = Glimpse((self._glimpse.names + new.names)[:_MOST_NAMES], new.act, new.scene)
        self._on_progress(
            JobProgress(
                self._job.id,
                progress.stage,
                progress.step,
                progress.steps,
                progress.percent,
                progress.found,
                self._glimpse,
            )
        )
        self._unwritten = progress
        if time.monotonic() - self._last_write >= _SECONDS_BETWEEN_WRITES:
            self._write_progress()

    def _write_progress(self) -> None:
        progress = self._unwritten
        if progress is None:
            return
        self._last_write = time.monotonic()
        self._unwritten = None
        total = progress.steps if progress.stage == "parse" else None
        self._queue.progress(
            self._lease,
            percent=progress.percent,
            stage=progress.stage,
            found=progress.found,
            total_chunks=total,
            stages=self._stages.seconds(),
        )

    def _look_after(self) -> None:
        """What is due between messages: the lease, the limits of the child, progress not yet written."""
        now = time.monotonic()
        if now - self._last_look < _TICK_SECONDS:
            return
        self._last_look = now
        if not self._queue.holds(self._lease):
            raise LeaseLostError
        if now - self._last_renewal >= self._settings.heartbeat_seconds:
            self._queue.renew(self._lease)
            self._last_renewal = now
        if now - self._last_write >= _SECONDS_BETWEEN_WRITES:
            self._write_progress()
        if now - self._started > _SECONDS_UNTIL_SPARE:
            self._child.keep_spare()
        recognises = self._settings.ocr == "always"
        patience = self._settings.max_seconds + (self._settings.max_ocr_seconds if recognises else 0.0)
        if now - self._last_message > patience:
            raise TooSlowError(f"Reading stood still for {patience:.0f} seconds.")
        if self._child.memory(with_programs=recognises) > self._settings.memory_limit:
            raise TooMuchMemoryError

    def _hand_back(self) -> None:
        """The program ends: keep what the child has finished, and give the job back to the queue."""
        for message in self._child.stop(self._settings.grace_seconds):
            if isinstance(message, ChunkDone):
                self._queue.checkpoint(self._lease, message, self._stages.seconds())
        self._queue.release(self._lease, "the program was closed", self._active_seconds(), self._stages.seconds())
        self._log.info(LogEvent.JOB_RELEASED)

    def _fail(self, error: ErrorReport, *, crashed: bool = False) -> None:
        try:
            status = self._queue.fail(
                self._lease, error, self._active_seconds(), crashed=crashed, stages=self._stages.seconds()
            )
        except LeaseLostError:
            return
        event = LogEvent.JOB_RETRY_SCHEDULED if status is JobStatus.RETRYING else LogEvent.JOB_FAILED
        trace = {"trace": error.technical} if error.technical else {}
        self._log.warning(event, code=error.code, crashed=crashed, **trace)

    def _active_seconds(self) -> float:
        return time.monotonic() - self._started

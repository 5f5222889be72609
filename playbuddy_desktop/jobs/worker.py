"""A worker: a thread of the pool that claims jobs and supervises the child process that parses them."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog
from PySide6.QtCore import QRunnable

from playbuddy_desktop.errors import BugError, ChildCrashedError, ErrorReport, LeaseLostError, StorageError
from playbuddy_desktop.jobs.attempt import Attempt
from playbuddy_desktop.jobs.supervisor import Child
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.traces import trace_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playbuddy_desktop.jobs.job import Claim, Lease
    from playbuddy_desktop.jobs.progress import JobProgress
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.settings import Settings
    from playbuddy_desktop.storage.sources import SourceStore

_log = structlog.get_logger(__name__)

_SECONDS_AFTER_STORAGE_ERROR: Final = 2.0


class WakeUp:
    """Wakes idle workers: a counter under a condition, so that a wake-up between two looks is never missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    def ring(self) -> None:
        """Wake all who wait."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    @property
    def count(self) -> int:
        """How often it rang; read before looking for work, given to ``wait`` after."""
        with self._condition:
            return self._count

    def wait(self, seen: int, timeout: float) -> None:
        """Return when it rang since ``seen`` was read, or after ``timeout`` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._count != seen, timeout)


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What all workers of a pool share.

    Attributes:
        wake_up: rings for new work and at the end.
        on_progress: takes live progress, on the worker's thread.
        on_changed: takes the id of a job whose state a worker changed, on the worker's thread.
    """

    queue: JobQueue
    store: SourceStore
    settings: Settings
    wake_up: WakeUp
    on_progress: Callable[[JobProgress], None]
    on_changed: Callable[[UUID], None]


class Worker(QRunnable):
    """Claims one job after the other until it is retired.

    Any error of a job ends that attempt only: the worker goes on.
    """

    def __init__(self, worker_id: str, context: WorkerContext) -> None:
        """``worker_id`` is unique among all processes."""
        super().__init__()
        self.setAutoDelete(False)
        self.worker_id = worker_id
        self.finished = threading.Event()
        self._context = context
        self._retired = threading.Event()
        limits = context.settings
        self._child = Child(worker_id, max(limits.max_child_bytes, limits.max_ocr_child_bytes), context.store.incoming)
        self._attempt: Attempt | None = None
        self._log = _log.bind(worker_id=worker_id)

    @property
    def current_job(self) -> UUID | None:
        """The job that is worked on now."""
        attempt = self._attempt
        return attempt.job_id if attempt is not None else None

    def retire(self) -> None:
        """Hand back the current job and end; returns at once."""
        self._retired.set()
        self._context.wake_up.ring()
        self._child.nudge()

    def look_up(self) -> None:
        """Look at the current job's row at once: a person may have taken it away."""
        self._child.nudge()

    def run(self) -> None:
        """The thread's life."""
        # Qt starts this thread, and Python's tracers do not know of it: debuggers and coverage would be blind here.
        sys.settrace(threading.gettrace())
        try:
            self._register()
            self._warm_child()
            while not self._retired.is_set():
                self._work_or_wait()
        finally:
            self._child.close()
            with suppress(StorageError):
                self._context.queue.liveness.unregister(self.worker_id)
            self.finished.set()

    def _work_or_wait(self) -> None:
        seen = self._context.wake_up.count
        try:
            self._context.queue.liveness.heartbeat(self.worker_id)
            claim = self._context.queue.claim(self.worker_id)
        except StorageError as error:
            self._log.warning(LogEvent.WORKER_STORAGE_ERROR, code=error.code)
            self._context.wake_up.wait(seen, _SECONDS_AFTER_STORAGE_ERROR)
            return
        if claim is None:
            self._context.wake_up.wait(seen, self._context.settings.poll_seconds)
        else:
            self._work(claim)

    def _work(self, claim: Claim) -> None:
        context = self._context
        self._log.info(LogEvent.JOB_CLAIMED, job_id=str(claim.job.id), attempt=claim.lease.token)
        context.on_changed(claim.job.id)
        self._attempt = Attempt(
            claim,
            self._child,
            queue=context.queue,
            store=context.store,
            settings=context.settings,
            stopping=self._retired.is_set,
            on_progress=context.on_progress,
        )
        try:
            self._attempt.run()
            if self._attempt.added_jobs:
                context.wake_up.ring()
        except StorageError as error:
            self._log.warning(LogEvent.WORKER_STORAGE_ERROR, job_id=str(claim.job.id), code=error.code)
            self._child.stop(context.settings.grace_seconds)
            self._give_back(claim.lease)
        except Exception as error:  # noqa: BLE001 - a bug in the supervision fails the job, and the worker lives on
            self._log.exception(LogEvent.WORKER_BUG, job_id=str(claim.job.id))
            self._child.kill()
            with suppress(LeaseLostError, StorageError):
                context.queue.fail(claim.lease, ErrorReport.of(BugError(), technical=trace_of(error)), 0.0)
        finally:
            self._attempt = None
            context.on_changed(claim.job.id)
            if not self._retired.is_set():
                self._warm_child()

    def _warm_child(self) -> None:
        """Have a process ready for the next job; if there can be none now, that job tries again and tells."""
        with suppress(ChildCrashedError):
            self._child.start()

    def _register(self) -> None:
        while not self._retired.is_set():
            try:
                self._context.queue.liveness.register(self.worker_id)
            except StorageError:
                time.sleep(_SECONDS_AFTER_STORAGE_ERROR)
            else:
                return

    def _give_back(self, lease: Lease) -> None:
        """Release a job whose progress could not be written, as soon as the database can be written again."""
        while not self._retired.is_set():
            try:
                self._context.queue.release(lease, "the database could not be written", 0.0)
            except LeaseLostError:
                return
            except StorageError:
                self._retired.wait(_SECONDS_AFTER_STORAGE_ERROR)
            else:
                return

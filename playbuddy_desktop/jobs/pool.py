"""The pool of workers: a QThreadPool, its wake-ups, its signals and its graceful end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

from playbuddy_desktop.jobs.caretaker import Caretaker
from playbuddy_desktop.jobs.worker import WakeUp, Worker, WorkerContext
from playbuddy_desktop.log_events import LogEvent

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.settings import Settings
    from playbuddy_desktop.storage.database import Database
    from playbuddy_desktop.storage.sources import SourceStore

_log = structlog.get_logger(__name__)


class PoolSignals(QObject):
    """What the pool tells the window; emitted on workers' threads, so connections are queued.

    Signals:
        progress: JobProgress, as often as the parser reports.
        changed: UUID of a job that was claimed or left by a worker.
    """

    progress = Signal(object)
    changed = Signal(object)

    def __init__(self) -> None:
        """Belong to the GUI thread, wherever the pool is made, so that its slots run there."""
        super().__init__()
        application = QCoreApplication.instance()
        if application is not None:
            self.moveToThread(application.thread())


class WorkerPool:
    """N workers of this process.

    Attributes:
        signals: lives as long as the pool, longer than any worker.
    """

    def __init__(self, queue: JobQueue, store: SourceStore, settings: Settings, database: Database) -> None:
        """The pool does nothing before ``start``."""
        self.signals = PoolSignals()
        self._queue = queue
        self._settings = settings
        self._wake_up = WakeUp()
        self._context = WorkerContext(
            queue=queue,
            store=store,
            settings=settings,
            wake_up=self._wake_up,
            on_progress=self.signals.progress.emit,
            on_changed=self.signals.changed.emit,
        )
        if database.session is not None:
            database.session.listen(self._wake_up.ring)
        self._caretaker = Caretaker(database, queue, settings, on_recovered=self._take_away)
        self._threads = QThreadPool()
        self._threads.setExpiryTimeout(-1)
        self._workers: list[Worker] = []

    @property
    def worker_count(self) -> int:
        """The number of workers that are to run."""
        return len(self._workers)

    @property
    def alive_count(self) -> int:
        """The number of workers whose thread runs."""
        return sum(not worker.finished.is_set() for worker in self._workers)

    @property
    def busy_count(self) -> int:
        """The number of workers that hold a job."""
        return sum(worker.current_job is not None for worker in self._workers)

    def start(self, count: int | None = None) -> None:
        """Free what dead processes of this machine held, then start ``count`` workers (default: as set).

        Raises:
            StorageError: the database cannot be written.
        """
        freed = self._queue.liveness.free_dead_leases()
        if freed:
            _log.info(LogEvent.POOL_FREED_LEASES, count=len(freed))
        self.resize(self._settings.worker_count if count is None else count)
        self._caretaker.start()
        _log.info(LogEvent.POOL_STARTED, count=self.worker_count)

    def resize(self, count: int) -> None:
        """Start or retire workers until ``count`` are left; a retired one hands its job back."""
        self._threads.setMaxThreadCount(max(count, len(self._workers)))
        while len(self._workers) < count:
            worker = Worker(uuid4().hex, self._context)
            self._workers.append(worker)
            self._threads.start(worker)
        for worker in self._workers[count:]:
            worker.retire()
        del self._workers[count:]

    def wake(self) -> None:
        """Make idle workers look for work at once."""
        self._wake_up.ring()

    def interrupt(self, job_id: UUID) -> None:
        """Make the worker that holds this job look at its row at once."""
        for worker in self._workers:
            if worker.current_job == job_id:
                worker.look_up()

    def _take_away(self, job_id: UUID) -> None:
        """The caretaker put a job back: its worker is to notice, and others are to take it."""
        self.interrupt(job_id)
        self.signals.changed.emit(job_id)
        self.wake()

    def stop(self, timeout_seconds: float = 5.0) -> bool:
        """Let all workers hand back their jobs and end.

        Returns:
            Whether all ended in time; leases of those that did not are freed at the next start.
        """
        started = time.monotonic()
        for worker in self._workers:
            worker.retire()
        self._caretaker.stop()
        done = self._threads.waitForDone(int(timeout_seconds * 1000))
        self._workers.clear()
        _log.info(LogEvent.POOL_STOPPED, seconds=round(time.monotonic() - started, 3), all_ended=done)
        return done

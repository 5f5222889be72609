"""Looks after the queue while workers run: frees jobs that are stuck, forgets what is old, backs the library up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from playbuddy_desktop.errors import StorageError
from playbuddy_desktop.jobs.clock import Clock, utc_now
from playbuddy_desktop.jobs.pruning import Pruner
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.backups import back_up, regular_backups
from playbuddy_desktop.storage.database import Database

ROUND_SECONDS: Final = 20.0
"""Between two looks for stuck jobs: one look at a few rows of an index."""

CHORES_EVERY: Final = timedelta(days=1)
"""Between two prunings; the first follows the first round."""

_END_SECONDS: Final = 2.0

_log = structlog.get_logger(__name__)


class Caretaker:
    """A thread of its own, one for each process with workers; several do no harm."""

    def __init__(
        self,
        database: Database,
        queue: JobQueue,
        settings: Settings,
        *,
        on_recovered: Callable[[UUID], None],
        clock: Clock = utc_now,
        round_seconds: float = ROUND_SECONDS,
    ) -> None:
        """``on_recovered`` takes the id of a job that was taken from its worker, on the caretaker's thread."""
        self._database = database
        self._queue = queue
        self._settings = settings
        self._on_recovered = on_recovered
        self._clock = clock
        self._round_seconds = round_seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._chores_done: datetime | None = None

    def start(self) -> None:
        """Begin; the first look follows after one round."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._live, name="caretaker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End soon; what is under way is at most one small transaction, or a backup that is left unfinished."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
            self._thread = None

    def look_after(self) -> None:
        """One round; errors of the storage are logged, and the next round tries again."""
        try:
            for job_id in self._queue.recover_stuck():
                _log.warning(LogEvent.JOB_RECOVERED, job_id=str(job_id))
                self._on_recovered(job_id)
            if self._chores_done is None or self._clock() - self._chores_done >= CHORES_EVERY:
                self._do_chores()
                self._chores_done = self._clock()
        except StorageError as error:
            _log.warning(LogEvent.CARETAKER_STORAGE_ERROR, code=error.code)

    def _live(self) -> None:
        while not self._stop.wait(self._round_seconds):
            self.look_after()

    def _do_chores(self) -> None:
        forgotten = Pruner(self._database, self._settings, clock=self._clock).run(self._stop)
        if forgotten:
            _log.info(LogEvent.HISTORY_PRUNED, count=forgotten)
        if self._backup_is_due():
            back_up(self._database.profile, kept=self._settings.backups_kept, now=self._clock())
            _log.info(LogEvent.DATABASE_BACKED_UP)

    def _backup_is_due(self) -> bool:
        profile = self._database.profile
        if not self._settings.backup_days or self._database.on_server or not profile.database.exists():
            return False
        backups = regular_backups(profile)
        if not backups:
            return True
        age = self._clock().timestamp() - backups[-1].stat().st_mtime
        return age >= timedelta(days=self._settings.backup_days).total_seconds()

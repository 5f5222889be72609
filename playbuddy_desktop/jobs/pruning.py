"""Forgets what is older than the settings want to keep: a little at a time, so that no claim waits for it."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select

from playbuddy_desktop.jobs.clock import Clock, utc_now
from playbuddy_desktop.jobs.job import FINAL_STATUSES
from playbuddy_desktop.jobs.metrics import sum_up_tallies
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import job_events, job_tallies, parse_jobs

STEP: Final = 500
"""Entries of the audit trail that are forgotten in one transaction: a few milliseconds."""

JOBS_STEP: Final = 50
"""Jobs that are forgotten in one transaction; each takes its entries along."""

PAUSE_SECONDS: Final = 0.05
"""Between two transactions, so that others get their turn."""

MOST_TALLIES: Final = 1_000
"""More entries of the tally are summed up."""

_FINAL: Final = sorted(status.value for status in FINAL_STATUSES)


class Pruner:
    """Forgets old entries of the audit trail and, if a person wants it, old jobs; plays are never touched.

    Entries of jobs that are not final stay, however old.
    """

    def __init__(self, database: Database, settings: Settings, *, clock: Clock = utc_now, step: int = STEP) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._step = step

    def run(self, stop: threading.Event) -> int:
        """Prune until nothing old is left or ``stop`` is set.

        Returns:
            How many jobs and entries were forgotten; entries that went with their jobs are not counted.

        Raises:
            StorageError: the database cannot be written.
        """
        forgotten = self._forget_jobs(stop) + self._forget_events(stop)
        with self._database.read() as connection:
            tallies = connection.execute(select(func.count()).select_from(job_tallies)).scalar_one()
        if tallies > MOST_TALLIES:
            with self._database.write() as connection:
                sum_up_tallies(connection)
        return forgotten

    def _forget_jobs(self, stop: threading.Event) -> int:
        oldest = self._oldest(self._settings.keep_jobs_days)
        if oldest is None:
            return 0
        jobs, forgotten = parse_jobs.c, 0
        query = select(jobs.id).where(jobs.status.in_(_FINAL), jobs.completed_at < oldest).limit(JOBS_STEP)
        while not stop.is_set():
            with self._database.read() as connection:
                ids = list(connection.execute(query).scalars())
            if not ids:
                break
            with self._database.write() as connection:
                connection.execute(delete(parse_jobs).where(jobs.id.in_(ids)))
            forgotten += len(ids)
            stop.wait(PAUSE_SECONDS)
        return forgotten

    def _forget_events(self, stop: threading.Event) -> int:
        oldest = self._oldest(self._settings.keep_events_days)
        if oldest is None:
            return 0
        events, seen, forgotten = job_events.c, 0, 0
        while not stop.is_set():
            # The ids rise with time: the old entries stand in front, and the first young one is the end.
            query = (
                select(events.id, events.created_at, parse_jobs.c.status)
                .join(parse_jobs, parse_jobs.c.id == events.job_id)
                .where(events.id > seen)
                .order_by(events.id)
                .limit(self._step)
            )
            with self._database.read() as connection:
                entries = connection.execute(query).all()
            old = [entry for entry in entries if entry.created_at < oldest]
            ids = [entry.id for entry in old if entry.status in _FINAL]
            if ids:
                with self._database.write() as connection:
                    connection.execute(delete(job_events).where(events.id.in_(ids)))
            forgotten += len(ids)
            if not entries or len(old) < len(entries):
                break
            seen = entries[-1].id
            stop.wait(PAUSE_SECONDS)
        return forgotten

    def _oldest(self, days: int) -> datetime | None:
        return self._clock() - timedelta(days=days) if days else None

"""Which workers and processes are alive, and what happens to the jobs of those that are not.

Leases of dead processes of this machine are freed at once; those of hung workers when they expire.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, insert, select, text, update

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.clock import Clock, seconds_between, utc_now
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.presence import Presence, clear_away_the_dead, is_alive, machine_id
from playbuddy_desktop.jobs.transitions import Seen, transition
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import HELD, parse_jobs, workers

LOST_CODE: Final = "interrupted"
"""The error code of a job that was given up since the whole program ended too often while it worked on it."""

MISSED_HEARTBEATS: Final = 3
"""A worker that missed so many heartbeats does not count as alive."""

# The jobs that workers hold, each with what is known about its worker. Few rows, from an index of their own.
_HELD: Final[Select[Any]] = (
    select(
        parse_jobs.c.id,
        parse_jobs.c.lease_token,
        parse_jobs.c.lock_expiry,
        parse_jobs.c.locked_at,
        parse_jobs.c.last_progress_at,
        parse_jobs.c.active_seconds,
        parse_jobs.c.loss_count,
        parse_jobs.c.worker_id,
        workers.c.process_id,
        workers.c.machine,
    )
    .outerjoin(workers, workers.c.id == parse_jobs.c.worker_id)
    .where(text(f"parse_jobs.{HELD}"))
)


class Liveness:
    """The workers of all processes, as the database and the locked files tell."""

    def __init__(self, database: Database, settings: Settings, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._locks = database.profile.locks
        self._lock = threading.Lock()
        self._presence: Presence | None = None
        self._machine: str | None = None
        self._reported: dict[str, datetime] = {}
        self._suspects: dict[tuple[UUID, int], datetime] = {}

    def register(self, worker_id: str) -> None:
        """A worker of this process begins.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        with self._lock:
            presence = self._presence = self._presence or Presence(self._locks)
            self._reported[worker_id] = now
        with self._database.write() as connection:
            connection.execute(
                insert(workers).values(
                    id=worker_id,
                    process_id=presence.process_id,
                    machine=self._this_machine(),
                    pid=presence.pid,
                    started_at=now,
                    heartbeat_at=now,
                )
            )

    def heartbeat(self, worker_id: str) -> None:
        """A worker reports that it is alive; cheap to call often: most calls do not reach the database.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        with self._lock:
            due = seconds_between(self._reported.get(worker_id), now) >= self._settings.heartbeat_seconds / 2
        if due:
            with self._database.write() as connection:
                self.report(connection, worker_id, now)

    def report(self, connection: Connection, worker_id: str, now: datetime) -> None:
        """A heartbeat within a transaction that is written anyway."""
        with self._lock:
            if worker_id in self._reported:
                self._reported[worker_id] = now
        connection.execute(update(workers).where(workers.c.id == worker_id).values(heartbeat_at=now))

    def unregister(self, worker_id: str) -> None:
        """A worker of this process ends; with its last worker the process takes its own sign down.

        Raises:
            StorageError: the database cannot be written.
        """
        with self._lock:
            self._reported.pop(worker_id, None)
            presence = self._presence
            if not self._reported:
                self._presence = None
        try:
            with self._database.write() as connection:
                connection.execute(delete(workers).where(workers.c.id == worker_id))
        finally:
            if presence is not None and self._presence is not presence:
                presence.end()

    def living_workers(self, connection: Connection, now: datetime) -> set[str]:
        """The ids of the workers that reported lately and whose process, if it is of this machine, is alive."""
        oldest = now - timedelta(seconds=MISSED_HEARTBEATS * self._settings.heartbeat_seconds)
        rows = connection.execute(select(workers).where(workers.c.heartbeat_at >= oldest)).all()
        machine = self._this_machine()
        here = {row.process_id for row in rows if row.machine == machine}
        dead = {process_id for process_id in here if not is_alive(self._locks, process_id)}
        return {row.id for row in rows if row.process_id not in dead}

    def free_dead_leases(self) -> list[UUID]:
        """Take back the jobs of this machine's dead processes, and forget their workers; to be called at start.

        A worker that is not in the table at all has ended, too: it stands there for as long as it works.

        Returns:
            The ids of the jobs that wait again, or were given up since this happened too often.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        machine = self._this_machine()
        query = select(workers.c.process_id).where(workers.c.machine == machine).distinct()
        with self._database.write() as connection:
            dead = {name for name in connection.execute(query).scalars() if not is_alive(self._locks, name)}
            freed = [
                row
                for row in connection.execute(_HELD).all()
                if row.process_id is None or (row.machine == machine and row.process_id in dead)
            ]
            for row in freed:
                self._take_back(connection, row, Event.RECLAIMED, "its worker had ended", now)
            connection.execute(delete(workers).where(workers.c.process_id.in_(dead)))
        clear_away_the_dead(self._locks)
        return [row.id for row in freed]

    def free_expired_leases(self, connection: Connection, now: datetime) -> None:
        """Take back the jobs whose lease ran out.

        After the machine slept, all leases have run out at once, and the first worker to wake could take a job from
        one that is about to report. So a worker whose process is seen to be alive gets one heartbeat's time from when
        it was first found late.
        """
        expired = connection.execute(_HELD.where(parse_jobs.c.lock_expiry <= now)).all()
        with self._lock:
            late = {(row.id, row.lease_token): now for row in expired}
            self._suspects = late | {key: since for key, since in self._suspects.items() if key in late}
            suspects = dict(self._suspects)
        patience = timedelta(seconds=self._settings.heartbeat_seconds)
        for row in expired:
            if suspects[row.id, row.lease_token] + patience > now and self._lives(row):
                continue
            self._take_back(connection, row, Event.LEASE_LOST, "its worker did not report", now)

    def _lives(self, row: Row[Any]) -> bool:
        """Whether the process of the job's worker is known to be alive."""
        if row.process_id is None or row.machine != self._this_machine():
            return False
        return is_alive(self._locks, row.process_id)

    def _take_back(self, connection: Connection, row: Row[Any], event: Event, reason: str, now: datetime) -> None:
        losses = row.loss_count + 1
        worked = seconds_between(row.locked_at, row.last_progress_at or row.locked_at)
        values: dict[str, Any] = {"loss_count": losses, "active_seconds": row.active_seconds + worked}
        to = JobStatus.QUEUED
        if losses > self._settings.max_losses:
            to, event = JobStatus.FAILED, Event.FAILED
            sentence = f"The program was interrupted {losses} times while it worked on this script."
            values |= {
                "error_code": LOST_CODE,
                "last_error": sentence,
                "failure_reason": sentence,
                "advice": "Import the script alone. If it happens again, report the problem with the log file.",
            }
        transition(
            connection,
            Seen(row.id, JobStatus.RUNNING, row.lease_token),
            to,
            event,
            now=now,
            worker_id=row.worker_id,
            details={"reason": reason, "losses": losses},
            values=values,
        )

    def _this_machine(self) -> str:
        if self._machine is None:
            self._machine = machine_id(self._locks)
        return self._machine

"""Which workers and processes are alive, and what happens to the jobs of those that are not.

Leases of dead processes are freed at the start of any other, and within seconds by those that run; leases of hung
workers when they expire.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, text, update

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.clock import Clock, Monotonic, seconds_between
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.lease_watch import LeaseWatch
from playbuddy_desktop.jobs.presence import FileRoll, Roll, Sign
from playbuddy_desktop.jobs.transitions import Seen, transition
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.prepared import Prepared
from playbuddy_desktop.storage.tables import HELD, parse_jobs, workers

LOST_CODE: Final = "interrupted"
"""The error code of a job that was given up since the whole program ended too often while it worked on it."""

LOOK_AROUND_SECONDS: Final = 5.0
"""How often a running process looks whether the owners of jobs have died."""

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
_EXPIRED: Final[Select[Any]] = _HELD.where(parse_jobs.c.lock_expiry <= bindparam("now"))
# Asked at every claim, and nearly always answered with no.
_SOME_EXPIRED: Final = Prepared(
    select(parse_jobs.c.id).where(text(HELD), parse_jobs.c.lock_expiry <= bindparam("now")).limit(1)
)
_REPORT: Final = Prepared(
    update(workers)
    .where(workers.c.id == bindparam("of_worker"))
    .values(heartbeat_at=bindparam("now", type_=workers.c.heartbeat_at.type))
)
# The same to write to them; a job that another process is writing to is not lost.
_LOCKED: Final = _HELD.with_for_update(of=parse_jobs, skip_locked=True)
_ENDED: Final = "its worker had ended"


def roll_of(database: Database) -> Roll:
    """Who shares the database: the processes of this machine, or, on a server, those of all."""
    session = database.session
    if session is None:
        return FileRoll(database.profile.locks)
    from playbuddy_desktop.jobs.server_roll import ServerRoll

    return ServerRoll(database, session)


class Liveness:
    """The workers of all processes, as the database and the locked files tell."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        clock: Clock | None = None,
        monotonic: Monotonic | None = None,
    ) -> None:
        """Judge by the database's clock and the system's monotonic one, or by those of a test.

        Args:
            database: with the workers and their jobs.
            settings: how long leases and heartbeats last.
            clock: the time.
            monotonic: passes as seconds do; ``clock`` in seconds, if that is given and this is not.
        """
        if monotonic is None:
            monotonic = time.monotonic if clock is None else lambda: clock().timestamp()
        self._database = database
        self._settings = settings
        self._clock = clock or database.now
        self._monotonic = monotonic
        self._roll = roll_of(database)
        self._watch = LeaseWatch(settings, monotonic)
        self._lock = threading.Lock()
        self._sign: Sign | None = None
        self._reported: dict[str, datetime] = {}
        self._looked_around = monotonic()

    def register(self, worker_id: str) -> None:
        """A worker of this process begins.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        with self._lock:
            sign = self._sign = self._sign or self._roll.announce()
            self._reported[worker_id] = now
        with self._database.write() as connection:
            connection.execute(
                insert(workers).values(
                    id=worker_id,
                    process_id=sign.process_id,
                    machine=self._roll.machine,
                    pid=sign.pid,
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
        _REPORT.run(connection, {"of_worker": worker_id, "now": now})

    def unregister(self, worker_id: str) -> None:
        """A worker of this process ends; with its last worker the process takes its own sign down.

        Raises:
            StorageError: the database cannot be written.
        """
        with self._lock:
            self._reported.pop(worker_id, None)
            sign = self._sign
            if not self._reported:
                self._sign = None
        try:
            with self._database.write() as connection:
                connection.execute(delete(workers).where(workers.c.id == worker_id))
        finally:
            if sign is not None and self._sign is not sign:
                sign.end()

    def living_workers(self, connection: Connection, now: datetime) -> set[str]:
        """The ids of the workers that reported lately and whose process, if it is of this machine, is alive."""
        oldest = now - timedelta(seconds=MISSED_HEARTBEATS * self._settings.heartbeat_seconds)
        rows = connection.execute(select(workers).where(workers.c.heartbeat_at >= oldest)).all()
        here = {row.process_id for row in rows if row.machine == self._roll.machine}
        dead = here - self._roll.living(here)
        return {row.id for row in rows if row.process_id not in dead}

    def dead_workers(self) -> list[str]:
        """The ids of the workers in the table that do not live, in order."""
        with self._database.read() as connection:
            known = set(connection.execute(select(workers.c.id)).scalars())
            return sorted(known - self.living_workers(connection, self._clock()))

    def free_dead_leases(self) -> list[UUID]:
        """Take back the jobs of dead processes, and forget their workers; to be called at start.

        A worker that is not in the table at all has ended, too: it stands there for as long as it works.

        Returns:
            The ids of the jobs that wait again, or were given up since this happened too often.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        machine = self._roll.machine
        query = select(workers.c.process_id).where(workers.c.machine == machine).distinct()
        with self._database.write() as connection:
            here = set(connection.execute(query).scalars())
            dead = here - self._roll.living(here)
            freed = [
                row
                for row in connection.execute(_LOCKED).all()
                if row.process_id is None or (row.machine == machine and row.process_id in dead)
            ]
            for row in freed:
                self._take_back(connection, row, Event.RECLAIMED, _ENDED, now)
            connection.execute(delete(workers).where(workers.c.process_id.in_(dead)))
        self._roll.clear()
        return [row.id for row in freed]

    def sees_lost_leases(self, connection: Connection, now: datetime) -> bool:
        """Whether ``free_lost_leases`` has something to do; reads only, and little but every few seconds."""
        if self._is_time_to_look_around():
            return bool(self._lost(connection.execute(_HELD).all(), now, all_held=True))
        if not _SOME_EXPIRED.all(connection, {"now": now}):
            return False
        expired = connection.execute(_EXPIRED, {"now": now}).all()
        return bool(self._lost(expired, now, all_held=False))

    def free_lost_leases(self, connection: Connection, now: datetime) -> None:
        """Take back the jobs whose lease ran out, and those of dead processes."""
        for row, event, reason in self._lost(connection.execute(_LOCKED).all(), now, all_held=True):
            self._take_back(connection, row, event, reason, now)

    def _is_time_to_look_around(self) -> bool:
        with self._lock:
            moment = self._monotonic()
            due = moment - self._looked_around >= LOOK_AROUND_SECONDS
            if due:
                self._looked_around = moment
            return due

    def _lost(self, held: Sequence[Row[Any]], now: datetime, *, all_held: bool) -> list[tuple[Row[Any], Event, str]]:
        """Those of the held jobs whose owner is dead or late, with what that is called."""
        here = {row.process_id for row in held if all_held and row.machine == self._roll.machine}
        dead = here - self._roll.living(here)
        ended = [(row, Event.RECLAIMED, _ENDED) for row in held if row.process_id in dead]
        others = [row for row in held if row.process_id not in dead]
        late = self._watch.lost(others, now, self._lives, all_held=all_held)
        return ended + [(row, Event.LEASE_LOST, "its worker did not report") for row in late]

    def _lives(self, row: Row[Any]) -> bool:
        """Whether the process of the job's worker is known to be alive."""
        if row.process_id is None or row.machine != self._roll.machine:
            return False
        return bool(self._roll.living([row.process_id]))

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
            details={"reason": reason, "losses": losses},
            values=values,
        )

"""A process's standing connection to a PostgreSQL server: it holds locks that end with the process, and it listens.

The server drops the locks of a session with the session, however the process ended. The connection has a thread of its
own, which sleeps until the server speaks; when the server restarts, it connects again and takes its locks again.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import psycopg
import structlog

from playbuddy_desktop.log_events import LogEvent

CHANNEL: Final = "playbuddy_jobs"
"""Where the database's trigger says that a job waits."""

LOCK_CLASS: Final = 0x5042
"""The first of the two numbers of each lock of a process."""

_SECONDS_BETWEEN_TRIES: Final = 1.0
_log = structlog.get_logger(__name__)


class StandingSession:
    """The connection and its thread, which begins at the first ``hold`` or ``listen``."""

    def __init__(self, conninfo: str, options: Mapping[str, Any]) -> None:
        """Connect later, with libpq's ``conninfo`` and further ``options``."""
        self._conninfo = conninfo
        self._options = options
        self._lock = threading.Lock()
        self._wanted: set[int] = set()
        self._held: set[int] = set()
        self._listeners: list[Callable[[], None]] = []
        self._settled = threading.Condition(self._lock)
        self._closing = False
        self._thread: threading.Thread | None = None
        self._nudge_in, self._nudge_out = socket.socketpair()

    def hold(self, key: int, timeout: float) -> bool:
        """Hold the lock ``key`` from now on.

        Returns:
            Whether the server gave it within ``timeout`` seconds; if not, it is still tried for.
        """
        with self._lock:
            self._wanted.add(key)
            self._start()
        self._nudge()
        with self._settled:
            return self._settled.wait_for(lambda: key in self._held, timeout)

    def drop(self, key: int, timeout: float) -> None:
        """Hold the lock no longer; returns when it is free or after ``timeout`` seconds."""
        with self._lock:
            self._wanted.discard(key)
        self._nudge()
        with self._settled:
            self._settled.wait_for(lambda: key not in self._held, timeout)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call ``listener``, on the session's thread, when a job waits, and after each time the connection broke."""
        with self._lock:
            self._listeners.append(listener)
            self._start()

    def close(self) -> None:
        """End the connection, and with it all locks."""
        with self._lock:
            self._closing = True
            thread = self._thread
        self._nudge()
        if thread is not None:
            thread.join()
        self._nudge_in.close()
        self._nudge_out.close()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="standing-session", daemon=True)
            self._thread.start()

    def _nudge(self) -> None:
        with suppress(OSError):
            self._nudge_out.send(b"\0")

    def _run(self) -> None:
        while not self._closing:
            try:
                with psycopg.connect(self._conninfo, autocommit=True, **self._options) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._tell()
                    self._attend(connection)
            except psycopg.Error as error:
                _log.warning(LogEvent.DATABASE_DISCONNECTED, code=error.sqlstate)
            with self._settled:
                self._held.clear()
                self._settled.notify_all()
            if not self._closing:
                self._sleep(None, _SECONDS_BETWEEN_TRIES)

    def _attend(self, connection: psycopg.Connection[Any]) -> None:
        """Keep the locks as they are wanted, and pass on what is heard, until the connection breaks or the end."""
        while not self._closing:
            all_held = self._settle(connection)
            self._sleep(connection, None if all_held else _SECONDS_BETWEEN_TRIES)
            if any(True for _ in connection.notifies(timeout=0)):
                self._tell()

    def _settle(self, connection: psycopg.Connection[Any]) -> bool:
        """Take and drop locks until those are held that are wanted; whether that was possible."""
        with self._lock:
            to_take, to_drop = self._wanted - self._held, self._held - self._wanted
        taken = {key for key in to_take if _ask(connection, "SELECT pg_try_advisory_lock(%s, %s)", key)}
        for key in to_drop:
            _ask(connection, "SELECT pg_advisory_unlock(%s, %s)", key)
        with self._settled:
            self._held = (self._held | taken) - to_drop
            self._settled.notify_all()
            return self._wanted == self._held

    def _sleep(self, connection: psycopg.Connection[Any] | None, timeout: float | None) -> None:
        """Return when the server speaks, somebody nudges, or the time is over."""
        awaited: list[Any] = [self._nudge_in] if connection is None else [self._nudge_in, connection]
        ready, _, _ = select.select(awaited, [], [], timeout)
        if self._nudge_in in ready:
            self._nudge_in.recv(4096)

    def _tell(self) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()


def _ask(connection: psycopg.Connection[Any], query: Any, key: int) -> bool:
    row = connection.execute(query, (LOCK_CLASS, key)).fetchone()
    return bool(row and row[0])

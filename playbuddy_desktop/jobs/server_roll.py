"""Who is here, on a server: each process holds an advisory lock, which the server drops with its session."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from playbuddy_desktop.errors import DatabaseUnreachableError
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.standing import LOCK_CLASS

if TYPE_CHECKING:
    from playbuddy_desktop.storage.standing import StandingSession

GRACE_SECONDS: Final = 15
"""After the server itself started, the living need some time to connect again: until then nobody counts as dead."""

_ANSWER_SECONDS: Final = 10.0

# The locks of all processes, and whether the server has been there for long enough to tell.
_LOCKS: Final = text(
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = :class AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_IS_FRESH: Final = text("SELECT clock_timestamp() < pg_postmaster_start_time() + make_interval(secs => :grace)")


class ServerSign:
    """This process as others see it: a lock of the standing session."""

    def __init__(self, session: StandingSession) -> None:
        """Announce the process.

        Raises:
            DatabaseUnreachableError: the server does not answer.
        """
        self.pid = os.getpid()
        self.process_id = uuid.uuid4().hex
        self._session = session
        if not session.hold(_key(self.process_id), _ANSWER_SECONDS):
            raise DatabaseUnreachableError

    def end(self) -> None:
        """Stop being alive, in the eyes of the others."""
        self._session.drop(_key(self.process_id), _ANSWER_SECONDS)


class ServerRoll:
    """The processes of all machines that use one database."""

    machine: str = "server"

    def __init__(self, database: Database, session: StandingSession) -> None:
        self._database = database
        self._session = session

    def announce(self) -> ServerSign:
        """Show that this process lives.

        Raises:
            DatabaseUnreachableError: the server does not answer.
        """
        return ServerSign(self._session)

    def living(self, process_ids: Iterable[str]) -> set[str]:
        """Those of the processes whose lock is held; all, while the server has only just started."""
        asked = set(process_ids)
        if not asked:
            return asked
        with self._database.read() as connection:
            if connection.execute(_IS_FRESH, {"grace": GRACE_SECONDS}).scalar_one():
                return asked
            held = set(connection.execute(_LOCKS, {"class": LOCK_CLASS}).scalars())
        return {process_id for process_id in asked if _key(process_id) in held}

    def clear(self) -> None:
        """The dead leave nothing behind."""


def _key(process_id: str) -> int:
    """The second number of the lock: 31 bits, as the server's signed numbers have them."""
    return int(process_id[:8], 16) & 0x7FFF_FFFF

"""The door to the database: short transactions for any thread, and a number that changes when the rows may have."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Connection, Engine

from playbuddy_desktop.errors import DatabaseBusyError
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.migrate import KEPT_BACKUPS, bring_up_to_date
from playbuddy_desktop.storage.sqlite import BUSY_SECONDS, known_errors, make_engine

if TYPE_CHECKING:
    from playbuddy_desktop.storage.standing import StandingSession


class Database:
    """A profile's database; safe to use from any thread.

    Attributes:
        profile: whose data it holds.
        on_server: whether other machines may use it, too.
    """

    on_server: ClassVar[bool] = False

    def __init__(self, profile: Profile, engine: Engine) -> None:
        """Use an engine whose database is of the current version; ``open`` is the usual way."""
        self.profile = profile
        self._engine = engine
        self._writer = engine.execution_options(immediate=True)
        # SQLite lets one writer in at a time and has the others poll; the threads of this process queue here instead.
        self._writing = threading.Lock()
        self._watching = threading.Lock()
        self._watch: sqlite3.Connection | None = None

    @classmethod
    def open(cls, profile: Profile, *, migration_backups: int = KEPT_BACKUPS) -> Database:
        """Open the profile's file: make it when it is new, bring it to the current version when it is old.

        Args:
            profile: whose data it holds.
            migration_backups: how many copies from before migrations are kept.

        Raises:
            DataDirectoryError: the profile's folder cannot be used.
            DatabaseTooNewError: a newer version of the program wrote it.
            DatabaseCorruptError: it is damaged, or no database of ours.
            DatabaseBusyError: another program keeps it locked.
            DiskFullError: there is no room for it, or for the backup before a migration.
            MigrationFailedError: it could not be brought to the current version, and was left as it was.
        """
        profile.create()
        bring_up_to_date(profile, migration_backups=migration_backups)
        return cls(profile, make_engine(profile.database))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One short IMMEDIATE transaction: committed at the end of the block, rolled back when it raises.

        Not to be nested: a second one in the same thread would wait for the first.

        Raises:
            StorageError: SQLite's complaints about disk, file and locks, in the words of ``errors``.
        """
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise DatabaseBusyError
        try:
            with known_errors(), self._writer.connect() as connection, connection.begin():
                yield connection
        finally:
            self._writing.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees the rows as they stood at its first query, whoever writes meanwhile.

        Raises:
            StorageError: as ``write``.
        """
        with known_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    def shorten_log(self) -> None:
        """Write the log of changes into the database file and empty it, unless somebody is using it just now.

        Raises:
            StorageError: as ``write``.
        """
        with known_errors(), closing(self._engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def now(self) -> datetime:
        """The time by the clock that all who use the database share."""
        return datetime.now(UTC)

    def line_up(self, connection: Connection) -> None:
        """Let no other transaction that lines up go on before this one ends; here, one writes at a time anyway.

        For what concerns more than one job: places in the queue, several jobs, the queue as a whole. To be asked for
        before any job is locked: who locks in another order may wait for somebody who waits for it.
        """

    @property
    def session(self) -> StandingSession | None:
        """The connection that stands for this process; None where there is no server."""
        return None

    def data_version(self) -> int:
        """A number that differs from an earlier one exactly when somebody committed in between: cheap to poll.

        Raises:
            StorageError: as ``write``.
        """
        # SQLite counts the commits of others per connection, so one connection does nothing but watch.
        with self._watching, known_errors():
            if self._watch is None:
                self._watch = sqlite3.connect(self.profile.database, timeout=BUSY_SECONDS, check_same_thread=False)
            version: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
            return version

    def close(self) -> None:
        """Close all connections that are not in use."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()

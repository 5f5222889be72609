"""The same database on a PostgreSQL server, for workers on any number of machines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar, Final

import psycopg
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from playbuddy_desktop.errors import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DatabaseUnreachableError,
    DataDirectoryError,
    DiskFullError,
    StorageError,
)
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.migrate import bring_server_up_to_date
from playbuddy_desktop.storage.standing import StandingSession

LOCK_SECONDS: Final = 30
"""How long a statement waits for what another transaction has locked."""

CONNECT_SECONDS: Final = 5

# The names of our advisory locks: "PB" and a number. Others use the same database at their own risk.
_MIGRATION_LOCK: Final = 0x5042_0001
_LINE_LOCK: Final = 0x5042_0002

_CONNECTION: Final = {
    "application_name": "playbuddy",
    "connect_timeout": CONNECT_SECONDS,
    # A peer that is gone without a word is noticed after half a minute.
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
}


class PostgresDatabase(Database):
    """A database on a server; safe to use from any thread."""

    on_server: ClassVar[bool] = True

    def __init__(self, profile: Profile, url: URL) -> None:
        """Use a database of the current version; ``connect`` is the usual way."""
        options = f"-c timezone=UTC -c lock_timeout={LOCK_SECONDS}s -c idle_in_transaction_session_timeout=120s"
        # A connection that broke while it was idle is replaced before it is used.
        engine = create_engine(
            url,
            connect_args={**_CONNECTION, "options": options},
            pool_pre_ping=True,
            hide_parameters=True,
            pool_size=5,
            max_overflow=20,
            pool_timeout=LOCK_SECONDS,
        )
        super().__init__(profile, engine)
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._asker = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._session_lock = threading.Lock()
        self._session: StandingSession | None = None

    @classmethod
    def connect(cls, profile: Profile, url: str) -> PostgresDatabase:
        """Open the database behind ``url``, and bring its tables to the current version.

        Raises:
            StorageError: as told at ``Database.open``.
        """
        database = cls(profile, _driver_url(url))
        try:
            with database.write() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
                bring_server_up_to_date(connection)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def session(self) -> StandingSession:
        """The connection that stands for this process; made when it is first asked for."""
        with self._session_lock:
            if self._session is None:
                url = self._engine.url.set(drivername="postgresql")
                self._session = StandingSession(url.render_as_string(hide_password=False), _CONNECTION)
            return self._session

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One short transaction: committed at the end of the block, rolled back when it raises.

        Raises:
            StorageError: the server's complaints, in the words of ``errors``.
        """
        with known_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees the rows as they stood at its first query, whoever writes meanwhile.

        Raises:
            StorageError: as ``write``.
        """
        with known_errors(), self._reader.connect() as connection, connection.begin():
            yield connection

    def now(self) -> datetime:
        """The time by the server's clock.

        Raises:
            StorageError: as ``write``.
        """
        with known_errors(), self._asker.connect() as connection:
            moment: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
            return moment

    def line_up(self, connection: Connection) -> None:
        """Let no other transaction that lines up go on before this one ends."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LINE_LOCK})

    def data_version(self) -> int:
        """A number that differs from an earlier one when somebody committed in between; seldom also when not.

        Raises:
            StorageError: as ``write``.
        """
        # Which writing transactions are under way and which have ended, for the whole server.
        query = "SELECT hashtextextended(pg_current_snapshot()::text, 0)"
        with known_errors(), self._asker.connect() as connection:
            version: int = connection.exec_driver_sql(query).scalar_one()
            return version

    def close(self) -> None:
        """Close all connections that are not in use."""
        with self._session_lock:
            if self._session is not None:
                self._session.close()
                self._session = None
        self._engine.dispose()


def _driver_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnreachableError("The database's URL cannot be understood.") from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise DatabaseUnreachableError("The database's URL must begin with postgresql://.")
    return parsed.set(drivername="postgresql+psycopg")


@contextmanager
def known_errors() -> Iterator[None]:
    """Raise what the server or the network says as a ``StorageError``; all else goes through unchanged."""
    try:
        yield
    except PoolTimeoutError as error:
        raise DatabaseBusyError from error
    except DBAPIError as error:
        known = _known(error.orig)
        if known is None:
            raise
        raise known from error
    except psycopg.Error as error:
        known = _known(error)
        if known is None:
            raise
        raise known from error


_KNOWN: Final[dict[str, type[StorageError]]] = {
    "08": DatabaseUnreachableError,  # connection
    "28": DatabaseUnreachableError,  # user or password
    "3D": DatabaseUnreachableError,  # no such database
    "57P": DatabaseUnreachableError,  # the server shuts down or starts
    "53100": DiskFullError,
    "53": DatabaseBusyError,  # memory, connections
    "40": DatabaseBusyError,  # deadlock, serialisation
    "55P03": DatabaseBusyError,  # lock timeout
    "25P03": DatabaseBusyError,  # idle in a transaction
    "25006": DataDirectoryError,  # read-only
    "42501": DataDirectoryError,  # no privilege
    "58": StorageError,  # the server's disk
    "XX001": DatabaseCorruptError,
    "XX002": DatabaseCorruptError,
}
_MESSAGES: Final = {
    "25006": "The database on the server is read-only.",
    "42501": "The user in the database's URL may not do this there: it needs to own the database.",
    "28": "The database server refused the user or the password.",
    "3D": "There is no such database on the server.",
    "58": "The disk of the database server reported an error.",
}


def _known(error: BaseException | None) -> StorageError | None:
    """Our error for a SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html); None for our bugs."""
    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate
    if state is None:
        # Without a code it is the connection that failed, before or while the server was asked.
        return DatabaseUnreachableError() if isinstance(error, psycopg.OperationalError) else None
    for prefix in (state, state[:3], state[:2]):
        if prefix in _KNOWN:
            return _KNOWN[prefix](_MESSAGES.get(prefix, ""))
    return None

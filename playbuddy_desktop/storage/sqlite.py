"""How SQLite is opened and spoken to: pragmas, explicit transactions, and its errors in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from playbuddy_desktop.errors import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DataDirectoryError,
    DiskFullError,
    StorageError,
)

BUSY_SECONDS: Final = 30.0
"""How long a transaction waits for that of another process: longer than saving the longest play takes."""

WAL_PAGES: Final = 1_000
"""The write-ahead log is copied into the database whenever it has this many pages (SQLite's own default)."""

WAL_BYTES: Final = 16 * 1024 * 1024
"""What the log file is cut back to after one large transaction."""


def make_engine(file: Path, *, foreign_keys: bool = True, pooled: bool = True) -> Engine:
    """An engine on a SQLite file; nothing is opened yet.

    Args:
        file: made when it does not exist.
        foreign_keys: False only for migrations, which rebuild tables and check the keys themselves.
        pooled: False opens and closes a connection at each use.
    """
    url = URL.create("sqlite", database=str(file))
    # Any thread may use any connection, one at a time: that is what the pool sees to.
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if pooled:
        # The last used comes first: what a connection keeps in memory holds until another one writes.
        engine = create_engine(
            url, connect_args=arguments, poolclass=QueuePool, pool_size=8, max_overflow=-1, pool_use_lifo=True
        )
    else:
        engine = create_engine(url, connect_args=arguments, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver would open transactions of its own, late and never IMMEDIATE; `_begin` opens them instead.
        connection.isolation_level = None
        # SQLite's own lower() knows ASCII only, and a search for "élodie" must find "Élodie".
        connection.create_function("lower", 1, _lower, deterministic=True)
        for pragma in (
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            "journal_mode = WAL",
            "synchronous = FULL",
            f"wal_autocheckpoint = {WAL_PAGES}",
            f"journal_size_limit = {WAL_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


@contextmanager
def known_errors() -> Iterator[None]:
    """Raise what SQLite says about disk, file and locks as a ``StorageError``; all else goes through unchanged."""
    try:
        yield
    except DBAPIError as error:
        known = _known(error.orig)
        if known is None:
            raise
        raise known from error
    except sqlite3.Error as error:
        known = _known(error)
        if known is None:
            raise
        raise known from error


_READ_ONLY: Final = "The database cannot be written: the file or its folder is read-only."
_CANNOT_OPEN: Final = "The database cannot be opened: its folder is missing, or you may not use it."
_DISK: Final = "The disk reported an error while the database was read or written."

_KNOWN: Final[dict[int, tuple[type[StorageError], str]]] = {
    sqlite3.SQLITE_BUSY: (DatabaseBusyError, ""),
    sqlite3.SQLITE_LOCKED: (DatabaseBusyError, ""),
    sqlite3.SQLITE_FULL: (DiskFullError, ""),
    sqlite3.SQLITE_CORRUPT: (DatabaseCorruptError, ""),
    sqlite3.SQLITE_NOTADB: (DatabaseCorruptError, ""),
    sqlite3.SQLITE_READONLY: (DataDirectoryError, _READ_ONLY),
    sqlite3.SQLITE_PERM: (DataDirectoryError, _CANNOT_OPEN),
    sqlite3.SQLITE_CANTOPEN: (DataDirectoryError, _CANNOT_OPEN),
    sqlite3.SQLITE_IOERR: (StorageError, _DISK),
}


def _known(error: BaseException | None) -> StorageError | None:
    """Our error for one of SQLite's result codes (https://www.sqlite.org/rescode.html); None for a bug of ours."""
    # The low byte is the primary code, the rest its extension.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _KNOWN:
        return None
    kind, message = _KNOWN[code]
    return kind(message)

"""Brings a database to the program's version: a backup first, then all migrations in one transaction.

The revisions in ``migrations/versions`` are numbered "0001", "0002", …; what is not known here is newer than here.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import portalocker
import structlog
from sqlalchemy import Connection, inspect, text

from playbuddy_desktop.errors import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DatabaseTooNewError,
    DataDirectoryError,
    MigrationFailedError,
    StorageError,
)
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.disk import disk_errors, sync_folder
from playbuddy_desktop.storage.place import on_network_drive
from playbuddy_desktop.storage.sqlite import BUSY_SECONDS, known_errors, make_engine

HEAD: Final = "0001"
"""The newest revision. Written here so that opening a current database need not load Alembic."""

KEPT_BACKUPS: Final = 5
"""So many of the newest backups are kept."""

LOOKED_THROUGH_BYTES: Final = 32 * 1024 * 1024
"""A database up to this size is looked through for damage at each start: a tenth of a second."""

SCRIPTS: Final = "playbuddy_desktop.storage:migrations"

if TYPE_CHECKING:
    from alembic.config import Config

_log = structlog.get_logger(__name__)
# Alembic keeps the migration that is under way in module globals.
_one_at_a_time = threading.Lock()


def bring_up_to_date(
    profile: Profile, *, head: str = HEAD, scripts: str = SCRIPTS, migration_backups: int = KEPT_BACKUPS
) -> None:
    """Make or migrate the profile's database; return at once when it is current.

    Args:
        profile: whose folders exist.
        head: the revision to reach.
        scripts: the package (``package:folder``) or folder of the migrations.
        migration_backups: older backups are removed after a migration.

    Raises:
        StorageError: as told at ``Database.open``.
    """
    with _one_at_a_time, _only_this_process(profile), known_errors():
        _refuse_network_drive(profile)
        engine = make_engine(profile.database, foreign_keys=False, pooled=False)
        with engine.connect() as plain:
            connection = plain.execution_options(immediate=True)
            # The transaction is open before the backup is made, so nothing can be written between the two.
            with connection.begin():
                revision = _revision(connection)
                if revision is not None:
                    _refuse_damage(connection, profile)
                if revision == head:
                    return
                if revision is not None:
                    _refuse_newer(revision, scripts)
                    _back_up(profile, revision)
                _migrate(connection, head, scripts)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise MigrationFailedError
        if revision is not None:
            _log.info(LogEvent.DATABASE_MIGRATED, from_revision=revision, to_revision=head)
    _prune_backups(profile, migration_backups)


def bring_server_up_to_date(connection: Connection, *, head: str = HEAD, scripts: str = SCRIPTS) -> None:
    """Make or migrate the tables of a server's database in the caller's transaction, which lets in one at a time.

    Backups of a server are its keeper's; a migration that fails changes nothing.

    Raises:
        StorageError: as told at ``Database.open``.
    """
    with _one_at_a_time:
        revision = _revision(connection)
        if revision == head:
            return
        if revision is not None:
            _refuse_newer(revision, scripts)
        _migrate(connection, head, scripts)


@contextmanager
def _only_this_process(profile: Profile) -> Iterator[None]:
    """Let one process at a time make, convert or migrate the database; the lock ends with the process."""
    try:
        with portalocker.Lock(profile.locks / "migration.lock", "a", timeout=2 * BUSY_SECONDS, check_interval=0.05):
            yield
    except portalocker.LockException as error:
        raise DatabaseBusyError from error


def _revision(connection: Connection) -> str | None:
    """The database's revision; None when it is new."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    revision = None
    if "alembic_version" in tables:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        raise DatabaseCorruptError("The file is a database, but not one of PlayBuddy.")
    return str(revision)


def _refuse_network_drive(profile: Profile) -> None:
    """Make no new database on a drive of the network; one that is there already is opened, and ``doctor`` warns."""
    if not profile.database.exists() and on_network_drive(profile.data_dir):
        raise DataDirectoryError(f"The folder {profile.data_dir} lies on a network drive, where databases get damaged.")


def _refuse_damage(connection: Connection, profile: Profile) -> None:
    """Look through a database that is small enough for that at each start."""
    pages, page_bytes = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size")
    )
    if pages * page_bytes > LOOKED_THROUGH_BYTES:
        return
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
        raise DatabaseCorruptError(_damage(profile))


def _damage(profile: Profile) -> str:
    newest = max(profile.backups.glob("playbuddy-*.db"), key=lambda file: file.stat().st_mtime, default=None)
    if newest is None:
        return "The database is damaged, and there is no backup."
    return f"The database is damaged. The newest backup is {newest.name} in the backups folder."


def _refuse_newer(revision: str, scripts: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(_config(scripts)).walk_revisions()}
    if revision not in known:
        raise DatabaseTooNewError


def _back_up(profile: Profile, revision: str) -> Path:
    """Copy the database as it stands into the backups folder; the name tells its revision and the time (UTC)."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    backup = profile.backups / f"playbuddy-{revision}-{time}.db"
    unfinished = backup.with_suffix(".part")
    with disk_errors("The backups"):
        try:
            with closing(sqlite3.connect(profile.database)) as source, closing(sqlite3.connect(unfinished)) as copy:
                source.backup(copy)
            unfinished.replace(backup)
            sync_folder(profile.backups)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    return backup


def _prune_backups(profile: Profile, kept: int) -> None:
    """Remove all but the newest backups; one that cannot be removed now goes another time."""
    newest_first = sorted(profile.backups.glob("playbuddy-[0-9][0-9][0-9][0-9]-*.db"), key=_made_at, reverse=True)
    for backup in newest_first[kept:]:
        with suppress(OSError):
            backup.unlink()


def _made_at(backup: Path) -> str:
    """The time in its name, which sorts as time does."""
    return backup.stem.rpartition("-")[2]


def _migrate(connection: Connection, head: str, scripts: str) -> None:
    """Run the missing migrations inside the caller's transaction."""
    from alembic import command

    config = _config(scripts)
    config.attributes["connection"] = connection
    try:
        with known_errors():
            command.upgrade(config, head)
    except StorageError:
        raise
    except Exception as error:
        raise MigrationFailedError from error


def _config(scripts: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    return config

"""Chooses the database: the profile's own file, or one on a server."""

from __future__ import annotations

from playbuddy_desktop.errors import DriverMissingError
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.migrate import KEPT_BACKUPS


def open_database(profile: Profile, url: str = "", *, migration_backups: int = KEPT_BACKUPS) -> Database:
    """Open the database behind ``url``, or the profile's file when it is empty.

    Args:
        profile: whose data it holds.
        url: of a PostgreSQL database that takes the place of the profile's file.
        migration_backups: how many copies of the file from before migrations are kept.

    Raises:
        StorageError: as told at ``Database.open``.
        DatabaseUnreachableError: the server does not answer, or does not let us in.
        DriverMissingError: what talks to the server is not installed.
    """
    if not url:
        return Database.open(profile, migration_backups=migration_backups)
    profile.create()
    try:
        from playbuddy_desktop.storage.postgresql import PostgresDatabase
    except ImportError as error:
        raise DriverMissingError from error
    return PostgresDatabase.connect(profile, url)

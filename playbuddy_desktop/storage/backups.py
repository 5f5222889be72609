"""Copies of the database that are made now and then, beside those from before each migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.disk import disk_errors, sync_file, sync_folder
from playbuddy_desktop.storage.sqlite import BUSY_SECONDS, known_errors

PREFIX: Final = "playbuddy-regular-"
"""How the names of these copies begin; what else lies in the folder is never removed."""


def back_up(profile: Profile, *, kept: int, now: datetime) -> Path:
    """Copy the database while others read and write it, and remove the oldest copies.

    Args:
        profile: whose database is a file.
        kept: how many copies stay, the new one included.
        now: goes into the name.

    Returns:
        The copy.

    Raises:
        StorageError: it could not be written.
    """
    copy = profile.backups / f"{PREFIX}{now:%Y%m%dT%H%M%S}.{now.microsecond:06}Z.db"
    unfinished = copy.with_suffix(".part")
    with disk_errors("The backups"), known_errors():
        try:
            with closing(sqlite3.connect(profile.database, timeout=BUSY_SECONDS)) as connection:
                # Reads one snapshot, so that nobody waits for the copy and it is consistent.
                connection.execute("VACUUM INTO ?", (str(unfinished),))
            sync_file(unfinished)
            unfinished.replace(copy)
            sync_folder(profile.backups)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    for old in regular_backups(profile)[:-kept]:
        with suppress(OSError):
            old.unlink(missing_ok=True)
    return copy


def regular_backups(profile: Profile) -> list[Path]:
    """The copies, the oldest first."""
    return sorted(profile.backups.glob(f"{PREFIX}*.db"))

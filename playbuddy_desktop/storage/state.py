"""What the disk holds of a profile: free space, the size of the database, the last backup."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from playbuddy_desktop.profiles import Profile


@dataclass(frozen=True, slots=True)
class StorageState:
    """The state of a profile's folder at one moment.

    Attributes:
        free_bytes: on its disk; None when the system does not say.
        database_bytes: of the database file and its log.
        last_backup_at: when the newest file of the backups folder was written; None without any.
    """

    free_bytes: int | None
    database_bytes: int
    last_backup_at: datetime | None


def storage_state(profile: Profile) -> StorageState:
    """Look at the files; no database is opened."""
    free = None
    with suppress(OSError):
        free = shutil.disk_usage(profile.data_dir).free
    size = 0
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            size += profile.database.with_name(profile.database.name + suffix).stat().st_size
    newest = 0.0
    with suppress(OSError):
        for backup in profile.backups.glob("*.db"):
            with suppress(OSError):
                newest = max(newest, backup.stat().st_mtime)
    return StorageState(free, size, datetime.fromtimestamp(newest, UTC) if newest else None)

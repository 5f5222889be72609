"""Puts the parts below the window together: settings → storage → queue → library → intake → pool.

The window and the commands are built on this; it knows neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from playbuddy_desktop.jobs.intake import Intake
from playbuddy_desktop.jobs.pool import WorkerPool
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.open_store import store_of
from playbuddy_desktop.storage.opening import open_database
from playbuddy_desktop.storage.sources import SourceStore


@dataclass(frozen=True, slots=True)
class Services:
    """One profile's working parts; opened once per process.

    Attributes:
        pool: not started: whoever wants work done calls ``pool.start()``.
    """

    profile: Profile
    settings: Settings
    database: Database
    store: SourceStore
    queue: JobQueue
    library: Library
    intake: Intake
    pool: WorkerPool

    @classmethod
    def open(cls, profile: Profile, settings: Settings) -> Services:
        """Open the database (migrating it if need be) and build the rest upon it.

        Raises:
            StorageError: the data directory or the database cannot be used.
        """
        profile.create()
        database = open_database(profile, settings.database_url, migration_backups=settings.migration_backups)
        store = store_of(database)
        queue = JobQueue(database, settings)
        library = Library(database)
        return cls(
            profile=profile,
            settings=settings,
            database=database,
            store=store,
            queue=queue,
            library=library,
            intake=Intake(queue, store, settings),
            pool=WorkerPool(queue, store, settings, database),
        )

    def close(self) -> None:
        """Stop the workers and close the database."""
        self.pool.stop()
        self.database.close()

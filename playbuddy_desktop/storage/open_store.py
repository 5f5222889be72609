"""Chooses the source store that belongs to a database."""

from __future__ import annotations

from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.sources import SourceStore


def store_of(database: Database) -> SourceStore:
    """The copies of the imported files: in the profile's folder, and on a server where others need them."""
    if not database.on_server:
        return SourceStore(database.profile.sources)
    from playbuddy_desktop.storage.shared_sources import SharedSourceStore

    return SharedSourceStore(database.profile.sources, database)

"""Whether a person holds the whole queue: one row, so that all processes know it and no restart ends it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from playbuddy_desktop.storage.tables import queue_holds


def held_since(connection: Connection) -> datetime | None:
    """Since when no job is begun; None when jobs are."""
    return connection.execute(select(queue_holds.c.held_at)).scalar()


def is_held(connection: Connection) -> bool:
    """Whether no job is to be begun."""
    return held_since(connection) is not None

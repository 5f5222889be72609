"""Looks for what is wrong with a profile's data, and repairs what can be repaired without losing anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, select

from playbuddy_desktop.jobs.job import FINAL_STATUSES
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.place import on_network_drive
from playbuddy_desktop.storage.sources import SourceStore
from playbuddy_desktop.storage.tables import (
    job_checkpoints,
    job_chunks,
    job_sources,
    parse_jobs,
    plays,
    source_parts,
)

YOUNG_SECONDS: Final = 3600.0
"""A copy of a script that is younger may belong to an import that is under way."""

_FINAL: Final = sorted(status.value for status in FINAL_STATUSES)
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        key: stable, for programs.
        sentence: for people.
        items: what is concerned, the first few of them.
        advice: what to do; empty when it can be repaired.
        repaired: whether it was.
    """

    key: str
    sentence: str
    items: tuple[str, ...] = ()
    advice: str = ""
    repaired: bool = False


class Checkup:
    """Examines one profile's database and copies of scripts, while others may use them."""

    def __init__(self, database: Database, queue: JobQueue, store: SourceStore) -> None:
        self._database = database
        self._queue = queue
        self._store = store

    def run(self, *, repair: bool) -> list[Finding]:
        """Look at everything.

        Args:
            repair: whether to repair what is safe to repair.

        Returns:
            What was found; empty when all is well.

        Raises:
            StorageError: the database cannot be read.
        """
        checks: tuple[Callable[[bool], Iterator[Finding]], ...] = (
            self._place,
            self._damage,
            self._dead_workers,
            self._old_checkpoints,
            self._missing_copies,
            self._spare_copies,
        )
        found = [finding for check in checks for finding in check(repair)]
        if repair and not self._database.on_server:
            self._database.shorten_log()
        return found

    def _place(self, _repair: bool) -> Iterator[Finding]:
        if not self._database.on_server and on_network_drive(self._database.profile.data_dir):
            yield Finding(
                "network-drive",
                "The library lies on a drive of the network, where the database may be damaged.",
                advice="Move the folder to a disk of this computer, or use a PostgreSQL server.",
            )

    def _damage(self, _repair: bool) -> Iterator[Finding]:
        if self._database.on_server:
            return
        with self._database.read() as connection:
            said = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_TOLD})")]
            broken = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
        advice = "Close PlayBuddy and restore the newest file of the backups folder."
        if said != ["ok"]:
            yield Finding("damaged", "The database is damaged.", tuple(said), advice)
        if broken:
            tables = tuple(sorted(set(broken)))
            yield Finding("broken-links", f"{len(broken)} rows belong to others that are not there.", tables, advice)

    def _dead_workers(self, repair: bool) -> Iterator[Finding]:
        liveness = self._queue.liveness
        dead = liveness.dead_workers()
        if dead:
            if repair:
                liveness.free_dead_leases()
            left = set(liveness.dead_workers()) & set(dead)
            sentence = f"{len(dead)} workers ended or do not report."
            advice = "" if repair and not left else "Those of other computers lose their jobs when their time is over."
            yield Finding("dead-workers", sentence, _few(dead), advice, repaired=repair and not left)

    def _old_checkpoints(self, repair: bool) -> Iterator[Finding]:
        ended = select(parse_jobs.c.id).where(parse_jobs.c.status.in_(_FINAL))
        tables = (job_checkpoints, job_chunks)
        with self._database.read() as connection:
            queries = [select(table.c.job_id).where(table.c.job_id.in_(ended)).distinct() for table in tables]
            jobs = {str(job_id) for query in queries for job_id in connection.execute(query).scalars()}
        if jobs:
            if repair:
                with self._database.write() as connection:
                    for table in tables:
                        connection.execute(delete(table).where(table.c.job_id.in_(ended)))
            sentence = f"{len(jobs)} jobs that ended still have a checkpoint."
            yield Finding("old-checkpoints", sentence, _few(sorted(jobs)), repaired=repair)

    def _missing_copies(self, _repair: bool) -> Iterator[Finding]:
        query = (
            select(parse_jobs.c.id, parse_jobs.c.filename, job_sources.c.content_hash)
            .outerjoin(job_sources, job_sources.c.job_id == parse_jobs.c.id)
            .where(parse_jobs.c.status.not_in(_FINAL))
        )
        with self._database.read() as connection:
            waiting = connection.execute(query).all()
            shared = _shared(connection)
        missing = [
            row.filename
            for row in waiting
            if row.content_hash is None
            or not (row.content_hash in shared or self._store.path(row.content_hash).exists())
        ]
        if missing:
            sentence = f"The copies of {len(missing)} scripts that are to be parsed are missing."
            yield Finding("missing-copies", sentence, _few(missing), "Import the original files again.")

    def _spare_copies(self, repair: bool) -> Iterator[Finding]:
        with self._database.read() as connection:
            old = source_parts.c.stored_at < self._database.now() - timedelta(seconds=YOUNG_SECONDS)
            shared = _shared(connection, old) - _used(connection)
        files = {path.name: path for path in self._copies()}
        with self._database.read() as connection:  # after the look at the folder: what was added since is no spare
            used = _used(connection)
        spare = {name: path for name, path in files.items() if name not in used}
        number = len(spare.keys() | shared)
        if number == 0:
            return
        if repair:
            for path in spare.values():
                with suppress(OSError):
                    path.unlink()
            with self._database.write() as connection:
                parts = source_parts.c.content_hash
                connection.execute(delete(source_parts).where(parts.in_(shared - _used(connection))))
        sentence = f"{number} copies of scripts belong to no job and no play."
        yield Finding("spare-copies", sentence, _few(sorted(spare.keys() | shared)), repaired=repair)

    def _copies(self) -> Iterator[Path]:
        oldest = time.time() - YOUNG_SECONDS
        for path in self._store.folder.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    yield path


def _shared(connection: Connection, *conditions: ColumnElement[bool]) -> set[str]:
    """The copies in the database of which that is true."""
    query = select(source_parts.c.content_hash).where(source_parts.c.part == 0, *conditions)
    return set(connection.execute(query).scalars())


def _used(connection: Connection) -> set[str]:
    """The contents of all jobs and plays."""
    of_jobs = select(job_sources.c.content_hash)
    of_plays = select(plays.c.content_hash).where(plays.c.content_hash.is_not(None))
    return {name for query in (of_jobs, of_plays) for name in connection.execute(query).scalars() if name}


def _few(items: list[str]) -> tuple[str, ...]:
    return tuple(items[:_MOST_TOLD])

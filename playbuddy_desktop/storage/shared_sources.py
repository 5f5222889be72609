"""The source store of workers on many machines: the copies lie in the database, and each machine keeps its own, too.

What is imported on one machine is parsed on any: a copy that is not in the machine's folder is fetched when it is asked
for. The folder may be lost; the database may not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert

from playbuddy_desktop.errors import SourceMissingError
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.disk import disk_errors
from playbuddy_desktop.storage.sources import BLOCK_BYTES, SourceStore, StoredSource
from playbuddy_desktop.storage.tables import source_parts


class SharedSourceStore(SourceStore):
    """A folder of copies before the copies in the database; safe to use from any thread and process."""

    def __init__(self, folder: Path, database: Database) -> None:
        """Use ``folder`` for this machine's copies, and ``database`` for everybody's."""
        super().__init__(folder)
        self._database = database

    def put(self, path: Path, max_bytes: int) -> StoredSource:
        """Copy a file into the folder and the database; the same content is kept once.

        Raises:
            SourceError: as told at ``SourceStore.put``.
            StorageError: it could not be stored.
        """
        stored = super().put(path, max_bytes)
        self._upload(stored.content_hash)
        return stored

    def verify(self, content_hash: str) -> None:
        """Make sure that this machine has a whole copy, and fetch it if it has not.

        Raises:
            SourceMissingError: there is none in the database either, or it is damaged there.
            StorageError: the database or the folder cannot be used.
        """
        try:
            self._verify_here(content_hash)
        except SourceMissingError:
            self._fetch(content_hash)
            self._verify_here(content_hash)

    def _upload(self, content_hash: str) -> None:
        """Add the parts in one transaction: whoever finds one finds all."""
        add = insert(source_parts).on_conflict_do_nothing()
        with self._database.read() as connection:
            known = connection.execute(_first_part(content_hash)).first() is not None
        if known:
            return
        now = self._database.now()
        with self._database.write() as connection, self.path(content_hash).open("rb") as copy:
            for part, data in enumerate(_blocks(copy)):
                connection.execute(add.values(content_hash=content_hash, part=part, stored_at=now, data=data))

    def _fetch(self, content_hash: str) -> None:
        temporary = self.incoming / uuid.uuid4().hex
        parts = source_parts.c
        query = select(parts.data).where(parts.content_hash == content_hash)
        try:
            with disk_errors("The copies of the scripts"), temporary.open("xb") as copy:
                with self._database.read() as connection:
                    number = connection.execute(
                        select(func.count()).where(parts.content_hash == content_hash)
                    ).scalar_one()
                    for part in range(number):
                        copy.write(connection.execute(query.where(parts.part == part)).scalar_one())
                if number == 0:
                    raise SourceMissingError
            final = self.path(content_hash)
            with disk_errors("The copies of the scripts"):
                final.parent.mkdir(exist_ok=True)
                temporary.replace(final)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _first_part(content_hash: str) -> Select[tuple[int]]:
    return select(source_parts.c.part).where(source_parts.c.content_hash == content_hash).limit(1)


def _blocks(copy: BinaryIO) -> Iterator[bytes]:
    """The content in blocks; an empty file is one empty block."""
    block = copy.read(BLOCK_BYTES)
    yield block
    while block := copy.read(BLOCK_BYTES):
        yield block

"""The library of saved plays: what it holds, and what can be done with it. ``reading`` pages through a single play."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.load import load_play
from playbuddy_desktop.library.plain import plain
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import characters, parse_jobs, plays


@dataclass(frozen=True, slots=True)
class PlaySummary:
    """A play as a row of a list.

    Attributes:
        author: empty when the script names none.
        language: two-letter code, or None when unknown.
        filename: of the script that it was imported from; None once its job is gone from the history.
        job_id: the job that made it, which may be gone from the history.
        content_hash: SHA-256 (hex) of the script.
    """

    id: UUID
    title: str
    author: str
    year: int | None
    genre: str | None
    description: str | None
    language: str | None
    filename: str | None
    job_id: UUID | None
    content_hash: str | None
    character_count: int
    act_count: int
    scene_count: int
    line_count: int
    created_at: datetime
    updated_at: datetime


class Library:
    """The saved plays of one database. Safe to use from any thread; every method is one short transaction."""

    def __init__(self, database: Database) -> None:
        """Use the plays of ``database``, which the caller closes."""
        self._database = database

    def list_plays(self, text: str = "") -> list[PlaySummary]:
        """The plays, newest first.

        Args:
            text: only plays of which title, author, genre, year, file name or cast hold each of these words; capitals
                and accents do not count.
        """
        words = plain(text).split()
        with self._database.read() as connection:
            rows = connection.execute(_summaries().order_by(plays.c.created_at.desc(), plays.c.id))
            found = [_summary(row) for row in rows]
            casts = _casts(connection) if words else {}
        searchable = {play.id: _searchable(play, casts.get(play.id, "")) for play in found if words}
        return [play for play in found if all(word in searchable[play.id] for word in words)]

    def summary(self, play_id: UUID) -> PlaySummary:
        """One play as a row of the list.

        Raises:
            PlayNotFoundError: there is none of that id.
        """
        with self._database.read() as connection:
            row = connection.execute(_summaries().where(plays.c.id == play_id)).one_or_none()
        if row is None:
            raise PlayNotFoundError
        return _summary(row)

    def load(self, play_id: UUID) -> Playbook:
        """The whole play as it was saved; one of a hundred thousand lines takes some seconds.

        Raises:
            PlayNotFoundError: there is none of that id.
        """
        with self._database.read() as connection:
            return load_play(connection, play_id)

    def find_by_hash(self, content_hash: str) -> list[UUID]:
        """The plays that were made of a script with this content, newest first."""
        query = select(plays.c.id).where(plays.c.content_hash == content_hash).order_by(plays.c.created_at.desc())
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def correct(self, play_id: UUID, *, title: str, author: str, year: int | None) -> None:
        """Write what a person knows better than the script says.

        Raises:
            PlayNotFoundError: there is none of that id.
        """
        corrected = update(plays).where(plays.c.id == play_id)
        with self._database.write() as connection:
            values = {"title": title, "author": author, "year": year, "updated_at": datetime.now(UTC)}
            if connection.execute(corrected.values(values)).rowcount == 0:
                raise PlayNotFoundError

    def delete(self, play_id: UUID) -> None:
        """Remove a play with all that belongs to it; its job and the copy of the script stay.

        Raises:
            PlayNotFoundError: there is none of that id.
        """
        with self._database.write() as connection:
            if connection.execute(delete(plays).where(plays.c.id == play_id)).rowcount == 0:
                raise PlayNotFoundError


def _summaries() -> Select[Any]:
    return select(plays, parse_jobs.c.filename).outerjoin(parse_jobs, parse_jobs.c.id == plays.c.job_id)


def _summary(row: Row[Any]) -> PlaySummary:
    return PlaySummary(
        id=row.id,
        title=row.title,
        author=row.author,
        year=row.year,
        genre=row.genre,
        description=row.description,
        language=row.language,
        filename=row.filename,
        job_id=row.job_id,
        content_hash=row.content_hash,
        character_count=row.character_count,
        act_count=row.act_count,
        scene_count=row.scene_count,
        line_count=row.line_count,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _casts(connection: Connection) -> dict[UUID, str]:
    """The names of each play's cast, one to a line."""
    names = func.aggregate_strings(characters.c.name, "\n")
    query = select(characters.c.play_id, names).group_by(characters.c.play_id)
    return {row.play_id: row[1] for row in connection.execute(query)}


def _searchable(play: PlaySummary, cast: str) -> str:
    year = "" if play.year is None else str(play.year)
    return plain("\n".join((play.title, play.author, play.genre or "", year, play.filename or "", cast)))

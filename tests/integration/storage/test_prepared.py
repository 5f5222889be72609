"""Statements that go to the driver as they are: the same values in and out as through SQLAlchemy, on both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import StatementError

from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.opening import open_database
from playbuddy_desktop.storage.prepared import Prepared, prepared_insert
from playbuddy_desktop.storage.tables import characters, play_matter, plays

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_001, tzinfo=UTC)
ADD_PLAY = prepared_insert(plays, "id", "title", "year", "created_at", "updated_at")
ADD_MATTER = prepared_insert(play_matter)
ALL_PLAYS = Prepared(select(plays).order_by(plays.c.title))


@pytest.fixture
def database(profile: Profile, database_url: str) -> Iterator[Database]:
    """A new database: a file or, for the same test once more, on a server."""
    database = open_database(profile, database_url)
    yield database
    database.close()


def play(title: str) -> dict[str, object]:
    """The values of a play."""
    return {"id": uuid4(), "title": title, "year": None, "created_at": NOON, "updated_at": NOON}


def test_rows_are_those_of_sqlalchemy(database: Database) -> None:
    """Ids, times with their zone, JSON, nothing and what the database fills in come back the same on both ways."""
    lantern = play("The Lantern")
    with database.write() as connection:
        assert 1 == ADD_PLAY.run(connection, lantern)
        ADD_MATTER.run(
            connection, {"play_id": lantern["id"], "front_matter": ["Ö"], "back_matter": [], "unplaced": ["a", "b"]}
        )
    with database.read() as connection:
        for table in (plays, play_matter):
            (expected,) = connection.execute(select(table)).mappings()
            assert [dict(expected)] == Prepared(select(table)).all(connection, {})
        row = ALL_PLAYS.first(connection, {})
    assert row is not None
    assert (lantern["id"], NOON, None, "", 0) == (
        row["id"],
        row["created_at"],
        row["year"],
        row["author"],
        row["line_count"],
    )


def test_many_rows_are_written_at_once(database: Database) -> None:
    """With values of ours, and with values that the driver takes as they are."""
    with database.write() as connection:
        ADD_PLAY.run_many(connection, (play(title) for title in ("A", "B", "C")))
        keys = {row["title"]: row["id"] for row in ALL_PLAYS.all(connection, {})}
        name = {"play_id": keys["B"], "position": 0, "name": "MIRA", "aliases": [], "llm_source_id": None}
        prepared_insert(characters).run(connection, {"id": 7, "description": None, **name})
        rename = Prepared(
            update(characters).where(characters.c.id == bindparam("key")).values(name=bindparam("new_name"))
        )
        rename.load(connection, [("TOBIAS", 7), ("NOBODY", 8)])
    with database.read() as connection:
        assert ["A", "B", "C"] == sorted(keys)
        assert [{"name": "TOBIAS"}] == Prepared(select(characters.c.name)).all(connection, {})


def test_values_of_the_statement_itself_are_bound_too(database: Database) -> None:
    """A value need not be given at use; a row that a write returns is read; no row is None."""
    age = Prepared(update(plays).where(plays.c.title == "A").values(year=plays.c.year + 1).returning(plays.c.year))
    with database.write() as connection:
        ADD_PLAY.run_many(connection, [play("A") | {"year": 1910}, play("B")])
        assert {"year": 1911} == age.first(connection, {})
        assert None is Prepared(select(plays.c.id).where(plays.c.title == "C")).first(connection, {})


def test_times_are_stored_in_utc(database: Database) -> None:
    """A time of another zone is the same moment; one without a zone is refused, on both ways."""
    paris = NOON.astimezone(timezone(timedelta(hours=1)))
    with database.write() as connection:
        ADD_PLAY.run(connection, play("A") | {"created_at": paris})
    with database.read() as connection:
        (row,) = ALL_PLAYS.all(connection, {})
    assert (NOON, UTC) == (row["created_at"], row["created_at"].tzinfo)
    naive = play("B") | {"created_at": NOON.replace(tzinfo=None)}
    with pytest.raises(ValueError, match="without a zone"), database.write() as connection:
        ADD_PLAY.run(connection, naive)
    with pytest.raises(StatementError, match="without a zone"), database.write() as connection:
        connection.execute(plays.insert(), naive)


def test_a_list_is_refused(database: Database) -> None:
    """A list would change the text of the statement, which is made once."""
    with database.read() as connection, pytest.raises(TypeError, match="takes no lists"):
        Prepared(select(plays.c.id).where(plays.c.title.in_(["A", "B"]))).all(connection, {})


def test_nothing_stays_of_a_transaction_that_fails(database: Database) -> None:
    """What prepared statements wrote is rolled back with the rest; the driver's complaint is not hidden."""
    lantern = play("The Lantern")
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)), database.write() as connection:
        ADD_PLAY.run_many(connection, [lantern, lantern])
    with database.read() as connection:
        assert [] == ALL_PLAYS.all(connection, {})

"""The database on a server: errors in our words, migrations, times, the standing session, sources for all machines."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import ProgrammingError

from playbuddy_desktop.errors import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DatabaseTooNewError,
    DatabaseUnreachableError,
    MigrationFailedError,
    SourceMissingError,
)
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage import tables
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.opening import open_database
from playbuddy_desktop.storage.shared_sources import SharedSourceStore
from playbuddy_desktop.storage.sources import BLOCK_BYTES

Server = Any


@pytest.fixture
def database(profile: Profile, postgres_url: str) -> Iterator[Database]:
    """A database on the server."""
    database = open_database(profile, postgres_url)
    yield database
    database.close()


def count(database: Database) -> int:
    """The number of rows."""
    with database.read() as connection:
        number: int = connection.execute(text("SELECT count(*) FROM workers")).scalar_one()
        return number


def add_worker(connection: Any, name: str) -> None:
    """Write a row."""
    connection.execute(text("INSERT INTO workers VALUES (:name, 'p', 'm', 1, now(), now())"), {"name": name})


def test_a_write_that_raises_changes_nothing(database: Database) -> None:
    """What a block wrote before its exception is taken back."""

    def interrupted() -> None:
        with database.write() as connection:
            add_worker(connection, "a")
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert 0 == count(database)


def test_a_read_sees_one_state(database: Database) -> None:
    """A reader is not disturbed by a commit in the middle of its block."""
    with database.read() as reader:
        before = reader.execute(text("SELECT count(*) FROM workers")).scalar()
        with database.write() as connection:
            add_worker(connection, "a")
        assert (0, 0) == (before, reader.execute(text("SELECT count(*) FROM workers")).scalar())
    assert 1 == count(database)


def test_a_read_cannot_write(database: Database) -> None:
    """The server refuses writes in a reading block."""
    with pytest.raises(Exception, match="read-only"), database.read() as connection:
        add_worker(connection, "a")


def test_data_version_tells_of_commits(database: Database) -> None:
    """The number changes with each commit."""
    first = database.data_version()
    with database.write() as connection:
        add_worker(connection, "a")
    assert first != database.data_version()


def test_the_time_is_the_servers(database: Database) -> None:
    """It has a zone and goes on."""
    first = database.now()
    assert first.tzinfo is not None
    assert first < database.now()


def test_migrations_make_the_described_tables(database: Database, postgres_server: Server) -> None:
    """The migrations and tables.py lead to the same tables, columns, keys, checks and indexes."""
    engine = create_engine(postgres_server.new_database().replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as described, database.read() as migrated:
        tables.metadata.create_all(described)
        expected, actual = shape(described), shape(migrated)
    engine.dispose()
    actual.pop("alembic_version")
    assert expected == actual


def shape(connection: Any) -> dict[str, Any]:
    """What the server says about its tables, without the order of columns."""
    found = inspect(connection)
    return {
        table: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)
            ),
            "checks": sorted((c["name"], c["sqltext"]) for c in found.get_check_constraints(table)),
            "keys": sorted((k["name"], k["constrained_columns"], k["options"]) for k in found.get_foreign_keys(table)),
            "unique": sorted((u["name"], u["column_names"]) for u in found.get_unique_constraints(table)),
            "indexes": connection.execute(
                text("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :table ORDER BY 1"), {"table": table}
            ).all(),
        }
        for table in found.get_table_names()
    }


def test_processes_that_open_at_once_migrate_once(profile: Profile, postgres_server: Server) -> None:
    """One of them makes the tables while the others wait for its lock."""
    url = postgres_server.new_database()
    program = (
        "import sys, pathlib; from playbuddy_desktop.profiles import Profile;"
        "from playbuddy_desktop.storage.opening import open_database;"
        "open_database(Profile('test', pathlib.Path(sys.argv[1])), sys.argv[2]).close()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(profile.data_dir / str(number)), url])
        for number in range(3)
    ]
    assert [0, 0, 0] == [process.wait(timeout=60) for process in processes]


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", DatabaseTooNewError),
        ("DELETE FROM alembic_version", DatabaseCorruptError),
    ],
)
def test_what_is_not_ours_is_refused(
    profile: Profile, postgres_server: Server, sql: str, error: type[Exception]
) -> None:
    """A newer database and one without a revision are left alone."""
    url = postgres_server.new_database()
    open_database(profile, url).close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)
    with pytest.raises(error):
        open_database(profile, url)


def test_a_failed_migration_changes_nothing(profile: Profile, postgres_server: Server) -> None:
    """Something of another program that is in the way of one of our tables leaves nothing of ours behind."""
    url = postgres_server.new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TYPE workers AS (a int)")
    with pytest.raises(MigrationFailedError):
        open_database(profile, url)
    with psycopg.connect(url) as connection:
        assert [] == connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/none",
        "mysql://localhost/plays",
        "not a url",
        "DATABASE-THAT-IS-NOT-THERE",
    ],
)
def test_an_unreachable_server_is_told(profile: Profile, postgres_url: str, url: str) -> None:
    """A server that does not answer, a URL of something else and a missing database are told in words."""
    if url.isupper():
        url = postgres_url.replace(postgres_url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0], "missing")
    with pytest.raises(DatabaseUnreachableError) as caught:
        open_database(profile, url)
    assert caught.value.advice


def test_a_lock_that_is_not_given_is_busy(database: Database) -> None:
    """A statement waits for a locked row for a while only."""
    with database.write() as connection:
        add_worker(connection, "a")
    with database.write() as holder:
        holder.execute(text("UPDATE workers SET pid = 2"))
        with database.write() as waiter:
            waiter.execute(text("SET lock_timeout = '50ms'"))
        with pytest.raises(DatabaseBusyError), database.write() as waiter:
            waiter.execute(text("UPDATE workers SET pid = 3"))


def test_bugs_are_not_storage_errors(database: Database) -> None:
    """A statement that is wrong is our fault."""
    with pytest.raises(ProgrammingError), database.write() as connection:
        connection.execute(text("SELECT nonsense"))


def test_a_restart_of_the_server_is_survived(database: Database, postgres_server: Server) -> None:
    """Connections are made anew, locks are taken again, and whoever listens is told to look."""
    told = threading.Event()
    session = database.session
    assert session.hold(7, timeout=10)
    session.listen(told.set)
    count(database)
    told.clear()
    postgres_server.restart()
    assert 0 == count(database)
    assert told.wait(timeout=20)
    assert session.hold(7, timeout=20)


def test_a_waiting_job_is_announced(database: Database) -> None:
    """The listener hears of it without asking; a lock that is dropped is free for others."""
    told = threading.Event()
    session = database.session
    session.listen(told.set)
    assert session.hold(8, timeout=10)
    told.clear()
    with database.write() as connection:
        connection.execute(text("NOTIFY playbuddy_jobs"))
    assert told.wait(timeout=10)
    session.drop(8, timeout=10)
    with database.write() as connection:
        assert connection.execute(text("SELECT pg_try_advisory_xact_lock(20546, 8)")).scalar_one()


def test_a_source_reaches_every_machine(database: Database, tmp_path: Path) -> None:
    """What one machine stored another has when it needs it, whole and in many parts, even after damage."""
    script = tmp_path / "long.txt"
    script.write_bytes(b"ADA. Light!\n" * (BLOCK_BYTES // 6))
    here, there = (SharedSourceStore(tmp_path / name, database) for name in ("here", "there"))
    stored = here.put(script, 10**9)
    assert stored == there.put(script, 10**9)
    there.path(stored.content_hash).write_bytes(b"damaged")
    there.verify(stored.content_hash)
    assert script.read_bytes() == there.path(stored.content_hash).read_bytes()
    third = SharedSourceStore(tmp_path / "third", database)
    third.verify(stored.content_hash)
    assert script.read_bytes() == third.path(stored.content_hash).read_bytes()
    with pytest.raises(SourceMissingError):
        third.verify("0" * 64)


def test_an_empty_source_is_shared(database: Database, tmp_path: Path) -> None:
    """Even nothing is stored as something."""
    (tmp_path / "empty").touch()
    stored = SharedSourceStore(tmp_path / "here", database).put(tmp_path / "empty", 10)
    SharedSourceStore(tmp_path / "there", database).verify(stored.content_hash)

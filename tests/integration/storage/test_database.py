"""Transactions, the number that tells of changes, and SQLite's complaints in our words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from sqlalchemy import Connection, text

from playbuddy_desktop.errors import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DataDirectoryError,
    DiskFullError,
    StorageError,
)
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage import database as database_module
from playbuddy_desktop.storage import migrate, sqlite
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.place import on_network_drive


@pytest.fixture
def database(profile: Profile) -> Iterator[Database]:
    """A new database with a small table of its own."""
    database = Database.open(profile)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE notes (word TEXT UNIQUE)"))
    yield database
    database.close()


def add(connection: Connection, word: str) -> None:
    """Write a row."""
    connection.execute(text("INSERT INTO notes VALUES (:word)"), {"word": word})


def words(database: Database) -> list[str]:
    """All rows in order."""
    with database.read() as connection:
        return list(connection.execute(text("SELECT word FROM notes ORDER BY word")).scalars())


def test_a_write_is_committed_at_its_end(database: Database) -> None:
    """What a block wrote is there for others."""
    with database.write() as connection:
        add(connection, "cue")
    assert ["cue"] == words(database)


def test_a_write_that_raises_changes_nothing(database: Database) -> None:
    """An exception in the block takes all of it back, tables included, and goes through unchanged."""

    def interrupted() -> None:
        with database.write() as connection:
            add(connection, "cue")
            connection.execute(text("CREATE TABLE more (word TEXT)"))
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    with database.read() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE name = 'more'")).all()
    assert ([], []) == (words(database), tables)


def test_a_read_sees_one_state(database: Database) -> None:
    """A reader is not disturbed by a commit in the middle of its block."""
    count = text("SELECT count(*) FROM notes")
    with database.read() as reader:
        before = reader.execute(count).scalar()
        with database.write() as writer:
            add(writer, "cue")
        assert (0, 0) == (before, reader.execute(count).scalar())
    assert ["cue"] == words(database)


def test_the_connections_are_set_up(database: Database) -> None:
    """Foreign keys, the write-ahead log and full synchronisation are on in every connection."""
    with database.read() as first, database.read() as second:
        for connection in (first, second):
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("foreign_keys", "journal_mode", "synchronous", "journal_size_limit")
            ]
            assert [1, "wal", 2, sqlite.WAL_BYTES] == pragmas


def test_lower_knows_all_letters(database: Database) -> None:
    """Searches ignore case beyond ASCII, and NULL stays NULL."""
    with database.read() as connection:
        row = connection.execute(text("SELECT lower('ÉLODIE Ω'), lower(NULL), lower(7)")).one()
    assert ("élodie ω", None, 7) == tuple(row)


def test_many_threads_write(database: Database) -> None:
    """Writers queue up: none is lost, and none is told that the database is locked."""

    def write(number: int) -> None:
        for turn in range(5):
            with database.write() as connection:
                add(connection, f"{number:02}-{turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [f"{number:02}-{turn}" for number in range(16) for turn in range(5)] == words(database)


def test_data_version_tells_of_commits(database: Database) -> None:
    """The number stays while nothing is committed, and changes with each commit, ours or another's."""
    first = database.data_version()
    words(database)
    assert first == database.data_version()
    with database.write() as connection:
        add(connection, "ours")
    second = database.data_version()
    other = Database.open(database.profile)
    with other.write() as connection:
        add(connection, "theirs")
    other.close()
    third = database.data_version()
    assert 3 == len({first, second, third})
    assert third == database.data_version()


def test_a_closed_database_can_be_used_again(database: Database) -> None:
    """Closing drops the connections only; the next use opens new ones."""
    database.data_version()
    database.close()
    with database.write() as connection:
        add(connection, "cue")
    assert ["cue"] == words(database)
    database.data_version()


def test_integrity_errors_are_bugs(database: Database) -> None:
    """A broken constraint is our fault: it is no StorageError."""
    with database.write() as connection:
        add(connection, "cue")
    with pytest.raises(Exception, match="UNIQUE") as caught, database.write() as connection:
        add(connection, "cue")
    assert not isinstance(caught.value, StorageError)


def test_other_driver_errors_are_bugs() -> None:
    """An error of the driver that is about neither disk nor locks goes through unchanged."""
    with pytest.raises(sqlite3.ProgrammingError), sqlite.known_errors():
        raise sqlite3.ProgrammingError("closed")


def test_a_locked_database_is_busy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that another program keeps is told after a while."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    impatient = Database(database.profile, sqlite.make_engine(database.profile.database))
    with closing(sqlite3.connect(database.profile.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusyError), impatient.write():
            pass
        other.execute("ROLLBACK")
    with impatient.write() as connection:
        add(connection, "later")
    impatient.close()
    assert ["later"] == words(database)


def test_a_long_write_of_another_thread_is_busy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer does not wait for ever for another thread of its own process."""
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    with database.write(), pytest.raises(DatabaseBusyError), database.write():
        pass


def test_a_full_disk_is_told(database: Database) -> None:
    """When there is no room for another page, nothing of the transaction is kept."""
    with database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFullError), database.write() as connection:
        add(connection, "x" * 100_000)
    assert [] == words(database)


def test_a_file_that_is_no_database_is_refused(profile: Profile) -> None:
    """Garbage in place of the database is told as damage."""
    profile.database.write_bytes(b"Exit, pursued by a bear. " * 400)
    with pytest.raises(DatabaseCorruptError):
        Database.open(profile)


def test_a_damaged_database_is_told(database: Database) -> None:
    """A page that is overwritten is told as damage when it is read."""
    file = database.profile.database
    with database.write() as connection:
        for number in range(2_000):
            add(connection, f"{number} " + "x" * 100)
    database.close()
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(size // 2)
        raw.write(b"\xff" * (size // 2))
    with pytest.raises(DatabaseCorruptError):
        words(database)


@pytest.mark.parametrize("table", ["recipes", "alembic_version"])
def test_a_foreign_database_is_refused(profile: Profile, table: str) -> None:
    """A database of another program keeps its tables and gets none of ours."""
    with closing(sqlite3.connect(profile.database)) as other, other:
        other.execute(f"CREATE TABLE {table} (version_num TEXT)")
    with pytest.raises(DatabaseCorruptError, match="not one of PlayBuddy"):
        Database.open(profile)
    with closing(sqlite3.connect(profile.database)) as other:
        assert [(table,)] == other.execute("SELECT name FROM sqlite_master").fetchall()


def test_a_folder_in_place_of_the_database_is_told(profile: Profile) -> None:
    """What cannot be opened at all is a matter of the data directory."""
    profile.database.mkdir()
    with pytest.raises(DataDirectoryError):
        Database.open(profile)


def test_a_read_only_database_is_told(database: Database) -> None:
    """A write to a database that may only be read says so."""
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(DataDirectoryError, match="read-only"), database.write() as connection:
        add(connection, "cue")


def test_a_data_directory_that_is_a_file_is_told(tmp_path: Path) -> None:
    """The profile's folder is checked first."""
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(DataDirectoryError):
        Database.open(Profile("test", tmp_path / "data"))


def test_damage_is_noticed_at_the_start(database: Database) -> None:
    """The newest backup is named, so that a person knows what to restore."""
    file = database.profile.database
    with database.write() as connection:
        for number in range(2_000):
            add(connection, f"{number} " + "x" * 100)
    database.close()
    (database.profile.backups / "playbuddy-0001-20260301T120000.000000Z.db").touch()
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(size // 2)
        raw.write(b"\xff" * (size // 2))
    with pytest.raises(DatabaseCorruptError, match="newest backup is playbuddy-0001-20260301"):
        Database.open(database.profile)


def test_no_database_is_made_on_a_network_drive(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is there already is opened all the same: the doctor tells about it."""
    monkeypatch.setattr(migrate, "on_network_drive", lambda _folder: True)
    with pytest.raises(DataDirectoryError, match="network drive"):
        Database.open(profile)
    monkeypatch.undo()
    Database.open(profile).close()
    monkeypatch.setattr(migrate, "on_network_drive", lambda _folder: True)
    Database.open(profile).close()


@pytest.mark.parametrize(
    ("place", "expected"), [("/home/ada/plays", True), ("/home/ada/disk/plays", False), ("/elsewhere", False)]
)
def test_network_drives_are_known_by_their_mounts(monkeypatch: pytest.MonkeyPatch, place: str, expected: bool) -> None:
    """The nearest mount counts."""
    mounts = [("/", "ext4"), ("/home/ada", "nfs4"), ("/home/ada/disk", "ext4")]
    listed = [SimpleNamespace(mountpoint=point, fstype=kind, opts="rw") for point, kind in mounts]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_options: listed)
    assert expected == on_network_drive(Path(place))


def test_the_log_is_emptied(database: Database) -> None:
    """What it held stands in the database file then."""
    with database.write() as connection:
        add(connection, "x" * 50_000)
    database.shorten_log()
    assert 0 == database.profile.database.with_name("playbuddy.db-wal").stat().st_size
    assert ["x" * 50_000] == words(database)

"""Opening databases that are new, old, too new, or broken by a migration."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import portalocker
import pytest

from playbuddy_desktop.errors import (
    DatabaseBusyError,
    DatabaseTooNewError,
    DataDirectoryError,
    DiskFullError,
    MigrationFailedError,
)
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage import migrate
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.migrate import bring_up_to_date

MakeScripts = Callable[[str], str]

ADDS_A_TABLE = 'op.execute("CREATE TABLE notes (word TEXT)")'


@pytest.fixture
def make_scripts(tmp_path: Path) -> MakeScripts:
    """Makes the folder of a later version of the program, with a second migration of this body; gives its path."""

    def make(body: str) -> str:
        # A per cent sign is special to the library that reads the path.
        folder = tmp_path / "100 % later" / "migrations"
        shutil.copytree(Path(migrate.__file__).parent / "migrations", folder)
        (folder / "versions" / "r0002_later.py").write_text(
            f"from alembic import op\nrevision = '0002'\ndown_revision = '0001'\ndef upgrade():\n    {body}\n"
        )
        return str(folder)

    return make


def make_old(profile: Profile) -> bytes:
    """A database of this version with a row in it; gives its bytes."""
    database = Database.open(profile)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO workers VALUES ('old', 'p', 'm', 1, '2026', '2026')")
    database.close()
    return profile.database.read_bytes()


def ask(file: Path, sql: str) -> list[tuple[object, ...]]:
    """Query a database file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


REVISION = "SELECT version_num FROM alembic_version"


def test_a_new_database_is_made_without_a_backup(profile: Profile) -> None:
    """A first start makes the tables and notes the revision."""
    Database.open(profile).close()
    assert [(migrate.HEAD,)] == ask(profile.database, REVISION)
    assert [] == list(profile.backups.iterdir())


def test_opening_again_changes_nothing(profile: Profile) -> None:
    """A current database is opened as it is."""
    before = make_old(profile)
    Database.open(profile).close()
    assert before == profile.database.read_bytes()


def test_an_old_database_is_backed_up_and_migrated(profile: Profile, make_scripts: MakeScripts) -> None:
    """The backup is the old database, whole; the migrated one keeps the rows."""
    make_old(profile)
    bring_up_to_date(profile, head="0002", scripts=make_scripts(ADDS_A_TABLE))
    (backup,) = profile.backups.iterdir()
    assert backup.name.startswith("playbuddy-0001-")
    assert [("0001",)] == ask(backup, REVISION)
    assert [("old",)] == ask(backup, "SELECT id FROM workers")
    assert [("0002",)] == ask(profile.database, REVISION)
    assert [("old",)] == ask(profile.database, "SELECT id FROM workers")
    assert [] == ask(profile.database, "SELECT * FROM notes")


def test_a_newer_database_is_refused(profile: Profile, make_scripts: MakeScripts) -> None:
    """A plain sentence says so, and the file stays as it is."""
    make_old(profile)
    bring_up_to_date(profile, head="0002", scripts=make_scripts(ADDS_A_TABLE))
    before = profile.database.read_bytes()
    with pytest.raises(DatabaseTooNewError) as caught:
        Database.open(profile)
    assert "The database was written by a newer version of PlayBuddy." == caught.value.message
    assert before == profile.database.read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{ADDS_A_TABLE}; raise RuntimeError('bug')", id="exception"),
        pytest.param(f"{ADDS_A_TABLE}; op.execute('SELECT nonsense')", id="sql"),
        pytest.param("op.execute(\"INSERT INTO job_sources VALUES ('ghost', 'h', 'p', 1, 'txt')\")", id="foreign key"),
    ],
)
def test_a_failed_migration_leaves_the_old_database(profile: Profile, make_scripts: MakeScripts, body: str) -> None:
    """What a failed migration had done is taken back, the file is the same byte for byte, and a backup is there."""
    before = make_old(profile)
    with pytest.raises(MigrationFailedError):
        bring_up_to_date(profile, head="0002", scripts=make_scripts(body))
    assert before == profile.database.read_bytes()
    (backup,) = profile.backups.iterdir()
    assert [("old",)] == ask(backup, "SELECT id FROM workers")
    Database.open(profile).close()


def test_a_migration_that_is_killed_leaves_the_old_database(profile: Profile, make_scripts: MakeScripts) -> None:
    """A process that dies in the middle of a migration takes its changes with it."""
    make_old(profile)
    scripts = make_scripts(f"{ADDS_A_TABLE}; import os; os._exit(9)")
    program = (
        "import sys, pathlib;"
        "from playbuddy_desktop.profiles import Profile;"
        "from playbuddy_desktop.storage.migrate import bring_up_to_date;"
        "bring_up_to_date(Profile('test', pathlib.Path(sys.argv[1])), head='0002', scripts=sys.argv[2])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(profile.data_dir), scripts], check=False)
    assert 9 == done.returncode
    Database.open(profile).close()
    assert [("0001",)] == ask(profile.database, REVISION)
    assert [("old",)] == ask(profile.database, "SELECT id FROM workers")
    assert [("ok",)] == ask(profile.database, "PRAGMA integrity_check")


def test_a_full_disk_stops_before_the_migration(profile: Profile, make_scripts: MakeScripts) -> None:
    """A migration that finds no room says that the disk is full, not that it failed."""
    before = make_old(profile)
    body = 'op.execute("PRAGMA max_page_count = 1"); ' + ADDS_A_TABLE + "; op.execute('CREATE TABLE b (x)')" * 50
    with pytest.raises(DiskFullError):
        bring_up_to_date(profile, head="0002", scripts=make_scripts(body))
    assert before == profile.database.read_bytes()


def test_a_backup_that_fails_stops_the_migration(profile: Profile, make_scripts: MakeScripts) -> None:
    """Without a backup there is no migration, and no half a backup stays behind."""
    before = make_old(profile)
    shutil.rmtree(profile.backups)
    profile.backups.write_text("a file in the place of the folder")
    with pytest.raises(DataDirectoryError):
        bring_up_to_date(profile, head="0002", scripts=make_scripts(ADDS_A_TABLE))
    assert before == profile.database.read_bytes()


def test_two_processes_open_a_new_database(profile: Profile) -> None:
    """Whoever comes second waits for the first and finds the tables made."""
    program = (
        "import sys, pathlib;"
        "from playbuddy_desktop.profiles import Profile;"
        "from playbuddy_desktop.storage.database import Database;"
        "sys.stdin.readline();"
        "Database.open(Profile('test', pathlib.Path(sys.argv[1]))).close()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(profile.data_dir)], stdin=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.close()
    assert [0, 0] == [process.wait(timeout=60) for process in processes]
    assert [(migrate.HEAD,)] == ask(profile.database, REVISION)


def test_a_migration_that_hangs_elsewhere_is_told(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process does not wait for ever for the first."""
    monkeypatch.setattr(migrate, "BUSY_SECONDS", 0.05)
    with portalocker.Lock(profile.locks / "migration.lock", "a"), pytest.raises(DatabaseBusyError):
        Database.open(profile)


def test_only_the_newest_backups_are_kept(profile: Profile, make_scripts: MakeScripts) -> None:
    """Old copies from before migrations go, other files in the folder stay."""
    make_old(profile)
    for day in range(1, 8):
        (profile.backups / f"playbuddy-0000-2026010{day}T120000.000000Z.db").touch()
    (profile.backups / "playbuddy-regular-20260101T120000.000000Z.db").touch()
    bring_up_to_date(profile, head="0002", scripts=make_scripts(ADDS_A_TABLE), migration_backups=3)
    names = sorted(backup.name for backup in profile.backups.iterdir())
    assert ["playbuddy-0000-20260106T120000.000000Z.db", "playbuddy-0000-20260107T120000.000000Z.db"] == names[:2]
    assert names[2].startswith("playbuddy-0001-")
    assert ["playbuddy-regular-20260101T120000.000000Z.db"] == names[3:]

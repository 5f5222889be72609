"""The migrated database: the same as tables.py describes, and guarded by itself."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import FINAL_STATUSES, LEGAL_EDGES, JobStatus, JobType
from playbuddy_desktop.parsing.playbook import DirectionKind, LineType
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage import migrate, tables
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.migrations import r0001_triggers
from playbuddy_desktop.storage.opening import open_database

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
# These look into the file.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
ALL_PAIRS = list(itertools.permutations(JobStatus, 2))


@pytest.fixture
def database(profile: Profile, database_url: str) -> Iterator[Database]:
    """A new database: a file or, for the same test once more, on a server."""
    database = open_database(profile, database_url)
    yield database
    database.close()


def job_row(status: str, **columns: Any) -> dict[str, Any]:
    """A row of parse_jobs that the CHECK constraints accept in that status."""
    running = status == "running"
    return {
        "id": uuid4(),
        "type": "PARSE_PLAY",
        "status": status,
        "position": 1,
        "filename": "a.txt",
        "config": {},
        "engine": "rules",
        "max_retries": 3,
        "lease_token": 5,
        "worker_id": "w" if running else None,
        "locked_at": NOW if running else None,
        "lock_expiry": NOW if running else None,
        "completed_at": NOW if status in tables.FINAL_STATUSES else None,
        "next_attempt_at": NOW if status == "retrying" else None,
        "created_at": NOW,
        "queued_at": NOW,
        "updated_at": NOW,
    } | columns


def change_status(database: Database, source: str, target: str, token: int = 6) -> None:
    """Insert a job and change its status by plain SQL, with all columns as the new status wants them."""
    before = job_row(source)
    after = {key: value for key, value in job_row(target, lease_token=token).items() if key != "id"}
    with database.write() as connection:
        connection.execute(insert(tables.parse_jobs).values(before))
        connection.execute(tables.parse_jobs.update().values(after))


def description(sql: str) -> list[str]:
    """A CREATE statement without the order of its constraints."""
    return sorted(line.strip().rstrip(",") for line in sql.splitlines())


@only_a_file
def test_migrations_make_the_described_tables(database: Database) -> None:
    """The migrations and tables.py lead to the same tables and indexes."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')"
        " AND name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'lines_text%'"
    )
    engine = create_engine("sqlite://")
    with engine.connect() as described, database.read() as migrated:
        tables.metadata.create_all(described)
        expected = {name: description(sql) for name, sql in described.exec_driver_sql(query)}
        actual = {name: description(sql) for name, sql in migrated.exec_driver_sql(query)}
    engine.dispose()
    assert expected == actual


def test_the_head_is_the_newest_migration() -> None:
    """The revision that opening compares with is that of the last script."""
    scripts = ScriptDirectory.from_config(migrate._config(migrate.SCRIPTS))
    assert [migrate.HEAD] == scripts.get_heads()


def test_the_migration_knows_the_legal_edges() -> None:
    """The copy of the edges in the trigger is the table of the jobs."""
    expected = {status.value: {target.value for target in targets} for status, targets in LEGAL_EDGES.items()}
    assert expected == {source: set(targets) for source, targets in r0001_triggers.LEGAL_EDGES.items()}


def test_the_closed_sets_are_those_of_the_code() -> None:
    """Types, statuses and the event of the partial index are written twice and mean the same."""
    assert tuple(JobType) == tables.JOB_TYPES
    assert tuple(JobStatus) == tables.JOB_STATUSES
    assert set(tables.FINAL_STATUSES) == FINAL_STATUSES
    assert tuple(LineType) == tables.LINE_TYPES
    assert tuple(DirectionKind) == tables.DIRECTION_KINDS
    (index,) = (index for index in tables.job_events.indexes if index.name == "ix_job_events_retries")
    assert f"event = '{Event.RETRY_SCHEDULED}'" == str(index.dialect_options["sqlite"]["where"])


@pytest.mark.parametrize(("source", "target"), [pair for pair in ALL_PAIRS if pair[1] in LEGAL_EDGES[pair[0]]])
def test_the_database_accepts_legal_edges(database: Database, source: JobStatus, target: JobStatus) -> None:
    """Plain SQL may take an edge of the table."""
    change_status(database, source, target)
    with database.read() as connection:
        assert target.value == connection.execute(tables.parse_jobs.select()).one().status


@pytest.mark.parametrize(("source", "target"), [pair for pair in ALL_PAIRS if pair[1] not in LEGAL_EDGES[pair[0]]])
def test_the_database_refuses_other_edges(database: Database, source: JobStatus, target: JobStatus) -> None:
    """Even plain SQL cannot take an edge that is not in the table."""
    with pytest.raises(IntegrityError, match="cannot change its status"):
        change_status(database, source, target)
    with database.read() as connection:
        assert connection.execute(tables.parse_jobs.select()).first() is None


@pytest.mark.parametrize(
    ("source", "target", "token"), [("running", "queued", 4), ("queued", "running", 5), ("queued", "paused", 4)]
)
def test_the_database_refuses_a_token_that_does_not_rise(
    database: Database, source: str, target: str, token: int
) -> None:
    """A fencing token never falls, and each claim has a new one."""
    with pytest.raises(IntegrityError, match="lease token must rise"):
        change_status(database, source, target, token)


@pytest.mark.parametrize(
    ("status", "columns"),
    [
        ("queued", {"status": "waiting"}),
        ("queued", {"type": "PRINT_PLAY"}),
        ("queued", {"worker_id": "w", "locked_at": NOW, "lock_expiry": NOW}),
        ("running", {"worker_id": None, "locked_at": None, "lock_expiry": None}),
        ("running", {"lock_expiry": None}),
        ("completed", {"completed_at": None}),
        ("queued", {"completed_at": NOW}),
        ("retrying", {"next_attempt_at": None}),
        ("queued", {"next_attempt_at": NOW}),
        ("queued", {"progress": 100.5}),
        ("queued", {"playbook_id": uuid4()}),
    ],
)
def test_the_database_refuses_impossible_jobs(database: Database, status: str, columns: dict[str, Any]) -> None:
    """Status, type, owner, lease, end and play of a job fit together, or the row is refused."""
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(tables.parse_jobs).values(job_row(status) | columns))


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    """Only timezone-aware times are stored."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"), database.write() as connection:
        connection.execute(insert(tables.parse_jobs).values(job_row("queued", created_at=naive)))


@only_a_file
def test_times_come_back_in_utc(database: Database) -> None:
    """A time is stored as UTC text that sorts as time does, and comes back aware."""
    with database.write() as connection:
        connection.execute(insert(tables.parse_jobs).values(job_row("queued")))
    with database.read() as connection:
        row = connection.execute(tables.parse_jobs.select()).one()
    assert (NOW, None) == (row.created_at, row.started_at)
    with closing(sqlite3.connect(database.profile.database)) as plain:
        assert ("2026-03-01 12:00:00.000000",) == plain.execute("SELECT created_at FROM parse_jobs").fetchone()


def trail(database: Database) -> list[tuple[object, ...]]:
    """What the audit trail says of all jobs."""
    events = tables.job_events.c
    query = select(events.event, events.from_status, events.to_status, events.worker_id, events.created_at)
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(events.id))]


EVENTS = {
    "running": "claimed",
    "retrying": "retry scheduled",
    "queued": "released",
    "paused": "paused",
    "completed": "completed",
    "failed": "failed",
    "cancelled": "cancelled",
}


@pytest.mark.parametrize(("source", "target"), [pair for pair in ALL_PAIRS if pair[1] in LEGAL_EDGES[pair[0]]])
def test_the_database_writes_the_trail(database: Database, source: JobStatus, target: JobStatus) -> None:
    """Whoever changes a status by plain SQL leaves one entry, with the worker that was concerned."""
    change_status(database, source, target)
    event = "resumed" if source is JobStatus.PAUSED and target is JobStatus.QUEUED else EVENTS[target]
    worker = "w" if JobStatus.RUNNING in (source, target) else None
    assert [
        ("enqueued", None, source.value, None, NOW),
        (event, source.value, target.value, worker, NOW),
    ] == trail(database)


def test_a_change_of_something_else_leaves_no_entry(database: Database) -> None:
    """Progress and priority are no steps in a job's life."""
    with database.write() as connection:
        connection.execute(insert(tables.parse_jobs).values(job_row("queued")))
        connection.execute(tables.parse_jobs.update().values(status="queued", priority=7, progress=3.0))
    assert 1 == len(trail(database))


@pytest.mark.parametrize(
    "columns", [{"to_status": "failed"}, {"from_status": "paused"}, {"worker_id": "x"}, {"created_at": NOW}]
)
def test_the_facts_of_the_trail_stay(database: Database, columns: dict[str, Any]) -> None:
    """What happened and when cannot be rewritten."""
    with database.write() as connection:
        connection.execute(insert(tables.parse_jobs).values(job_row("queued")))
    with pytest.raises(IntegrityError, match="stays as it was written"), database.write() as connection:
        connection.execute(tables.job_events.update().values(columns))


def test_only_one_hold_is_possible(database: Database) -> None:
    """The queue is held or it is not."""
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(tables.queue_holds).values(id=2, held_at=NOW))

"""What the doctor finds and mends."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert

from playbuddy_desktop.jobs import checkup
from playbuddy_desktop.jobs.checkup import Checkup, Finding
from playbuddy_desktop.jobs.job import JobStatus, NewJob
from playbuddy_desktop.storage.open_store import store_of
from playbuddy_desktop.storage.sources import SourceStore
from playbuddy_desktop.storage.tables import job_checkpoints, source_parts, workers

Stage = Any


@pytest.fixture
def store(stage: Stage) -> SourceStore:
    """The copies of the scripts that belong to the database."""
    return store_of(stage.database)


def examine(stage: Stage, store: SourceStore, *, repair: bool = False) -> list[Finding]:
    """What is wrong."""
    return Checkup(stage.database, stage.queue, store).run(repair=repair)


def put(store: SourceStore, tmp_path: Path, text: str, *, old: bool = True) -> NewJob:
    """A script in the store, as it was two hours ago, and a request for its job."""
    script = tmp_path / "script.txt"
    script.write_text(text)
    stored = store.put(script, 1000)
    if old:
        path = store.path(stored.content_hash)
        os.utime(path, (path.stat().st_mtime - 7200,) * 2)
    return NewJob("script.txt", stored.content_hash, stored.size, "txt", str(script))


def test_a_sound_library_has_no_findings(stage: Stage, store: SourceStore, tmp_path: Path) -> None:
    """Copies of jobs and of plays without a job are no orphans, and young copies may get their job yet."""
    stage.queue.enqueue([put(store, tmp_path, "waits")])
    stage.queue.liveness.register("w1")
    stage.queue.complete(stage.claim().lease, stage.play, 1.0)
    stage.queue.remove(stage.queue.list_jobs()[0].id)
    put(store, tmp_path, "young", old=False)
    assert [] == examine(stage, store, repair=True)
    stage.queue.liveness.unregister("w1")


def test_spare_copies_are_collected(stage: Stage, store: SourceStore, tmp_path: Path) -> None:
    """A copy without job and play is told, and removed when that is wanted."""
    spare = put(store, tmp_path, "spare")
    kept = put(store, tmp_path, "kept")
    stage.queue.enqueue([kept])
    expected = Finding("spare-copies", "1 copies of scripts belong to no job and no play.", (spare.content_hash,))
    assert [expected] == examine(stage, store)
    (mended,) = examine(stage, store, repair=True)
    assert mended.repaired
    assert (False, True) == tuple(store.path(job.content_hash).exists() for job in (spare, kept))
    assert [] == examine(stage, store)


def test_spare_copies_in_the_database_are_collected(
    stage: Stage, store: SourceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no machine needs goes from there, too."""
    monkeypatch.setattr(checkup, "YOUNG_SECONDS", -60.0)
    with stage.database.write() as connection:
        part = {"content_hash": "a" * 64, "part": 0, "stored_at": stage.database.now(), "data": b"x"}
        connection.execute(insert(source_parts).values(part))
    assert ["spare-copies"] == [finding.key for finding in examine(stage, store, repair=True)]
    assert [] == examine(stage, store)


def test_a_missing_copy_is_told(stage: Stage, store: SourceStore) -> None:
    """What cannot be parsed any more must be imported again; jobs that ended need no copy."""
    stage.job_in(JobStatus.CANCELLED)
    stage.add(0)
    (finding,) = examine(stage, store, repair=True)
    assert ("missing-copies", ("play-002.txt",), False) == (finding.key, finding.items, finding.repaired)
    assert finding.advice


def test_checkpoints_of_ended_jobs_go(stage: Stage, store: SourceStore) -> None:
    """They are of no use to anybody."""
    job = stage.job_in(JobStatus.CANCELLED)
    with stage.database.write() as connection:
        row = {"version": 1, "plan_hash": "p", "next_chunk": 1, "checksum": "c", "context": b""}
        connection.execute(insert(job_checkpoints).values(job_id=job.id, **row))
    assert [("old-checkpoints", (str(job.id),), True)] == [
        (found.key, found.items, found.repaired) for found in examine(stage, store, repair=True)
    ]
    assert [] == examine(stage, store)


def test_dead_workers_are_forgotten(stage: Stage, store: SourceStore) -> None:
    """A worker whose process has ended leaves the table, and its job waits again."""
    machine = stage.queue.liveness._roll.machine
    with stage.database.write() as connection:
        now = stage.clock()
        row = {"process_id": uuid4().hex, "machine": machine, "pid": 1, "started_at": now, "heartbeat_at": now}
        connection.execute(insert(workers).values(id="gone", **row))
    (finding,) = examine(stage, store)
    assert ("dead-workers", ("gone",), False) == (finding.key, finding.items, finding.repaired)
    assert examine(stage, store, repair=True)[0].repaired
    assert [] == examine(stage, store)


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_damage_is_told(stage: Stage, store: SourceStore) -> None:
    """Rows without those that they belong to are no matter for a repair."""
    with closing(sqlite3.connect(stage.database.profile.database)) as careless, careless:
        careless.execute("INSERT INTO job_sources VALUES ('ghost', 'h', 'p', 1, 'txt')")
    (finding,) = examine(stage, store, repair=True)
    assert ("broken-links", ("job_sources",), False) == (finding.key, finding.items, finding.repaired)


def test_a_network_drive_is_told(stage: Stage, store: SourceStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """It matters to a file, not to a server."""
    monkeypatch.setattr(checkup, "on_network_drive", lambda _folder: True)
    found = [finding.key for finding in examine(stage, store)]
    assert ([] if stage.url else ["network-drive"]) == found

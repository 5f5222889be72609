"""A process that ends in the middle of a transaction leaves no half of it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import select

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.storage.tables import job_checkpoints, job_chunks, plays

Stage = Any

# These are about files and SQLite's own ways.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])

# Ends itself right before a given commit, counted from the claim on: the last moment at which all could be lost.
PROGRAM = """
import os, pathlib, sys
from sqlalchemy import Engine, event
from playbuddy_desktop.jobs.job import Found
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database

database = Database.open(Profile("test", pathlib.Path(sys.argv[1])))
queue = JobQueue(database, Settings())
queue.liveness.register("theirs")
play = PackedPlay.pack(Playbook.model_validate_json(sys.argv[3]))
left = int(sys.argv[2])

@event.listens_for(Engine, "commit")
def end(connection):
    global left
    if connection.get_execution_options().get("immediate"):
        left -= 1
        if left == 0:
            os._exit(9)

claim = queue.claim("theirs")
for index in range(2):
    queue.checkpoint(claim.lease, ChunkDone(1, "plan", index, 2, b"context", b"payload", 40.0, Found()))
queue.complete(claim.lease, play, 1.0)
os._exit(0)
"""
PLAY = (
    '{"title": "The Lantern", "characters": [{"id": "c1", "name": "MIRA"}], "acts": [{"scenes": [{"lines":'
    ' [{"type": "dialogue", "text": "Light!", "speakers": ["c1"]}]}]}]}'
)


@only_a_file
@pytest.mark.parametrize(
    ("step", "status", "chunks", "events"),
    [
        (1, JobStatus.QUEUED, 0, []),
        (2, JobStatus.RUNNING, 0, [Event.CLAIMED]),
        (3, JobStatus.RUNNING, 1, [Event.CLAIMED, Event.CHECKPOINTED]),
        (4, JobStatus.RUNNING, 2, [Event.CLAIMED, Event.CHECKPOINTED, Event.CHECKPOINTED]),
    ],
)
def test_a_killed_worker_leaves_whole_steps(
    stage: Stage, step: int, status: JobStatus, chunks: int, events: list[Event]
) -> None:
    """Whenever the process ends, row, trail and checkpoint tell the same; then the job completes exactly once."""
    (job,) = stage.add(0)
    folder = str(stage.database.profile.data_dir)
    done = subprocess.run([sys.executable, "-c", PROGRAM, folder, str(step), PLAY], check=False, timeout=60)
    assert 9 == done.returncode
    assert (status, chunks) == (stage.queue.get(job.id).status, stage.queue.get(job.id).completed_chunks)
    assert [Event.ENQUEUED, *events] == stage.trail(job)
    with stage.database.read() as connection:
        assert [] == connection.execute(plays.select()).all()
        assert chunks == len(connection.execute(job_chunks.select()).all())
        assert ([chunks] if chunks else []) == list(connection.execute(select(job_checkpoints.c.next_chunk)).scalars())

    assert ([job.id] if status is JobStatus.RUNNING else []) == stage.queue.liveness.free_dead_leases()
    claim = stage.claim()
    assert chunks == (claim.checkpoint.next_chunk if claim.checkpoint else 0)
    stage.queue.complete(claim.lease, stage.play, 1.0)
    with stage.database.read() as connection:
        assert [job.id] == list(connection.execute(select(plays.c.job_id)).scalars())
        assert "ok" == connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        assert [] == connection.exec_driver_sql("PRAGMA foreign_key_check").all()

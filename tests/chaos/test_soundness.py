"""The checks after a storm see what is wrong: each is shown a database that was tampered with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import chaos_jobs
import pytest
from soundness import complaints

from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.settings import Settings


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[JobQueue]:
    """A queue of three completed jobs."""
    queue = chaos_jobs.open_queue(tmp_path / "data", Settings())
    queue.enqueue(chaos_jobs.new_jobs(range(3), random.Random(1), kinds=("plain",)))
    while (claim := queue.claim("w1")) is not None:
        job = claim.job
        queue.complete(claim.lease, chaos_jobs.play_of(job.filename, chaos_jobs.lines_of(job.filename)), 1.0)
    yield queue
    queue._database.close()


def found_in(queue: JobQueue) -> str:
    """All complaints in one text."""
    expected = {"outcome_of": chaos_jobs.outcome_of, "lines_of": chaos_jobs.lines_of}
    return "\n".join(complaints(queue._database, queue, **expected))


def test_a_sound_database_gives_no_complaint(queue: JobQueue) -> None:
    """Three jobs, three plays."""
    assert "" == found_in(queue)


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("UPDATE parse_jobs SET status = 'queued', completed_at = NULL", "is queued"),
        ("UPDATE parse_jobs SET status = 'failed'", "is failed, not completed"),
        ("UPDATE parse_jobs SET lease_token = 7", "its token is 7"),
        ("DELETE FROM plays", "completed jobs and plays differ"),
        ("UPDATE plays SET job_id = NULL", "completed jobs and plays differ"),
        ("UPDATE lines SET text = 'Night!'", "its play is not what the job makes"),
        ("UPDATE job_events SET from_status = 'paused' WHERE event = 'claimed'", "begins at paused"),
        ("UPDATE job_events SET to_status = 'retrying' WHERE event = 'claimed'", "goes from queued to retrying"),
        ("DELETE FROM job_events WHERE event = 'enqueued'", "does not begin with its enqueueing"),
        ("UPDATE job_events SET event = 'completed' WHERE event = 'claimed'", "was completed 2 times"),
        ("INSERT INTO job_checkpoints SELECT id, 1, '', 1, '', x'' FROM parse_jobs", "rows are left"),
        ("UPDATE job_sources SET job_id = 'x' || job_id", "foreign_key_check"),
    ],
)
def test_damage_is_seen(queue: JobQueue, sql: str, complaint: str) -> None:
    """Each kind of damage has its complaint."""
    with queue._database.read() as connection:
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    raw = queue._database._engine.raw_connection()
    raw.executescript("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
    raw.executescript("".join(f"DROP TRIGGER {name};" for name in triggers) + sql)
    raw.close()
    assert complaint in found_in(queue)

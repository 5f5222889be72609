"""Whatever kills the program, after the next start every job completes exactly once."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playbuddy_desktop.jobs.job import LEGAL_EDGES, JobStatus

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX signals")


def assert_sound(program: Program, jobs: int) -> None:
    """Every job completed with one play, the trail is legal, the database is clean."""
    assert program.statuses() == ["completed"] * jobs
    assert program.rows("SELECT count(*), count(DISTINCT job_id) FROM plays") == [(jobs, jobs)]
    assert program.rows("SELECT count(*) FROM parse_jobs JOIN plays ON plays.id = playbook_id") == [(jobs,)]
    assert program.rows("PRAGMA integrity_check") == [("ok",)]
    assert program.rows("PRAGMA foreign_key_check") == []
    assert program.rows("SELECT count(*) FROM job_checkpoints") == [(0,)]
    for (job_id,) in program.rows("SELECT id FROM parse_jobs"):
        assert_legal_trail(program, job_id)


def assert_legal_trail(program: Program, job_id: str) -> None:
    """Each event starts where the one before ended, and each change is a legal edge."""
    trail = program.rows(
        f"SELECT event, from_status, to_status FROM job_events WHERE job_id = '{job_id}' ORDER BY id"  # noqa: S608
    )
    assert trail[0] == ("enqueued", None, "queued")
    status = JobStatus.QUEUED
    for event, before, after in trail[1:]:
        assert before == status, event
        if after != before:
            assert JobStatus(after) in LEGAL_EDGES[status], event
        status = JobStatus(after)
    assert status is JobStatus.COMPLETED
    assert sum(event == "completed" for event, *_ in trail) == 1


MOMENTS: dict[str, Callable[[Program], object]] = {
    "a job is stored": lambda program: program.statuses(),
    "a worker is known": lambda program: program.rows("SELECT 1 FROM workers"),
    "a job is running": lambda program: "running" in program.statuses(),
    "progress is written": lambda program: program.rows("SELECT 1 FROM parse_jobs WHERE progress > 0"),
    "the first chunk is done": lambda program: program.checkpointed(),
    "five chunks are done": lambda program: program.rows("SELECT 1 FROM parse_jobs WHERE completed_chunks >= 5"),
    "both jobs have chunks": lambda program: len(program.rows("SELECT DISTINCT job_id FROM job_chunks")) == 2,
    "half is done": lambda program: program.rows("SELECT 1 FROM parse_jobs WHERE progress >= 50"),
    "nine tenths are done": lambda program: program.rows("SELECT 1 FROM parse_jobs WHERE progress >= 89"),
    "the first is completed": lambda program: "completed" in program.statuses(),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_in_mid_import_the_next_start_completes_everything_once(
    program: Program, script: Callable[[int], Path], moment: str
) -> None:
    """SIGKILL at this moment, then a plain restart: one play per job."""
    paths = [str(script(speeches)) for speeches in (2_000, 2_500)]
    importing = program.start("import", *paths)
    program.wait_until(lambda: MOMENTS[moment](program))
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    jobs = len(program.statuses())
    finished = program.run("worker", "--until-idle")
    assert finished.returncode == 0, finished.stderr
    assert_sound(program, jobs)
    assert jobs == 2


def test_killed_ten_times_in_a_row_the_same_jobs_still_complete(
    program: Program, script: Callable[[int], Path]
) -> None:
    """The end of the whole program is not held against a job."""
    path = str(script(3_000))
    process = program.start("import", path)
    for kills in range(10):
        program.wait_until(lambda: program.rows("SELECT 1 FROM parse_jobs WHERE status = 'running'"))
        if kills % 2:
            program.wait_until(program.checkpointed)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = program.start("worker", "--until-idle")
    assert process.wait(60) == 0
    assert_sound(program, 1)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_asked_to_end_the_program_hands_its_work_back(
    program: Program, script: Callable[[int], Path], name: str
) -> None:
    """A worker that is told to end exits with 0 within five seconds, and the job waits with its checkpoint."""
    assert program.run("import", "--no-wait", str(script(4_000))).returncode == 0
    worker = program.start("worker")
    program.wait_until(program.checkpointed)
    worker.send_signal(getattr(signal, name))
    assert worker.wait(5) == 0
    assert program.statuses() == ["queued"]
    assert program.rows("SELECT 1 FROM parse_jobs WHERE completed_chunks > 0")
    assert program.run("worker", "--until-idle").returncode == 0
    assert_sound(program, 1)


def test_two_programs_share_one_queue(program: Program, script: Callable[[int], Path]) -> None:
    """Two processes empty the queue together, and each job is done once."""
    paths = [str(script(200 + number)) for number in range(12)]
    assert program.run("import", "--no-wait", *paths).returncode == 0
    workers = [program.start("worker", "--until-idle") for _ in range(2)]
    for worker in workers:
        assert worker.wait(120) == 0
    assert_sound(program, 12)
    assert len(program.rows("SELECT DISTINCT worker_id FROM job_events WHERE event = 'claimed'")) >= 2

"""Claims: in order, each job once, cheap, and with the leases of the silent taken back."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from playbuddy_desktop.errors import DatabaseBusyError, LeaseLostError
from playbuddy_desktop.jobs import leasing, liveness
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import JobStatus, Lease
from playbuddy_desktop.jobs.presence import Presence
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.tables import workers

Stage = Any

# These are about files and SQLite's own ways.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])

THREADS = 16


def test_an_empty_queue_gives_none(stage: Stage) -> None:
    """There is nothing to claim, and looking changes nothing."""
    before = stage.database.data_version()
    assert stage.queue.claim("w1") is None
    assert before == stage.database.data_version()


def test_a_claim_is_a_lease(stage: Stage) -> None:
    """Owner, lease and attempt stand in the row; the start is that of the first attempt."""
    stage.add(0)
    started = stage.clock()
    claim = stage.claim("w1")
    assert Lease(claim.job.id, "w1", 1) == claim.lease
    assert (JobStatus.RUNNING, "w1", started) == (claim.job.status, claim.job.worker_id, claim.job.started_at)
    assert (started, started + timedelta(seconds=600)) == (claim.job.locked_at, claim.job.lock_expiry)
    assert claim.checkpoint is None
    stage.clock.turn(5)
    stage.queue.release(claim.lease, "closed", 5.0)
    again = stage.claim("w2")
    assert (2, started, stage.clock()) == (again.lease.token, again.job.started_at, again.job.locked_at)


def test_the_order_is_priority_then_age(stage: Stage) -> None:
    """The highest priority first; among equals the oldest."""
    jobs = stage.add(0, 5, 0, 10, 5)
    expected = [jobs[place].id for place in (3, 1, 4, 0, 2)]
    assert expected == [stage.claim().job.id for _ in range(5)]


def test_a_retry_is_claimed_when_it_is_due(stage: Stage) -> None:
    """Not a moment earlier than its time, and in its place among the others."""
    job = stage.job_in(JobStatus.RETRYING)
    (later,) = stage.add(0)
    wait = (job.next_attempt_at - stage.clock()).total_seconds()
    stage.clock.turn(wait - 0.001)
    assert later.id == stage.claim().job.id
    assert stage.queue.claim("w1") is None
    stage.clock.turn(0.001)
    assert job.id == stage.claim().job.id


def test_a_wait_survives_a_restart(stage: Stage, make_stage: Callable[[Settings], Stage]) -> None:
    """The time of the next attempt stands in the row, not in the memory of a process."""
    job = stage.job_in(JobStatus.RETRYING)
    stage.database.close()
    other = make_stage(Settings())
    assert other.queue.claim("w2") is None
    stage.clock.turn(60)
    assert job.id == other.claim("w2").job.id


def test_paused_and_final_jobs_are_left_alone(stage: Stage) -> None:
    """Only what waits or is due can be claimed."""
    for status in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.RUNNING, JobStatus.PAUSED):
        stage.job_in(status)
    assert stage.queue.claim("w1") is None


def test_an_expired_lease_is_claimed_by_another(stage: Stage) -> None:
    """The job of an unknown worker that is silent for the time of its lease is taken at once."""
    stage.add(0)
    lost = stage.claim("w1").lease
    stage.clock.turn(599)
    assert stage.queue.claim("w2") is None
    stage.clock.turn(1)
    claim = stage.claim("w2")
    assert (lost.job_id, lost.token + 1, 1) == (claim.lease.job_id, claim.lease.token, claim.job.loss_count)
    assert [Event.ENQUEUED, Event.CLAIMED, Event.LEASE_LOST, Event.CLAIMED] == stage.trail(claim.job)
    with pytest.raises(LeaseLostError):
        stage.queue.complete(lost, stage.play, 1.0)


def test_a_renewed_lease_keeps_its_owner(stage: Stage) -> None:
    """A job of five leases' length has one owner, as long as the worker reports."""
    stage.add(0)
    lease = stage.claim("w1").lease
    for _ in range(50):
        stage.clock.turn(60)
        stage.queue.renew(lease)
        assert stage.queue.claim("w2") is None
    assert stage.queue.holds(lease)


def test_a_machine_that_slept_starts_no_job_twice(stage: Stage) -> None:
    """After a sleep the living worker gets a heartbeat's time to report before its job is taken."""
    stage.queue.liveness.register("w1")
    stage.add(0)
    lease = stage.claim("w1").lease
    stage.clock.turn(8 * 3600)
    assert stage.queue.claim("w2") is None
    stage.queue.renew(lease)
    stage.clock.turn(61)
    assert stage.queue.claim("w2") is None
    assert stage.queue.holds(lease)
    stage.queue.liveness.unregister("w1")


def test_a_hung_worker_of_a_living_process_loses_its_job(stage: Stage) -> None:
    """If it does not report within one and a half heartbeats' time either, the job is taken."""
    stage.queue.liveness.register("w1")
    stage.add(0)
    stage.claim("w1")
    stage.clock.turn(600)
    assert stage.queue.claim("w2") is None
    stage.clock.turn(89)
    assert stage.queue.claim("w2") is None
    stage.clock.turn(1)
    assert 2 == stage.claim("w2").lease.token
    stage.queue.liveness.unregister("w1")


def test_a_silent_worker_of_another_machine_loses_its_job(stage: Stage) -> None:
    """Whether a process elsewhere is alive cannot be seen from here: the lease alone counts."""
    stage.queue.liveness.register("w1")
    stage.add(0)
    stage.claim("w1")
    with stage.database.write() as connection:
        connection.execute(workers.update().values(machine="elsewhere"))
    stage.clock.turn(600)
    assert "w2" == stage.claim("w2").job.worker_id
    stage.queue.liveness.unregister("w1")


def _begin_and_hand_back(stage: Stage) -> None:
    """The next job waits again with a checkpoint, which the next claim reads."""
    lease = stage.claim().lease
    stage.queue.checkpoint(lease, stage.chunk(0))
    stage.queue.release(lease, "the program was closed", 1.0)


def test_a_job_that_a_person_takes_at_once_is_passed_over(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that is paused between the claim and its first use is left, and the next one taken."""
    first, second = stage.add(0, 0)
    _begin_and_hand_back(stage)
    load = leasing.checkpoints.load

    def pause_first(connection: Any, job_id: Any) -> Any:
        if job_id == first.id:
            stage.queue.pause(first.id)
        return load(connection, job_id)

    monkeypatch.setattr(leasing.checkpoints, "load", pause_first)
    assert second.id == stage.claim().job.id
    assert JobStatus.PAUSED is stage.queue.get(first.id).status


def test_a_claim_that_cannot_be_read_is_handed_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database fails between the claim and its first use, the job is not left to a worker that has none."""
    (job,) = stage.add(0)
    _begin_and_hand_back(stage)
    before = stage.trail(job)
    load = leasing.checkpoints.load

    def busy(_connection: Any, _job_id: Any) -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(leasing.checkpoints, "load", busy)
    with pytest.raises(DatabaseBusyError):
        stage.queue.claim("w1")
    assert [*before, Event.CLAIMED, Event.RELEASED] == stage.trail(job)
    monkeypatch.setattr(leasing.checkpoints, "load", load)
    assert job.id == stage.claim().job.id


def test_threads_claim_each_job_once(stage: Stage) -> None:
    """Sixteen threads empty the queue: each job has exactly one owner."""
    jobs = stage.add(*[0] * 200)
    claimed: list[Any] = []

    def work(name: str) -> None:
        while (claim := stage.queue.claim(name)) is not None:
            claimed.append(claim.job.id)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(job.id for job in jobs) == Counter(claimed)


def test_processes_claim_each_job_once(stage: Stage) -> None:
    """Two processes of eight threads each share the queue without claiming a job twice."""
    stage.add(*[0] * 200)
    program = """
import pathlib, sys, threading
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database

database = open_database(Profile("test", pathlib.Path(sys.argv[1])), sys.argv[2])
queue = JobQueue(database, Settings())
claimed = []

def work(number):
    while (claim := queue.claim(f"{sys.argv[3]}-{number}")) is not None:
        claimed.append(str(claim.job.id))

sys.stdin.readline()
threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*claimed, sep="\\n")
"""
    folder = str(stage.database.profile.data_dir)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, folder, stage.url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=120)[0].split() for process in processes]
    claimed = outputs[0] + outputs[1]
    assert (200, 200) == (len(claimed), len(set(claimed)))
    assert 200 == stage.queue.count_by_status()[JobStatus.RUNNING]


def plan_of(stage: Stage, ask: Callable[[Any], object]) -> str:
    """How SQLite answers the statements that ``ask`` sends on a connection."""
    statements: list[str] = []
    with stage.database.write() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.set_trace_callback(statements.append)
        ask(connection)
        driver.set_trace_callback(None)
        # A statement is told once more for each trigger that it sets off.
        plans = (
            driver.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall() for statement in dict.fromkeys(statements)
        )
        return "\n".join(step[-1] for plan in plans for step in plan)


@only_a_file
def test_a_claim_looks_at_claimable_rows_only(stage: Stage) -> None:
    """The look and the claim itself are answered from the partial index, in order, without sorting."""
    stage.add(0)
    now, claims = stage.clock(), stage.queue._claims
    for ask in (
        lambda connection: claims.is_there_one(connection, now),
        lambda connection: claims.take(connection, "w1", now=now, expiry=now),
    ):
        plan = plan_of(stage, ask)
        assert "USING INDEX ix_parse_jobs_claimable" in plan
        assert "TEMP B-TREE" not in plan


@only_a_file
def test_expired_leases_are_found_in_their_index(stage: Stage) -> None:
    """Looking for expired leases does not look at the jobs that wait, nor at the history."""
    plan = plan_of(stage, lambda c: c.execute(liveness._HELD.where(text("lock_expiry <= '2026'"))).all())
    assert "SEARCH parse_jobs USING INDEX ix_parse_jobs_lock_expiry" in plan


@only_a_file
def test_a_process_that_ends_frees_its_lock(stage: Stage) -> None:
    """The file of a presence is gone after its end, and ending twice does no harm."""
    presence = Presence(stage.database.profile.locks)
    presence.end()
    presence.end()
    assert [] == list(stage.database.profile.locks.glob("*.process"))

"""What a worker writes while it holds a job: progress, checkpoints, the end; and nothing without its lease."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from playbuddy_desktop.errors import BugError, ErrorReport, LeaseLostError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import Found, JobStatus, Lease
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Line
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.tables import job_checkpoints, job_chunks, plays

Stage = Any

# These are about files and SQLite's own ways.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])

WRITES: dict[str, Callable[[Stage, Lease], object]] = {
    "renew": lambda stage, lease: stage.queue.renew(lease),
    "progress": lambda stage, lease: stage.queue.progress(lease, 50.0, "parse", Found()),
    "checkpoint": lambda stage, lease: stage.queue.checkpoint(lease, stage.chunk(0)),
    "discard": lambda stage, lease: stage.queue.discard_checkpoint(lease, "old"),
    "complete": lambda stage, lease: stage.queue.complete(lease, stage.play, 1.0),
    "fail": lambda stage, lease: stage.queue.fail(lease, stage.permanent, 1.0),
    "retry": lambda stage, lease: stage.queue.fail(lease, stage.transient, 1.0),
    "release": lambda stage, lease: stage.queue.release(lease, "closed", 1.0),
}


@pytest.fixture
def lease(stage: Stage) -> Lease:
    """A current lease."""
    stage.add(0)
    lease: Lease = stage.claim("w1").lease
    return lease


def snapshot(stage: Stage) -> list[Any]:
    """All that the database holds."""
    from playbuddy_desktop.storage.tables import metadata

    with stage.database.read() as connection:
        return [connection.execute(table.select()).all() for table in metadata.sorted_tables]


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("how", ["paused", "cancelled", "removed", "expired", "released", "completed"])
def test_a_late_writer_changes_nothing(stage: Stage, lease: Lease, name: str, how: str) -> None:
    """Each write of a worker whose lease is gone raises, and no row differs."""
    if how == "paused":
        stage.queue.pause(lease.job_id)
        stage.queue.resume(lease.job_id)
        stage.claim("w2")
    elif how == "cancelled":
        stage.queue.cancel(lease.job_id)
    elif how == "removed":
        stage.queue.cancel(lease.job_id)
        stage.queue.remove(lease.job_id)
    elif how == "expired":
        stage.clock.turn(601)
        stage.claim("w2")
    elif how == "released":
        stage.queue.release(lease, "closed", 1.0)
    else:
        stage.queue.complete(lease, stage.play, 1.0)
    before = snapshot(stage)
    assert not stage.queue.holds(lease)
    with pytest.raises(LeaseLostError):
        WRITES[name](stage, lease)
    assert before == snapshot(stage)


def test_progress_never_falls(stage: Stage, lease: Lease) -> None:
    """A lower percentage is not stored; stage, counts and the time of progress are."""
    stage.queue.progress(lease, 40.0, "parse", Found(1, 2, 3, 4), total_chunks=9)
    stage.clock.turn(3)
    stage.queue.progress(lease, 30.0, "save", Found(5, 6, 7, 8))
    job = stage.queue.get(lease.job_id)
    assert (40.0, "save", Found(5, 6, 7, 8), 9) == (job.progress, job.stage, job.found, job.total_chunks)
    assert stage.clock() == job.last_progress_at


def test_renewing_moves_the_end_of_the_lease(stage: Stage, lease: Lease) -> None:
    """The lease ends a lease time after the last report; the time of the claim stays."""
    claimed = stage.clock()
    stage.clock.turn(100)
    stage.queue.renew(lease)
    job = stage.queue.get(lease.job_id)
    assert (claimed, stage.clock() + timedelta(seconds=600)) == (job.locked_at, job.lock_expiry)


def test_a_checkpoint_is_resumed(stage: Stage, lease: Lease) -> None:
    """The next attempt gets the last context and all chunks, whose rows were written once each."""
    for index in range(3):
        stage.queue.checkpoint(lease, stage.chunk(index))
    job = stage.queue.get(lease.job_id)
    assert (75.0, 3, 4, "parse", Found(1, 1, 1, 3)) == (
        job.progress,
        job.completed_chunks,
        job.total_chunks,
        job.stage,
        job.found,
    )
    stage.queue.release(lease, "closed", 1.0)
    checkpoint = stage.claim().checkpoint
    assert (1, "plan", 3, b"context 2") == (
        checkpoint.version,
        checkpoint.plan_hash,
        checkpoint.next_chunk,
        checkpoint.context,
    )
    assert (b"payload 0", b"payload 1", b"payload 2") == checkpoint.chunks
    assert 3 == stage.trail(job).count(Event.CHECKPOINTED)


def test_chunk_zero_begins_a_new_checkpoint(stage: Stage, lease: Lease) -> None:
    """When the script is divided anew, nothing of the old division stays."""
    for index in range(3):
        stage.queue.checkpoint(lease, stage.chunk(index))
    stage.queue.checkpoint(lease, stage.chunk(0, total=2, plan="other"))
    stage.queue.release(lease, "closed", 1.0)
    claim = stage.claim()
    assert ("other", 1, (b"payload 0",)) == (
        claim.checkpoint.plan_hash,
        claim.checkpoint.next_chunk,
        claim.checkpoint.chunks,
    )
    assert (1, 75.0) == (claim.job.completed_chunks, claim.job.progress)


def test_a_gap_between_chunks_is_a_bug(stage: Stage, lease: Lease) -> None:
    """A chunk before which another is missing is refused whole."""
    before = snapshot(stage)
    with pytest.raises(BugError, match="Chunk 1 was finished before chunk 0"):
        stage.queue.checkpoint(lease, stage.chunk(1))
    assert before == snapshot(stage)


def test_a_checkpoint_forgives_crashes_and_losses(stage: Stage, lease: Lease) -> None:
    """Whoever gets further than before has not been looping."""
    stage.queue.fail(lease, stage.transient, 1.0, crashed=True)
    stage.clock.turn(60)
    stage.claim()
    stage.clock.turn(601)
    lease = stage.claim().lease
    job = stage.queue.get(lease.job_id)
    assert (1, 1) == (job.crash_count, job.loss_count)
    stage.queue.checkpoint(lease, stage.chunk(0))
    job = stage.queue.get(lease.job_id)
    assert (0, 0) == (job.crash_count, job.loss_count)


DAMAGE = {
    "context": (update(job_checkpoints).values(context=b"other"), "the checksum of the context is wrong"),
    "position": (update(job_checkpoints).values(next_chunk=1), "the checksum of the context is wrong"),
    "chunk": (
        update(job_chunks).where(job_chunks.c.chunk == 1).values(payload=b"other"),
        "the checksum of chunk 1 is wrong",
    ),
    "missing": (delete(job_chunks).where(job_chunks.c.chunk == 0), "a chunk is missing"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_checkpoint_is_dropped(stage: Stage, lease: Lease, name: str) -> None:
    """A job whose checkpoint was damaged begins anew, and its trail says why."""
    statement, reason = DAMAGE[name]
    for index in range(2):
        stage.queue.checkpoint(lease, stage.chunk(index))
    stage.queue.release(lease, "closed", 1.0)
    with stage.database.write() as connection:
        connection.execute(statement)
    claim = stage.claim("w2")
    assert (None, 0, None) == (claim.checkpoint, claim.job.completed_chunks, claim.job.total_chunks)
    last = stage.queue.events(lease.job_id)[-1]
    assert (Event.CHECKPOINT_REFUSED, {"reason": reason}, "w2") == (last.event, last.details, last.worker_id)
    with stage.database.read() as connection:
        assert [] == connection.execute(job_chunks.select()).all()


def test_completion_saves_the_play(stage: Stage, lease: Lease) -> None:
    """Job, play and event are written together; the checkpoint goes."""
    stage.queue.checkpoint(lease, stage.chunk(0))
    stage.clock.turn(4)
    play_id = stage.queue.complete(lease, stage.play, 3.5)
    job = stage.queue.get(lease.job_id)
    assert (JobStatus.COMPLETED, 100.0, 3.5, play_id) == (
        job.status,
        job.progress,
        job.active_seconds,
        job.playbook_id,
    )
    assert (stage.clock(), 4, 4) == (job.completed_at, job.completed_chunks, job.total_chunks)
    last = stage.queue.events(job.id)[-1]
    assert (Event.COMPLETED, {"play": str(play_id), "attempt_seconds": 3.5}) == (last.event, last.details)
    with stage.database.read() as connection:
        row = connection.execute(plays.select()).one()
        assert (play_id, job.id, job.content_hash) == (row.id, row.job_id, row.content_hash)
        assert [] == connection.execute(job_chunks.select()).all()
        assert [] == connection.execute(job_checkpoints.select()).all()


def test_a_play_that_cannot_be_saved_completes_nothing(stage: Stage, lease: Lease) -> None:
    """When saving fails, the job still runs and no part of the play is there."""
    before = snapshot(stage)
    broken = PackedPlay(stage.play.head, stage.play.scene_lengths, (b"nonsense",))
    with pytest.raises(ValueError, match="Invalid JSON"):
        stage.queue.complete(lease, broken, 1.0)
    assert before == snapshot(stage)
    assert isinstance(stage.queue.complete(lease, stage.play, 1.0), UUID)


def test_a_transient_error_is_tried_again(stage: Stage, lease: Lease) -> None:
    """The job waits for its next attempt with its checkpoint, and says what went wrong."""
    stage.queue.checkpoint(lease, stage.chunk(0))
    assert JobStatus.RETRYING is stage.queue.fail(lease, stage.transient, 2.5)
    job = stage.queue.get(lease.job_id)
    assert (1, "database-busy", "The database is locked.", "Wait.", None, 2.5) == (
        job.retry_count,
        job.error_code,
        job.last_error,
        job.advice,
        job.failure_reason,
        job.active_seconds,
    )
    assert 0.75 <= (job.next_attempt_at - stage.clock()).total_seconds() <= 1.0
    details = stage.queue.events(job.id)[-1].details
    assert ("database-busy", False) == (details["code"], details["crashed"])
    assert pytest.approx((job.next_attempt_at - stage.clock()).total_seconds(), abs=0.001) == details["delay_seconds"]
    stage.clock.turn(1)
    assert 1 == stage.claim().checkpoint.next_chunk


def test_a_permanent_error_fails_at_once(stage: Stage, lease: Lease) -> None:
    """No second attempt; the technical part stands in the trail, the sentence in the row."""
    assert JobStatus.FAILED is stage.queue.fail(lease, stage.permanent, 1.0)
    job = stage.queue.get(lease.job_id)
    assert (0, "empty-file", "The file is empty.", "The file is empty.", "Look at it.") == (
        job.retry_count,
        job.error_code,
        job.last_error,
        job.failure_reason,
        job.advice,
    )
    assert "Traceback: here" == stage.queue.events(job.id)[-1].details["technical"]


def test_failing_twice_then_working_completes(stage: Stage) -> None:
    """Two passing errors cost two retries, and the job completes."""
    stage.add(0)
    for _ in range(2):
        stage.queue.fail(stage.claim().lease, stage.transient, 1.0)
        stage.clock.turn(60)
    lease = stage.claim().lease
    stage.queue.complete(lease, stage.play, 1.0)
    job = stage.queue.get(lease.job_id)
    assert (JobStatus.COMPLETED, 2, 3.0) == (job.status, job.retry_count, job.active_seconds)


def test_retries_run_out(stage: Stage) -> None:
    """After the last retry a passing error is final, with a reason."""
    stage.add(0)
    statuses = []
    for _ in range(4):
        lease = stage.claim().lease
        statuses.append(stage.queue.fail(lease, stage.transient, 1.0))
        stage.clock.turn(60)
    assert [JobStatus.RETRYING] * 3 + [JobStatus.FAILED] == statuses
    job = stage.queue.get(lease.job_id)
    assert (3, "It was tried 4 times. The last error: The database is locked.") == (
        job.retry_count,
        job.failure_reason,
    )
    assert stage.queue.claim("w1") is None


def test_a_job_that_crashes_its_worker_is_given_up(stage: Stage) -> None:
    """Crashes are counted apart, and are not looped for ever."""
    crash = ErrorReport("child-crashed", "The process that parsed this script crashed.", transient=True)
    stage.add(0)
    statuses = []
    for _ in range(4):
        lease = stage.claim().lease
        statuses.append(stage.queue.fail(lease, crash, 1.0, crashed=True))
        stage.clock.turn(60)
    assert [JobStatus.RETRYING] * 3 + [JobStatus.FAILED] == statuses
    job = stage.queue.get(lease.job_id)
    assert (4, 0) == (job.crash_count, job.retry_count)
    assert "This script crashes its worker: it was tried 4 times without getting further." == job.failure_reason


def test_a_released_job_keeps_its_place(stage: Stage) -> None:
    """A job that is handed back runs before those that came after it."""
    first, _second = stage.add(0, 0)
    lease = stage.claim().lease
    stage.queue.release(lease, "the program was closed", 2.0)
    job = stage.queue.get(first.id)
    assert (JobStatus.QUEUED, None, 2.0) == (job.status, job.worker_id, job.active_seconds)
    last = stage.queue.events(first.id)[-1]
    assert (Event.RELEASED, {"reason": "the program was closed"}) == (last.event, last.details)
    assert first.id == stage.claim().job.id


def test_a_job_that_is_interrupted_too_often_is_given_up(make_stage: Callable[[Settings], Stage]) -> None:
    """A script that takes the whole program down each time is failed in the end."""
    stage = make_stage(Settings(max_losses=2))
    stage.add(0)
    for _ in range(3):
        lease = stage.claim().lease
        stage.clock.turn(601)
    assert stage.queue.claim("w1") is None
    job = stage.queue.get(lease.job_id)
    assert (JobStatus.FAILED, "interrupted") == (job.status, job.error_code)
    assert "The program was interrupted 3 times while it worked on this script." == job.failure_reason
    assert [Event.LEASE_LOST, Event.LEASE_LOST, Event.FAILED] == [
        event for event in stage.trail(job) if event not in {Event.ENQUEUED, Event.CLAIMED}
    ]


def test_the_time_before_a_loss_is_counted(stage: Stage, lease: Lease) -> None:
    """Of an attempt that was lost, the time up to its last progress is known and kept."""
    stage.clock.turn(30)
    stage.queue.progress(lease, 10.0, "parse", Found())
    stage.clock.turn(601)
    assert 30.0 == stage.claim("w2").job.active_seconds


def test_others_write_while_a_play_is_made_ready(stage: Stage, lease: Lease) -> None:
    """A person pauses another job while the lines of a long play are still turned into rows."""
    (other,) = stage.add(0)

    class Interrupted(PackedPlay):
        def lines(self) -> Iterator[Line]:
            for line in super().lines():
                stage.queue.pause(other.id)
                yield line

    play = Interrupted(stage.play.head, stage.play.scene_lengths, stage.play.parts)
    stage.queue.complete(lease, play, 1.0)
    done, paused = stage.queue.get(lease.job_id), stage.queue.get(other.id)
    assert (JobStatus.COMPLETED, JobStatus.PAUSED) == (done.status, paused.status)


@only_a_file
def test_a_checkpoint_writes_its_own_chunk_only(stage: Stage, lease: Lease) -> None:
    """However many chunks there are already, a checkpoint writes one context and one payload."""
    statements: list[str] = []
    with stage.database.read() as connection:
        driver: Any = connection.connection.dbapi_connection  # the pool's only one
    driver.set_trace_callback(statements.append)
    for index in range(30):
        statements.clear()
        stage.queue.checkpoint(lease, stage.chunk(index, total=30))
        blobs = re.findall(r"x'([0-9a-f]+)'", "".join(statements))
        assert [f"payload {index}", f"context {index}"] == [bytes.fromhex(blob).decode() for blob in blobs]
    driver.set_trace_callback(None)

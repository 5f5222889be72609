"""What a person can do with jobs, and what is refused with a reason."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from playbuddy_desktop.errors import IllegalTransitionError, JobNotFoundError, LeaseLostError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, Found, Job, JobCommand, JobStatus, JobType
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.storage.tables import job_chunks, job_events, job_sources, plays

Stage = Any

LATER = datetime(2026, 3, 2, tzinfo=UTC)
COMMANDS = {
    JobCommand.PAUSE: lambda queue, job_id: queue.pause(job_id),
    JobCommand.RESUME: lambda queue, job_id: queue.resume(job_id),
    JobCommand.CANCEL: lambda queue, job_id: queue.cancel(job_id),
    JobCommand.RESTART: lambda queue, job_id: queue.restart(job_id),
    JobCommand.PRIORITISE: lambda queue, job_id: queue.set_priority(job_id, 5),
    JobCommand.REMOVE: lambda queue, job_id: queue.remove(job_id),
    JobCommand.SNOOZE: lambda queue, job_id: queue.snooze(job_id, LATER),
}
MATRIX = [(command, status) for command in JobCommand for status in JobStatus]


def names(jobs: list[Job]) -> list[str]:
    """The file names of jobs."""
    return [job.filename for job in jobs]


def test_a_new_job_is_as_asked_for(stage: Stage) -> None:
    """A job begins queued, with the time of now, and no trace of work."""
    new = replace(stage.new(priority=3), engine="other")
    (job,) = stage.queue.enqueue([new])
    now = stage.clock()
    expected = Job(
        id=job.id,
        type=JobType.PARSE_PLAY,
        status=JobStatus.QUEUED,
        priority=3,
        position=1,
        filename=new.filename,
        content_hash=new.content_hash,
        config={"format": "txt"},
        engine="other",
        playbook_id=None,
        restarted_from=None,
        retry_count=0,
        max_retries=3,
        crash_count=0,
        loss_count=0,
        lease_token=0,
        worker_id=None,
        locked_at=None,
        lock_expiry=None,
        total_chunks=None,
        completed_chunks=0,
        progress=0.0,
        stage="",
        found=Found(),
        error_code=None,
        last_error=None,
        advice=None,
        failure_reason=None,
        active_seconds=0.0,
        created_at=now,
        queued_at=now,
        started_at=None,
        completed_at=None,
        next_attempt_at=None,
        last_progress_at=None,
        updated_at=now,
    )
    assert expected == job == stage.queue.get(job.id)


def test_a_batch_keeps_its_order(stage: Stage) -> None:
    """Jobs of one batch run in its order, and after those of earlier batches."""
    first, second = stage.add(0, 0, 0), stage.add(0, 0)
    assert [1, 2, 3, 4, 5] == [job.position for job in first + second]
    assert names(first + second) == [stage.claim().job.filename for _ in range(5)]


def test_an_empty_batch_is_nothing(stage: Stage) -> None:
    """Adding no files adds no jobs."""
    before = stage.database.data_version()
    assert [] == stage.queue.enqueue([])
    assert before == stage.database.data_version()


def test_a_batch_is_added_as_a_whole_or_not_at_all(stage: Stage) -> None:
    """One impossible job keeps out the batch."""
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match=r"(?i)not.null"):
        stage.queue.enqueue([stage.new(), replace(stage.new(), filename=None)])
    assert [] == stage.queue.list_jobs()


def test_many_threads_enqueue(stage: Stage) -> None:
    """Ten threads that add at once lose nothing, and no two jobs share a place."""
    threads = [threading.Thread(target=stage.add, args=(0, 0, 0)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(range(1, 31)) == sorted(job.position for job in stage.queue.list_jobs())


@pytest.mark.parametrize(("command", "status"), [pair for pair in MATRIX if pair[1] not in ALLOWED_COMMANDS[pair[0]]])
def test_an_illegal_command_is_refused(stage: Stage, command: JobCommand, status: JobStatus) -> None:
    """The refusal names the state, and nothing changes."""
    job = stage.job_in(status)
    before = stage.queue.events(job.id)
    assert not job.allows(command)
    with pytest.raises(IllegalTransitionError, match=f"^A {status} job cannot be "):
        COMMANDS[command](stage.queue, job.id)
    assert ([job], before) == (stage.queue.list_jobs(), stage.queue.events(job.id))


@pytest.mark.parametrize(("command", "status"), [pair for pair in MATRIX if pair[1] in ALLOWED_COMMANDS[pair[0]]])
def test_a_legal_command_is_accepted(stage: Stage, command: JobCommand, status: JobStatus) -> None:
    """What the table of commands allows is carried out."""
    job = stage.job_in(status)
    assert job.allows(command)
    before = stage.queue.list_jobs()
    COMMANDS[command](stage.queue, job.id)
    assert before != stage.queue.list_jobs()


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_job_is_told(stage: Stage, command: JobCommand) -> None:
    """A command for a job that does not exist says so."""
    with pytest.raises(JobNotFoundError):
        COMMANDS[command](stage.queue, uuid4())


def test_the_reason_of_a_refusal_is_a_sentence(stage: Stage) -> None:
    """A person reads what cannot be done."""
    job = stage.job_in(JobStatus.COMPLETED)
    with pytest.raises(IllegalTransitionError, match=r"^A completed job cannot be paused\.$"):
        stage.queue.pause(job.id)


def test_pausing_takes_the_job_from_its_worker(stage: Stage) -> None:
    """A paused job has no owner, keeps its checkpoint, and has the time counted that was spent on it."""
    stage.add(0)
    claim = stage.claim()
    stage.queue.checkpoint(claim.lease, stage.chunk(0))
    stage.clock.turn(8)
    job = stage.queue.pause(claim.job.id)
    assert (None, None, None, "") == (job.worker_id, job.locked_at, job.lock_expiry, job.stage)
    assert (25.0, 8.0) == (job.progress, job.active_seconds)
    assert not stage.queue.holds(claim.lease)
    stage.queue.resume(job.id)
    checkpoint = stage.claim("w2").checkpoint
    assert checkpoint is not None
    assert (1, b"context 0", (b"payload 0",)) == (checkpoint.next_chunk, checkpoint.context, checkpoint.chunks)


def test_a_cancelled_job_stays_cancelled(stage: Stage) -> None:
    """A worker that comes late cannot undo it, saves no play, and the checkpoint is gone."""
    stage.add(0)
    lease = stage.claim().lease
    stage.queue.checkpoint(lease, stage.chunk(0))
    stage.clock.turn(2)
    cancelled = stage.queue.cancel(lease.job_id)
    assert (stage.clock(), 2.0) == (cancelled.completed_at, cancelled.active_seconds)
    for write in (
        lambda: stage.queue.complete(lease, stage.play, 1.0),
        lambda: stage.queue.fail(lease, stage.transient, 1.0),
        lambda: stage.queue.release(lease, "late", 1.0),
    ):
        with pytest.raises(LeaseLostError):
            write()
    assert cancelled == stage.queue.get(lease.job_id)
    with stage.database.read() as connection:
        assert [] == connection.execute(plays.select()).all()
        assert [] == connection.execute(job_chunks.select()).all()


def test_a_cancelled_retry_is_never_claimed(stage: Stage) -> None:
    """Cancelling a job that waits for its retry ends the wait."""
    job = stage.queue.cancel(stage.job_in(JobStatus.RETRYING).id)
    stage.clock.turn(3600)
    assert (None, None) == (job.next_attempt_at, stage.queue.claim("w1"))


def test_restart_makes_a_new_job(stage: Stage) -> None:
    """The new job names the old one, which stays as it is but is off the live list; each trail names the other."""
    old = stage.job_in(JobStatus.FAILED)
    new = stage.queue.restart(old.id)
    assert (JobStatus.QUEUED, old.id, 0, 0.0) == (new.status, new.restarted_from, new.retry_count, new.progress)
    assert (old.filename, old.content_hash, old.config) == (new.filename, new.content_hash, new.config)
    assert replace(old, dismissed_at=stage.clock.now) == stage.queue.get(old.id)
    last = stage.queue.events(old.id)[-1]
    assert (Event.RESTARTED, {"restarted_as": str(new.id)}) == (last.event, last.details)
    (first,) = stage.queue.events(new.id)
    assert (Event.ENQUEUED, {"restarted_from": str(old.id)}) == (first.event, first.details)


def test_priorities_order_the_queue(stage: Stage) -> None:
    """Jobs of priorities 0, 5 and 10 run as 10, 5, 0; a raised priority overtakes."""
    low, middle, high = stage.add(0, 5, 10)
    stage.queue.set_priority(low.id, 7)
    assert names([high, low, middle]) == names(stage.queue.active())
    assert [10, 7, 5] == [stage.claim().job.priority for _ in range(3)]
    event = stage.queue.events(low.id)[1]
    assert (Event.PRIORITY_CHANGED, {"from": 0, "to": 7}) == (event.event, event.details)


def test_move_to_top_makes_the_next_job(stage: Stage) -> None:
    """The moved job runs first, whatever the priorities; a second one moved runs before it."""
    first, second, _high, last = stage.add(0, 0, 10, 0)
    assert 10 == stage.queue.move_to_top(last.id).priority
    stage.queue.move_to_top(second.id)
    assert names([second, last]) == [stage.claim().job.filename for _ in range(2)]
    assert [Event.ENQUEUED, Event.MOVED, Event.CLAIMED] == stage.trail(last)
    assert JobStatus.QUEUED is stage.queue.get(first.id).status


def test_move_to_top_of_an_empty_queue(stage: Stage) -> None:
    """A paused job may be moved though nothing else waits, and keeps its priority."""
    job = stage.job_in(JobStatus.PAUSED)
    assert (0, 0) == (stage.queue.move_to_top(job.id).priority, stage.queue.get(job.id).position)


def test_remove_takes_the_trail_and_leaves_the_play(stage: Stage) -> None:
    """The history forgets the job; the library keeps what it made."""
    job = stage.job_in(JobStatus.COMPLETED)
    stage.queue.remove(job.id)
    with pytest.raises(JobNotFoundError):
        stage.queue.get(job.id)
    assert [] == stage.queue.events(job.id)
    with stage.database.read() as connection:
        assert [job.playbook_id] == list(connection.execute(plays.select()).scalars())
        assert [] == connection.execute(job_events.select()).all()
        assert [] == connection.execute(job_sources.select()).all()


def test_a_new_job_is_told_as_it_is_stored(stage: Stage) -> None:
    """What enqueue and restart return equals what the database holds, also where it fills in the columns."""
    urgent = replace(stage.new(5), ocr=True)
    told = stage.queue.enqueue([stage.new(), urgent])
    assert told == stage.queue.list_jobs(newest_first=False)
    stage.queue.cancel(told[0].id)
    again = stage.queue.restart(told[0].id)
    assert again == stage.queue.get(again.id)


def test_a_command_for_all_is_as_one_for_each(stage: Stage) -> None:
    """The same events with the same facts, the time of a running job counted, no checkpoint after the end."""
    queue: JobQueue = stage.queue
    held, *_ = stage.add(0, 0)
    lease = stage.claim().lease
    queue.checkpoint(lease, stage.chunk(0))
    stage.clock.turn(2.5)
    queue.pause_all()
    stage.clock.turn(60)
    paused = queue.get(held.id)
    assert (JobStatus.PAUSED, 2.5, None, 25.0) == (
        paused.status,
        paused.active_seconds,
        paused.worker_id,
        paused.progress,
    )
    event = queue.events(held.id)[-1]
    assert ("paused", JobStatus.RUNNING, "w1", {}) == (event.event, event.from_status, event.worker_id, event.details)
    queue.cancel_all()
    assert {2.5, 0.0} == {job.active_seconds for job in queue.list_jobs()}
    assert [["enqueued", "paused", "cancelled"]] == [stage.trail(job) for job in queue.list_jobs() if job.id != held.id]
    with stage.database.read() as connection:
        assert [] == connection.execute(job_chunks.select()).all()
    with pytest.raises(LeaseLostError):
        queue.renew(lease)


def test_commands_for_all(stage: Stage) -> None:
    """Pause, resume and cancel for all touch exactly the jobs for which the command is legal."""
    queue: JobQueue = stage.queue
    done = stage.job_in(JobStatus.COMPLETED)
    retrying = stage.job_in(JobStatus.RETRYING)
    running = stage.job_in(JobStatus.RUNNING)
    waiting, paused = stage.add(0, 0)
    queue.pause(paused.id)
    assert [retrying.id, running.id, waiting.id] == queue.pause_all()
    assert [] == queue.pause_all()
    assert [retrying.id, running.id, waiting.id, paused.id] == queue.resume_all()
    queue.pause(waiting.id)
    assert [retrying.id, running.id, waiting.id, paused.id] == queue.cancel_all()
    assert {done.id} == {job.id for job in queue.list_jobs([JobStatus.COMPLETED])}
    assert {JobStatus.COMPLETED: 1, JobStatus.CANCELLED: 4} == {k: v for k, v in queue.count_by_status().items() if v}

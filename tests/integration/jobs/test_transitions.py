"""Every edge of the table writes its event; every other is refused."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from playbuddy_desktop.errors import IllegalTransitionError, LeaseLostError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import LEGAL_EDGES, JobStatus
from playbuddy_desktop.jobs.transitions import Seen, change_held, transition

if TYPE_CHECKING:
    from collections.abc import Callable

    Stage = Any

PAIRS = list(itertools.product(JobStatus, JobStatus))
LEGAL = [pair for pair in PAIRS if pair[1] in LEGAL_EDGES[pair[0]]]
ILLEGAL = [pair for pair in PAIRS if pair[1] not in LEGAL_EDGES[pair[0]]]


def take(stage: Stage, seen: Seen, target: JobStatus) -> bool:
    """Change the status with what the target needs."""
    values: dict[str, Any] = {}
    if target is JobStatus.RUNNING:
        now = stage.clock()
        values = {"worker_id": "w", "locked_at": now, "lock_expiry": now, "lease_token": seen.token + 1}
    elif target is JobStatus.RETRYING:
        values = {"next_attempt_at": stage.clock()}
    with stage.database.write() as connection:
        return transition(connection, seen, target, Event.MOVED, now=stage.clock(), details={"a": 1}, values=values)


@pytest.mark.parametrize(("source", "target"), LEGAL)
def test_a_legal_edge_writes_an_event(stage: Stage, source: JobStatus, target: JobStatus) -> None:
    """Status and event change together, for each edge of the table."""
    job = stage.job_in(source)
    before = stage.queue.events(job.id)
    assert take(stage, Seen.of(job), target)
    (event,) = stage.queue.events(job.id)[len(before) :]
    assert (source, target, {"a": 1}) == (event.from_status, event.to_status, event.details)
    assert target is stage.queue.get(job.id).status


@pytest.mark.parametrize(("source", "target"), ILLEGAL)
def test_another_edge_is_refused(stage: Stage, source: JobStatus, target: JobStatus) -> None:
    """What is not in the table raises, and neither job nor trail change."""
    job = stage.job_in(source)
    before = stage.queue.events(job.id)
    with pytest.raises(IllegalTransitionError, match=f"A {source} job cannot become {target}"):
        take(stage, Seen.of(job), target)
    assert (job, before) == (stage.queue.get(job.id), stage.queue.events(job.id))


@pytest.mark.parametrize(("status", "token"), [(JobStatus.QUEUED, 1), (JobStatus.RUNNING, 0), (JobStatus.RUNNING, 2)])
def test_a_change_based_on_an_old_view_does_nothing(stage: Stage, status: JobStatus, token: int) -> None:
    """Whoever saw another status or token changes nothing and writes no event."""
    job = stage.job_in(JobStatus.RUNNING)
    before = stage.queue.events(job.id)
    assert not take(stage, Seen(job.id, status, token), JobStatus.PAUSED)
    assert (job, before) == (stage.queue.get(job.id), stage.queue.events(job.id))


def test_a_worker_without_the_lease_is_told(stage: Stage) -> None:
    """A worker's write that comes too late raises."""
    (_, claim) = stage.add(0), stage.claim()
    stage.queue.pause(claim.job.id)
    with stage.database.write() as connection, pytest.raises(LeaseLostError):
        change_held(connection, claim.lease, {"progress": 50.0}, now=stage.clock())


EXPECTED: dict[str, tuple[Callable[[Stage], object], list[Event]]] = {
    "pause waiting": (lambda s: s.queue.pause(s.add(0)[0].id), [Event.PAUSED]),
    "resume": (lambda s: s.queue.resume(s.job_in(JobStatus.PAUSED).id), [Event.PAUSED, Event.RESUMED]),
    "cancel waiting": (lambda s: s.queue.cancel(s.add(0)[0].id), [Event.CANCELLED]),
    "pause running": (lambda s: s.queue.pause(s.job_in(JobStatus.RUNNING).id), [Event.CLAIMED, Event.PAUSED]),
    "cancel running": (lambda s: s.queue.cancel(s.job_in(JobStatus.RUNNING).id), [Event.CLAIMED, Event.CANCELLED]),
    "complete": (lambda s: s.job_in(JobStatus.COMPLETED), [Event.CLAIMED, Event.COMPLETED]),
    "fail": (lambda s: s.job_in(JobStatus.FAILED), [Event.CLAIMED, Event.FAILED]),
    "retry": (lambda s: s.job_in(JobStatus.RETRYING), [Event.CLAIMED, Event.RETRY_SCHEDULED]),
    "pause retry": (
        lambda s: s.queue.pause(s.job_in(JobStatus.RETRYING).id),
        [Event.CLAIMED, Event.RETRY_SCHEDULED, Event.PAUSED],
    ),
    "cancel retry": (
        lambda s: s.queue.cancel(s.job_in(JobStatus.RETRYING).id),
        [Event.CLAIMED, Event.RETRY_SCHEDULED, Event.CANCELLED],
    ),
    "cancel paused": (lambda s: s.queue.cancel(s.job_in(JobStatus.PAUSED).id), [Event.PAUSED, Event.CANCELLED]),
    "due retry": (
        lambda s: (s.job_in(JobStatus.RETRYING), s.clock.turn(60), s.claim()),
        [Event.CLAIMED, Event.RETRY_SCHEDULED, Event.CLAIMED],
    ),
    "release": (
        lambda s: (s.add(0), s.queue.release(s.claim().lease, "the program was closed", 1.0)),
        [Event.CLAIMED, Event.RELEASED],
    ),
    "lost lease": (
        lambda s: (s.job_in(JobStatus.RUNNING), s.clock.turn(601), s.claim("w2")),
        [Event.CLAIMED, Event.LEASE_LOST, Event.CLAIMED],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_operation_writes_its_events(stage: Stage, name: str) -> None:
    """The trail tells the life of a job in the order in which it happened, one entry for each edge."""
    act, expected = EXPECTED[name]
    act(stage)
    (job,) = stage.queue.list_jobs()
    events = stage.queue.events(job.id)
    assert [Event.ENQUEUED, *expected] == [event.event for event in events]
    assert [event.to_status for event in events[:-1]] == [event.from_status for event in events[1:]]
    assert (None, job.status) == (events[0].from_status, events[-1].to_status)

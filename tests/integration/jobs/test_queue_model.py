"""The queue on a real database does what a plain model of it does, whatever happens in whatever order.

The model is a dictionary of jobs and the rules of the requirements; hypothesis plays persons, workers and the clock.
"""

from __future__ import annotations

import atexit
import itertools
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from playbuddy_desktop.errors import ErrorReport, IllegalTransitionError, JobNotFoundError, LeaseLostError
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, LEGAL_EDGES, Found, JobCommand, JobStatus, Lease, NewJob
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.opening import open_database
from playbuddy_desktop.storage.tables import plays

SETTINGS = Settings(max_losses=2, max_retries=2)
TRANSIENT = ErrorReport("database-busy", "It is locked.", transient=True)
PERMANENT = ErrorReport("empty-file", "It is empty.")
PLAY = PackedPlay.pack(
    Playbook(
        title="The Lantern",
        characters=[Character(id="c1", name="MIRA")],
        acts=[Act(scenes=[Scene(lines=[Line(type=LineType.DIALOGUE, text="Light!", speakers=["c1"])])])],
    )
)
HASH = "a" * 64
CHANGES = {
    JobCommand.PAUSE: JobStatus.PAUSED,
    JobCommand.RESUME: JobStatus.QUEUED,
    JobCommand.CANCEL: JobStatus.CANCELLED,
}
"""What the commands that change a status make of it."""
LATE_WRITES: dict[str, Callable[[JobQueue, Lease], object]] = {
    "renew": lambda queue, lease: queue.renew(lease),
    "progress": lambda queue, lease: queue.progress(lease, 99.0, "parse", Found()),
    "checkpoint": lambda queue, lease: queue.checkpoint(lease, ChunkDone(1, "p", 0, 1, b"", b"", 99.0, Found())),
    "discard": lambda queue, lease: queue.discard_checkpoint(lease, "old"),
    "complete": lambda queue, lease: queue.complete(lease, PLAY, 1.0),
    "fail": lambda queue, lease: queue.fail(lease, TRANSIENT, 1.0),
    "release": lambda queue, lease: queue.release(lease, "closed", 1.0),
}


@dataclass
class ModelJob:
    """What the model knows of a job."""

    status: JobStatus
    priority: int
    position: int
    token: int = 0
    worker: str = ""
    retries: int = 0
    crashes: int = 0
    losses: int = 0
    progress: float = 0.0
    chunks: list[bytes] = field(default_factory=list)
    expiry: datetime | None = None
    due: datetime | None = None
    has_play: bool = False

    def become(self, status: JobStatus) -> None:
        """Change the status; what belongs to the old one goes."""
        assert status in LEGAL_EDGES[self.status]
        self.status = status
        self.expiry = self.due = None
        if status.final:
            self.chunks = []


@cache
def empty_database() -> Path:
    """A folder with a new database, to copy."""
    profile = Profile("template", Path(tempfile.mkdtemp(prefix="playbuddy-template-")))
    atexit.register(shutil.rmtree, profile.data_dir)
    Database.open(profile).close()
    return profile.data_dir


CURRENT = st.runner().flatmap(lambda machine: st.sampled_from(machine.current_leases()))
"""The lease of a running job."""


class QueueMachine(RuleBasedStateMachine):
    """Persons, two workers and the clock, against queue and model."""

    jobs = Bundle("jobs")
    leases = Bundle("leases")

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.folder = Path(tempfile.mkdtemp(prefix="playbuddy-model-"))
        self.database = self.open_database()
        self.queue = JobQueue(self.database, SETTINGS, clock=lambda: self.now, rng=random.Random(3))  # noqa: S311
        self.model: dict[UUID, ModelJob] = {}
        self.saved = 0

    def open_database(self) -> Database:
        """An empty file."""
        shutil.copytree(empty_database(), self.folder, dirs_exist_ok=True)
        return Database.open(Profile("model", self.folder))

    def teardown(self) -> None:
        """Every trail is one legal path from nothing to the present state."""
        for job in self.queue.list_jobs():
            events = self.queue.events(job.id)
            states = [event.to_status for event in events]
            assert (None, JobStatus.QUEUED) == (events[0].from_status, states[0])
            assert states[:-1] == [event.from_status for event in events[1:]]
            for before, after in itertools.pairwise(states):
                assert before is not None
                assert after == before or after in LEGAL_EDGES[before]
            assert job.status == states[-1]
        self.database.close()
        shutil.rmtree(self.folder)

    # --- persons

    @initialize(target=jobs)
    def begin(self) -> Any:
        """Two jobs to play with."""
        return self._enqueue([0, 0])

    @rule(target=jobs, priorities=st.lists(st.sampled_from([0, 0, 5]), min_size=1, max_size=3))
    def enqueue(self, priorities: list[int]) -> Any:
        """A batch of jobs."""
        return self._enqueue(priorities)

    def _enqueue(self, priorities: list[int]) -> Any:
        jobs = self.queue.enqueue([NewJob("a.txt", HASH, 1, "txt", "/a.txt", priority) for priority in priorities])
        for job, priority in zip(jobs, priorities, strict=True):
            self._add(job.id, priority)
        return multiple(*[job.id for job in jobs])

    @rule(job_id=jobs, command=st.sampled_from(sorted(CHANGES)))
    def command(self, job_id: UUID, command: JobCommand) -> None:
        """Pause, resume or cancel one job."""
        call = getattr(self.queue, command.value)
        if self._allowed(job_id, command, call):
            call(job_id)
            self.model[job_id].become(CHANGES[command])

    @rule(command=st.sampled_from([JobCommand.PAUSE, JobCommand.RESUME, JobCommand.RESUME]))
    def command_all(self, command: JobCommand) -> None:
        """Pause or resume all jobs."""
        expected = {job_id for job_id, job in self.model.items() if job.status in ALLOWED_COMMANDS[command]}
        assert expected == set(getattr(self.queue, f"{command.value}_all")())
        for job_id in expected:
            self.model[job_id].become(CHANGES[command])

    @rule(target=jobs, job_id=jobs)
    def restart(self, job_id: UUID) -> Any:
        """One final job, as a new one."""
        if not self._allowed(job_id, JobCommand.RESTART, self.queue.restart):
            return multiple()
        new = self.queue.restart(job_id)
        assert job_id == new.restarted_from
        self._add(new.id, self.model[job_id].priority)
        return new.id

    @rule(job_id=jobs, priority=st.sampled_from([0, 5, 10]))
    def set_priority(self, job_id: UUID, priority: int) -> None:
        """Of one waiting job."""

        def set_it(job_id: UUID) -> object:
            return self.queue.set_priority(job_id, priority)

        if self._allowed(job_id, JobCommand.PRIORITISE, set_it):
            set_it(job_id)
            self.model[job_id].priority = priority

    @rule(job_id=jobs)
    def move_to_top(self, job_id: UUID) -> None:
        """One waiting job: before all others that may be claimed."""
        if self._allowed(job_id, JobCommand.PRIORITISE, self.queue.move_to_top):
            self.queue.move_to_top(job_id)
            rivals = [
                job.priority
                for job in self.model.values()
                if job.status in {JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING}
            ]
            moved = self.model[job_id]
            moved.priority = max([*rivals, moved.priority])
            moved.position = min(job.position for job in self.model.values()) - 1

    @rule(job_id=consumes(jobs))
    def remove(self, job_id: UUID) -> None:
        """One final job; other rules may still hold leases of it."""
        if self._allowed(job_id, JobCommand.REMOVE, self.queue.remove):
            self.queue.remove(job_id)
            del self.model[job_id]

    # --- workers

    @rule(target=leases, worker=st.sampled_from(["w1", "w2"]))
    def claim(self, worker: str) -> Any:
        """The next job, or none."""
        self._expire()
        waiting = [
            (-job.priority, job.position, job_id)
            for job_id, job in self.model.items()
            if job.status is JobStatus.QUEUED
            or (job.status is JobStatus.RETRYING and job.due is not None and job.due <= self.now)
        ]
        claim = self.queue.claim(worker)
        if not waiting:
            assert claim is None
            return multiple()
        expected = min(waiting)[2]
        job = self.model[expected]
        job.become(JobStatus.RUNNING)
        job.token += 1
        job.worker = worker
        job.expiry = self.now + timedelta(seconds=SETTINGS.lease_seconds)
        assert claim is not None
        assert Lease(expected, worker, job.token) == claim.lease
        assert tuple(job.chunks) == (claim.checkpoint.chunks if claim.checkpoint else ())
        return claim.lease

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT)
    def renew(self, lease: Lease) -> None:
        """A heartbeat."""
        self.queue.renew(lease)
        self.model[lease.job_id].expiry = self.now + timedelta(seconds=SETTINGS.lease_seconds)

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT, percent=st.sampled_from([0.0, 10.0, 60.0]))
    def progress(self, lease: Lease, percent: float) -> None:
        """Some progress, perhaps backwards."""
        self.queue.progress(lease, percent, "parse", Found())
        job = self.model[lease.job_id]
        job.progress = max(job.progress, percent)

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT, anew=st.booleans(), number=st.integers(1, 3))
    def checkpoint(self, lease: Lease, anew: bool, number: int) -> None:
        """The next chunks, or the first ones again."""
        job = self.model[lease.job_id]
        first = 0 if anew else len(job.chunks)
        for index in range(first, first + number):
            payload = f"{lease.token}/{index}".encode()
            percent = min(index * 10.0, 90.0)
            self.queue.checkpoint(lease, ChunkDone(1, "plan", index, 9, b"context", payload, percent, Found()))
            job.chunks = [*job.chunks[:index], payload]
            job.progress = max(job.progress, percent)
        job.crashes = job.losses = 0

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT)
    def discard_checkpoint(self, lease: Lease) -> None:
        """The checkpoint could not be used."""
        self.queue.discard_checkpoint(lease, "old")
        self.model[lease.job_id].chunks = []

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT)
    def complete(self, lease: Lease) -> None:
        """With a play."""
        self.queue.complete(lease, PLAY, 1.0)
        job = self.model[lease.job_id]
        job.become(JobStatus.COMPLETED)
        job.progress = 100.0
        job.has_play = True
        self.saved += 1

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT)
    def fail_for_good(self, lease: Lease) -> None:
        """With a permanent error."""
        assert JobStatus.FAILED is self.queue.fail(lease, PERMANENT, 1.0)
        self.model[lease.job_id].become(JobStatus.FAILED)

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT, crashed=st.booleans())
    def fail_in_passing(self, lease: Lease, crashed: bool) -> None:
        """With a passing error, or by a crash."""
        job = self.model[lease.job_id]
        used = job.crashes if crashed else job.retries
        last = used >= SETTINGS.max_retries
        expected = JobStatus.FAILED if last else JobStatus.RETRYING
        assert expected is self.queue.fail(lease, TRANSIENT, 1.0, crashed=crashed)
        job.become(expected)
        if crashed:
            job.crashes += 1
        elif not last:
            job.retries += 1
        if not last:
            job.due = self.queue.get(lease.job_id).next_attempt_at
            assert job.due is not None
            longest = min(2.0**used, 60.0)
            assert 0.75 * longest <= (job.due - self.now).total_seconds() <= longest

    @precondition(lambda self: self.current_leases())
    @rule(lease=CURRENT)
    def release(self, lease: Lease) -> None:
        """The worker stops."""
        self.queue.release(lease, "closed", 1.0)
        self.model[lease.job_id].become(JobStatus.QUEUED)

    @rule(lease=leases, name=st.sampled_from(sorted(LATE_WRITES)))
    def write_late(self, lease: Lease, name: str) -> None:
        """A worker whose lease is gone is refused, and the invariant sees that nothing changed."""
        current = lease in self.current_leases()
        assert current == self.queue.holds(lease)
        if not current:
            with pytest.raises(LeaseLostError):
                LATE_WRITES[name](self.queue, lease)

    # --- the clock

    @rule(seconds=st.sampled_from([0.5, 5.0]))
    def wait(self, seconds: float) -> None:
        """A little time."""
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: any(job.status is JobStatus.RUNNING for job in self.model.values()))
    @rule()
    def wait_for_leases_to_expire(self) -> None:
        """A long time."""
        self.now += timedelta(seconds=SETTINGS.lease_seconds)

    # --- what always holds

    @invariant()
    def queue_and_model_agree(self) -> None:
        """Every job is in the state of its model, and each completed one has its play."""
        jobs = self.queue.list_jobs()
        actual = {
            job.id: (
                job.status,
                job.priority,
                job.position,
                job.lease_token,
                (job.retry_count, job.crash_count, job.loss_count),
                job.progress,
                job.completed_chunks if not job.status.final else 0,
                job.lock_expiry,
                job.next_attempt_at,
                job.playbook_id is not None,
            )
            for job in jobs
        }
        expected = {
            job_id: (
                job.status,
                job.priority,
                job.position,
                job.token,
                (job.retries, job.crashes, job.losses),
                job.progress,
                len(job.chunks),
                job.expiry,
                job.due,
                job.has_play,
            )
            for job_id, job in self.model.items()
        }
        assert expected == actual
        with self.database.read() as connection:
            assert self.saved == len(connection.execute(select(plays.c.id)).all())

    # --- helpers

    def current_leases(self) -> list[Lease]:
        """The leases of the running jobs."""
        return [
            Lease(job_id, job.worker, job.token)
            for job_id, job in self.model.items()
            if job.status is JobStatus.RUNNING
        ]

    def _add(self, job_id: UUID, priority: int) -> None:
        last = max((job.position for job in self.model.values()), default=0)
        self.model[job_id] = ModelJob(JobStatus.QUEUED, priority, last + 1)

    def _allowed(self, job_id: UUID, command: JobCommand, call: Callable[[UUID], object]) -> bool:
        """Whether the command is legal; if it is not, see that the queue refuses it."""
        if job_id not in self.model:
            with pytest.raises(JobNotFoundError):
                call(job_id)
            return False
        if self.model[job_id].status not in ALLOWED_COMMANDS[command]:
            with pytest.raises(IllegalTransitionError):
                call(job_id)
            return False
        return True

    def _expire(self) -> None:
        for job in self.model.values():
            if job.status is JobStatus.RUNNING and job.expiry is not None and job.expiry <= self.now:
                job.losses += 1
                job.become(JobStatus.FAILED if job.losses > SETTINGS.max_losses else JobStatus.QUEUED)


QueueMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestQueueModel = QueueMachine.TestCase
TestQueueModel.__doc__ = "Queue and model agree after every step."


class ServerMachine(QueueMachine):
    """The same on a PostgreSQL server."""

    server: ClassVar[Any] = None

    def open_database(self) -> Database:
        """A database without rows."""
        self.server.empty()
        return open_database(Profile("model", self.folder), self.server.url)


@pytest.mark.usefixtures("postgres_url")  # which leaves no rows of the last example to the next test
def test_a_queue_on_a_server_agrees_with_the_model(postgres_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After every step."""
    monkeypatch.setattr(ServerMachine, "server", postgres_server)
    few = settings(QueueMachine.TestCase.settings, max_examples=10)
    run_state_machine_as_test(ServerMachine, settings=few)

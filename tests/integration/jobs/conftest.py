"""What the tests of the queue share: a real database, a clock that they turn, and jobs in any status."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs import server_roll
from playbuddy_desktop.jobs.job import Claim, Found, Job, JobStatus, NewJob
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.opening import open_database


class TurnedClock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class Stage:
    """A queue with the means to bring its jobs into any state.

    Attributes:
        url: of the database; empty for a file.
        transient, permanent: errors to fail with.
        play: a small play to complete with.
    """

    transient = ErrorReport("database-busy", "The database is locked.", "Wait.", transient=True)
    permanent = ErrorReport("empty-file", "The file is empty.", "Look at it.", technical="Traceback: here")

    def __init__(self, database: Database, settings: Settings, clock: TurnedClock, url: str = "") -> None:
        self.database = database
        self.url = url
        self.settings = settings
        self.clock = clock
        self.queue = JobQueue(database, settings, clock=clock, rng=random.Random(7))  # noqa: S311 - jitter is no secret
        self.play = PackedPlay.pack(
            Playbook(
                title="The Lantern",
                author="Ada Quill",
                characters=[Character(id="c1", name="MIRA")],
                acts=[Act(scenes=[Scene(lines=[Line(type=LineType.DIALOGUE, text="Light!", speakers=["c1"])])])],
            )
        )
        self._numbers = itertools.count(1)

    def new(self, priority: int = 0, filename: str = "") -> NewJob:
        """A request for a job of its own content."""
        number = next(self._numbers)
        name = filename or f"play-{number:03}.txt"
        return NewJob(name, sha256(str(number).encode()).hexdigest(), 100, "txt", f"/scripts/{name}", priority)

    def add(self, *priorities: int) -> list[Job]:
        """Enqueue jobs of these priorities."""
        return self.queue.enqueue([self.new(priority) for priority in priorities])

    def claim(self, worker_id: str = "w1") -> Claim:
        """Claim a job that must be there."""
        claim = self.queue.claim(worker_id)
        assert claim is not None
        return claim

    def chunk(self, index: int, total: int = 4, plan: str = "plan") -> ChunkDone:
        """A finished chunk."""
        return ChunkDone(
            version=1,
            plan_hash=plan,
            index=index,
            total=total,
            context=f"context {index}".encode(),
            payload=f"payload {index}".encode(),
            percent=100.0 * (index + 1) / total,
            found=Found(1, 1, 1, index + 1),
        )

    def job_in(self, status: JobStatus) -> Job:
        """The only waiting job of the queue, brought to this status on a legal way."""
        (job,) = self.add(0)
        queue = self.queue
        if status is JobStatus.PAUSED:
            return queue.pause(job.id)
        if status is JobStatus.CANCELLED:
            return queue.cancel(job.id)
        if status is not JobStatus.QUEUED:
            lease = self.claim().lease
            assert job.id == lease.job_id
            if status is JobStatus.RETRYING:
                queue.fail(lease, self.transient, 1.0)
            elif status is JobStatus.FAILED:
                queue.fail(lease, self.permanent, 1.0)
            elif status is JobStatus.COMPLETED:
                queue.complete(lease, self.play, 1.0)
        return queue.get(job.id)

    def trail(self, job: Job) -> list[str]:
        """The names of a job's events."""
        return [event.event for event in self.queue.events(job.id)]


@pytest.fixture
def clock() -> TurnedClock:
    """A clock that stands at noon."""
    return TurnedClock()


@pytest.fixture(autouse=True)
def _old_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests is young, but who does not hold a lock on it is dead all the same."""
    monkeypatch.setattr(server_roll, "GRACE_SECONDS", 0)


@pytest.fixture
def database(profile: Profile, database_url: str) -> Iterator[Database]:
    """A new database: a file or, for the same test once more, on a server."""
    database = open_database(profile, database_url)
    yield database
    database.close()


@pytest.fixture
def make_stage(database: Database, clock: TurnedClock, database_url: str) -> Callable[[Settings], Stage]:
    """Makes a queue with settings of the test's own."""
    return lambda settings: Stage(database, settings, clock, database_url)


@pytest.fixture
def stage(database: Database, clock: TurnedClock, database_url: str) -> Stage:
    """A queue with the default settings."""
    return Stage(database, Settings(), clock, database_url)

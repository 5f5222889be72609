"""Jobs of a storm: so small that thousands run in a minute, and each says by its name what must become of it.

The work is that of a worker without a parser: chunks with checkpoints, then a play whose lines are the chunks. Whatever
was interrupted and resumed on the way, the lines must be there in order, each once.
"""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Pool, event

from playbuddy_desktop.errors import ErrorReport, LeaseLostError, StorageError
from playbuddy_desktop.jobs import server_roll
from playbuddy_desktop.jobs.job import Claim, Found, Job, JobStatus, Lease, NewJob
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database

OUTCOMES = {
    "plain": JobStatus.COMPLETED,
    "flaky": JobStatus.COMPLETED,  # fails twice, then works
    "broken": JobStatus.FAILED,  # an error that no other try mends
    "poison": JobStatus.FAILED,  # crashes its child at each attempt
}
"""What becomes of a job of each kind, unless a person cancels it."""

_WEIGHTS = {"plain": 80, "flaky": 10, "broken": 6, "poison": 4}

_TRANSIENT = ErrorReport("database-busy", "The database is locked.", "Wait.", transient=True)
_PERMANENT = ErrorReport("empty-file", "The file is empty.", "Look at it.")
_CRASHED = ErrorReport("child-crashed", "The process crashed.", "Wait.", transient=True)

BUSY_MILLISECONDS = 400
"""A storm's workers have less patience with a locked database than real ones, so that they are seen to lose it."""

LEFT_FOR_STORAGE = 3
"""The exit status of a worker that could not open the database or sign on."""


def new_jobs(numbers: range, rng: random.Random, *, kinds: Sequence[str] = tuple(_WEIGHTS)) -> list[NewJob]:
    """Jobs of mixed kinds and priorities, known by their numbers."""
    chosen = rng.choices(kinds, [_WEIGHTS[kind] for kind in kinds], k=len(numbers))
    return [
        NewJob(
            filename=f"{kind}-{number}",
            content_hash=sha256(str(number).encode()).hexdigest(),
            size=1,
            format="txt",
            original_path=f"/{number}",
            priority=rng.choice((0, 0, 0, 5)),
        )
        for kind, number in zip(chosen, numbers, strict=True)
    ]


def outcome_of(filename: str) -> JobStatus:
    """What must become of a job that nobody cancels."""
    return OUTCOMES[filename.partition("-")[0]]


def lines_of(filename: str) -> list[str]:
    """The lines of the play that the job of this name makes."""
    number = int(filename.partition("-")[2])
    return [f"{filename} line {index}" for index in range(2 + number % 3)]


def play_of(title: str, lines: list[str]) -> PackedPlay:
    """A play of one scene in which one character says it all."""
    said = [Line(type=LineType.DIALOGUE, text=line, speakers=["c1"]) for line in lines]
    cast = [Character(id="c1", name="MIRA")]
    return PackedPlay.pack(Playbook(title=title, characters=cast, acts=[Act(scenes=[Scene(lines=said)])]))


def nursery() -> Any:
    """Where processes come from: a server that has imported everything and forks, which takes no time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [
            "playbuddy_desktop.jobs.queue",
            "playbuddy_desktop.jobs.intake",
            "playbuddy_desktop.jobs.pipeline",
            "playbuddy_desktop.library.export",
            "playbuddy_desktop.storage.migrate",
            "playbuddy_desktop.parsing.extract.reader",
            "playbuddy_desktop.parsing.structure.rules",
            "alembic.command",
        ]
    )
    return context


def open_queue(folder: Path, settings: Settings) -> JobQueue:
    """A queue on the storm's database: the folder's file, or on the server that the settings name."""
    # The server of a test is young, but who does not hold a lock on it is dead all the same.
    server_roll.GRACE_SECONDS = 0  # type: ignore[misc]  # final for the program
    return JobQueue(open_database(Profile("chaos", folder), settings.database_url), settings)


def is_idle(queue: JobQueue) -> bool:
    """Whether a worker can do nothing more, now or later."""
    counts = queue.count_by_status()
    return not any(counts[status] for status in (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING))


def work(folder: Path, worker_id: str, settings: Settings, *, until_idle: bool, dwell: float = 0.0) -> None:
    """The life of a worker process: until it is killed or, at the end of a storm, until all is done.

    Each chunk takes ``dwell`` seconds. A mistake of the queue's is written to the folder ``complaints`` for the storm
    to find.
    """
    event.listen(Pool, "checkout", _hurry if until_idle else _hurry_impatiently)
    try:
        _work(folder, worker_id, settings, until_idle=until_idle, dwell=dwell)
    except StorageError:
        sys.exit(LEFT_FOR_STORAGE)
    except BaseException:
        _let_me_write()
        (folder / "complaints").mkdir(exist_ok=True)
        (folder / "complaints" / f"{worker_id}.txt").write_text(traceback.format_exc(), encoding="utf-8")
        raise


def _hurry(connection: Any, *_: object) -> None:
    """The end of a process loses nothing that was given to the system: only the end of the machine would."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF").close()


def _hurry_impatiently(connection: Any, *_: object) -> None:
    _hurry(connection)
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").close()


def _let_me_write() -> None:
    """Lift the limit that stood for a full disk."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _work(folder: Path, worker_id: str, settings: Settings, *, until_idle: bool, dwell: float) -> None:
    queue = open_queue(folder, settings)
    queue.liveness.free_dead_leases()
    queue.liveness.register(worker_id)
    while True:
        try:
            queue.liveness.heartbeat(worker_id)
            claim = queue.claim(worker_id)
            if claim is None:
                if until_idle and is_idle(queue):
                    break
                time.sleep(0.02)
                continue
        except StorageError:
            time.sleep(0.05)
            continue
        _attempt(queue, claim, dwell)
    queue.liveness.unregister(worker_id)


def _attempt(queue: JobQueue, claim: Claim, dwell: float) -> None:
    try:
        _supervise(queue, claim, dwell)
    except LeaseLostError:
        return
    except StorageError:
        _give_back(queue, claim.lease)


def _supervise(queue: JobQueue, claim: Claim, dwell: float) -> None:
    job, lease = claim.job, claim.lease
    kind = job.filename.partition("-")[0]
    lines = lines_of(job.filename)
    done = [chunk.decode() for chunk in claim.checkpoint.chunks] if claim.checkpoint else []
    assert lines[: len(done)] == done, f"{job.filename} went on from {done}"
    error = _error_of(kind, job)
    for index in range(len(done), len(lines)):
        if error and index:  # before the second checkpoint: a chunk more would forgive the crashes so far
            queue.fail(lease, error, 0.01, crashed=kind == "poison")
            return
        time.sleep(dwell)
        queue.checkpoint(lease, _chunk(index, len(lines), lines[index]))
        done.append(lines[index])
    queue.renew(lease)
    queue.complete(lease, play_of(job.filename, done), 0.01)


def _error_of(kind: str, job: Job) -> ErrorReport | None:
    if kind == "flaky" and job.retry_count < 2:
        return _TRANSIENT
    return {"broken": _PERMANENT, "poison": _CRASHED}.get(kind)


def _chunk(index: int, total: int, line: str) -> ChunkDone:
    percent = 100.0 * (index + 1) / total
    return ChunkDone(1, "plan", index, total, b"context", line.encode(), percent, Found(1, 1, 1, index + 1))


def _give_back(queue: JobQueue, lease: Lease) -> None:
    """As real workers do: hand the job back as soon as the database can be written again."""
    while True:
        try:
            queue.release(lease, "the database could not be written", 0.0)
        except LeaseLostError:
            return
        except StorageError:
            time.sleep(0.05)
        else:
            return


def claim_all(folder: Path, name: str, threads: int, settings: Settings) -> None:
    """Threads of one process that empty the queue together, and write down what they got."""
    queue = open_queue(folder, settings)
    claimed: list[str] = []

    def claim() -> None:
        while (got := queue.claim(f"{name} {threading.current_thread().name}")) is not None:
            claimed.append(str(got.job.id))

    crowd = [threading.Thread(target=claim) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    (folder / f"{name}.claimed").write_text("\n".join(claimed), encoding="ascii")

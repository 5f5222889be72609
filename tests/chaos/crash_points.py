"""Ends a process by SIGKILL right before or right after the nth commit that changed rows.

The commits are seen from outside, through the events of SQLAlchemy: the program has no hook for this. As a script,
``python crash_points.py POINT WHEN ARGUMENTS`` is the program ``playbuddy`` that ends so; POINT 0 never does. A program
that comes to its end prints how many commits there were.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import chaos_jobs
from sqlalchemy import Engine, Pool, event

from playbuddy_desktop.jobs import pipeline
from playbuddy_desktop.jobs.intake import Intake
from playbuddy_desktop.jobs.job import Claim
from playbuddy_desktop.jobs.messages import ChunkDone, FromChild, Progress, Task
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.open_store import store_of
from playbuddy_desktop.storage.sources import SourceStore

MOMENTS = ("before", "after")

_CHANGES = "changes so far"
_DOOMED = "ends after this commit"


class CrashPoint:
    """Counts the commits of this process, and ends it at one of them.

    Args:
        point: which commit, 1-based; 0 for none.
        when: "before" it is made, or "after" it was made and before anybody hears of it.

    Attributes:
        commits: how many there were so far.
    """

    def __init__(self, point: int, when: str) -> None:
        self.commits = 0
        self._point = point
        self._when = when
        self._lock = threading.Lock()
        event.listen(Engine, "commit", self._on_commit)
        event.listen(Pool, "checkin", self._on_checkin)

    def _on_commit(self, connection: Any) -> None:
        if not _has_changes(connection):
            return
        with self._lock:
            self.commits += 1
            if self.commits == self._point:
                connection.info[_DOOMED] = True
                if self._when == "before":
                    _end()

    def _on_checkin(self, _connection: Any, record: Any) -> None:
        """The connection goes back to the pool, its transaction behind it."""
        if record.info.get(_DOOMED):
            _end()


def _has_changes(connection: Any) -> bool:
    """Whether the transaction that is about to be committed changed rows."""
    raw = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        with raw.cursor() as cursor:
            return cursor.execute("SELECT pg_current_xact_id_if_assigned()").fetchone() != (None,)
    before = connection.info.get(_CHANGES, 0)
    connection.info[_CHANGES] = raw.total_changes
    return bool(before != raw.total_changes)


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def live(folder: Path, script: Path, settings: Settings, crash_at: tuple[int, str], counted: Path) -> None:
    """A whole life of a job in one process: intake, claim, chunk after chunk, completion, farewell.

    Args:
        folder: of the profile.
        script: to import, unless it is known.
        settings: of all parts.
        crash_at: point and moment of the ``CrashPoint``.
        counted: where the number of commits is written in the end.
    """
    crash = CrashPoint(*crash_at)
    queue = chaos_jobs.open_queue(folder, settings)
    store = store_of(queue._database)
    queue.liveness.free_dead_leases()
    Intake(queue, store, settings).add([script])
    queue.liveness.register("worker")
    while (claim := queue.claim("worker")) is not None:
        _work(queue, store, settings, claim)
    queue.liveness.unregister("worker")
    queue._database.close()
    counted.write_text(str(crash.commits), encoding="ascii")


def _work(queue: JobQueue, store: SourceStore, settings: Settings, claim: Claim) -> None:
    job, lease = claim.job, claim.lease

    def hear(message: FromChild) -> None:
        if isinstance(message, ChunkDone):
            queue.checkpoint(lease, message)
        elif isinstance(message, Progress):
            queue.progress(lease, message.percent, message.stage, message.found)
            queue.renew(lease)

    source = store.path(job.content_hash)
    play, plays = (job.part.number, job.part.of) if job.part else (0, 0)
    task = Task(job.id, source, job.filename, "txt", job.engine, settings, claim.checkpoint, play=play, plays=plays)
    parsed = pipeline.run(task, hear, lambda: False)
    queue.complete(lease, PackedPlay.pack(parsed.playbook), 1.0, plays=parsed.plays)


def main() -> None:
    """The program, ended at a point."""
    point, when, *arguments = sys.argv[1:]
    crash = CrashPoint(int(point), when)
    sys.argv = ["playbuddy", *arguments]
    from playbuddy_desktop.__main__ import main as program

    try:
        program()
    finally:
        print(crash.commits)  # noqa: T201 - for whoever counts the points


if __name__ == "__main__":
    main()

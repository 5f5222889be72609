"""How soon the workers follow: pause and cancel in mid-parse, new work, and the next start after kill -9.

    python bench/latency.py [--trials 200] [--restarts 10]

Pause and cancel: from the call until the worker has stopped its child and is free again; the row itself has changed
when the call returns. “Nudged” as the window does it; “unseen” as when another process asks, which the worker finds by
looking at its row. Enqueue to claim: from the call that enqueues until the job is claimed; the workers are idle, and
rung as intake does, or left to their poll. After kill -9: until the job is claimed again, from the start of the next
process, and from when its database is open.

The aims: pause and cancel p99 < 500 ms, enqueue to claim p99 < 50 ms, recovery < 1 s after the start.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "chaos"))

import real_jobs

from playbuddy_desktop import logs
from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

PATIENCE = 60.0
SPEECHES = 2_500
"""A script that is parsed for half a second or more."""


def until(condition: Callable[[], object], every: float = 0.0005) -> float:
    """Wait for something that has no event, looking at it ``every`` so many seconds; the time when it was so."""
    deadline = time.perf_counter() + PATIENCE
    while not condition():
        if time.perf_counter() > deadline:
            raise TimeoutError
        time.sleep(every)
    return time.perf_counter()


def show(name: str, seconds: list[float], aim: float | None) -> None:
    """Print percentiles, by nearest rank."""
    ordered = sorted(seconds)
    p50, p99, worst = (1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.99, 1.0))
    verdict = "" if aim is None else f"   aim p99 < {aim:.0f} ms: {'met' if p99 < aim else 'MISSED'}"
    print(
        f"{name:34} p50 {p50:7.1f} ms   p99 {p99:7.1f} ms   max {worst:7.1f} ms   ({len(ordered)} trials){verdict}",
        flush=True,
    )


class Bench:
    """A profile with one worker and a script that is long enough."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(worker_count=1, chunk_chars=2_500)
        self.services = Services.open(Profile("bench", folder / "data"), self.settings)
        script = folder / "long.txt"
        script.write_text(real_jobs.script_of(0, SPEECHES), encoding="utf-8")
        self._new_jobs = real_jobs.store(folder / "data", [script])
        self._claimed: dict[UUID, float] = {}
        self.rng = random.Random(1)  # noqa: S311 - no secret

    def enqueue(self) -> Job:
        """The long script once more."""
        return self.services.queue.enqueue(self._new_jobs)[0]

    def in_mid_parse(self, job: Job) -> None:
        """Wait until chunks of this attempt are done, and a little longer: any moment of a chunk will do."""
        queue = self.services.queue
        before = queue.get(job.id).completed_chunks
        try:
            until(lambda: queue.get(job.id).completed_chunks > before, every=0.01)
        except TimeoutError:
            raise RuntimeError(f"the job stood still: {queue.get(job.id)}, {queue.events(job.id)[-5:]}") from None
        time.sleep(self.rng.uniform(0, 0.05))

    def stop_after(self, job: Job, command: Callable[[UUID], object], *, nudged: bool) -> float:
        """Pause or cancel the job; the seconds until its worker is free."""
        pool = self.services.pool
        began = time.perf_counter()
        command(job.id)
        if nudged:
            pool.interrupt(job.id)
        return until(lambda: pool.busy_count == 0) - began


def measure_pause(bench: Bench, trials: int, *, nudged: bool) -> list[float]:
    """Pause and resume one job again and again; a new one when it comes to its end."""
    queue, pool = bench.services.queue, bench.services.pool
    job, seconds = bench.enqueue(), []
    for _ in range(trials):
        pool.wake()
        bench.in_mid_parse(job)
        seconds.append(bench.stop_after(job, queue.pause, nudged=nudged))
        now = queue.get(job.id)
        if now.total_chunks and now.completed_chunks > 0.7 * now.total_chunks:
            queue.cancel(job.id)
            job = bench.enqueue()
        else:
            queue.resume(job.id)
    queue.cancel_all()
    until(lambda: pool.busy_count == 0)
    return seconds


def measure_cancel(bench: Bench, trials: int) -> list[float]:
    """Cancel one job after the other."""
    seconds = []
    for _ in range(trials):
        job = bench.enqueue()
        bench.services.pool.wake()
        bench.in_mid_parse(job)
        seconds.append(bench.stop_after(job, bench.services.queue.cancel, nudged=True))
    return seconds


def measure_claim(bench: Bench, trials: int, *, rung: bool) -> list[float]:
    """Enqueue while all workers are idle."""
    queue, pool, seconds = bench.services.queue, bench.services.pool, []
    for _ in range(trials):
        time.sleep(bench.rng.uniform(0, 0.05))
        began = time.perf_counter()
        job = bench.enqueue()
        if rung:
            pool.wake()
        seconds.append(until(lambda: pool.busy_count) - began)
        queue.cancel(job.id)
        pool.interrupt(job.id)
        until(lambda: not pool.busy_count)
    return seconds


def measure_restart(folder: Path, restarts: int) -> tuple[list[float], list[float]]:
    """Kill the program in mid-parse and start it again: seconds from the start, and from the opened queue."""
    data, file = folder / "data", folder / "data" / "playbuddy.db"
    script = folder / "long.txt"
    script.write_text(real_jobs.script_of(1, SPEECHES), encoding="utf-8")
    new: list[NewJob] = real_jobs.store(data, [script])
    services = Services.open(Profile("bench", data), Settings())
    (job,) = services.queue.enqueue(new)
    services.close()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PLAYBUDDY_MAX_LOSSES": "1000"}
    environment["PLAYBUDDY_CHUNK_CHARS"] = "500"  # so many chunks that the job outlives all kills
    command = [sys.executable, "-m", "playbuddy_desktop", "--data-dir", str(data), "worker", "--workers", "1"]
    from_start, from_open = [], []
    with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:

        def ask(sql: str) -> float:
            return float(connection.execute(sql).fetchone()[0] or 0)

        events = "SELECT count(*) FROM job_events WHERE event = "
        for _ in range(restarts + 1):
            claims, chunks = ask(events + "'claimed'"), ask(events + "'checkpointed'")
            began = time.perf_counter()
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            claimed = until(lambda known=claims: ask(events + "'claimed'") > known)
            from_start.append(claimed - began)
            until(lambda known=chunks: ask(events + "'checkpointed'") > known)
            process.send_signal(signal.SIGKILL)
            process.wait()
    services = Services.open(Profile("bench", data), Settings())
    for _ in range(restarts):
        # The next process takes the job over; it is killed again, here by leaving its lease to nobody.
        began = time.perf_counter()
        services.queue.liveness.free_dead_leases()
        claim = services.queue.claim("nobody that is known")
        from_open.append(time.perf_counter() - began)
        if claim is None or claim.job.id != job.id or claim.job.status is not JobStatus.RUNNING:
            raise RuntimeError("the job was not recovered")
    services.close()
    return from_start[1:], from_open


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--restarts", type=int, default=10)
    arguments = parser.parse_args()
    logs.configure(None)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.services.pool.start(1)
        show("pause, nudged", measure_pause(bench, arguments.trials, nudged=True), 500)
        show("pause, unseen", measure_pause(bench, arguments.trials, nudged=False), 500)
        show("cancel, nudged", measure_cancel(bench, arguments.trials), 500)
        show("enqueue to claim, rung", measure_claim(bench, arguments.trials, rung=True), 50)
        show("enqueue to claim, by polling", measure_claim(bench, max(1, arguments.trials // 10), rung=False), None)
        bench.services.close()
    with tempfile.TemporaryDirectory() as folder:
        from_start, from_open = measure_restart(Path(folder), arguments.restarts)
        show("after kill -9, from the start", from_start, 1000)
        show("after kill -9, from the open queue", from_open, 1000)


if __name__ == "__main__":
    main()

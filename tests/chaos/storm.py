"""A storm over the queue: many worker processes on one database, and faults at random moments.

Workers are killed (SIGKILL), frozen for longer than their lease (SIGSTOP, SIGCONT), kept from writing (a full disk, on
a server a connection that is cut) and locked out by another program, while a person pauses, resumes, cancels, restarts,
moves and removes jobs. Then the sky clears, fresh workers empty the queue, and ``soundness`` looks at every row.

Which faults come when, and what the person does, follows from the seed alone; how the processes then interleave is the
system's affair. POSIX only; the disk is filled on Linux only.
"""

from __future__ import annotations

import heapq
import itertools
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import chaos_jobs
import faults
import psutil
from soundness import complaints
from sqlalchemy import event

from playbuddy_desktop.errors import KnownError, StorageError
from playbuddy_desktop.jobs.job import FINAL_STATUSES, JobStatus, NewJob
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database

CALM_SECONDS = 180.0
"""The longest that the fresh workers may take after the storm."""

START_SECONDS = 60.0
"""The longest that the workers may take to sign on before the storm."""

_COMMANDS = {
    "pause": 25,
    "resume": 25,
    "cancel": 4,
    "restart": 4,
    "priority": 10,
    "top": 10,
    "pause all": 1,
    "remove": 4,
}


_Item = tuple[float, int, Callable[[], None]]
"""Something to do: when, in seconds from the beginning; its number; what."""


class Process(Protocol):
    """A worker's process as the storm sees it: of ``multiprocessing`` or of ``subprocess``."""

    @property
    def pid(self) -> int | None: ...
    def kill(self) -> None: ...


class Crew(Protocol):
    """Starts workers on a folder."""

    def start(self, *, until_idle: bool) -> Process:
        """A new worker's process."""

    def exit_status(self, process: Process, timeout: float) -> int | None:
        """How it ended; None while it runs."""


class LightCrew:
    """Workers without a parser, as many as wanted in a second: forked from a server that has imported everything."""

    def __init__(self, folder: Path, settings: Settings, dwell: float = 0.0) -> None:
        """Each chunk of a job takes ``dwell`` seconds."""
        self._dwell = dwell
        self._context = chaos_jobs.nursery()
        self._folder = folder
        self._settings = settings
        self._numbers = itertools.count(1)

    def start(self, *, until_idle: bool) -> Process:
        process = self._context.Process(
            target=chaos_jobs.work,
            args=(self._folder, f"worker-{next(self._numbers)}", self._settings),
            kwargs={"until_idle": until_idle, "dwell": self._dwell},
        )
        process.start()
        return process

    def exit_status(self, process: Any, timeout: float) -> int | None:
        process.join(timeout)
        return process.exitcode


class ProgramCrew:
    """The real program: ``playbuddy worker``, with its child processes and the whole pipeline."""

    def __init__(self, folder: Path, environment: dict[str, str], log: Path) -> None:
        self._folder = folder
        self._environment = environment
        self._log = log

    def start(self, *, until_idle: bool) -> Process:
        command = [sys.executable, "-m", "playbuddy_desktop", "--data-dir", str(self._folder), "worker"]
        with self._log.open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                command + ["--until-idle"] * until_idle, env=self._environment, stdout=log, stderr=log
            )

    def exit_status(self, process: Any, timeout: float) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout)
        return process.poll()


@dataclass
class Report:
    """What a storm did.

    Attributes:
        complaints: what it broke; empty if all is well.
        did: how often each fault, and each command that was legal, was carried out.
        statuses: the jobs by their final status.
        events: the entries of all audit trails by name.
    """

    seed: int
    jobs: int = 0
    complaints: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    storm_seconds: float = 0.0
    calm_seconds: float = 0.0


class Storm:
    """One run.

    Args:
        folder: the profile's folder; a database that is there already is used.
        seed: of all that is random.
        seconds: how long the faults go on.
        workers: how many processes.
        settings: of the workers and of the person.
        crew: who works.
        batches: the jobs, enqueued one batch after the other in the course of the storm.
        pause: the mean time between two faults, in seconds.
        strikes: which faults; all that the database can have when None.
        commanding: whether a person gives commands, too.
        small_disk: as told at ``faults.Disk``.
    """

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        seconds: float,
        workers: int,
        settings: Settings,
        crew: Crew,
        batches: list[list[NewJob]],
        pause: float = 0.15,
        strikes: Sequence[str] | None = None,
        commanding: bool = True,
        small_disk: bool = False,
    ) -> None:
        self.report = Report(seed)
        self.removed: set[Any] = set()
        self.queue = chaos_jobs.open_queue(folder, settings)
        self._folder = folder
        self._url = settings.database_url
        self._disk = faults.Disk(folder, small=small_disk)
        self._own_connections: set[int] = set()
        if self._url:
            event.listen(self.database._engine, "connect", self._note_connection)
        self._seconds = seconds
        self._ends = 0.0
        self._crew = crew
        self._size = workers
        self._workers: list[Process] = []
        self._doomed: set[int] = set()
        self._batches = batches
        self._pause = pause
        self._chances = faults.SERVER_FAULTS if self._url else faults.DISK_FAULTS
        self._strikes = list(self._chances) if strikes is None else list(strikes)
        self._commanding = commanding
        self._seed = seed
        self._agenda: list[_Item] = []
        self._wishes: list[_Item] = []
        self._numbers = itertools.count()
        self._lockers: list[Any] = []

    @property
    def database(self) -> Database:
        """The storm's database."""
        return self.queue._database

    def run(self) -> Report:
        """Storm, then calm; the caller checks what is left."""
        self._plan()
        self._workers = [self._crew.start(until_idle=False) for _ in range(self._size)]
        self._await_workers()
        began = time.monotonic()
        self._ends = began + self._seconds
        # Whoever asks the queue for something may wait for a frozen worker, which must be thawed meanwhile.
        person = threading.Thread(target=self._carry_out, args=(self._wishes, began), name="person")
        try:
            person.start()
            self._carry_out(self._agenda, began, self._replace_the_dead)
        finally:
            self._clear_the_sky()
            person.join()
        self.report.storm_seconds = time.monotonic() - began
        began = time.monotonic()
        self._work_off()
        self.report.calm_seconds = time.monotonic() - began
        self._count()
        return self.report

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def check(self, **expected: Any) -> None:
        """Look at every row; what is wrong goes to the report."""
        self.report.complaints += complaints(self.database, self.queue, removed=self.removed, **expected)
        for file in sorted((self._folder / "complaints").glob("*.txt")):
            self.report.complaints.append(file.read_text(encoding="utf-8"))

    def _note_connection(self, connection: Any, _record: object) -> None:
        self._own_connections.add(connection.info.backend_pid)

    def _await_workers(self) -> None:
        """A storm over workers that are still starting, on a busy machine, would strike nothing."""
        deadline = time.monotonic() + START_SECONDS
        while self.queue.metrics().workers < self._size and time.monotonic() < deadline:
            time.sleep(0.02)

    def _plan(self) -> None:
        """The agenda: all that is random is drawn here, so that a seed gives the same storm each time."""
        rng = random.Random(self._seed)
        for number, batch in enumerate(self._batches):
            self._at(0.8 * self._seconds * number / len(self._batches), self._adding(batch), self._wishes)
        for at in self._moments(rng, self._pause):
            (fault,) = rng.choices(self._strikes, [self._chances[name] for name in self._strikes])
            self._at(at, self._fault(fault, rng.random(), rng.random(), at))
        for at in self._moments(rng, 2 * self._pause) if self._commanding else ():
            (command,) = rng.choices(list(_COMMANDS), list(_COMMANDS.values()))
            self._at(at, self._wish(command, rng.random()), self._wishes)

    def _carry_out(self, agenda: list[_Item], began: float, after_each: Callable[[], None] = lambda: None) -> None:
        while agenda:
            at, _, act = heapq.heappop(agenda)
            time.sleep(max(0.0, began + at - time.monotonic()))
            act()
            after_each()

    def _moments(self, rng: random.Random, pause: float) -> Iterator[float]:
        at = rng.expovariate(1 / pause)
        while at < self._seconds:
            yield at
            at += rng.expovariate(1 / pause)

    def _at(self, seconds: float, act: Callable[[], None], agenda: list[_Item] | None = None) -> None:
        heapq.heappush(self._agenda if agenda is None else agenda, (seconds, next(self._numbers), act))

    def _adding(self, batch: list[NewJob]) -> Callable[[], None]:
        def add() -> None:
            while True:
                with suppress(StorageError):  # nothing was stored then: a person tries again
                    self.queue.enqueue(batch)
                    break
            self.report.jobs += len(batch)

        return add

    def _fault(self, fault: str, which: float, how: float, at: float) -> Callable[[], None]:
        """The fault as something to do: ``which`` chooses the worker, ``how`` the measure, both from 0 to 1."""

        def strike() -> None:
            victim = self._workers[int(which * len(self._workers))]
            self.report.did[fault] += 1
            if fault == "kill":
                self._kill(victim, children_only=how < 0.3)
            elif fault == "kill all":
                for worker in self._workers:
                    self._kill(worker)
            elif fault == "freeze":
                self._signal(victim, signal.SIGSTOP)
                self._at(at + 0.05 + 2.0 * how, lambda: self._signal(victim, signal.SIGCONT))
            elif fault == "lock":
                self._lock(0.05 + 1.2 * how)
            elif fault == "cut":
                faults.cut_connection(self._url, how, self._own_connections)
            else:
                self._disk.fill(victim.pid, how)
                self._at(at + 0.1 + 0.6 * which, lambda: self._disk.free(victim.pid))

        return strike

    def _kill(self, worker: Process, *, children_only: bool = False) -> None:
        """SIGKILL to a process, or only to its children, if it has any."""
        with suppress(psutil.Error):
            children = psutil.Process(worker.pid).children()
            if children_only and children:
                children[0].kill()
                return
        self._doomed.add(worker.pid or 0)
        worker.kill()

    def _signal(self, worker: Process, number: signal.Signals) -> None:
        with suppress(psutil.Error):
            psutil.Process(worker.pid).send_signal(number)

    def _lock(self, seconds: float) -> None:
        if self._url:
            hold, database = faults.hold_server_lock, self._url
        else:
            hold, database = faults.hold_lock, str(self._folder / "playbuddy.db")
        process = chaos_jobs.nursery().Process(target=hold, args=(database, seconds))
        process.start()
        self._lockers.append(process)

    def _wish(self, command: str, which: float) -> Callable[[], None]:
        def ask() -> None:
            if time.monotonic() > self._ends:
                return  # the person was kept waiting for too long
            with suppress(KnownError):  # illegal for that job, or the database is locked
                if command == "pause all":
                    self.queue.pause_all()
                    self.queue.resume_all()
                else:
                    self._command(command, which)
                self.report.did[command] += 1

        return ask

    def _command(self, command: str, which: float) -> None:
        if command in ("restart", "remove"):
            jobs = self.queue.list_jobs(FINAL_STATUSES, limit=100)
        else:  # the front of the queue is where the workers are
            jobs = self.queue.list_jobs([JobStatus.RUNNING])
            jobs += self.queue.list_jobs(
                {*JobStatus} - FINAL_STATUSES - {JobStatus.RUNNING}, limit=20, newest_first=False
            )
        if not jobs:
            return
        job = jobs[int(which * len(jobs))]
        if command == "priority":
            self.queue.set_priority(job.id, int(10 * which))
        elif command == "top":
            self.queue.move_to_top(job.id)
        elif command == "remove":
            self.queue.remove(job.id)
            self.removed.add(job.id)
        elif command == "restart":
            self.queue.restart(job.id)
            self.report.jobs += 1
        else:
            getattr(self.queue, command)(job.id)

    def _replace_the_dead(self) -> None:
        for place, worker in enumerate(self._workers):
            status = self._crew.exit_status(worker, 0)
            if status is None:
                continue
            self._judge(worker, status)
            self._workers[place] = self._crew.start(until_idle=False)

    def _judge(self, worker: Process, status: int) -> None:
        killed = status == -signal.SIGKILL and worker.pid in self._doomed
        if not killed and status not in (1, chaos_jobs.LEFT_FOR_STORAGE):
            self.report.complaints.append(f"a worker ended by itself with status {status}")

    def _clear_the_sky(self) -> None:
        """No faults any more, and no worker of the storm."""
        self._disk.free(None)
        for worker in self._workers:
            self._kill(worker)  # a frozen process dies of it, too
        for worker in self._workers:
            self._crew.exit_status(worker, 10)
        for locker in self._lockers:
            locker.join()

    def _work_off(self) -> None:
        """Fresh workers do what is left."""
        self.queue.resume_all()
        workers = [self._crew.start(until_idle=True) for _ in range(self._size)]
        for worker in workers:
            status = self._crew.exit_status(worker, CALM_SECONDS)
            if status != 0:
                self.report.complaints.append(f"a worker of the calm ended with status {status}")
                worker.kill()
                self._crew.exit_status(worker, 10)

    def _count(self) -> None:
        for job in self.queue.list_jobs():
            self.report.statuses[job.status.value] += 1
            self.report.events.update(event.event for event in self.queue.events(job.id))

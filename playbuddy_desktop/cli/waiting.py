"""Waits for jobs and shows how far they are: a bar for each that runs, and one for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn
from rich.table import Column
from rich.text import Text

from playbuddy_desktop.cli.terminal import count, err
from playbuddy_desktop.errors import JobNotFoundError
from playbuddy_desktop.jobs.job import Job, JobStatus

if TYPE_CHECKING:
    from playbuddy_desktop.cli.stopping import Stop
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.storage.database import Database

_TICK_SECONDS: Final = 0.1
_STAGES: Final = {"extract": "reading", "parse": "parsing", "save": "saving"}
_OUTCOMES: Final = {
    JobStatus.COMPLETED: ("Imported", "green"),
    JobStatus.FAILED: ("Failed", "bold red"),
    JobStatus.CANCELLED: ("Cancelled", "yellow"),
}


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[float, float], None]]:
    """A bar on standard error, where that is a terminal; gives what to call with how much is done, and of how much."""
    console = err()
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        task = progress.add_task(name)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def wait_for(job_ids: Sequence[UUID], *, queue: JobQueue, database: Database, stop: Stop) -> list[Job]:
    """Return when all jobs are final, when those left are paused, or when asked to stop.

    The rows are watched rather than signals of the workers, since another process may do the work too.

    Returns:
        The jobs as they are then, in the given order; without those that somebody removed.
    """
    jobs: dict[UUID, Job] = {}
    left = set(job_ids)
    version = None
    with _Board(len(job_ids)) as board:
        while left and not stop.requested:
            if (current := database.data_version()) != version:
                version = current
                active = {job.id: job for job in queue.active() if job.id in left}
                jobs |= active | _ended(queue, left - active.keys())
                left = set(active)
                board.show([job for job in jobs.values() if job.id in left], [jobs[key] for key in jobs.keys() - left])
                if all(job.status is JobStatus.PAUSED for job in active.values()):
                    break
            time.sleep(_TICK_SECONDS)
    return [jobs[job_id] for job_id in job_ids if job_id in jobs]


def _ended(queue: JobQueue, job_ids: set[UUID]) -> dict[UUID, Job]:
    found: dict[UUID, Job] = {}
    for job_id in job_ids:
        try:
            found[job_id] = queue.get(job_id)
        except JobNotFoundError:
            continue
    return found


class _Board:
    """The bars; where there is no terminal, a line for each job that ends."""

    def __init__(self, total: int) -> None:
        self._console = err()
        self._total = total
        self._told: set[UUID] = set()
        self._bars: dict[UUID, TaskID] = {}
        self._progress = Progress(
            TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True)),
            BarColumn(bar_width=20),
            TaskProgressColumn(table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[note]}", markup=False, table_column=Column(no_wrap=True)),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
            expand=True,
        )
        self._all = self._progress.add_task("All", total=total, note="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, left: Sequence[Job], ended: Sequence[Job]) -> None:
        """Redraw for the jobs that are not final and those that are."""
        for job in ended:
            self._tell(job)
        running = {job.id: job for job in left if job.status is JobStatus.RUNNING}
        for job_id in self._bars.keys() - running.keys():
            self._progress.remove_task(self._bars.pop(job_id))
        for job in running.values():
            if job.id not in self._bars:
                self._bars[job.id] = self._progress.add_task(job.name, total=100, note="")
            self._progress.update(self._bars[job.id], completed=job.progress, note=_note(job))
        done = len(ended) + sum(job.progress for job in running.values()) / 100
        self._progress.update(self._all, completed=done, note=f"{len(ended)} of {self._total}")

    def _tell(self, job: Job) -> None:
        if job.id in self._told:
            return
        self._told.add(job.id)
        outcome, style = _OUTCOMES[job.status]
        reason = f": {job.failure_reason}" if job.failure_reason else ""
        self._console.print(Text.assemble((outcome, style), f" {job.name}{reason}"), soft_wrap=True)


def _note(job: Job) -> str:
    stage = _STAGES.get(job.stage, "")
    if job.total_chunks and job.stage == "parse":
        stage += f" {min(job.completed_chunks + 1, job.total_chunks)} of {job.total_chunks}"
    return f"{stage}, {count(job.found.lines, 'line')}" if job.found.lines else stage

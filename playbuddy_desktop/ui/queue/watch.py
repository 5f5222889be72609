"""What the live queue shows: all jobs that are not final, those that ended while the window was open, and failures.

A job that failed stays, also in windows that are opened later, until a person dismisses it or tries it again.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.ui.queue.ranking import FEW, Key, Ranking
from playbuddy_desktop.ui.queue.snapshot import Snapshot

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.changes import Look
    from playbuddy_desktop.jobs.queue import JobQueue


class QueueWatch:
    """Follows the live queue; used in the background's one database thread only.

    It reads the jobs that changed, whichever process changed them. Whether these are all that there was to know it
    tells from how many jobs there are; if they are not, as after a removal, it reads everything.
    """

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue
        self._since = queue.now()
        self._look: Look | None = None
        self._jobs: dict[UUID, Job] = {}
        self._known = Counter[str]()
        self._keep_finished = True
        self._ranking = Ranking(self._key)

    def read(self, *, keep_finished: bool = True) -> Snapshot:
        """Running and waiting jobs in order of execution, then ended ones, the last first.

        Args:
            keep_finished: whether completed jobs are shown, too.
        """
        look = self._queue.look(self._look, self._since)
        first, self._look = self._look is None, look
        other_wish, self._keep_finished = keep_finished != self._keep_finished, keep_finished
        touched = {job.id for job in look.jobs if job != self._jobs.get(job.id)}
        self._learn(look.jobs)
        whole = first or not self._knows_all(look)
        if not whole and not other_wish and len(touched) <= FEW:
            return self._ranking.update(self._jobs[job_id] for job_id in touched if job_id in self._jobs)
        with _no_collection():
            if whole:
                self._jobs, self._known = {}, Counter()
                self._learn(self._queue.active())
                self._learn(self._queue.ended_since(self._since))
                self._learn(self._queue.standing_failures(self._since))
            return self._ranking.replace(self._jobs.values())

    def _learn(self, jobs: Iterable[Job]) -> None:
        """Take note of jobs, and of how many there are."""
        for job in jobs:
            self._known.subtract(self._kinds(self._jobs.get(job.id)))
            self._known.update(self._kinds(job))
            self._jobs[job.id] = job

    def _knows_all(self, look: Look) -> bool:
        there = Counter(active=look.active, ended=look.ended, played=look.played, standing=look.standing)
        return self._known == there

    def _kinds(self, job: Job | None) -> Sequence[str]:
        """What a job is counted as; nothing when it is history."""
        if job is None:
            return ()
        if not job.status.final:
            return ("active",)
        if _time_of_end(job) >= self._since:
            return ("ended", "played") if job.playbook_id is not None else ("ended",)
        return ("standing",) if job.status is JobStatus.FAILED and job.dismissed_at is None else ()

    def _key(self, job: Job) -> Key | None:
        """Where a job stands: no two have the same place in the queue, and those that ended follow."""
        if not job.status.final:
            return (0, job.status is not JobStatus.RUNNING, *self._queue.place(job))
        history = job.dismissed_at is not None or not self._kinds(job)
        if history or (job.status is JobStatus.COMPLETED and not self._keep_finished):
            return None
        return (1, -_time_of_end(job).timestamp(), job.position)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let nobody look for garbage among what is read here: it stays, and the window would wait for half a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _time_of_end(job: Job) -> datetime:
    return job.completed_at or job.updated_at

"""Keeps the live list in order: a change costs no more in a long list than in a short one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias
from uuid import UUID

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.ui.queue.edits import Edit, Inserted, Moved, Removed
from playbuddy_desktop.ui.queue.snapshot import Snapshot, done_of, snapshot

Key: TypeAlias = tuple[float, ...]

FEW: Final = 200
"""So many changed jobs are put to their places one by one; more are sorted in with all others."""


class Ranking:
    """Jobs by a key; those without one are not shown.

    Two jobs that exchange their places have the same key for a moment: then their ids tell them apart.
    """

    def __init__(self, key: Callable[[Job], Key | None]) -> None:
        self._wanted_key = key
        self._keys: list[Key] = []
        self._jobs: list[Job] = []
        self._key_of: dict[UUID, Key] = {}
        self._counts: Counter[JobStatus] = Counter()
        self._done = 0.0
        self._shown = Snapshot()

    def replace(self, jobs: Iterable[Job]) -> Snapshot:
        """Show these jobs and no others."""
        keyed = sorted(((key, job) for job in jobs if (key := self._key(job)) is not None), key=lambda pair: pair[0])
        self._keys = [key for key, _ in keyed]
        self._jobs = [job for _, job in keyed]
        self._key_of = {job.id: key for key, job in keyed}
        self._shown = snapshot(list(self._jobs), self._shown.jobs)
        self._counts, self._done = Counter(self._shown.counts), self._shown.done
        return self._shown

    def update(self, jobs: Iterable[Job]) -> Snapshot:
        """Put a few jobs, new or changed, to their places."""
        steps: list[Edit[UUID]] = []
        touched = []
        for job in jobs:
            if job.id in self._key_of:
                touched.append(job.id)
            steps += self._put(job)
        rows = self._shown.rows if not steps else {job.id: row for row, job in enumerate(self._jobs)}
        changed = sorted(rows[job_id] for job_id in touched if job_id in rows)
        self._shown = Snapshot(list(self._jobs), steps, changed, rows, Counter(self._counts), self._done)
        return self._shown

    def _key(self, job: Job) -> Key | None:
        key = self._wanted_key(job)
        return (*key, job.id.int) if key is not None else None

    def _put(self, job: Job) -> list[Edit[UUID]]:
        """One job to its place; gives the step, if it needs one."""
        old, new = self._key_of.get(job.id), self._key(job)
        if old == new:
            if new is not None:
                row = bisect_left(self._keys, new)
                self._count(self._jobs[row], -1)
                self._jobs[row] = job
                self._count(job, 1)
            return []
        was = self._take(old) if old is not None else None
        if new is None:
            self._key_of.pop(job.id, None)
            return [Removed(was, was)] if was is not None else []
        row = bisect_left(self._keys, new)
        self._keys.insert(row, new)
        self._jobs.insert(row, job)
        self._key_of[job.id] = new
        self._count(job, 1)
        if was is None:
            return [Inserted(row, (job.id,))]
        return [] if row == was else [Moved(was, row if row < was else row + 1)]

    def _take(self, key: Key) -> int:
        """Take the job of that key out; gives its row."""
        row = bisect_left(self._keys, key)
        del self._keys[row]
        self._count(self._jobs.pop(row), -1)
        return row

    def _count(self, job: Job, sign: int) -> None:
        self._counts[job.status] += sign
        self._done += sign * done_of(job)

"""The live list at one moment, and how it came from the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.ui.queue.edits import Edit, edits


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the list shows.

    Attributes:
        jobs: in order.
        edits: what turns the list before into this one.
        changed: rows whose jobs were there before and are other now.
        rows: the row of each job.
        counts: how many jobs there are in each status.
        done: how much of all jobs is done, in jobs, as the database has it: an ended one counts whole.
    """

    jobs: Sequence[Job] = ()
    edits: Sequence[Edit[UUID]] = ()
    changed: Sequence[int] = ()
    rows: Mapping[UUID, int] = field(default_factory=dict)
    counts: Mapping[JobStatus, int] = field(default_factory=Counter)
    done: float = 0.0

    @property
    def running(self) -> list[int]:
        """The rows of the jobs that workers hold."""
        rows = (row for row, job in enumerate(self.jobs) if job.status is JobStatus.RUNNING)
        return list(islice(rows, self.counts[JobStatus.RUNNING]))


def done_of(job: Job) -> float:
    """How much of a job is done: 0 to 1."""
    return 1.0 if job.status.final else job.progress / 100


def snapshot(jobs: Sequence[Job], before: Sequence[Job]) -> Snapshot:
    """Compare two lists as wholes; ``before`` was shown."""
    old = {job.id: job for job in before}
    return Snapshot(
        jobs=jobs,
        edits=tuple(edits([job.id for job in before], [job.id for job in jobs])),
        changed=[row for row, job in enumerate(jobs) if (was := old.get(job.id, job)) is not job and was != job],
        rows={job.id: row for row, job in enumerate(jobs)},
        counts=Counter(job.status for job in jobs),
        done=sum(map(done_of, jobs)),
    )

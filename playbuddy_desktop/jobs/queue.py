"""The durable queue: one table of jobs in the database, for any number of threads and processes."""

from __future__ import annotations

from playbuddy_desktop.jobs.commands import PersonCommands
from playbuddy_desktop.jobs.leasing import WorkerWrites
from playbuddy_desktop.jobs.reading import Reading
from playbuddy_desktop.jobs.recovery import Recovery


class JobQueue(PersonCommands, WorkerWrites, Recovery, Reading):
    """All that can be done with jobs: ``commands`` of a person, ``leasing`` by workers, ``recovery``, ``reading``.

    It keeps no state of its own: two queues on one database are one queue. Safe to use from any thread.
    """

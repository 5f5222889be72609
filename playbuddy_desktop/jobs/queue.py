"""The durable queue: one table of jobs in the database, for any number of threads and processes."""

from __future__ import annotations

from playbuddy_desktop.jobs.commands import PersonCommands
from playbuddy_desktop.jobs.leasing import WorkerWrites
from playbuddy_desktop.jobs.reading import Reading


class JobQueue(PersonCommands, WorkerWrites, Reading):
    """What a person asks of it stands in ``commands``, what a worker does in ``leasing``, what all read in ``reading``.

    It keeps no state of its own: two queues on one database are one queue. Safe to use from any thread.
    """

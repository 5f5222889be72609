"""Notices when all that was to be done is done."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.ui.queue.summary import Totals

_LIVE = frozenset({JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING})
"""What will go on by itself; paused jobs wait for a person."""


class Batches(QObject):
    """A batch lasts from the first job that runs or waits to the moment when none does.

    Attributes:
        ended: Signal(Totals): what became of a batch; not told when nothing in it ended.
        left: Signal(int): how many jobs run or wait; told when it changes.
    """

    ended = Signal(object)
    left = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._batch: set[UUID] = set()
        self._left = 0

    def show(self, jobs: Sequence[Job]) -> None:
        """Take note of the jobs as they are now."""
        live = {job.id for job in jobs if job.status in _LIVE}
        self._batch |= live
        if len(live) != self._left:
            self._left = len(live)
            self.left.emit(self._left)
        if live or not self._batch:
            return
        totals = Totals.of(job.status for job in jobs if job.id in self._batch)
        self._batch = set()
        if totals.finished or totals.failed:
            self.ended.emit(totals)

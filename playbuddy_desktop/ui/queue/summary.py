"""The state of the queue in one line, whose figures always add up to the rows below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui import words


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue-summary", text)


@dataclass(frozen=True, slots=True)
class Totals:
    """What became of all that was added: the parts always add up to the whole.

    Attributes:
        left: what runs or waits.
    """

    finished: int = 0
    failed: int = 0
    cancelled: int = 0
    left: int = 0

    @property
    def added(self) -> int:
        """All jobs."""
        return self.finished + self.failed + self.cancelled + self.left

    @classmethod
    def of(cls, statuses: Iterable[JobStatus] | Mapping[JobStatus, int]) -> Totals:
        """Count jobs, unless they have been."""
        counts = Counter(statuses)
        finished, failed, cancelled = (
            counts[status] for status in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
        )
        return cls(finished, failed, cancelled, counts.total() - finished - failed - cancelled)

    def text(self) -> str:
        """Say "12 scripts: 5 finished · 1 failed · 6 left"; empty for none."""
        if not self.added:
            return ""
        parts = (
            (self.finished, _tr("%n finished")),
            (self.failed, _tr("%n failed")),
            (self.cancelled, _tr("%n cancelled")),
            (self.left, _tr("%n left")),
        )
        said = words.SEPARATOR.join(words.counted(number, text, text) for number, text in parts if number)
        whole = words.counted(self.added, _tr("%n script"), _tr("%n scripts"))
        return _tr("%1: %2").replace("%1", whole).replace("%2", said)


def summary(statuses: Iterable[JobStatus] | Mapping[JobStatus, int]) -> str:
    """Say "2 running · 5 waiting · 1 failed"; empty for no jobs."""
    counts = Counter(statuses)
    texts = {
        JobStatus.RUNNING: _tr("%n running"),
        JobStatus.QUEUED: _tr("%n waiting"),
        JobStatus.RETRYING: _tr("%n to be tried again"),
        JobStatus.PAUSED: _tr("%n paused"),
        JobStatus.FAILED: _tr("%n failed"),
        JobStatus.CANCELLED: _tr("%n cancelled"),
        JobStatus.COMPLETED: _tr("%n finished"),
    }
    return words.SEPARATOR.join(
        words.counted(counts[status], text, text) for status, text in texts.items() if counts[status]
    )

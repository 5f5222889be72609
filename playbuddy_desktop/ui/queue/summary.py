"""The state of the queue in one line, whose figures always add up to the rows below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui import words


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue-summary", text)


def summary(statuses: Iterable[JobStatus]) -> str:
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

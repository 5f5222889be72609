"""What the log may say: every event's name and every key, once.

What is not listed here is not written, be it an event or a key: a mistake cannot tell of a person's files.
``docs/troubleshooting.md`` explains each event.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class LogEvent(StrEnum):
    """One name for each thing that happens."""

    WINDOW_PAINTED = "window.painted"
    WINDOW_ERROR = "window.error"
    COMMAND_BUG = "command.bug"

    FILES_ADDED = "files.added"
    FILE_REFUSED = "files.refused"

    POOL_STARTED = "pool.started"
    POOL_FREED_LEASES = "pool.freed_leases"
    POOL_STOPPED = "pool.stopped"
    WORKER_STORAGE_ERROR = "worker.storage_error"
    WORKER_BUG = "worker.bug"

    JOB_CLAIMED = "job.claimed"
    JOB_READ = "job.read"
    JOB_DIVIDED = "job.divided"
    JOB_ASSEMBLED = "job.assembled"
    JOB_COMPLETED = "job.completed"
    JOB_RETRY_SCHEDULED = "job.retry_scheduled"
    JOB_FAILED = "job.failed"
    JOB_RELEASED = "job.released"
    JOB_ABANDONED = "job.abandoned"
    JOB_RECOVERED = "job.recovered"
    CHECKPOINT_REFUSED = "checkpoint.refused"

    CARETAKER_STORAGE_ERROR = "caretaker.storage_error"
    HISTORY_PRUNED = "history.pruned"
    DATABASE_BACKED_UP = "database.backed_up"
    DATABASE_MIGRATED = "database.migrated"
    DATABASE_DISCONNECTED = "database.disconnected"

    HTTP_LISTENING = "http.listening"
    UNLISTED = "unlisted"


FIXED_KEYS: Final = ("time", "level", "event", "job_id", "worker_id")
"""The first two and the event are always there, the others where they apply."""

DETAIL_KEYS: Final = (
    "address",
    "all_ended",
    "at",
    "attempt",
    "chunks",
    "code",
    "count",
    "crashed",
    "done",
    "engine",
    "error",
    "format",
    "from_revision",
    "lines",
    "pages",
    "reason",
    "seconds",
    "to_revision",
    "trace",
)
"""What an event may tell besides; numbers, names of ours, and traces without messages."""

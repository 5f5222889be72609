"""Whether the queue does its work: a level for the health light, and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from playbuddy_desktop.errors import StorageError
from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.metrics import QueueMetrics
from playbuddy_desktop.settings import MEGABYTE, Settings
from playbuddy_desktop.storage.state import StorageState

_BACKUPS_MISSED: Final = 3
"""So many regular backups in a row may be missed, for instance since the program was not running."""


@dataclass(frozen=True, slots=True)
class HealthLimits:
    """What is still healthy; by default as the settings are.

    Attributes:
        wait_seconds: a job that waits longer for a worker is a reason.
        silence_seconds: a running job without progress for longer is stuck.
        free_bytes: less space on the disk is a reason.
        database_bytes: a larger database is a reason.
        backup_seconds: an older last backup is a reason; None when no backups are wanted.
    """

    wait_seconds: float = 5 * 60.0
    silence_seconds: float = 30 * 60.0
    free_bytes: int = 500 * MEGABYTE
    database_bytes: int = 20_000 * MEGABYTE
    backup_seconds: float | None = _BACKUPS_MISSED * 7 * 86_400.0

    @classmethod
    def of(cls, settings: Settings) -> HealthLimits:
        """As a person set them."""
        return cls(
            wait_seconds=settings.max_wait_seconds,
            silence_seconds=settings.stuck_seconds,
            free_bytes=settings.min_free_bytes,
            database_bytes=settings.max_database_bytes,
            backup_seconds=_BACKUPS_MISSED * settings.backup_days * 86_400.0 if settings.backup_days else None,
        )


DEFAULT_LIMITS: Final = HealthLimits()


class HealthLevel(StrEnum):
    """The colour of the light.

    HEALTHY (green): all is well, or there is nothing to do. PAUSED (amber): a person holds the jobs back. UNHEALTHY
    (red): work does not get done, and somebody should look.
    """

    HEALTHY = "healthy"
    PAUSED = "paused"
    UNHEALTHY = "unhealthy"


class HealthKey(StrEnum):
    """The stable names of the reasons; ``docs/runbook.md`` says what to do about each."""

    NO_WORKERS = "no-workers"
    LONG_WAIT = "long-wait"
    STUCK_JOB = "stuck-job"
    LOW_DISK = "low-disk"
    LARGE_DATABASE = "large-database"
    OLD_BACKUP = "old-backup"
    STORAGE_ERROR = "storage-error"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the level is what it is.

    Attributes:
        key: stable, for programs.
        sentence: for people.
        jobs: the jobs concerned, for a command that helps them; may be empty.
    """

    key: HealthKey
    sentence: str
    jobs: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the queue; no reasons when it is healthy."""

    level: HealthLevel
    reasons: tuple[Reason, ...] = ()


def assess(
    metrics: QueueMetrics,
    workers_alive: int | None = None,
    *,
    storage: StorageState | None = None,
    limits: HealthLimits = DEFAULT_LIMITS,
) -> Health:
    """Judge the figures; the same figures always get the same judgement.

    Args:
        metrics: the figures now.
        workers_alive: what the caller's own pool knows; None to believe the figures.
        storage: the state of the disk; None to judge the queue alone.
        limits: what is still healthy.
    """
    alive = metrics.workers if workers_alive is None else workers_alive
    reasons = _stuck(metrics, limits)
    if metrics.held_since is None:
        reasons = [*_no_workers(metrics, alive), *_long_wait(metrics, limits), *reasons]
    if storage is not None:
        reasons += _storage(storage, metrics.measured_at, limits)
    if reasons:
        return Health(HealthLevel.UNHEALTHY, tuple(reasons))
    if metrics.held_since is not None:
        return Health(HealthLevel.PAUSED, (Reason(HealthKey.PAUSED, "The queue is paused by you."),))
    if metrics.paused and not (metrics.queue_depth or metrics.running or metrics.retrying):
        jobs = "One job is" if metrics.paused == 1 else f"{metrics.paused} jobs are"
        return Health(HealthLevel.PAUSED, (Reason(HealthKey.PAUSED, f"{jobs} paused by you."),))
    return Health(HealthLevel.HEALTHY)


def unreadable(error: StorageError) -> Health:
    """The health of a queue whose figures cannot be read."""
    return Health(HealthLevel.UNHEALTHY, (Reason(HealthKey.STORAGE_ERROR, error.message),))


def _no_workers(metrics: QueueMetrics, alive: int) -> list[Reason]:
    if alive or not (metrics.queue_depth or metrics.retrying or metrics.running):
        return []
    return [Reason(HealthKey.NO_WORKERS, "There is work to do, but no worker is running.")]


def _long_wait(metrics: QueueMetrics, limits: HealthLimits) -> list[Reason]:
    waited = metrics.oldest_waiting_seconds
    if waited is None or waited < limits.wait_seconds:
        return []
    return [Reason(HealthKey.LONG_WAIT, f"A job has waited for {_minutes(waited)} for a worker.")]


def _stuck(metrics: QueueMetrics, limits: HealthLimits) -> list[Reason]:
    return [
        Reason(
            HealthKey.STUCK_JOB,
            f"“{job.filename}” has made no progress for {_minutes(job.silent_seconds)}.",
            (job.job_id,),
        )
        for job in metrics.running_jobs
        if job.silent_seconds > limits.silence_seconds
    ]


def _storage(storage: StorageState, now: datetime, limits: HealthLimits) -> list[Reason]:
    reasons = []
    if storage.free_bytes is not None and storage.free_bytes < limits.free_bytes:
        free = f"The disk has only {storage.free_bytes / MEGABYTE:.0f} MB of free space."
        reasons.append(Reason(HealthKey.LOW_DISK, free))
    if storage.database_bytes > limits.database_bytes:
        size = f"The database has grown to {storage.database_bytes / MEGABYTE:.0f} MB."
        reasons.append(Reason(HealthKey.LARGE_DATABASE, size))
    if limits.backup_seconds is not None and storage.last_backup_at is not None:
        age = seconds_between(storage.last_backup_at, now)
        if age > limits.backup_seconds:
            reasons.append(Reason(HealthKey.OLD_BACKUP, f"The last backup is {int(age // 86_400)} days old."))
    return reasons


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} minutes"

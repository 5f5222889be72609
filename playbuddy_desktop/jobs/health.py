"""Whether the queue does its work: a level for the health light, and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from playbuddy_desktop.jobs.metrics import QueueMetrics

MAX_WAIT_SECONDS: Final = 5 * 60.0
"""A job that waits longer than this for a worker makes the queue unhealthy."""

MAX_SILENCE_SECONDS: Final = 30 * 60.0
"""A running job without progress for longer than this is stuck."""


class HealthLevel(StrEnum):
    """The colour of the light.

    HEALTHY (green): all is well, or there is nothing to do. PAUSED (amber): a person holds the jobs back. UNHEALTHY
    (red): work does not get done, and somebody should look.
    """

    HEALTHY = "healthy"
    PAUSED = "paused"
    UNHEALTHY = "unhealthy"


class HealthKey(StrEnum):
    """The stable names of the reasons."""

    NO_WORKERS = "no-workers"
    LONG_WAIT = "long-wait"
    STUCK_JOB = "stuck-job"
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


def assess(metrics: QueueMetrics, workers_alive: int | None = None) -> Health:
    """Judge the figures.

    Args:
        metrics: the figures now.
        workers_alive: what the caller's own pool knows; None to believe the figures.
    """
    alive = metrics.workers if workers_alive is None else workers_alive
    reasons = [*_no_workers(metrics, alive), *_long_wait(metrics), *_stuck(metrics)]
    if reasons:
        return Health(HealthLevel.UNHEALTHY, tuple(reasons))
    if metrics.paused and not (metrics.queue_depth or metrics.running or metrics.retrying):
        jobs = "One job is" if metrics.paused == 1 else f"{metrics.paused} jobs are"
        return Health(HealthLevel.PAUSED, (Reason(HealthKey.PAUSED, f"{jobs} paused by you."),))
    return Health(HealthLevel.HEALTHY)


def _no_workers(metrics: QueueMetrics, alive: int) -> list[Reason]:
    if alive or not (metrics.queue_depth or metrics.retrying or metrics.running):
        return []
    return [Reason(HealthKey.NO_WORKERS, "There is work to do, but no worker is running.")]


def _long_wait(metrics: QueueMetrics) -> list[Reason]:
    waited = metrics.oldest_waiting_seconds
    if waited is None or waited < MAX_WAIT_SECONDS:
        return []
    return [Reason(HealthKey.LONG_WAIT, f"A job has waited for {_minutes(waited)} for a worker.")]


def _stuck(metrics: QueueMetrics) -> list[Reason]:
    return [
        Reason(
            HealthKey.STUCK_JOB,
            f"“{job.filename}” has made no progress for {_minutes(job.silent_seconds)}.",
            (job.job_id,),
        )
        for job in metrics.running_jobs
        if job.silent_seconds > MAX_SILENCE_SECONDS
    ]


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} minutes"

"""What becomes of a job after an error: another try after a growing wait, or the end."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.settings import Settings

JITTER: Final = 0.25
"""The share of a wait that chance may take off, so that jobs that failed together do not return together."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a job.

    Attributes:
        delay: the wait before the next attempt; None when there is none.
        retry_count, crash_count: the job's new counts.
        reason: why there is no further attempt, as a sentence; empty when there is one.
    """

    delay: timedelta | None
    retry_count: int
    crash_count: int
    reason: str = ""


def judge(job: Job, error: ErrorReport, *, crashed: bool, settings: Settings, rng: random.Random) -> Verdict:
    """Decide on a job whose attempt ended in ``error``.

    Crashes of the child process are counted apart from other errors, since every checkpoint sets their count back: a
    long script may survive many, but one that crashes again and again at the same place is given up.
    """
    if crashed:
        crashes = job.crash_count + 1
        if crashes > job.max_retries:
            reason = f"This script crashes its worker: it was tried {_times(crashes)} without getting further."
            return Verdict(None, job.retry_count, crashes, reason)
        return Verdict(backoff(job.crash_count, settings, rng), job.retry_count, crashes)
    if not error.transient:
        return Verdict(None, job.retry_count, job.crash_count, error.message)
    if job.retry_count >= job.max_retries:
        reason = f"It was tried {_times(job.retry_count + 1)}. The last error: {error.message}"
        return Verdict(None, job.retry_count, job.crash_count, reason)
    return Verdict(backoff(job.retry_count, settings, rng), job.retry_count + 1, job.crash_count)


def backoff(retries: int, settings: Settings, rng: random.Random) -> timedelta:
    """The wait before the next attempt: min(base · 2^retries, max), of which chance takes up to a quarter."""
    seconds = min(settings.retry_base_seconds * 2.0**retries, settings.retry_max_seconds)
    return timedelta(seconds=seconds * (1.0 - JITTER * rng.random()))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"

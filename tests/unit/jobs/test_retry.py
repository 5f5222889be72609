"""What becomes of a job after an error."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Found, Job, JobStatus, JobType
from playbuddy_desktop.jobs.retry import JITTER, Verdict, backoff, judge
from playbuddy_desktop.settings import Settings

NOW = datetime(2026, 3, 1, tzinfo=UTC)
JOB = Job(
    id=uuid4(),
    type=JobType.PARSE_PLAY,
    status=JobStatus.RUNNING,
    priority=0,
    position=1,
    filename="a.txt",
    content_hash="",
    config={},
    engine="rules",
    playbook_id=None,
    restarted_from=None,
    retry_count=0,
    max_retries=3,
    crash_count=0,
    loss_count=0,
    lease_token=1,
    worker_id="w",
    locked_at=NOW,
    lock_expiry=NOW,
    total_chunks=None,
    completed_chunks=0,
    progress=0.0,
    stage="",
    found=Found(),
    error_code=None,
    last_error=None,
    advice=None,
    failure_reason=None,
    active_seconds=0.0,
    created_at=NOW,
    queued_at=NOW,
    started_at=NOW,
    completed_at=None,
    next_attempt_at=None,
    last_progress_at=None,
    updated_at=NOW,
)
BUSY = ErrorReport("database-busy", "It is locked.", transient=True)
EMPTY = ErrorReport("empty-file", "It is empty.")


class Fixed(random.Random):
    """Chance that always says the same."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self._value = value

    def random(self) -> float:
        """The value."""
        return self._value


@pytest.mark.parametrize(
    ("retries", "seconds"),
    [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (7, 60), (100, 60)],
)
def test_the_wait_doubles_up_to_a_minute(retries: int, seconds: float) -> None:
    """The wait before a retry is min(1 s · 2^n, 60 s), when chance takes nothing off."""
    assert timedelta(seconds=seconds) == backoff(retries, Settings(), Fixed(0.0))


def test_base_and_limit_are_settings() -> None:
    """Other settings give other waits."""
    settings = Settings(retry_base_seconds=0.5, retry_max_seconds=3.0)
    waits = [backoff(retries, settings, Fixed(0.0)).total_seconds() for retries in range(4)]
    assert [0.5, 1.0, 2.0, 3.0] == waits


def test_chance_takes_off_a_quarter_at_most() -> None:
    """Jobs that failed together come back apart, and none later than the formula says."""
    rng = random.Random(1)  # noqa: S311 - jitter is no secret
    waits = [backoff(2, Settings(), rng).total_seconds() for _ in range(200)]
    assert 4.0 * (1 - JITTER) <= min(waits) < 3.2
    assert 3.8 < max(waits) <= 4.0


def judged(job: Job, error: ErrorReport, *, crashed: bool = False) -> Verdict:
    """The verdict without chance."""
    return judge(job, error, crashed=crashed, settings=Settings(), rng=Fixed(0.0))


@pytest.mark.parametrize(("retries", "seconds"), [(0, 1), (1, 2), (2, 4)])
def test_a_transient_error_is_tried_again(retries: int, seconds: float) -> None:
    """As long as retries are left, each waits longer than the one before."""
    verdict = judged(replace(JOB, retry_count=retries), BUSY)
    assert Verdict(timedelta(seconds=seconds), retries + 1, 0) == verdict


def test_a_transient_error_without_retries_left_is_final() -> None:
    """The reason names the number of tries and the last error."""
    verdict = judged(replace(JOB, retry_count=3), BUSY)
    assert Verdict(None, 3, 0, "It was tried 4 times. The last error: It is locked.") == verdict


def test_a_job_that_may_not_be_retried_is_tried_once() -> None:
    """With max_retries 0 the first passing error is final."""
    verdict = judged(replace(JOB, max_retries=0), BUSY)
    assert Verdict(None, 0, 0, "It was tried once. The last error: It is locked.") == verdict


def test_a_permanent_error_is_final() -> None:
    """Another try would not help, and the reason is the error."""
    assert Verdict(None, 0, 0, "It is empty.") == judged(JOB, EMPTY)


@pytest.mark.parametrize(("crashes", "seconds"), [(0, 1), (1, 2), (2, 4)])
def test_a_crash_is_tried_again(crashes: int, seconds: float) -> None:
    """Crashes have a count of their own: that of the retries stays."""
    verdict = judged(replace(JOB, crash_count=crashes, retry_count=3), BUSY, crashed=True)
    assert Verdict(timedelta(seconds=seconds), 3, crashes + 1) == verdict


def test_a_job_that_keeps_crashing_is_given_up() -> None:
    """After max_retries crashes another one is final."""
    verdict = judged(replace(JOB, crash_count=3), BUSY, crashed=True)
    reason = "This script crashes its worker: it was tried 4 times without getting further."
    assert Verdict(None, 0, 4, reason) == verdict

"""The health light, at and beside each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from playbuddy_desktop.errors import DiskFullError
from playbuddy_desktop.jobs.health import (
    Health,
    HealthKey,
    HealthLevel,
    HealthLimits,
    Reason,
    assess,
    unreadable,
)
from playbuddy_desktop.jobs.metrics import QueueMetrics, RunningJob
from playbuddy_desktop.settings import MEGABYTE, Settings
from playbuddy_desktop.storage.state import StorageState

IDLE = QueueMetrics(
    measured_at=datetime(2026, 3, 1, tzinfo=UTC),
    queue_depth=0,
    running=0,
    paused=0,
    retrying=0,
    completed=7,
    failed=1,
    cancelled=2,
    mean_seconds=1.0,
    p95_seconds=2.0,
    success_rate=0.875,
    auto_retry_rate=0.0,
    workers=2,
    worker_utilisation=0.0,
    oldest_waiting_seconds=None,
    running_jobs=(),
)
JOB_ID = uuid4()
HEALTHY = Health(HealthLevel.HEALTHY)


def keys(health: Health) -> list[HealthKey]:
    """Why the level is what it is."""
    return [reason.key for reason in health.reasons]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"workers": 0},
        {"queue_depth": 3, "oldest_waiting_seconds": 299.9},
        {"running": 1, "running_jobs": (RunningJob(JOB_ID, "a.txt", 1800.0),)},
        {"paused": 2, "queue_depth": 1, "oldest_waiting_seconds": 0.0},
        {"paused": 2, "running": 1},
        {"paused": 2, "retrying": 1},
        {"failed": 100},
    ],
)
def test_healthy(changes: dict[str, Any]) -> None:
    """Nothing to do, or work that gets done."""
    assert HEALTHY == assess(replace(IDLE, **changes))


@pytest.mark.parametrize("kind", ["queue_depth", "running", "retrying"])
def test_work_without_workers_is_unhealthy(kind: str) -> None:
    """Work that waits for nobody is told, whatever kind it is."""
    health = assess(replace(IDLE, workers=0, **{kind: 1}))
    reason = Reason(HealthKey.NO_WORKERS, "There is work to do, but no worker is running.")
    assert Health(HealthLevel.UNHEALTHY, (reason,)) == health


def test_the_pool_knows_better_than_the_figures() -> None:
    """The caller's own count of living workers is believed, in both directions."""
    busy = replace(IDLE, queue_depth=1, oldest_waiting_seconds=1.0)
    assert [HealthKey.NO_WORKERS] == keys(assess(busy, workers_alive=0))
    assert HEALTHY == assess(replace(busy, workers=0), workers_alive=1)


def test_a_long_wait_is_unhealthy() -> None:
    """Five minutes are too long."""
    health = assess(replace(IDLE, queue_depth=1, oldest_waiting_seconds=300.0))
    reason = Reason(HealthKey.LONG_WAIT, "A job has waited for 5 minutes for a worker.")
    assert Health(HealthLevel.UNHEALTHY, (reason,)) == health


def test_a_stuck_job_is_unhealthy() -> None:
    """A job without progress for more than thirty minutes is named, so that one can help it."""
    running = (RunningJob(JOB_ID, "a.txt", 1860.0), RunningJob(uuid4(), "b.txt", 10.0))
    health = assess(replace(IDLE, running=2, running_jobs=running))
    reason = Reason(HealthKey.STUCK_JOB, "“a.txt” has made no progress for 31 minutes.", (JOB_ID,))
    assert Health(HealthLevel.UNHEALTHY, (reason,)) == health


def test_all_reasons_are_told() -> None:
    """Several things may be wrong at once; what a person paused is then not worth a word."""
    metrics = replace(
        IDLE,
        workers=0,
        queue_depth=1,
        paused=1,
        running=1,
        oldest_waiting_seconds=3600.0,
        running_jobs=(RunningJob(JOB_ID, "a.txt", 3600.0),),
    )
    assert [HealthKey.NO_WORKERS, HealthKey.LONG_WAIT, HealthKey.STUCK_JOB] == keys(assess(metrics))


@pytest.mark.parametrize(("paused", "sentence"), [(1, "One job is paused by you."), (4, "4 jobs are paused by you.")])
def test_paused_jobs_alone_are_amber(paused: int, sentence: str) -> None:
    """When all that is left is paused, nothing is wrong, and nothing happens either."""
    expected = Health(HealthLevel.PAUSED, (Reason(HealthKey.PAUSED, sentence),))
    assert expected == assess(replace(IDLE, paused=paused, workers=0))


FINE = StorageState(free_bytes=10**10, database_bytes=10**6, last_backup_at=IDLE.measured_at - timedelta(days=1))


@pytest.mark.parametrize(
    "changes", [{}, {"free_bytes": None}, {"free_bytes": 500 * MEGABYTE}, {"last_backup_at": None}]
)
def test_storage_that_is_well(changes: dict[str, Any]) -> None:
    """Enough space, and a young backup or none yet."""
    assert HEALTHY == assess(IDLE, storage=replace(FINE, **changes))


@pytest.mark.parametrize(
    ("changes", "key", "sentence"),
    [
        ({"free_bytes": 499 * MEGABYTE}, HealthKey.LOW_DISK, "The disk has only 499 MB of free space."),
        (
            {"database_bytes": 30_000 * MEGABYTE},
            HealthKey.LARGE_DATABASE,
            "The database has grown to 30000 MB.",
        ),
        (
            {"last_backup_at": IDLE.measured_at - timedelta(days=22)},
            HealthKey.OLD_BACKUP,
            "The last backup is 22 days old.",
        ),
    ],
)
def test_storage_that_is_not_well(changes: dict[str, Any], key: HealthKey, sentence: str) -> None:
    """Each is a reason of its own."""
    expected = Health(HealthLevel.UNHEALTHY, (Reason(key, sentence),))
    assert expected == assess(IDLE, storage=replace(FINE, **changes))


def test_the_limits_are_settings() -> None:
    """Who does not want backups misses none; who waits patiently is not alarmed."""
    limits = HealthLimits.of(Settings(backup_days=0, max_wait_seconds=1000.0, stuck_seconds=9.0))
    old = replace(FINE, last_backup_at=IDLE.measured_at - timedelta(days=9999))
    waiting = replace(IDLE, queue_depth=1, oldest_waiting_seconds=999.0)
    assert HEALTHY == assess(waiting, storage=old, limits=limits)
    silent = replace(IDLE, running=1, running_jobs=(RunningJob(JOB_ID, "a.txt", 10.0),))
    assert [HealthKey.STUCK_JOB] == keys(assess(silent, limits=limits))
    assert HealthLimits() == HealthLimits.of(Settings())


def test_an_unreadable_database_is_unhealthy() -> None:
    """With the sentence of the error."""
    expected = (Reason(HealthKey.STORAGE_ERROR, "The disk is full."),)
    assert Health(HealthLevel.UNHEALTHY, expected) == unreadable(DiskFullError())

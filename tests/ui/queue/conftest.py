"""Jobs as the database would hold them, without a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from playbuddy_desktop.jobs.job import Found, Job, JobStatus, JobType

_NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
MakeJob = Callable[..., Job]


@pytest.fixture
def make_job() -> MakeJob:
    """Make a job of any status; other fields by name."""
    positions = count(1)

    def make_job(status: JobStatus = JobStatus.QUEUED, **fields: Any) -> Job:
        position = next(positions)
        playbook_id: UUID | None = uuid4() if status is JobStatus.COMPLETED else None
        job = Job(
            id=uuid4(),
            type=JobType.PARSE_PLAY,
            status=status,
            priority=0,
            position=position,
            filename=f"script-{position}.txt",
            content_hash="0" * 64,
            config={},
            engine="rules",
            playbook_id=playbook_id,
            restarted_from=None,
            retry_count=0,
            max_retries=3,
            crash_count=0,
            loss_count=0,
            lease_token=0,
            worker_id="worker" if status is JobStatus.RUNNING else None,
            locked_at=None,
            lock_expiry=None,
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
            created_at=_NOW,
            queued_at=_NOW,
            started_at=None,
            completed_at=_NOW if status.final else None,
            next_attempt_at=None,
            last_progress_at=None,
            updated_at=_NOW,
        )
        return replace(job, **fields)

    return make_job

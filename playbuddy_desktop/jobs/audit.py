"""The audit trail: what happened to a job, written in the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, insert, select

from playbuddy_desktop.jobs.job import JobEvent, JobStatus
from playbuddy_desktop.storage.tables import job_events


class Event(StrEnum):
    """What can happen to a job.

    LEASE_LOST: the lease ran out, since its worker did not report. RECLAIMED: the process of its worker had ended.
    RELEASED: the worker handed the job back. RECOVERED: it was taken from a worker that got nowhere. The events from
    CHECKPOINTED on leave the status as it is.
    """

    ENQUEUED = "enqueued"
    CLAIMED = "claimed"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    FAILED = "failed"
    RETRY_SCHEDULED = "retry scheduled"
    RELEASED = "released"
    LEASE_LOST = "lease lost"
    RECLAIMED = "reclaimed"
    RECOVERED = "recovered"
    CHECKPOINTED = "checkpointed"
    CHECKPOINT_REFUSED = "checkpoint refused"
    PRIORITY_CHANGED = "priority changed"
    MOVED = "moved"
    RESTARTED = "restarted"


def write(
    connection: Connection,
    event: Event,
    job_ids: Iterable[UUID],
    *,
    now: datetime,
    from_status: JobStatus | None,
    to_status: JobStatus,
    worker_id: str | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add the same entry to the trail of each job; ``details`` is a small JSON object without script text."""
    entries = [
        {
            "job_id": job_id,
            "event": event.value,
            "from_status": from_status,
            "to_status": to_status,
            "worker_id": worker_id,
            "details": dict(details or {}),
            "created_at": now,
        }
        for job_id in job_ids
    ]
    connection.execute(insert(job_events), entries)


def read(connection: Connection, job_id: UUID) -> list[JobEvent]:
    """A job's trail, oldest entry first."""
    query = select(job_events).where(job_events.c.job_id == job_id).order_by(job_events.c.id)
    return [
        JobEvent(
            id=row.id,
            job_id=row.job_id,
            event=row.event,
            from_status=JobStatus(row.from_status) if row.from_status else None,
            to_status=JobStatus(row.to_status) if row.to_status else None,
            worker_id=row.worker_id,
            details=row.details,
            created_at=row.created_at,
        )
        for row in connection.execute(query)
    ]

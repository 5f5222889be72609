"""The audit trail: what happened to a job, written in the transaction in which it happened.

The database writes the entry of each new job and of each change of status by itself, whoever made it. The program
completes that entry where it knows more than the change shows, and adds entries of what left the status as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, update

from playbuddy_desktop.jobs.job import JobEvent, JobStatus
from playbuddy_desktop.storage.prepared import Prepared, prepared_insert
from playbuddy_desktop.storage.tables import job_events

_ADD: Final = prepared_insert(
    job_events, "job_id", "event", "from_status", "to_status", "worker_id", "details", "created_at"
)
_LAST: Final = select(func.max(job_events.c.id)).where(job_events.c.job_id == bindparam("of_job"))
_COMPLETE: Final = Prepared(
    update(job_events)
    .where(job_events.c.id == _LAST.scalar_subquery())
    .values(event=bindparam("event"), details=bindparam("details", type_=job_events.c.details.type))
)


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
    SNOOZED = "snoozed"


def note(
    connection: Connection,
    event: Event,
    job_id: UUID,
    status: JobStatus,
    *,
    now: datetime,
    worker_id: str | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add an entry of what left the status as it is; ``details`` is a small JSON object without script text."""
    entry = {
        "job_id": job_id,
        "event": event.value,
        "from_status": status.value,
        "to_status": status.value,
        "worker_id": worker_id,
        "details": dict(details or {}),
        "created_at": now,
    }
    _ADD.run(connection, entry)


def complete_entry(connection: Connection, job_id: UUID, event: Event, details: Mapping[str, object]) -> None:
    """Say more about the job's last change of status, in the transaction of that change."""
    _COMPLETE.run(connection, {"of_job": job_id, "event": event.value, "details": dict(details)})


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

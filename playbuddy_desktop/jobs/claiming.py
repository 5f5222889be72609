"""The claim: one statement that finds the next job and hands it to a worker under a new lease.

It costs one look at the front of a partial index, whatever the history is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, case, exists, false, func, null, select, text, true, update

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.jobs.order import order_of_execution
from playbuddy_desktop.jobs.rows import CONTENT_HASH, job_with
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.prepared import Prepared
from playbuddy_desktop.storage.tables import CLAIMABLE, parse_jobs, queue_holds

_JOBS: Final = parse_jobs.c


class Claims:
    """Finds and takes the next job in the order of execution."""

    def __init__(self, settings: Settings) -> None:
        """Begin jobs in the order that the settings ask for."""
        first = _first_claimable(settings)
        self._find = Prepared(first)
        self._take = Prepared(_take(first))

    def is_there_one(self, connection: Connection, now: datetime) -> bool:
        """Whether a job waits or is due, and the queue is not held; only reads."""
        return bool(self._find.all(connection, {"now": now}))

    def take(self, connection: Connection, worker_id: str, *, now: datetime, expiry: datetime) -> Job | None:
        """Claim the next job until ``expiry``; None when there is none."""
        row = self._take.first(connection, {"now": now, "by": worker_id, "expiry": expiry})
        return job_with(row) if row is not None else None


def _first_claimable(settings: Settings) -> Select[Any]:
    """The key of the first job that waits or is due."""
    now = bindparam("now", type_=_JOBS.not_before.type)
    # A CASE, since an OR would lead SQLite to look up each status in another index and to sort.
    due = case(
        (_JOBS.not_before > now, false()),
        (_JOBS.status == JobStatus.QUEUED.value, true()),
        (_JOBS.status == JobStatus.RETRYING.value, _JOBS.next_attempt_at <= now),
        else_=false(),
    )
    return (
        select(_JOBS.id)
        .where(text(CLAIMABLE), due, ~exists(select(queue_holds.c.id)))
        .order_by(*order_of_execution(settings))
        .limit(1)
    )


def _take(first: Select[Any]) -> Any:
    """Raises the job's fencing token and gives it an owner; what another worker is just taking is passed over."""
    now = bindparam("now", type_=_JOBS.locked_at.type)
    return (
        update(parse_jobs)
        .where(_JOBS.id == first.with_for_update(skip_locked=True).scalar_subquery())
        .values(
            status=JobStatus.RUNNING.value,
            worker_id=bindparam("by"),
            lease_token=_JOBS.lease_token + 1,
            locked_at=now,
            lock_expiry=bindparam("expiry", type_=_JOBS.lock_expiry.type),
            started_at=func.coalesce(_JOBS.started_at, now),
            last_progress_at=now,
            next_attempt_at=null(),
            not_before=null(),
            stage="",
            updated_at=now,
        )
        .returning(parse_jobs, CONTENT_HASH)
    )

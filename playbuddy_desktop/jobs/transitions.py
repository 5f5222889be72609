"""The one way in which a job's status changes: a guarded update, in the caller's transaction.

The update names the status and the lease token that the caller saw. Whoever was overtaken changes nothing. The database
writes the audit event of the change, and forgets the checkpoint of a job that ended; here the event gets its name and
details.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, case, func, or_, select, update

from playbuddy_desktop.errors import IllegalTransitionError, LeaseLostError
from playbuddy_desktop.jobs import audit
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.clock import seconds_passed
from playbuddy_desktop.jobs.job import FINAL_STATUSES, LEGAL_EDGES, Job, JobStatus, Lease
from playbuddy_desktop.storage.prepared import Prepared
from playbuddy_desktop.storage.tables import parse_jobs

_JOBS: Final = parse_jobs.c

_BY_RULE: Final[dict[str, Any]] = {
    # The first start of a job stays, and its percentage never falls.
    "started_at": func.coalesce(_JOBS.started_at, bindparam("started_at", type_=_JOBS.started_at.type)),
    "progress": case(
        (_JOBS.progress < bindparam("progress", type_=_JOBS.progress.type), bindparam("progress")),
        else_=_JOBS.progress,
    ),
}
"""Columns that are not simply written over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a change is based upon: it is made only while the job still is so."""

    job_id: UUID
    status: JobStatus
    token: int

    @classmethod
    def of(cls, job: Job) -> Seen:
        """A job as it was read."""
        return cls(job.id, job.status, job.lease_token)

    @classmethod
    def held(cls, lease: Lease) -> Seen:
        """A job as the holder of a lease must find it."""
        return cls(lease.job_id, JobStatus.RUNNING, lease.token)


_USUAL: Final = {
    (JobStatus.QUEUED, JobStatus.RUNNING): Event.CLAIMED,
    (JobStatus.RETRYING, JobStatus.RUNNING): Event.CLAIMED,
    (JobStatus.PAUSED, JobStatus.QUEUED): Event.RESUMED,
    (JobStatus.RUNNING, JobStatus.QUEUED): Event.RELEASED,
    **{(status, JobStatus.PAUSED): Event.PAUSED for status in JobStatus},
    **{(status, JobStatus.CANCELLED): Event.CANCELLED for status in JobStatus},
}
"""What the database calls a change by itself, where that is all there is to say."""


def transition(
    connection: Connection,
    seen: Seen,
    to: JobStatus,
    event: Event,
    *,
    now: datetime,
    details: Mapping[str, object] | None = None,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Change the status with all that it implies, and complete the event.

    Args:
        connection: in a write transaction.
        seen: the state that the change starts from.
        to: the new status.
        event: the name of the entry in the audit trail.
        now: the time of the change.
        details: of the event, if the change itself does not tell enough.
        values: further columns; they win over what the status implies.

    Returns:
        Whether the job was still as seen; if not, nothing was changed.

    Raises:
        IllegalTransitionError: there is no such edge.
    """
    if to not in LEGAL_EDGES[seen.status]:
        raise IllegalTransitionError(f"A {seen.status} job cannot become {to}.")
    if not change(connection, seen, _implied_by(to, now) | dict(values or {}), now=now):
        return False
    if details or event is not _USUAL.get((seen.status, to)):
        audit.complete_entry(connection, seen.job_id, event, details or {})
    return True


def transition_all(
    connection: Connection, statuses: frozenset[JobStatus], to: JobStatus, *, now: datetime
) -> list[UUID]:
    """Change the status of all jobs that are in one of ``statuses``, by one statement.

    The database names the events. The workers that lose jobs here cannot report their time any more: it is counted.

    Args:
        connection: in a write transaction.
        statuses: those that the change starts from.
        to: the new status.
        now: the time of the change.

    Returns:
        The ids of the jobs, in the order of their places.

    Raises:
        IllegalTransitionError: there is no such edge from one of them.
    """
    for status in statuses:
        if to not in LEGAL_EDGES[status]:
            raise IllegalTransitionError(f"A {status} job cannot become {to}.")
    implied = _implied_by(to, now) | {"updated_at": now}
    changed = _update_of_all(statuses, *implied).all(connection, implied | {"now": now})
    return [row["id"] for row in sorted(changed, key=itemgetter("position"))]


def change(connection: Connection, seen: Seen, values: Mapping[str, Any], *, now: datetime) -> bool:
    """Change columns of a job that is still as seen; guard and change are one statement.

    Returns:
        Whether it was.
    """
    guard = {"seen_id": seen.job_id, "seen_status": seen.status.value, "seen_token": seen.token}
    given = {"updated_at": now, **values}
    return _guarded_update(*given).run(connection, given | guard) == 1


def change_held(connection: Connection, lease: Lease, values: Mapping[str, Any], *, now: datetime) -> None:
    """A worker's write: change columns of the job that it holds.

    Raises:
        LeaseLostError: it does not hold the job any more; nothing was changed.
    """
    if not change(connection, Seen.held(lease), values, now=now):
        raise LeaseLostError


def _implied_by(status: JobStatus, now: datetime) -> dict[str, Any]:
    """The columns that a status determines: only a running job has an owner, only a final one an end."""
    values: dict[str, Any] = {
        "status": status.value,
        "worker_id": None,
        "locked_at": None,
        "lock_expiry": None,
        "next_attempt_at": None,
        "stage": "",
    }
    if status is JobStatus.QUEUED:
        values["queued_at"] = now
    elif status in FINAL_STATUSES:
        values["completed_at"] = now
    return values


@cache
def _guarded_update(*columns: str) -> Prepared:
    """Writes these columns of a job that is still as seen; a dozen sets of columns change together."""
    guarded = update(parse_jobs).where(
        _JOBS.id == bindparam("seen_id"),
        _JOBS.status == bindparam("seen_status"),
        _JOBS.lease_token == bindparam("seen_token"),
    )
    return Prepared(guarded.values({name: _BY_RULE.get(name, _given(name)) for name in columns}))


@cache
def _update_of_all(statuses: frozenset[JobStatus], *columns: str) -> Prepared:
    """Writes these columns of all jobs in one of the statuses."""
    concerned = or_(*(_JOBS.status == status.value for status in sorted(statuses)))
    # Two of these at once lock the jobs in the same order, and so never wait for each other.
    in_order = select(_JOBS.id).where(concerned).order_by(_JOBS.position).with_for_update()
    worked = seconds_passed(_JOBS.locked_at, bindparam("now", type_=_JOBS.locked_at.type))
    return Prepared(
        update(parse_jobs)
        .where(_JOBS.id.in_(in_order), concerned)
        .values({name: _given(name) for name in columns} | {"active_seconds": _JOBS.active_seconds + worked})
        .returning(_JOBS.id, _JOBS.position)
    )


def _given(column: str) -> BindParameter[Any]:
    return bindparam(column, type_=_JOBS[column].type)

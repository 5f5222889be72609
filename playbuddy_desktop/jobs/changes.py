"""Which jobs changed since the last look: found at the price of those that did, however many there are.

A job's row tells when it was changed last. That alone would miss changes: a transaction commits some time after it
asked for the time, and younger changes may be seen before. So each look goes back by ``LATE``; what it meets again is
known by how many jobs were changed at the very same moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.jobs.rows import JOBS, job_of
from playbuddy_desktop.storage.tables import parse_jobs

LATE: Final = timedelta(seconds=60)
"""A transaction that waits longer for the database than half of this gives up (``sqlite.BUSY_SECONDS``)."""

COARSE: Final = timedelta(milliseconds=100)
"""Clocks may stand still for so long (on Windows for 16 ms): a moment that is younger may see further changes."""

RECENT_FAILURES: Final = 200
"""So many of the last failed jobs are looked at for those that nobody has dismissed."""

_AT_ONCE: Final = 500
"""Moments in one query: databases allow some thousand parameters."""

_ACTIVE: Final = [status.value for status in JobStatus if not status.final]
_FINAL: Final = parse_jobs.c.status.in_([status.value for status in JobStatus if status.final])


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the jobs found.

    Attributes:
        at: when it was, by the database's clock.
        moments: how many jobs were changed last at each moment since a while before; the youngest are left out.
        jobs: that were changed since the look before; none when there was no look before.
        active: how many jobs are not final.
        ended: how many became final since the time that was asked for.
        played: how many of these have a play in the library.
        standing: how many failed before that time and were not dismissed, as ``standing_failures`` gives them.
    """

    at: datetime
    moments: Mapping[datetime, int] = field(default_factory=dict)
    jobs: tuple[Job, ...] = ()
    active: int = 0
    ended: int = 0
    played: int = 0
    standing: int = 0


def look(connection: Connection, before: Look | None, now: datetime, ended_since: datetime) -> Look:
    """Look again; ``now`` may be earlier than ``before`` where somebody set the clock."""
    changed_at = parse_jobs.c.updated_at
    since = (min(before.at, now) if before else now) - LATE
    counts = select(changed_at, func.count()).where(changed_at >= since).group_by(changed_at)
    moments = {moment: int(count) for moment, count in connection.execute(counts)}
    known = before.moments if before else moments
    new = iter([moment for moment, count in moments.items() if count > known.get(moment, 0)])
    jobs: list[Job] = []
    while some := list(islice(new, _AT_ONCE)):
        jobs += map(job_of, connection.execute(JOBS.where(changed_at.in_(some))))
    active = connection.execute(select(func.count()).where(parse_jobs.c.status.in_(_ACTIVE))).scalar_one()
    ends = select(func.count(), func.count(parse_jobs.c.playbook_id))
    ended, played = connection.execute(ends.where(_FINAL, parse_jobs.c.completed_at >= ended_since)).one()
    undismissed = select(func.count()).select_from(_standing(ended_since).subquery())
    standing = connection.execute(undismissed).scalar_one()
    settled = {moment: count for moment, count in moments.items() if moment < now - COARSE}
    return Look(now, settled, tuple(jobs), active, ended, played, standing)


def ended(connection: Connection, since: datetime) -> list[Job]:
    """The jobs that became final since then."""
    return [job_of(row) for row in connection.execute(JOBS.where(_FINAL, parse_jobs.c.completed_at >= since))]


def standing_failures(connection: Connection, before: datetime) -> list[Job]:
    """Those of the last ``RECENT_FAILURES`` that failed before then which nobody has dismissed."""
    return [job_of(row) for row in connection.execute(JOBS.where(parse_jobs.c.id.in_(_standing(before))))]


def _standing(before: datetime) -> Select[tuple[UUID]]:
    """Their ids. The last ones are chosen first: what was dismissed lets no older ones move up."""
    failed = (parse_jobs.c.status == JobStatus.FAILED.value, parse_jobs.c.completed_at < before)
    last = select(parse_jobs.c.id, parse_jobs.c.dismissed_at).where(*failed)
    newest_first = (parse_jobs.c.completed_at.desc(), parse_jobs.c.position.desc())
    recent = last.order_by(*newest_first).limit(RECENT_FAILURES).subquery()
    return select(recent.c.id).where(recent.c.dismissed_at.is_(None))

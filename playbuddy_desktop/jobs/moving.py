"""Puts waiting jobs beside another: they take over its priority, and the places of that priority are dealt out anew.

No place is invented: the jobs concerned exchange those that they have. So places stay unique, and of a long queue only
the stretch between the old and the new place is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, Job, JobCommand
from playbuddy_desktop.jobs.order import order_of_execution
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.tables import parse_jobs

_WAITING: Final = [status.value for status in ALLOWED_COMMANDS[JobCommand.PRIORITISE]]
_SET_PLACE: Final = (
    update(parse_jobs).where(parse_jobs.c.id == bindparam("of_job")).values(position=bindparam("new_position"))
)


def priority_beside(job: Job, other: Job, settings: Settings) -> int:
    """The priority with which ``job`` is begun about when ``other`` is.

    Where waiting jobs rise, their ages count too; then the place is exact to one step of priority.
    """
    if not settings.ageing_seconds:
        return other.priority
    younger = seconds_between(other.created_at, job.created_at)
    return other.priority + round(younger / settings.ageing_seconds)


def deal_out_places(
    connection: Connection, moved: Sequence[UUID], other: Job, settings: Settings, *, after: bool, now: datetime
) -> None:
    """Give the places of the jobs that wait with ``other``'s priority, or are among ``moved``, in their new order."""
    jobs = parse_jobs.c
    query = select(jobs.id, jobs.position).where(
        jobs.status.in_(_WAITING), (jobs.priority == other.priority) | jobs.id.in_(moved)
    )
    rows = connection.execute(query.order_by(*order_of_execution(settings)))
    old: dict[UUID, int] = {row.id: row.position for row in rows}
    among = set(moved)
    new: list[UUID] = []
    for job_id in (job_id for job_id in old if job_id not in among):
        here = job_id == other.id
        new += [*([] if after or not here else moved), job_id, *(moved if after and here else [])]
    changes: list[dict[str, Any]] = [
        {"of_job": job_id, "new_position": place}
        for job_id, place in zip(new, sorted(old.values()), strict=True)
        if place != old[job_id]
    ]
    if changes:
        connection.execute(_SET_PLACE.values(updated_at=now), changes)

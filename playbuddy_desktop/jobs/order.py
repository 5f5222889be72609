"""In which order jobs are begun: the highest priority first, then the first come.

Where the settings say so, a job that waits rises: each ``ageing_seconds`` count as much as one step of priority, so
that a stream of urgent jobs cannot keep it waiting for ever. The order of two jobs never changes while they wait, since
both grow older at the same pace.
"""

from __future__ import annotations

import math
from typing import Any

from sqlalchemy import Connection, extract, func, select, text

from playbuddy_desktop.jobs.clock import seconds_between
from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.tables import CLAIMABLE, parse_jobs


def order_of_execution(settings: Settings) -> tuple[Any, ...]:
    """What to order by."""
    jobs = parse_jobs.c
    if settings.ageing_seconds:
        return (extract("epoch", jobs.created_at) - jobs.priority * settings.ageing_seconds, jobs.position)
    return (jobs.priority.desc(), jobs.position)


def place_in_order(job: Job, settings: Settings) -> tuple[float, int]:
    """As ``order_of_execution``, for jobs at hand; exact to the second where jobs rise."""
    if settings.ageing_seconds:
        return (math.floor(job.created_at.timestamp()) - job.priority * settings.ageing_seconds, job.position)
    return (-job.priority, job.position)


def first_priority(connection: Connection, job: Job, settings: Settings) -> int:
    """The priority with which a job at the first place is begun before all others."""
    jobs = parse_jobs.c
    query = select(func.max(jobs.priority), func.min(jobs.created_at)).where(text(CLAIMABLE))
    highest: int | None
    highest, oldest = connection.execute(query).one()
    if highest is None:
        return job.priority
    if not settings.ageing_seconds:
        return max(job.priority, highest)
    age = math.floor(seconds_between(oldest, job.created_at) / settings.ageing_seconds) + 1
    return max(job.priority, highest + age)

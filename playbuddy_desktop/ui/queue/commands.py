"""Carries out what was asked of jobs; runs in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from playbuddy_desktop.errors import CommandError, ErrorReport
from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.ui.queue.actions import Act

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services


def perform(services: Services, act: Act, jobs: Sequence[Job]) -> list[ErrorReport]:
    """Do one of ``actions.COMMANDS`` with each job.

    A job that another process changed in the meantime does not keep the others from it.

    Returns:
        Why some jobs refused.
    """
    command = _commands(services)[act]
    refused: list[ErrorReport] = []
    # The last one moved to the top is the first: so the selection keeps its order.
    for job in reversed(jobs) if act is Act.TOP else jobs:
        try:
            command(job)
        except CommandError as error:
            refused.append(ErrorReport.of(error))
        if act in (Act.PAUSE, Act.CANCEL):
            services.pool.interrupt(job.id)
    if act in (Act.RESUME, Act.RESTART):
        services.pool.wake()
    return refused


def pause_all(services: Services) -> None:
    """Pause whatever runs or waits."""
    _interrupt(services, services.queue.pause_all())


def resume_all(services: Services) -> None:
    """Resume whatever is paused."""
    services.queue.resume_all()
    services.pool.wake()


def _commands(services: Services) -> dict[Act, Callable[[Job], object]]:
    queue = services.queue
    return {
        Act.PAUSE: lambda job: queue.pause(job.id),
        Act.RESUME: lambda job: queue.resume(job.id),
        Act.CANCEL: lambda job: queue.cancel(job.id),
        Act.RESTART: lambda job: queue.restart(job.id),
        Act.TOP: lambda job: queue.move_to_top(job.id),
        Act.HIGHER: lambda job: queue.set_priority(job.id, job.priority + 1),
        Act.LOWER: lambda job: queue.set_priority(job.id, job.priority - 1),
        Act.REMOVE: lambda job: queue.remove(job.id),
    }


def _interrupt(services: Services, job_ids: Iterable[UUID]) -> None:
    for job_id in job_ids:
        services.pool.interrupt(job_id)

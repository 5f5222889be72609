"""Carries out what was asked of jobs; runs in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from playbuddy_desktop.errors import CommandError, ErrorReport, JobNotFoundError, OcrMissingError
from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.jobs.originals import file_to_show
from playbuddy_desktop.jobs.scans import require_recognition
from playbuddy_desktop.ui.queue.actions import Act

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services


_MOVES: Final = frozenset({Act.UP, Act.DOWN, Act.BOTTOM})
"""What is done with the whole selection at once."""

_MAKE_WORK: Final = frozenset({Act.RESUME, Act.RESTART, Act.RECOGNISE, Act.JOIN, Act.PART, Act.BEGIN_NOW})


def perform(services: Services, act: Act, jobs: Sequence[Job]) -> list[ErrorReport]:
    """Do one of ``actions.COMMANDS`` with each job.

    A job that another process changed in the meantime does not keep the others from it.

    Returns:
        Why some jobs refused.
    """
    if act in _MOVES:
        return _refused(lambda: _move(services, act, [job.id for job in jobs]))
    command = _commands(services)[act]
    refused: list[ErrorReport] = []
    if act is Act.RECOGNISE and (refused := _refused(require_recognition)):
        return refused
    # The last one moved to the top is the first: so the selection keeps its order.
    for job in reversed(jobs) if act is Act.TOP else jobs:
        refused += _refused(partial(command, job))
        if act in (Act.PAUSE, Act.CANCEL):
            services.pool.interrupt(job.id)
    if act in _MAKE_WORK:
        services.pool.wake()
    return refused


def put(services: Services, job_ids: Sequence[UUID], other_id: UUID, *, after: bool) -> list[ErrorReport]:
    """Put waiting jobs before another one, or after it; returns why that was refused."""
    return _refused(lambda: services.queue.move_beside(job_ids, other_id, after=after))


def put_off(services: Services, jobs: Sequence[Job], until: datetime) -> list[ErrorReport]:
    """Begin these jobs no sooner than at a time; returns why some refused."""
    return [report for job in jobs for report in _refused(partial(services.queue.snooze, job.id, until))]


def remove(services: Services, job_ids: Iterable[UUID]) -> list[ErrorReport]:
    """Forget these jobs; returns why some refused. Those that are gone already are as they should be."""
    reports = [report for job_id in job_ids for report in _refused(partial(services.queue.remove, job_id))]
    return [report for report in reports if report.code != JobNotFoundError.code]


def dismiss(services: Services, job_ids: Iterable[UUID]) -> list[ErrorReport]:
    """Take ended jobs off the list; returns why that was refused."""
    return _refused(lambda: services.queue.dismiss(job_ids))


def bring_back(services: Services, job_ids: Iterable[UUID]) -> list[ErrorReport]:
    """Show dismissed jobs again; returns why that was refused."""
    return _refused(lambda: services.queue.bring_back(job_ids))


def source_of(services: Services, job: Job) -> Path:
    """A file that shows what was imported.

    Raises:
        StorageError: there is none any more, or it cannot be made.
        JobNotFoundError: the job has been removed.
    """
    source = services.queue.source(job.id)
    return file_to_show(source, job.filename, services.store, services.profile.data_dir)


def pause_all(services: Services) -> None:
    """Pause whatever runs or waits."""
    _interrupt(services, services.queue.pause_all())


def resume_all(services: Services) -> None:
    """Resume whatever is paused."""
    services.queue.resume_all()
    services.pool.wake()


def hold(services: Services) -> None:
    """Begin no more jobs after those that run now."""
    services.queue.hold()


def unhold(services: Services) -> None:
    """Let jobs begin again."""
    services.queue.unhold()
    services.pool.wake()


def beside(act: Act, waiting: Sequence[UUID], chosen: Sequence[UUID]) -> tuple[UUID, bool] | None:
    """Where a selection goes when it is moved: beside which job, and whether after it; None when it is there already.

    Args:
        act: one of the moves.
        waiting: all waiting jobs, in order of execution.
        chosen: some of them.
    """
    among = set(chosen)
    rows = [row for row, job_id in enumerate(waiting) if job_id in among]
    others = [row for row, job_id in enumerate(waiting) if job_id not in among]
    if not rows or not others:
        return None
    if act is Act.BOTTOM:
        return waiting[others[-1]], True
    # A selection with gaps closes up at its first job, or at its last one.
    if act is Act.UP:
        row = max((row for row in others if row < rows[0]), default=None)
        return (waiting[row], False) if row is not None else _closed_up(waiting, rows, others[0], after=False)
    row = min((row for row in others if row > rows[-1]), default=None)
    return (waiting[row], True) if row is not None else _closed_up(waiting, rows, others[-1], after=True)


def _closed_up(waiting: Sequence[UUID], rows: Sequence[int], end: int, *, after: bool) -> tuple[UUID, bool] | None:
    """At an end of the queue already: only a selection with gaps still moves."""
    return (waiting[end], after) if rows[-1] - rows[0] >= len(rows) else None


def _move(services: Services, act: Act, chosen: Sequence[UUID]) -> None:
    waiting = services.queue.waiting()
    place = beside(act, waiting, chosen)
    if place is not None:
        among = set(chosen)
        in_order = [job_id for job_id in waiting if job_id in among]
        services.queue.move_beside(in_order, place[0], after=place[1])


def _refused(command: Callable[[], object]) -> list[ErrorReport]:
    try:
        command()
    except (CommandError, OcrMissingError) as error:
        return [ErrorReport.of(error)]
    return []


def _commands(services: Services) -> dict[Act, Callable[[Job], object]]:
    queue = services.queue
    return {
        Act.PAUSE: lambda job: queue.pause(job.id),
        Act.RESUME: lambda job: queue.resume(job.id),
        Act.CANCEL: lambda job: queue.cancel(job.id),
        Act.RESTART: lambda job: queue.restart(job.id),
        Act.RECOGNISE: lambda job: queue.restart(job.id, ocr=True),
        Act.JOIN: lambda job: queue.restart(job.id, as_one=True),
        Act.PART: lambda job: queue.restart(job.id, as_one=False),
        Act.BEGIN_NOW: lambda job: queue.snooze(job.id, None),
        Act.TOP: lambda job: queue.move_to_top(job.id),
        Act.HIGHER: lambda job: queue.set_priority(job.id, job.priority + 1),
        Act.LOWER: lambda job: queue.set_priority(job.id, job.priority - 1),
    }


def _interrupt(services: Services, job_ids: Iterable[UUID]) -> None:
    for job_id in job_ids:
        services.pool.interrupt(job_id)

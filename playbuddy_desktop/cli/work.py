"""``playbuddy worker``: empties the queue without a window."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Final

import typer

from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.stopping import stop_on_signals
from playbuddy_desktop.cli.terminal import count, say
from playbuddy_desktop.jobs.job import FINAL_STATUSES, JobStatus

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.queue import JobQueue

_TICK_SECONDS: Final = 0.1


def worker(
    context: typer.Context,
    *,
    number: Annotated[int | None, typer.Option("--workers", min=1, help="How many scripts to parse at a time.")] = None,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when there is no more work.")] = False,
    http: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Answer /metrics (OpenMetrics) and /health there; without a host, to this machine alone.",
        ),
    ] = None,
) -> None:
    """Work on the queue until told to stop; what is not done by then stays in the queue.

    Ctrl+C or SIGTERM ends it within seconds and with status 0; the second one at once.
    """
    from playbuddy_desktop.settings import MAX_WORKERS

    if number is not None and number > MAX_WORKERS:
        raise typer.BadParameter(f"There can be {MAX_WORKERS} workers at most.")
    session = session_of(context)
    with ExitStack() as until_the_end:
        stop = until_the_end.enter_context(stop_on_signals())
        services = until_the_end.enter_context(session.services(log_to_terminal=True))
        if http is not None:
            from playbuddy_desktop.cli.serving import parse_address, serving

            used = until_the_end.enter_context(serving(services, parse_address(http)))
            say(f"Figures at http://{used}/metrics, health at http://{used}/health.")
        services.pool.start(number)
        say(f"{count(services.pool.worker_count, 'worker')} started. Ctrl+C stops.")
        if services.queue.is_held():
            say("The queue is paused: nothing is begun until “playbuddy jobs unhold”.")
        while not (stop.requested or (until_idle and _is_idle(services.queue))):
            time.sleep(_TICK_SECONDS)
        if stop.requested:
            say("Stopping. What is not done stays in the queue.")


def _is_idle(queue: JobQueue) -> bool:
    """Whether no job is left that a worker could do now or later without a person."""
    counts = queue.count_by_status()
    if queue.is_held():
        return not counts[JobStatus.RUNNING]
    return not any(counts[status] for status in JobStatus if status not in FINAL_STATUSES | {JobStatus.PAUSED})

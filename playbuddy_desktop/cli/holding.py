"""``playbuddy jobs hold``, ``unhold`` and ``snooze``: let jobs wait."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from playbuddy_desktop.cli.ids import resolve_job
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import local_time, say


def hold(context: typer.Context) -> None:
    """Begin no more jobs, in any window or worker, until “unhold”; those that run go on. Survives a restart."""
    from playbuddy_desktop.jobs.queue import JobQueue

    session = session_of(context)
    with session.database() as database:
        JobQueue(database, session.settings).hold()
    say("The queue is paused. “playbuddy jobs unhold” lets it go on.")


def unhold(context: typer.Context) -> None:
    """Let the queue go on after “hold”."""
    from playbuddy_desktop.jobs.queue import JobQueue

    session = session_of(context)
    with session.database() as database:
        JobQueue(database, session.settings).unhold()
    say("The queue goes on.")


def snooze(
    context: typer.Context,
    job: Annotated[str, typer.Argument(metavar="ID", help="A job that waits: its id, or the first digits.")],
    *,
    until: Annotated[datetime | None, typer.Option(help="Local time; without it the job may begin at once.")] = None,
) -> None:
    """Begin a job no sooner than at a certain time."""
    from playbuddy_desktop.jobs.queue import JobQueue

    session = session_of(context)
    with session.database() as database:
        queue = JobQueue(database, session.settings)
        moment = until.astimezone() if until is not None else None
        changed = queue.snooze(resolve_job(database, job), moment)
    when = f"begins {local_time(changed.not_before)} or later" if changed.not_before else "may begin at once"
    say(f"{changed.name} {when}.")

"""``playbuddy jobs``: look at the queue and give orders to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text

from playbuddy_desktop.cli.exits import Exit
from playbuddy_desktop.cli.ids import resolve_job, short
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import complain, local_time, out, print_json, say, short_seconds, table
from playbuddy_desktop.errors import CommandError, ErrorReport
from playbuddy_desktop.jobs.job import Job, JobEvent, JobStatus

if TYPE_CHECKING:
    from playbuddy_desktop.cli.session import Session
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.storage.database import Database

app = typer.Typer(no_args_is_help=True, help="Look at the queue of imports and give orders to it.")

STYLES: Final = {
    JobStatus.RUNNING: "cyan",
    JobStatus.COMPLETED: "green",
    JobStatus.FAILED: "bold red",
    JobStatus.PAUSED: "yellow",
    JobStatus.RETRYING: "yellow",
    JobStatus.CANCELLED: "dim",
}

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Jobs: ids, or their first digits.")]
All = Annotated[bool, typer.Option("--all", help="All jobs for which this is possible.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(
    context: typer.Context,
    *,
    status: Annotated[list[JobStatus] | None, typer.Option(help="Only jobs of this status; may be repeated.")] = None,
    text: Annotated[str, typer.Option(help="Only jobs whose file, play or error contains this.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="The most jobs to list.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List jobs, the newest first."""
    session = session_of(context)
    with session.database() as database:
        queue = _queue(session, database)
        jobs = queue.list_jobs(statuses=status or None, text=text, limit=limit)
        total = sum(queue.count_by_status().values())
    if as_json:
        print_json(jobs)
        return
    if not jobs:
        say("There are no jobs." if not total else "No job fits.")
        return
    problems = {job.id: problem for job in jobs if (problem := job.failure_reason or job.last_error)}
    rows = table("Id", "Status", "File", "Added", "Took", *(["Problem"] if problems else []), wrap=("File", "Problem"))
    for job in jobs:
        rows.add_row(
            short(job.id),
            _status(job),
            Text(job.name),
            local_time(job.created_at),
            short_seconds(job.active_seconds) if job.active_seconds else "",
            Text(problems.get(job.id, "")),
        )
    out().print(rows)


@app.command()
def show(
    context: typer.Context,
    job: Annotated[str, typer.Argument(metavar="ID", help="A job: its id, or its first digits.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show a job and all that happened to it."""
    session = session_of(context)
    with session.database() as database:
        queue = _queue(session, database)
        job_id = resolve_job(database, job)
        found, events = queue.get(job_id), queue.events(job_id)
    if as_json:
        print_json({"job": found, "events": events})
        return
    console = out()
    console.print(_facts(found))
    console.print(_timeline(events))


def _status(job: Job) -> Text:
    begun = f" {job.progress:.0f} %" if job.progress and not job.status.final else ""
    return Text(job.status.value + begun, STYLES.get(job.status, ""))


def _facts(job: Job) -> Table:
    rows = Table.grid(padding=(0, 2))
    facts = {
        "Job": str(job.id),
        "File": job.name,
        "Status": _status(job).plain,
        "Play": str(job.playbook_id or ""),
        "Problem": job.failure_reason or job.last_error or "",
        "What to do": job.advice or "",
        "Added": local_time(job.created_at),
        "Started": local_time(job.started_at),
        "Ended": local_time(job.completed_at),
        "Next try": local_time(job.next_attempt_at),
        "Retries": f"{job.retry_count} of {job.max_retries}",
        "Work": short_seconds(job.active_seconds),
        "Restart of": str(job.restarted_from or ""),
    }
    for name, value in facts.items():
        if value:
            rows.add_row(Text(name, "bold"), Text(value))
    return rows


def _timeline(events: Iterable[JobEvent]) -> Table:
    rows = table("Time", "Event", "Status", "Details", wrap=("Details",))
    for event in events:
        details = ", ".join(f"{name}: {value}" for name, value in event.details.items())
        rows.add_row(local_time(event.created_at), event.event, event.to_status or "", Text(details))
    return rows


def _restart_failed(queue: JobQueue) -> list[UUID]:
    jobs = queue.list_jobs(newest_first=False)
    restarted = {job.restarted_from for job in jobs}
    return [queue.restart(job.id).id for job in jobs if job.status is JobStatus.FAILED and job.id not in restarted]


@dataclass(frozen=True)
class _Order:
    """What is done to one job, and to all that it is legal for; ``done`` says so afterwards."""

    done: str
    to_one: Callable[[JobQueue, UUID], Job]
    to_all: Callable[[JobQueue], list[UUID]]


_PAUSE: Final = _Order("Paused", lambda queue, job_id: queue.pause(job_id), lambda queue: queue.pause_all())
_RESUME: Final = _Order("Resumed", lambda queue, job_id: queue.resume(job_id), lambda queue: queue.resume_all())
_CANCEL: Final = _Order("Cancelled", lambda queue, job_id: queue.cancel(job_id), lambda queue: queue.cancel_all())
_RETRY: Final = _Order("Queued again", lambda queue, job_id: queue.restart(job_id), _restart_failed)
_RECOVER: Final = _Order("Recovered", lambda queue, job_id: queue.recover(job_id), lambda queue: queue.recover_stuck())


@app.command()
def pause(context: typer.Context, ids: Ids = None, *, all_: All = False, as_json: AsJson = False) -> None:
    """Hold jobs; they keep what is done."""
    _give(context, _PAUSE, ids or (), to_all=all_, as_json=as_json)


@app.command()
def resume(context: typer.Context, ids: Ids = None, *, all_: All = False, as_json: AsJson = False) -> None:
    """Let paused jobs go on."""
    _give(context, _RESUME, ids or (), to_all=all_, as_json=as_json)


@app.command()
def cancel(context: typer.Context, ids: Ids = None, *, all_: All = False, as_json: AsJson = False) -> None:
    """End jobs without a play, for good."""
    _give(context, _CANCEL, ids or (), to_all=all_, as_json=as_json)


@app.command()
def retry(context: typer.Context, ids: Ids = None, *, all_: All = False, as_json: AsJson = False) -> None:
    """Do ended jobs again, as new jobs; --all takes those that failed and were not retried yet."""
    _give(context, _RETRY, ids or (), to_all=all_, as_json=as_json)


@app.command()
def recover(context: typer.Context, ids: Ids = None, *, all_: All = False, as_json: AsJson = False) -> None:
    """Take running jobs from their workers and queue them again from their checkpoints; --all takes the stuck ones."""
    _give(context, _RECOVER, ids or (), to_all=all_, as_json=as_json)


def _give(context: typer.Context, order: _Order, ids: Sequence[str], *, to_all: bool, as_json: bool) -> None:
    if to_all == bool(ids):
        raise typer.BadParameter("Give the ids of jobs, or --all.")
    session = session_of(context)
    jobs: list[Job] = []
    problems: dict[str, ErrorReport] = {}
    with session.database() as database:
        queue = _queue(session, database)
        if to_all:
            jobs = [queue.get(job_id) for job_id in order.to_all(queue)]
        for text in ids:
            try:
                jobs.append(order.to_one(queue, resolve_job(database, text)))
            except CommandError as error:
                problems[text] = ErrorReport.of(error)
    if as_json:
        print_json({"jobs": jobs, "problems": problems})
    else:
        for job in jobs:
            out().print(Text(f"{order.done}: {short(job.id)} {job.name}"), soft_wrap=True)
        if to_all and not jobs:
            say("There was nothing to do.")
    for text, problem in problems.items():
        complain(problem, about=text)
    if problems:
        raise typer.Exit(Exit.FAILED)


def _queue(session: Session, database: Database) -> JobQueue:
    from playbuddy_desktop.jobs.queue import JobQueue

    return JobQueue(database, session.settings)

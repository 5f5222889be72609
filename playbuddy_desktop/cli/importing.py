"""``playbuddy import``: scripts in, plays out, with a progress bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from playbuddy_desktop.assets import sample_scripts
from playbuddy_desktop.cli.exits import Exit
from playbuddy_desktop.cli.plays import table_of
from playbuddy_desktop.cli.session import Session, session_of
from playbuddy_desktop.cli.stopping import stop_on_signals
from playbuddy_desktop.cli.terminal import complain, count, out, print_json, say
from playbuddy_desktop.cli.waiting import progress_bar, wait_for
from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Job, JobStatus

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.intake import BatchSummary
    from playbuddy_desktop.library.store import PlaySummary
    from playbuddy_desktop.services import Services


@dataclass
class _Outcome:
    """What became of an import.

    Attributes:
        batch: what was added, recognised and refused.
        jobs: of the added and the recognised files, as they are now.
        plays: of the completed ones among them, in the order of the files.
        interrupted: the exit status of a signal; 0 when there was none.
    """

    batch: BatchSummary
    jobs: list[Job]
    plays: list[PlaySummary] = field(default_factory=list)
    interrupted: int = 0

    def exit_status(self, *, waited: bool) -> int:
        """0 only if every file was taken and, when it was waited for, became a play."""
        if self.interrupted:
            return self.interrupted
        unfinished = waited and any(job.status is not JobStatus.COMPLETED for job in self.jobs)
        nothing = not (self.batch.added or self.batch.known)
        return Exit.FAILED if self.batch.refused or unfinished or nothing else Exit.DONE


def import_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE|FOLDER]...", help="Scripts, and folders full of them.")
    ] = None,
    *,
    samples: Annotated[
        bool, typer.Option("--samples", help="Import the three plays that come with PlayBuddy.")
    ] = False,
    wait: Annotated[bool, typer.Option(help="Parse now and show the progress, or leave it to a worker.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Import also what was imported before.")] = False,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Recognise the text of scanned pages; needs tesseract or the extra ocr.")
    ] = False,
    as_one: Annotated[
        bool | None,
        typer.Option("--as-one-play/--a-play-for-each", help="What becomes of a file with several plays."),
    ] = None,
    print_plays: Annotated[bool, typer.Option("--print", help="Print the plays when they are done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what became of each file as JSON.")] = False,
) -> None:
    """Import scripts into the library.

    Ctrl+C stops the work and keeps the jobs in the queue, with all that is done.
    """
    paths = [*(sample_scripts() if samples else ()), *(files or ())]
    if not paths:
        raise typer.BadParameter("Give files or folders, or --samples.")
    session = session_of(context)
    outcome = _import(session, paths, again=again, ocr=ocr, as_one=as_one, wait=wait)
    if as_json:
        print_json(_as_json(outcome))
    elif outcome.plays:
        out().print(table_of(outcome.plays))
        if print_plays:
            _print(session, outcome.plays)
    raise typer.Exit(outcome.exit_status(waited=wait))


def _import(
    session: Session, paths: Sequence[Path], *, again: bool, ocr: bool, as_one: bool | None, wait: bool
) -> _Outcome:
    with session.services() as services:
        with progress_bar("Adding") as show:
            batch = services.intake.add(paths, again=again, ocr=ocr, as_one=as_one, on_file=show)
        _tell(batch)
        known_jobs = [known.job for known in batch.known if known.job]
        known_jobs += services.queue.other_plays(known_jobs)
        jobs = {job.id: job for job in (*batch.added, *known_jobs)}
        outcome = _Outcome(batch, list(jobs.values()))
        if not wait:
            say(f"{count(len(batch.added), 'job')} added. The window or “playbuddy worker” does the rest.")
        elif not all(job.status.final for job in outcome.jobs):
            _work(services, outcome)
        made = [job.playbook_id for job in outcome.jobs if job.playbook_id]
        kept = [known.play_id for known in batch.known if known.job is None and known.play_id]
        outcome.plays = [services.library.summary(play_id) for play_id in (*made, *kept)]
    return outcome


def _work(services: Services, outcome: _Outcome) -> None:
    """Parse with the workers of this process, and whoever else is there, until the jobs are done."""
    with stop_on_signals() as stop:
        services.pool.start()
        queue, left = services.queue, outcome.jobs
        if queue.is_held():
            say("The queue is paused: nothing is begun until “playbuddy jobs unhold”. Ctrl+C ends the wait.")
        outcome.jobs = []
        while left and not stop.requested:
            outcome.jobs += wait_for([job.id for job in left], queue=queue, database=services.database, stop=stop)
            waited = {job.id for job in outcome.jobs}
            left = [job for job in queue.other_plays(outcome.jobs) if job.id not in waited]
        outcome.interrupted = stop.exit_status
        if stop.requested:
            say("Stopping. What is not done stays in the queue.")
            services.pool.stop()
    paused = sum(job.status is JobStatus.PAUSED for job in outcome.jobs)
    if paused:
        say(f"{count(paused, 'job is', 'jobs are')} paused. “playbuddy jobs resume --all” lets them go on.")


def _tell(batch: BatchSummary) -> None:
    """Say at once what is not going to be imported, and why."""
    for known in batch.known:
        where = "is in the queue already" if known.job and not known.job.status.final else "was imported before"
        say(f"{known.path.name} {where}. “--again” imports it once more.")
    for refused in batch.refused:
        complain(refused.error, about=str(refused.path))
    if batch.skipped:
        say(f"{count(batch.skipped, 'other file')} skipped: not scripts, by their names.")


def _print(session: Session, plays: Sequence[PlaySummary]) -> None:
    from playbuddy_desktop.cli.show_play import print_play
    from playbuddy_desktop.library.store import Library

    with session.database() as database:
        library = Library(database)
        for play in plays:
            print_play(out(), library.load(play.id))


def _as_json(outcome: _Outcome) -> dict[str, Any]:
    plays = {play.id: play for play in outcome.plays}
    added = {job.id for job in outcome.batch.added}
    return {
        "jobs": [
            {
                "id": job.id,
                "filename": job.filename,
                "part": job.part,
                "status": job.status.value,
                "known": job.first_job not in added,
                "play": plays.get(job.playbook_id) if job.playbook_id else None,
                "problem": _problem(job),
            }
            for job in outcome.jobs
        ],
        "refused": [{"path": refused.path, "problem": refused.error} for refused in outcome.batch.refused],
    }


def _problem(job: Job) -> ErrorReport | None:
    if job.failure_reason is None:
        return None
    return ErrorReport(job.error_code or "", job.failure_reason, job.advice or "")

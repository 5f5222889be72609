"""``playbuddy metrics`` and ``playbuddy health``: what the queue does, and whether it is well."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from playbuddy_desktop.cli.exits import Exit
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.stopping import stop_on_signals
from playbuddy_desktop.cli.terminal import out, print_json, short_seconds

if TYPE_CHECKING:
    from rich.console import RenderableType

    from playbuddy_desktop.jobs.health import Health
    from playbuddy_desktop.jobs.observation import Observation
    from playbuddy_desktop.jobs.stages import Breakdown

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Watch = Annotated[bool, typer.Option("--watch", help="Measure every two seconds until Ctrl+C.")]

STYLES: Final = {"healthy": "green", "paused": "yellow", "unhealthy": "bold red"}
WATCH_SECONDS: Final = 2.0
_TICK_SECONDS: Final = 0.1

_Look = Callable[[], tuple["Observation", "Breakdown"]]


def metrics(context: typer.Context, *, as_json: AsJson = False, watch: Watch = False) -> None:
    """Show the figures of the queue."""
    with _looking(context) as look:
        if as_json:
            for seen, breakdown in _looks(look, watch=watch):
                print_json({**asdict(seen.metrics), "storage": seen.storage, "last_24_hours": breakdown})
        else:
            _show((_figures(*found) for found in _looks(look, watch=watch)), watch=watch)


def health(context: typer.Context, *, as_json: AsJson = False, watch: Watch = False) -> None:
    """Say whether the queue is well; exits with 1 when it is not."""
    from playbuddy_desktop.jobs.health import HealthLevel

    level = HealthLevel.HEALTHY

    def judgements(look: _Look) -> Iterator[Health]:
        nonlocal level
        for seen, _ in _looks(look, watch=watch):
            level = seen.health.level
            yield seen.health

    with _looking(context) as look:
        if as_json:
            for found in judgements(look):
                print_json(found)
        else:
            _show((_judgement(found) for found in judgements(look)), watch=watch)
    if level is HealthLevel.UNHEALTHY:
        raise typer.Exit(Exit.FAILED)


@contextmanager
def _looking(context: typer.Context) -> Iterator[_Look]:
    """Opens the database, and measures as often as asked."""
    from playbuddy_desktop.jobs.observation import observe
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.jobs.stages import break_down

    session = session_of(context)
    with session.database() as database:
        queue = JobQueue(database, session.settings)

        def look() -> tuple[Observation, Breakdown]:
            seen = observe(queue, session.profile, session.settings)
            with database.read() as connection:
                return seen, break_down(connection, seen.metrics.measured_at)

        yield look


def _looks(look: _Look, *, watch: bool) -> Iterator[tuple[Observation, Breakdown]]:
    """One look, or one after the other until a signal comes."""
    yield look()
    if not watch:
        return
    with stop_on_signals() as stop:
        while True:
            due = time.monotonic() + WATCH_SECONDS
            while time.monotonic() < due and not stop.requested:
                time.sleep(_TICK_SECONDS)
            if stop.requested:
                return
            yield look()


def _show(pages: Iterator[RenderableType], *, watch: bool) -> None:
    """Print what comes; in a terminal that is watched, each in the place of the one before."""
    console = out()
    if not (watch and console.is_terminal):
        for page in pages:
            console.print(page, soft_wrap=True)
        return
    with Live(console=console, auto_refresh=False) as live:
        for page in pages:
            live.update(page, refresh=True)


def _judgement(found: Health) -> RenderableType:
    reasons = [Text(reason.sentence) for reason in found.reasons]
    return Group(Text(found.level.value, STYLES[found.level.value]), *reasons)


def _figures(seen: Observation, breakdown: Breakdown) -> RenderableType:
    figures = Table.grid(padding=(0, 2))
    for name, value in _rows(seen).items():
        figures.add_row(name, Text(value, "bold"))
    if not breakdown.engines:
        return figures
    recent = Table.grid(padding=(0, 2))
    recent.add_row(*(Text(name, "dim") for name in ("Last 24 hours", "Completed", "Failed", "Mean", "Of that")))
    for kind in (*breakdown.engines, *breakdown.formats):
        stages = kind.mean_stages
        parts = (
            " + ".join(short_seconds(each) for each in (stages.extract, stages.parse, stages.save)) if stages else ""
        )
        recent.add_row(kind.key, str(kind.completed), str(kind.failed), short_seconds(kind.mean_seconds), parts)
    return Group(figures, Text(), recent)


def _rows(seen: Observation) -> dict[str, str]:
    figures, storage = seen.metrics, seen.storage
    backup = storage.last_backup_at
    return {
        "Waiting": str(figures.queue_depth),
        "Running": str(figures.running),
        "Paused": str(figures.paused),
        "Retrying": str(figures.retrying),
        "Completed": str(figures.completed),
        "Failed": str(figures.failed),
        "Cancelled": str(figures.cancelled),
        "Mean processing time": short_seconds(figures.mean_seconds),
        "95 of 100 took at most": short_seconds(figures.p95_seconds),
        "  reading the file": short_seconds(figures.mean_extract_seconds),
        "  parsing the text": short_seconds(figures.mean_parse_seconds),
        "  saving the play": short_seconds(figures.mean_save_seconds),
        "Success rate": _percent(figures.success_rate),
        "Retried automatically": _percent(figures.auto_retry_rate),
        "Workers alive": str(figures.workers),
        "Workers busy": _percent(figures.worker_utilisation),
        "Longest wait now": short_seconds(figures.oldest_waiting_seconds),
        "Free disk space": _megabytes(storage.free_bytes),
        "Database": _megabytes(storage.database_bytes),
        "Last backup": f"{backup:%Y-%m-%d}" if backup is not None else "-",
    }


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _megabytes(size: int | None) -> str:
    return "-" if size is None else f"{size / 1_000_000:,.1f} MB"

"""``playbuddy metrics`` and ``playbuddy health``: what the queue does, and whether it is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from playbuddy_desktop.cli.exits import Exit
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import out, print_json, short_seconds

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.metrics import QueueMetrics

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

STYLES: Final = {"healthy": "green", "paused": "yellow", "unhealthy": "bold red"}


def metrics(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show the figures of the queue."""
    figures = _measure(context)
    if as_json:
        print_json(figures)
        return
    table = Table.grid(padding=(0, 2))
    for name, value in _rows(figures).items():
        table.add_row(name, Text(value, "bold"))
    out().print(table)


def health(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Say whether the queue is well; exits with 1 when it is not."""
    from playbuddy_desktop.jobs.health import HealthLevel, assess

    found = assess(_measure(context))
    if as_json:
        print_json(found)
    else:
        console = out()
        console.print(Text(found.level.value, STYLES[found.level.value]))
        for reason in found.reasons:
            console.print(Text(reason.sentence), soft_wrap=True)
    if found.level is HealthLevel.UNHEALTHY:
        raise typer.Exit(Exit.FAILED)


def _measure(context: typer.Context) -> QueueMetrics:
    from playbuddy_desktop.jobs.queue import JobQueue

    session = session_of(context)
    with session.database() as database:
        return JobQueue(database, session.settings).metrics()


def _rows(figures: QueueMetrics) -> dict[str, str]:
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
        "Success rate": _percent(figures.success_rate),
        "Retried automatically": _percent(figures.auto_retry_rate),
        "Workers alive": str(figures.workers),
        "Workers busy": _percent(figures.worker_utilisation),
        "Longest wait now": short_seconds(figures.oldest_waiting_seconds),
    }


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"

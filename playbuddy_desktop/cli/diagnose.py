"""``playbuddy diagnose``: a bundle for those who help, without anything of anybody's scripts."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from playbuddy_desktop.cli.exits import Exit
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import complain, out, say, table
from playbuddy_desktop.errors import ErrorReport, StorageError
from playbuddy_desktop.jobs.clock import utc_now

if TYPE_CHECKING:
    from playbuddy_desktop.diagnostics import Bundle
    from playbuddy_desktop.storage.database import Database


def diagnose(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Where to write; a new file in this folder when left out.")
    ] = None,
    *,
    only_list: Annotated[bool, typer.Option("--list", help="Only show what it would contain.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before it is written.")] = False,
) -> None:
    """Create a diagnostic bundle: versions, settings, figures, logs; no texts, no names of files, no secrets."""
    from playbuddy_desktop.diagnostics import collect, file_name

    target = file or Path(file_name(utc_now()))
    if target.exists() and not only_list:
        raise typer.BadParameter(f"There is a file {target} already: choose another name.")
    session = session_of(context)
    with ExitStack() as opened:
        database: Database | None = None
        try:
            database = opened.enter_context(session.database())
        except StorageError as error:
            complain(ErrorReport.of(error))
        bundle = collect(session.profile, session.settings, database)
    _show(bundle)
    if only_list:
        return
    if not (yes or typer.confirm(f"Write this to {target}?", err=True)):
        raise typer.Exit(Exit.FAILED)
    bundle.write(target)
    say(f"Written to {target}.")


def _show(bundle: Bundle) -> None:
    rows = table("File", "Size", "What it holds", wrap=("What it holds",))
    for part in bundle.parts:
        rows.add_row(part.name, f"{len(part.content):,} bytes", Text(part.meaning))
    out().print(rows)

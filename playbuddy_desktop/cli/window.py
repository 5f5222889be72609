"""``playbuddy window``: the window, with or without files to import in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from playbuddy_desktop.cli.session import Session, needs_qt, session_of
from playbuddy_desktop.errors import NoScreenError
from playbuddy_desktop.quick_start import has_screen


def window(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE|FOLDER]...", help="Scripts to import.")] = None,
) -> None:
    """Open the window, and import scripts in it if any are given."""
    raise typer.Exit(open_window(session_of(context), files or ()))


def open_window(session: Session, files: Sequence[Path]) -> int:
    """Show the window until it is closed; returns the exit status.

    Raises:
        NoScreenError: there is nothing to show it on; Qt would abort the process.
    """
    if not has_screen():
        raise NoScreenError
    with needs_qt():
        from playbuddy_desktop.app import run_window

    return run_window(session.profile, files)

"""``playbuddy selftest``: for whoever packaged or installed the program."""

from __future__ import annotations

import typer


def selftest() -> None:
    """Check that the program is complete: import a script of each format in a profile that is thrown away."""
    from playbuddy_desktop.selftest.run import run

    raise typer.Exit(run(typer.echo))

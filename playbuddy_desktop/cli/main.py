"""The commands put together: global options, the command to run, errors in plain sentences, exit statuses."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from playbuddy_desktop.about import this_build
from playbuddy_desktop.cli import (
    diagnose,
    doctor,
    health,
    holding,
    importing,
    jobs,
    parse,
    plays,
    selftest,
    window,
    work,
)
from playbuddy_desktop.cli.exits import HELP, Exit
from playbuddy_desktop.cli.session import Session, session_of
from playbuddy_desktop.cli.terminal import complain, prepare_streams
from playbuddy_desktop.errors import BugError, ErrorReport, KnownError
from playbuddy_desktop.log_events import LogEvent


class _FilesOpenTheWindow(TyperGroup):
    """Takes ``playbuddy FILE…``, as file managers start it, for ``playbuddy window FILE…``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command."""
        if args and args[0] not in self.commands and Path(args[0]).exists():
            args = ["window", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_FilesOpenTheWindow,
    epilog=HELP,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("window")(window.window)
app.command("import", no_args_is_help=True, epilog=HELP)(importing.import_)
for waiting in (holding.hold, holding.unhold, holding.snooze):
    jobs.app.command()(waiting)
app.add_typer(jobs.app, name="jobs")
app.command()(parse.parse)
app.add_typer(plays.app, name="plays")
app.command()(work.worker)
app.command()(health.metrics)
app.command()(health.health)
app.command()(diagnose.diagnose)
app.command()(doctor.doctor)
app.command()(selftest.selftest)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"PlayBuddy Desktop {this_build()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _globals(
    context: typer.Context,
    *,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Use another library, or PLAYBUDDY_PROFILE."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the library in this folder, or in PLAYBUDDY_DATA_DIR."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """Turn theatre scripts into structured plays. Without a command, open the window."""
    context.obj = Session(profile, data_dir)
    if context.invoked_subcommand is None:
        raise typer.Exit(window.open_window(session_of(context), ()))


def run(arguments: Sequence[str]) -> int:
    """Run a command line; what goes wrong becomes a sentence on standard error.

    Returns:
        The exit status.
    """
    prepare_streams()
    try:
        app(list(arguments), prog_name="playbuddy")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.DONE
    except Exception as error:  # noqa: BLE001 - whatever it is becomes a sentence
        return tell(error)
    return Exit.FAILED


def tell(error: Exception) -> int:
    """Say on standard error what went wrong; of a bug, the log has the traceback.

    Returns:
        The exit status.
    """
    if isinstance(error, KnownError):
        complain(ErrorReport.of(error))
    else:
        _report_bug(error)
    return Exit.FAILED


def _report_bug(error: Exception) -> None:
    import structlog

    structlog.get_logger(__name__).exception(LogEvent.COMMAND_BUG)
    complain(ErrorReport.of(BugError()))
    sys.stderr.write(f"{type(error).__name__}: {error}\n")

"""``playbuddy parse``: a script's play at once, without queue and library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import out, print_play_json
from playbuddy_desktop.cli.waiting import progress_bar
from playbuddy_desktop.errors import UnreadableFileError

if TYPE_CHECKING:
    from playbuddy_desktop.parsing.playbook import Playbook
    from playbuddy_desktop.settings import Settings


def parse(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The script.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the play as JSON.")] = False,
) -> None:
    """Parse a script and print the play; nothing is saved."""
    settings = session_of(context).settings
    if not file.is_file():
        raise UnreadableFileError(f"There is no file {file}.")
    playbook = _parsed(file, settings)
    if as_json:
        print_play_json(playbook)
    else:
        from playbuddy_desktop.cli.show_play import print_play

        print_play(out(), playbook)


def _parsed(file: Path, settings: Settings) -> Playbook:
    from playbuddy_desktop.jobs.pipeline import parse_file

    with progress_bar(file.name) as show:
        return parse_file(file, settings, lambda progress: show(progress.percent, 100))

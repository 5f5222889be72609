"""``playbuddy parse``: a script's play at once, without queue and library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import count, out, print_plays_json, say
from playbuddy_desktop.cli.waiting import progress_bar
from playbuddy_desktop.errors import UnreadableFileError

if TYPE_CHECKING:
    from playbuddy_desktop.parsing.engine import PlaySpan
    from playbuddy_desktop.parsing.playbook import Playbook
    from playbuddy_desktop.settings import Settings


def parse(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The script.")],
    *,
    play: Annotated[
        int | None, typer.Option("--play", min=1, metavar="N", help="Of a file with several plays, the Nth.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All plays of the file, each for itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the play as JSON; with --all, a list.")] = False,
) -> None:
    """Parse a script and print the play; nothing is saved.

    Of a file with several plays, the one that the file is named for is printed; if there is none, all of them as one.
    """
    settings = session_of(context).settings
    if not file.is_file():
        raise UnreadableFileError(f"There is no file {file}.")
    if play and all_:
        raise typer.BadParameter("Give --play or --all.")
    playbooks = _parsed(file, settings, play, each=all_)
    if as_json:
        print_plays_json(playbooks, as_list=all_)
        return
    from playbuddy_desktop.cli.show_play import print_play

    for playbook in playbooks:
        print_play(out(), playbook)


def _parsed(file: Path, settings: Settings, number: int | None, *, each: bool) -> list[Playbook]:
    from playbuddy_desktop.jobs.pipeline import parse_plays
    from playbuddy_desktop.parsing.volume import usual_choice

    found: list[PlaySpan] = []

    def choose(plays: Sequence[PlaySpan]) -> list[Sequence[PlaySpan]]:
        found[:] = plays
        if number and number > len(plays):
            raise typer.BadParameter(f"The file holds {count(len(plays), 'play')}.")
        if number:
            return [[plays[number - 1]]]
        return [[play] for play in plays] if each else [usual_choice(plays)]

    with progress_bar(file.name) as show:
        playbooks = parse_plays(file, settings, choose, lambda progress: show(progress.percent, 100))
    if len(found) > 1 and not each:
        _tell(found, playbooks[0], number)
    return playbooks


def _tell(plays: Sequence[PlaySpan], printed: Playbook, number: int | None) -> None:
    """Name the plays of a file of which one was printed, or all of them as one."""
    titles = ", ".join(f"{at} {play.title or printed.title}" for at, play in enumerate(plays, start=1))
    one = number is not None or any(play.main for play in plays)
    what = f"“{printed.title}” is printed" if one else "they are printed as one"
    say(f"The file holds {len(plays)} plays: {titles}; {what}. “--play N” prints one, “--all” each for itself.")

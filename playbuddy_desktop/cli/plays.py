"""``playbuddy plays``: look at the library and take plays out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from playbuddy_desktop.cli.ids import resolve_play, short
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import out, print_json, print_play_json, say, table

if TYPE_CHECKING:
    from rich.table import Table

    from playbuddy_desktop.cli.session import Session
    from playbuddy_desktop.library.store import PlaySummary
    from playbuddy_desktop.parsing.playbook import Playbook

app = typer.Typer(no_args_is_help=True, help="Look at the library and take plays out of it.")

Id = Annotated[str, typer.Argument(metavar="ID", help="A play: its id, or its first digits.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(
    context: typer.Context,
    *,
    text: Annotated[str, typer.Option(help="Only plays whose title, author, year or file has these words.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the plays, the newest first."""
    from playbuddy_desktop.library.store import Library

    with session_of(context).database() as database:
        plays = Library(database).list_plays(text)
    if as_json:
        print_json(plays)
    elif plays:
        out().print(table_of(plays))
    else:
        say("No play fits." if text else "The library is empty.")


def table_of(plays: list[PlaySummary]) -> Table:
    """Plays as rows, with their sums."""
    rows = table("Id", "Title", "Author", wrap=("Title", "Author"))
    for name in ("Cast", "Acts", "Scenes", "Lines"):
        rows.add_column(name, justify="right")
    for play in plays:
        rows.add_row(
            short(play.id),
            Text(play.title, "bold"),
            Text(play.author),
            *(f"{number:,}" for number in (play.character_count, play.act_count, play.scene_count, play.line_count)),
        )
    return rows


@app.command()
def show(context: typer.Context, play: Id, *, as_json: AsJson = False) -> None:
    """Print a play: cast, acts, scenes, lines."""
    playbook = _load(session_of(context), play)
    if as_json:
        print_play_json(playbook)
    else:
        from playbuddy_desktop.cli.show_play import print_play

        print_play(out(), playbook)


@app.command()
def export(
    context: typer.Context,
    play: Id,
    file: Annotated[Path | None, typer.Argument(help="Where to write; standard output when left out.")] = None,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file if there is one.")] = False,
) -> None:
    """Write a play as JSON."""
    playbook = _load(session_of(context), play)
    if file is None or str(file) == "-":
        print_play_json(playbook)
        return
    if file.exists() and not replace:
        raise typer.BadParameter(f"There is a file {file} already: choose another name, or give --replace.")
    from playbuddy_desktop.library.export import export_json

    export_json(playbook, file)
    say(f"Written to {file}.")


def _load(session: Session, play: str) -> Playbook:
    from playbuddy_desktop.library.store import Library

    with session.database() as database:
        return Library(database).load(resolve_play(database, play))

"""Writes the manual page, playbuddy(1), from the commands themselves, so that it cannot say anything else than they do.

Usage: python packaging/man_page.py [FILE]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from project import COMMAND, ROOT, SUMMARY, Source, read_source

_SYNOPSIS = """\
.SH SYNOPSIS
.B playbuddy
.RI [ OPTIONS ]
.RI [ FILE | FOLDER ]...
.br
.B playbuddy
.RI [ OPTIONS ]
.I COMMAND
.RI [ ARGUMENTS ]...
.SH DESCRIPTION
PlayBuddy reads theatre scripts and finds the play in them: acts and scenes, the cast, who says which line, and the
stage directions in between.
Without a command it opens its window, and imports the files and folders that were named.
The commands do the same work in a terminal, with or without a screen.
"""
_CLOSING = """\
.SH FILES
.TP
.I ~/.local/share/PlayBuddy
The libraries, a folder for each profile: database, copies of the imported files, backups and logs.
Removing the program leaves them where they are.
.SH ENVIRONMENT
.TP
.B PLAYBUDDY_PROFILE
The library to use, as with
.BR \\-\\-profile .
.TP
.B PLAYBUDDY_DATA_DIR
The folder to keep it in, as with
.BR \\-\\-data\\-dir .
"""


def page(source: Source, command: Any) -> str:
    """The whole page in man(7) macros.

    Args:
        source: what is documented.
        command: the group of all commands, as Typer makes it.
    """
    head = f'.TH PLAYBUDDY 1 "{source.date}" "PlayBuddy {_plain(source.version)}" "User Commands"\n'
    name = f".SH NAME\n{COMMAND} \\- {SUMMARY[0].lower()}{SUMMARY[1:]}\n"
    options = "".join([".SH OPTIONS\n", *_options(command)])
    commands = "".join([".SH COMMANDS\n", *_commands(command, ())])
    return head + name + _SYNOPSIS + options + commands + _CLOSING + _exits(command)


def _commands(group: Any, path: tuple[str, ...]) -> Iterator[str]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        here = (*path, name)
        if hasattr(command, "commands"):
            yield from _commands(command, here)
            continue
        yield f".SS {' '.join(here)}{''.join(_arguments(command))}\n{_plain(_first_paragraph(command.help))}\n"
        yield from _options(command)


def _arguments(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield f" {_plain(_value(parameter))}"


def _options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name != "option" or parameter.hidden:
            continue
        names = ", ".join(rf"\fB{_plain(name)}\fR" for name in [*parameter.opts, *parameter.secondary_opts])
        value = "" if parameter.is_flag else rf" \fI{_plain(_value(parameter))}\fR"
        yield f".TP\n{names}{value}\n{_plain(parameter.help or '')}\n"


def _value(parameter: Any) -> str:
    """What stands for a value in a line of usage."""
    return str(parameter.metavar or parameter.name.upper())


def _exits(command: Any) -> str:
    """What the epilogue of the help says of the exit statuses."""
    text = " ".join((command.epilog or "").split())
    return f".SH EXIT STATUS\n{_plain(text)}\n" if text else ""


def _first_paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


def _plain(text: str) -> str:
    """Text that troff takes as it stands: a hyphen is typed by people, so it stays one."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("→", "->")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


def main() -> None:
    """Write the page to the file that was named, else print it."""
    sys.path.insert(0, str(ROOT))
    from playbuddy_desktop.cli.main import app

    text = page(read_source(allow_dirty=True), typer.main.get_command(app))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()

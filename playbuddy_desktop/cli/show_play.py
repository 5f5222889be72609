"""Prints a play so that it can be read: cast, acts, scenes, lines with coloured speakers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from playbuddy_desktop.cli.terminal import count
from playbuddy_desktop.parsing.playbook import Line, LineType, Playbook

COLOURS: Final = ("cyan", "magenta", "green", "yellow", "blue", "red", "bright_cyan", "bright_magenta", "bright_green")
"""Given to the characters in turn; readable on dark and on light ground."""

_DIRECTION_INDENT: Final = 8
_SPEECH_INDENT: Final = 4
_NARROWEST: Final = 20


def print_play(console: Console, playbook: Playbook) -> None:
    """Print the whole play."""
    _Printer(console, playbook).print()


def sums(playbook: Playbook) -> str:
    """The play in numbers."""
    return ", ".join(
        (
            count(len(playbook.characters), "character"),
            count(len(playbook.acts), "act"),
            count(playbook.scene_count, "scene"),
            count(playbook.line_count, "line"),
        )
    )


class _Printer:
    """One play on its way to the terminal."""

    def __init__(self, console: Console, playbook: Playbook) -> None:
        self._console = console
        self._play = playbook
        self._names = {
            character.id: Text(character.name, f"bold {COLOURS[number % len(COLOURS)]}")
            for number, character in enumerate(playbook.characters)
        }

    def print(self) -> None:
        self._title()
        self._cast()
        for act in self._play.acts:
            if act.title:
                self._console.print()
                self._console.print(Rule(Text(act.title, "bold")))
            for scene in act.scenes:
                self._console.print()
                if scene.title:
                    self._console.print(Text(scene.title, "bold underline"))
                    self._console.print()
                self._lines(scene.lines)
        self._console.print()

    def _title(self) -> None:
        self._console.print()
        self._console.print(Rule(Text(self._play.title, "bold")))
        if self._play.author:
            self._console.print(Text(self._play.author, "italic"), justify="center")
        self._console.print(Text(sums(self._play), "dim"), justify="center")
        self._console.print()

    def _cast(self) -> None:
        table = Table.grid(padding=(0, 2))
        for character in self._play.characters:
            table.add_row(self._names[character.id], Text(character.description or ""))
        self._console.print(table)

    def _lines(self, lines: Sequence[Line]) -> None:
        speaking: list[str] = []
        for line in lines:
            if line.type is LineType.STAGE_DIRECTION:
                self._indented(Text(line.text, "italic dim"), _DIRECTION_INDENT)
                speaking = []
                continue
            if line.speakers != speaking:
                self._console.print(Text(", ").join(self._names[speaker] for speaker in line.speakers))
            speaking = line.speakers
            self._indented(Text(line.text), _SPEECH_INDENT + 2 * line.formatting.indent_level)

    def _indented(self, text: Text, indent: int) -> None:
        for row in text.wrap(self._console, max(self._console.width - indent, _NARROWEST)):
            row.rstrip()
            self._console.print(Text(" " * indent) + row, soft_wrap=True)

"""What the README promises is what the program does."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import typer

from playbuddy_desktop import errors
from playbuddy_desktop.cli.main import app
from playbuddy_desktop.parsing.extract.formats import FORMATS
from playbuddy_desktop.settings import Settings

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_format_is_listed_with_its_file_names() -> None:
    """No format is kept secret, and none is promised that cannot be read."""
    listed = set(re.findall(r"`(\.[a-z]+)`", README.split("| format | file names |")[1].split("\n\n")[0]))
    assert {suffix for format_ in FORMATS.values() for suffix in format_.suffixes} == listed


def test_the_quoted_errors_are_the_programs() -> None:
    """A message in the table can be searched for."""
    table = README.split("| message | what to do |")[1].split("\n\n")[0]
    quoted = set(re.findall(r"^\| ([A-Z][^|]+?) \|", table, re.MULTILINE))
    ours = {inspect.cleandoc(error.__doc__ or "") for error in _errors(errors.KnownError)}
    assert len(quoted) > 3
    assert set() == quoted - ours


def _errors(base: type[errors.KnownError]) -> Iterator[type[errors.KnownError]]:
    for error in base.__subclasses__():
        yield error
        yield from _errors(error)


def test_the_commands_exist() -> None:
    """Every command of the table can be called, and every command stands in it."""
    listed = set(re.findall(r"^\| `playbuddy ([a-z]+)", README, re.MULTILINE)) | {"health"}
    assert set(typer.main.get_command(app).commands) == listed  # type: ignore[attr-defined] # a group has them


def test_the_settings_of_the_example_exist() -> None:
    """The example of a settings file is a valid one."""
    example = README.split("```toml")[1].split("```")[0]
    names = set(re.findall(r"^(\w+) =", example, re.MULTILINE))
    assert len(names) == 3
    assert names <= Settings.model_fields.keys()


def test_the_linked_files_exist() -> None:
    """No link of the README leads nowhere."""
    links = set(re.findall(r"\]\((?!http)([^)#]+)\)", README))
    assert set() == {link for link in links if not (Path(__file__).parents[2] / link).exists()}

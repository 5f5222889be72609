"""What holds for all commands: help, global options, errors in plain sentences, exit statuses."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playbuddy_desktop import __version__
from playbuddy_desktop.cli.main import run

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command

COMMANDS = ["window", "import", "jobs", "parse", "plays", "worker", "metrics", "health", "diagnose"]


def test_help_names_the_commands_and_the_exit_statuses(playbuddy: Command) -> None:
    """A newcomer finds everything in one place."""
    result = playbuddy("--help")
    assert 0 == result.status
    assert [] == [command for command in COMMANDS if f" {command} " not in result.out]
    assert "130 ended by Ctrl+C" in " ".join(result.out.replace("│", " ").split())


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["jobs", "retry"], ["plays", "export"]])
def test_each_command_has_help(playbuddy: Command, command: list[str]) -> None:
    """The help of every command is printed without touching any data."""
    result = playbuddy(*command, "--help")
    assert (0, "") == (result.status, result.err)
    assert "Usage: playbuddy" in result.out


def test_the_version(playbuddy: Command) -> None:
    """It stands alone on a line."""
    assert f"PlayBuddy Desktop {__version__}\n" == playbuddy("--version").out


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["jobs", "nonsense"], ["--nonsense"], ["jobs", "list", "--status", "asleep"], ["import"]],
)
def test_a_misspelt_command_exits_with_two(playbuddy: Command, arguments: list[str]) -> None:
    """What is wrong stands on standard error; nothing is done."""
    result = playbuddy(*arguments)
    assert 2 == result.status
    assert result.out + result.err != ""


def test_global_options_choose_the_library(tmp_path: Path, playbuddy: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option wins over the environment, and a profile is a library of its own."""
    monkeypatch.setenv("PLAYBUDDY_DATA_DIR", str(tmp_path / "environment"))
    assert 0 == playbuddy("plays", "list").status
    assert 0 == run(["plays", "list"])
    assert 0 == run(["--data-dir", str(tmp_path / "other"), "--profile", "school", "plays", "list"])
    assert {"data", "environment", "other"} == {file.parent.name for file in tmp_path.glob("*/playbuddy.db")}


def test_a_profile_with_an_impossible_name(playbuddy: Command) -> None:
    """The sentence names it and says which names are possible."""
    result = playbuddy("--profile", "../up", "plays", "list")
    assert (1, "") == (result.status, result.out)
    assert "“../up” cannot be a profile's name: use letters, digits" in result.err


def test_a_data_directory_that_is_a_file(playbuddy: Command, data_dir: Path) -> None:
    """The sentence says what to do; no traceback."""
    data_dir.write_text("not a folder", encoding="utf-8")
    result = playbuddy("plays", "list")
    assert 1 == result.status
    assert "choose another with --data-dir" in result.err
    assert "Traceback" not in result.err


def test_a_damaged_database(playbuddy: Command, data_dir: Path) -> None:
    """The sentence points to the backups."""
    data_dir.mkdir()
    (data_dir / "playbuddy.db").write_bytes(b"no database" * 1000)
    result = playbuddy("jobs", "list")
    assert (1, "") == (result.status, result.out)
    assert "The database is damaged." in result.err
    assert "backups" in result.err


def test_a_bug_is_told_without_a_traceback_and_logged_with_it(playbuddy: Command, data_dir: Path) -> None:
    """A table that is missing is nobody's fault but ours."""
    playbuddy("plays", "list")
    with closing(sqlite3.connect(data_dir / "playbuddy.db")) as connection:
        connection.execute("ALTER TABLE plays RENAME TO plays_gone")
        connection.commit()
    result = playbuddy("plays", "list")
    assert (1, "") == (result.status, result.out)
    assert "PlayBuddy made a mistake." in result.err
    assert "Traceback" not in result.err
    logged = (data_dir / "logs" / "playbuddy.log").read_text(encoding="utf-8")
    assert '"error": "OperationalError"' in logged
    assert '"trace": ' in logged


def test_a_bad_setting_is_told_on_standard_error(playbuddy: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command works on with the default, and JSON stays clean."""
    monkeypatch.setenv("PLAYBUDDY_WORKER_COUNT", "many")
    result = playbuddy("plays", "list", "--json")
    assert (0, []) == (result.status, result.json)
    assert "Warning: The number of workers must be 1 to 16" in result.err


@pytest.mark.parametrize("arguments", [["import", "--samples"], ["window"], []])
def test_a_machine_without_the_libraries_of_qt(tmp_path: Path, arguments: list[str]) -> None:
    """The sentence says what to install."""
    broken = tmp_path / "broken" / "PySide6"
    broken.mkdir(parents=True)
    sentence = "libGL.so.1: cannot open shared object file: No such file or directory"
    (broken / "__init__.py").write_text(f"raise ImportError({sentence!r})\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "playbuddy_desktop", "--data-dir", tmp_path / "data", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(broken.parent)},
        check=False,
    )
    assert (1, "") == (result.returncode, result.stdout)
    assert f"Error: A library of the system is missing: {sentence}.\nOn Debian" in result.stderr

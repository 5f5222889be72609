"""The straight way to the window is taken for the window only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from playbuddy_desktop.quick_start import Asked, window_asked


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program is started: with a script, and a file that has the name of a command."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "play.txt").touch()
    (tmp_path / "jobs").touch()
    (tmp_path / "scripts").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", Asked()),
        ("window", Asked()),
        ("play.txt", Asked(files=[Path("play.txt")])),
        ("./jobs ./scripts", Asked(files=[Path("jobs"), Path("scripts")])),
        ("window jobs", Asked(files=[Path("jobs")])),
        ("--profile tour --data-dir=there play.txt", Asked("tour", Path("there"), [Path("play.txt")])),
        ("--data-dir there window", Asked(data_dir=Path("there"))),
    ],
)
def test_the_window_is_understood(folder: Path, line: str, expected: Asked) -> None:
    """Its options, and files as file managers give them."""
    assert expected == window_asked(line.split())


@pytest.mark.parametrize(
    "line",
    [
        *("jobs", "jobs list", "import play.txt", "scripts", "gone.txt", "play.txt jobs", "--help", "-h", "--version"),
        *("window --help", "window -x", "--profile", "--data-dir there jobs list", "--unknown=1", "play.txt --ocr"),
    ],
)
def test_everything_else_is_for_the_commands(folder: Path, line: str) -> None:
    """Commands, even where a file has the name of one, options, and whatever is wrong."""
    assert window_asked(line.split()) is None


def test_the_commands_are_not_loaded_for_the_window() -> None:
    """They take as long to import as Qt: the window does not wait for them, nor for what reads plays and jobs."""
    code = (
        "import sys, playbuddy_desktop.__main__, playbuddy_desktop.quick_start, playbuddy_desktop.app; "
        "print(sorted({'typer', 'rich', 'sqlalchemy', 'pydantic', 'lxml', 'structlog', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == done.stdout

"""The commands, run in this process on a data directory of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import volumes

from playbuddy_desktop import logs
from playbuddy_desktop.cli.main import run


@dataclass(frozen=True)
class Result:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON; nothing else may stand there."""
        return json.loads(self.out)


Command = Callable[..., Result]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where the library of the test lies; it does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def playbuddy(data_dir: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """Runs a command line."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("PLAYBUDDY_POLL_SECONDS", "0.1")

    def playbuddy(*arguments: str | Path) -> Result:
        status = run(["--data-dir", str(data_dir), *map(str, arguments)])
        return Result(int(status), *capfd.readouterr())

    yield playbuddy
    logs.configure(None)


@pytest.fixture
def script(tmp_path: Path, make_script: Callable[[int], str]) -> Callable[[int], Path]:
    """Writes a play of so many speeches to a file of its own."""

    def write(speeches: int) -> Path:
        path = tmp_path / f"play-{speeches}.txt"
        path.write_text(make_script(speeches), encoding="utf-8")
        return path

    return write


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """Three short plays in one file."""
    file = tmp_path / "small room.txt"
    file.write_text(volumes.volume(), encoding="utf-8")
    return file

"""The program as a process: started, watched through its database, killed and started again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 120.0


class Program:
    """Starts ``playbuddy`` on one data directory and looks at what it wrote."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._running: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the program in the background, in a process group of its own."""
        settings = {"PLAYBUDDY_CHUNK_CHARS": "1000", "PLAYBUDDY_POLL_SECONDS": "0.2", "QT_QPA_PLATFORM": "offscreen"}
        process = subprocess.Popen(
            [sys.executable, "-m", "playbuddy_desktop", "--data-dir", str(self.data_dir), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | settings | environment,
            start_new_session=True,
        )
        self._running.append(process)
        return process

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database answers to a query; nothing while it does not exist yet."""
        file = self.data_dir / "playbuddy.db"
        if not file.exists():
            return []
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
            try:
                return connection.execute(sql).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise

    def wait_until(self, condition: Callable[[], object]) -> None:
        """Poll until the condition holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "waited too long"
            time.sleep(0.01)

    def statuses(self) -> list[str]:
        """The status of each job, in the order of enqueueing."""
        return [status for (status,) in self.rows("SELECT status FROM parse_jobs ORDER BY position")]

    def checkpointed(self) -> bool:
        """Whether some job is in the middle of its chunks."""
        return bool(self.rows("SELECT 1 FROM parse_jobs WHERE status = 'running' AND completed_chunks > 0"))

    def close(self) -> None:
        """End whatever a test left running."""
        for process in self._running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program on an empty data directory."""
    program = Program(tmp_path / "data")
    yield program
    program.close()


@pytest.fixture
def script(tmp_path: Path, make_script: Callable[[int], str]) -> Callable[[int], Path]:
    """Writes a play of so many speeches to a file of its own."""

    def write(speeches: int) -> Path:
        path = tmp_path / f"play-{speeches}.txt"
        path.write_text(make_script(speeches), encoding="utf-8")
        return path

    return write

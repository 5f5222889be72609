"""Ctrl+C and SIGTERM while ``playbuddy import`` works; the program runs as a process of its own."""

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
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command

PATIENCE = 60.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX signals")


def _wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def _jobs(data_dir: Path) -> list[tuple[str, int]]:
    """Status and number of finished chunks of each job."""
    with closing(sqlite3.connect(f"file:{data_dir / 'playbuddy.db'}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute("SELECT status, completed_chunks FROM parse_jobs").fetchall()


def _lives(process: psutil.Process) -> bool:
    """Whether it runs; a process that nobody has asked for its end yet does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def importing(data_dir: Path, script: Callable[[int], Path]) -> Iterator[subprocess.Popen[str]]:
    """An import of a long play in the middle of its chunks."""
    process = subprocess.Popen(
        [sys.executable, "-m", "playbuddy_desktop", "--data-dir", data_dir, "import", script(6_000)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PLAYBUDDY_CHUNK_CHARS": "1000"},
        start_new_session=True,
    )
    _wait_until(lambda: (data_dir / "playbuddy.db").exists() and (data_dir / "locks").exists())

    def in_the_middle() -> bool:
        try:
            return any(status == "running" and chunks > 0 for status, chunks in _jobs(data_dir))
        except sqlite3.OperationalError:
            return False  # the tables are not made yet

    _wait_until(in_the_middle)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_the_work_is_handed_back(importing: subprocess.Popen[str], data_dir: Path, name: str, status: int) -> None:
    """The job waits in the queue with what is done, the person is told, no process is left."""
    children = psutil.Process(importing.pid).children(recursive=True)
    importing.send_signal(getattr(signal, name))
    out, err = importing.communicate(timeout=5)
    assert (status, "") == (importing.returncode, out)
    assert "What is not done stays in the queue." in err
    assert "Traceback" not in err
    ((job_status, chunks),) = _jobs(data_dir)
    assert "queued" == job_status
    assert chunks > 0
    assert children
    _wait_until(lambda: not any(_lives(child) for child in children))


def test_ctrl_c_in_a_terminal_reaches_the_children_too(importing: subprocess.Popen[str], data_dir: Path) -> None:
    """A terminal signals the whole group of processes; that loses no job either."""
    os.killpg(importing.pid, signal.SIGINT)
    _, err = importing.communicate(timeout=5)
    assert 130 == importing.returncode
    assert "Traceback" not in err
    assert ["queued"] == [status for status, _ in _jobs(data_dir)]


def test_the_second_signal_ends_it_at_once(importing: subprocess.Popen[str], data_dir: Path) -> None:
    """Whoever is in a hurry gets out; the next start takes the job back."""
    importing.send_signal(signal.SIGSTOP)
    importing.send_signal(signal.SIGTERM)
    importing.send_signal(signal.SIGINT)
    importing.send_signal(signal.SIGCONT)
    importing.communicate(timeout=5)
    assert importing.returncode in {130, 143}
    assert {"running", "queued"} >= {status for status, _ in _jobs(data_dir)}


def test_who_waits_for_a_paused_queue_is_told(
    playbuddy: Command, data_dir: Path, script: Callable[[int], Path]
) -> None:
    """At once, with what lets it go on; Ctrl+C ends the wait."""
    playbuddy("jobs", "hold")
    command = [sys.executable, "-m", "playbuddy_desktop", "--data-dir", str(data_dir), "import", str(script(20))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert "“playbuddy jobs unhold”" in told
    assert (130, [("queued", 0)]) == (process.returncode, _jobs(data_dir))

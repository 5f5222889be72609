"""Opening the window from the command line, as file managers do; the program runs as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command

PATIENCE = 60.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX signals")


@pytest.mark.parametrize("command", [[], ["window"]])
def test_files_on_the_command_line_are_imported_in_the_window(
    playbuddy: Command, data_dir: Path, script: Callable[[int], Path], command: list[str]
) -> None:
    """The window opens, its workers make the play, and SIGTERM closes it with status 0."""
    window = subprocess.Popen(
        [sys.executable, "-m", "playbuddy_desktop", "--data-dir", data_dir, *command, script(30), script(40)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not data_dir.exists() or len(playbuddy("plays", "list", "--json").json) < 2:
            assert window.poll() is None, window.communicate()
            assert time.monotonic() < deadline, "waited too long"
            time.sleep(0.1)
        window.send_signal(signal.SIGTERM)
        _, err = window.communicate(timeout=10)
        assert (0, "") == (window.returncode, err)
    finally:
        if window.poll() is None:
            os.killpg(window.pid, signal.SIGKILL)
            window.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_the_program_says_so(tmp_path: Path) -> None:
    """No abort of Qt's, but a sentence that leads to the commands."""
    result = subprocess.run(
        [sys.executable, "-m", "playbuddy_desktop", "--data-dir", tmp_path / "data"],
        capture_output=True,
        text=True,
        env={
            name: value
            for name, value in os.environ.items()
            if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        },
        check=False,
    )
    assert (1, "") == (result.returncode, result.stdout)
    assert "There is no screen to open the window on.\nUse the commands" in result.stderr

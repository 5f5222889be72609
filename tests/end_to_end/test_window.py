"""The window as a process of its own."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")


def test_window_imports_what_it_is_opened_with(program, tmp_path: Path, make_script) -> None:
    """``playbuddy FILE`` shows the window and imports; SIGTERM ends it in order, and nothing is complained about."""
    script = tmp_path / "lanterns.txt"
    script.write_text(make_script(40), encoding="utf-8")
    window = program.start(str(script))
    program.wait_until(lambda: program.statuses() and program.statuses()[0] in ("completed", "failed"))
    assert ["completed"] == program.statuses()
    window.send_signal(signal.SIGTERM)
    out, errors = window.communicate(timeout=10)
    complaints = [line for line in errors.splitlines() if "This plugin does not support" not in line]
    assert (0, "", []) == (window.returncode, out, complaints)


def test_sigterm_in_mid_job_hands_the_job_back(program, tmp_path: Path, make_script) -> None:
    """The window is gone within five seconds, and the next one goes on at the checkpoint and finishes once."""
    script = tmp_path / "long.txt"
    script.write_text(make_script(20_000), encoding="utf-8")
    window = program.start(str(script))
    program.wait_until(program.checkpointed)
    sent = time.monotonic()
    window.send_signal(signal.SIGTERM)
    assert 0 == window.wait(timeout=10)
    assert time.monotonic() - sent < 5
    assert ["queued"] == program.statuses()
    again = program.start("window")
    program.wait_until(lambda: program.statuses() == ["completed"])
    again.send_signal(signal.SIGINT)
    assert 0 == again.wait(timeout=10)
    assert [(1,)] == program.rows("SELECT count(*) FROM plays")


def test_second_start_hands_its_files_to_the_first_window(program, tmp_path: Path, make_script) -> None:
    """It ends at once with status 0, and the open window imports them; after a kill -9 a start is a first one."""
    script = tmp_path / "lanterns.txt"
    script.write_text(make_script(40), encoding="utf-8")
    window = program.start("window")
    program.wait_until((program.data_dir / "locks" / "window.lock").exists)
    second = program.run("window", str(script))
    assert (0, "", None) == (second.returncode, second.stdout, window.poll())
    program.wait_until(lambda: program.statuses() == ["completed"])
    window.kill()
    window.wait(timeout=10)
    other = tmp_path / "others.txt"
    other.write_text(make_script(41), encoding="utf-8")
    third = program.start("window", str(other))
    program.wait_until(lambda: program.statuses() == ["completed", "completed"])
    third.send_signal(signal.SIGTERM)
    assert 0 == third.wait(timeout=10)


def test_library_that_cannot_be_opened_ends_with_status_1(program) -> None:
    """A damaged database is no crash: the window says so until it is told to end."""
    program.data_dir.mkdir(parents=True)
    (program.data_dir / "playbuddy.db").write_bytes(b"this is no database" * 400)
    window = program.start("window")
    time.sleep(3)  # the dialog leaves no trace that could be waited for
    window.send_signal(signal.SIGTERM)
    out, errors = window.communicate(timeout=10)
    assert (1, "") == (window.returncode, out)
    assert "Traceback" not in errors

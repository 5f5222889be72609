"""The program's check of itself, as packages and installers run it."""

from __future__ import annotations

import subprocess
import sys

from playbuddy_desktop.parsing.extract.formats import FORMATS


def selftest(*flags: str) -> subprocess.CompletedProcess[str]:
    """Run it with these flags of the interpreter."""
    command = [sys.executable, *flags, "-m", "playbuddy_desktop", "selftest"]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=150)


def test_a_complete_program_passes() -> None:
    """A script of each format is imported, each window opened and closed, and nothing else is said."""
    ended = selftest()
    assert (0, "") == (ended.returncode, ended.stderr), ended.stdout
    lines = ended.stdout.splitlines()
    assert len(FORMATS) == sum(line.startswith("ok     import ") for line in lines)
    assert [] == [line for line in lines[:-1] if not line.startswith("ok ")]


def test_unexpected_output_fails_it() -> None:
    """What anybody writes to standard error meanwhile is reported and counts as a failure."""
    ended = selftest("-X", "importtime")
    assert 1 == ended.returncode
    assert "FAILED unexpected output: import time:" in ended.stdout

"""``playbuddy doctor``, and the commands that let jobs wait."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command


def test_a_sound_library_is_well(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Nothing is found, and the exit status says so."""
    playbuddy("import", "--no-wait", script(20))
    result = playbuddy("doctor")
    assert (0, "", "All is well.\n") == (result.status, result.out, result.err)
    assert (0, []) == (playbuddy("doctor", "--json").status, playbuddy("doctor", "--json").json)


def test_what_is_safe_is_repaired(playbuddy: Command, script: Callable[[int], Path], data_dir: Path) -> None:
    """A copy that nobody needs is told, then removed when asked."""
    playbuddy("import", "--no-wait", script(20))
    with closing(sqlite3.connect(data_dir / "playbuddy.db")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM parse_jobs")
    (copy,) = (data_dir / "sources").glob("??/*")
    os.utime(copy, (0, 0))
    result = playbuddy("doctor")
    assert 1 == result.status
    assert "1 copies of scripts belong to no job and no play." in result.err
    assert "“playbuddy doctor --repair” repairs what can be repaired." in result.err
    assert copy.exists()
    mended = playbuddy("doctor", "--repair", "--json")
    assert (0, [("spare-copies", True)]) == (mended.status, [(each["key"], each["repaired"]) for each in mended.json])
    assert not copy.exists()


def test_what_cannot_be_repaired_is_a_failure(
    playbuddy: Command, script: Callable[[int], Path], data_dir: Path
) -> None:
    """A script whose copy is gone must be imported again, and the doctor says which."""
    playbuddy("import", "--no-wait", script(20))
    (copy,) = (data_dir / "sources").glob("??/*")
    copy.unlink()
    result = playbuddy("doctor", "--repair")
    assert 1 == result.status
    assert "play-20.txt" in result.err
    assert "Import the original files again." in result.err


def test_the_queue_is_held_until_it_goes_on(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Another run of the program knows it."""
    playbuddy("import", "--no-wait", script(20))
    assert 0 == playbuddy("jobs", "hold").status
    health = playbuddy("health")
    assert 0 == health.status
    assert "The queue is paused by you." in health.out
    assert 0 == playbuddy("jobs", "unhold").status
    assert 1 == playbuddy("health").status


def test_a_job_is_put_off(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Until a time that is told back, or no longer."""
    playbuddy("import", "--no-wait", script(20))
    (job,) = playbuddy("jobs", "list", "--json").json
    put_off = playbuddy("jobs", "snooze", job["id"], "--until", "2099-01-02 10:30")
    assert (0, True) == (put_off.status, "2099-01-02 10:30" in put_off.err)
    assert "may begin at once" in playbuddy("jobs", "snooze", job["id"]).err

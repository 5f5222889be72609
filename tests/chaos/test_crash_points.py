"""The process is killed before and after each commit of a job's life; the run after it ends in the same library."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import chaos_jobs
import crash_points
import pytest
import real_jobs
from soundness import complaints

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.export import to_json
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX signals")

SETTINGS = Settings(chunk_chars=1_000)
LEAST_COMMITS = 10
"""Migration, source, worker, claim, three chunks, progress, completion, farewell."""


class Place(NamedTuple):
    """Where a life takes place."""

    folder: Path
    url: str = ""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A play of three chunks."""
    (path,) = real_jobs.write_scripts(tmp_path / "scripts", 1, 30)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Place]:
    """Makes the folder of a profile and the URL of its database, which is empty for a file."""
    if request.param == "sqlite":
        return lambda name: Place(tmp_path / name, "")
    server = request.getfixturevalue("postgres_server")
    return lambda name: Place(tmp_path / name, server.new_database())


def live(place: Place, script: Path, point: int = 0, when: str = "before") -> int | None:
    """A life in a process of its own; the number of its commits, or None when it was killed."""
    folder, settings = place.folder, SETTINGS.model_copy(update={"database_url": place.url})
    context: Any = chaos_jobs.nursery()
    counted = folder.with_suffix(".commits")
    process = context.Process(target=crash_points.live, args=(folder, script, settings, (point, when), counted))
    process.start()
    process.join()
    if process.exitcode == -signal.SIGKILL:
        return None
    assert 0 == process.exitcode
    return int(counted.read_text(encoding="ascii"))


def library_in(place: Place, script: Path) -> list[dict[str, Any]]:
    """All plays, after every row was found sound."""
    database = open_database(Profile("crash", place.folder), place.url)
    try:
        assert [] == complaints(
            database,
            JobQueue(database, SETTINGS),
            outcome_of=lambda _: JobStatus.COMPLETED,
            lines_of=lambda _: real_jobs.lines_of(script),
        )
        library = Library(database)
        return [json.loads(to_json(library.load(play.id))) for play in library.list_plays()]
    finally:
        database.close()


def test_killed_at_any_commit_the_next_run_ends_in_the_same_library(
    new_place: Callable[[str], Place], script: Path
) -> None:
    """Generated over all commits that an undisturbed life makes, and both sides of each."""
    calm = new_place("calm")
    commits = live(calm, script)
    assert commits is not None
    assert commits >= LEAST_COMMITS
    expected = library_in(calm, script)
    assert 1 == len(expected)
    for point in range(1, commits + 1):
        for when in crash_points.MOMENTS:
            place = new_place(f"{when}-{point}")
            assert live(place, script, point, when) is None
            assert live(place, script) is not None
            assert expected == library_in(place, script), f"killed {when} commit {point} of {commits}"


@pytest.mark.parametrize(("point", "when"), [(4, "before"), (6, "after")])
def test_the_real_program_killed_at_a_commit_is_made_good_by_its_next_run(
    tmp_path: Path, script: Path, point: int, when: str
) -> None:
    """The program with its workers' threads and child processes: one play all the same."""
    folder = tmp_path / "data"
    environment = os.environ | real_jobs.ENVIRONMENT
    arguments = ["--data-dir", str(folder), "import", str(script)]
    command = [sys.executable, crash_points.__file__, str(point), when, *arguments]
    killed = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=60)
    assert -signal.SIGKILL == killed.returncode, killed.stderr
    again = [sys.executable, "-m", "playbuddy_desktop", *arguments]
    subprocess.run(again, env=environment, check=False, capture_output=True, timeout=60)
    again[-2:] = ["worker", "--until-idle"]
    subprocess.run(again, env=environment, check=True, capture_output=True, timeout=60)
    assert 1 == len(library_in(Place(folder), script))

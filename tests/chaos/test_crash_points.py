"""The process is killed before and after each commit of a job's life; the run after it ends in the same library."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import chaos_jobs
import crash_points
import pytest
import real_jobs
import volumes
from soundness import complaints

from playbuddy_desktop.jobs.job import JobStatus, VolumePart
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


def plays_in(folder: Path) -> list[tuple[JobStatus, VolumePart | None, str]]:
    """What became of each job: its status, which play of its file it made, and the title of that."""
    with closing(open_database(Profile("crash", folder), "")) as database:
        jobs = JobQueue(database, SETTINGS).list_jobs()
        titles = {play.job_id: play.title for play in Library(database).list_plays()}
        assert titles.keys() == {job.id for job in jobs}
    made = [(job.status, job.part and replace(job.part, first_job=None), titles[job.id]) for job in jobs]
    return sorted(made, key=itemgetter(2))


def test_killed_while_a_volume_is_made_each_of_its_plays_is_made_once(tmp_path: Path) -> None:
    """After each commit: the first play, the job of the other one, and its play are neither lost nor doubled."""
    script = tmp_path / "small room.txt"
    script.write_text(volumes.volume(volumes.PLAYS[:2]), encoding="utf-8")
    commits = live(Place(tmp_path / "calm"), script)
    assert commits is not None
    expected = plays_in(tmp_path / "calm")
    kettle, ferry = (play.title for play in volumes.PLAYS[:2])
    assert [
        (JobStatus.COMPLETED, VolumePart(1, 2, kettle), kettle),
        (JobStatus.COMPLETED, VolumePart(2, 2, ferry), ferry),
    ] == expected
    for point in range(1, commits + 1):
        place = Place(tmp_path / f"after-{point}")
        assert live(place, script, point, "after") is None
        assert live(place, script) is not None
        assert expected == plays_in(place.folder), f"killed after commit {point} of {commits}"


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

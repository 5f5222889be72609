"""Storms over the queue: whatever strikes, each job ends as it must, with exactly one play if it completes."""

from __future__ import annotations

import os
import random
import sys
from contextlib import closing
from pathlib import Path

import chaos_jobs
import pytest
import real_jobs
from storm import LightCrew, ProgramCrew, Storm

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX signals")

SETTINGS = Settings(
    lease_seconds=1,
    heartbeat_seconds=0.3,
    poll_seconds=0.1,
    retry_base_seconds=0.05,
    retry_max_seconds=0.2,
    max_losses=1_000,
)


def test_nothing_is_lost_or_doubled_in_a_storm(tmp_path: Path, database_url: str) -> None:
    """Four processes, kills, freezes, locks, full disks or cut connections, a restless person: all is sound after."""
    folder, rng = tmp_path / "data", random.Random(2)
    settings = SETTINGS.model_copy(update={"database_url": database_url})
    storm = Storm(
        folder,
        2,
        seconds=4,
        workers=4,
        settings=settings,
        crew=LightCrew(folder, settings, dwell=0.02),
        batches=[chaos_jobs.new_jobs(range(first, first + 20), rng) for first in range(0, 120, 20)],
    )
    with closing(storm):
        report = storm.run()
        storm.check(outcome_of=chaos_jobs.outcome_of, lines_of=chaos_jobs.lines_of)
    assert [] == report.complaints
    assert report.jobs - len(storm.removed) == report.statuses.total()
    assert min(report.did[fault] for fault in ("kill", "freeze", "lock", "cut" if database_url else "full disk")) > 0
    assert report.events["lease lost"] + report.events["reclaimed"] + report.events["released"] > 0


def test_eight_workers_with_short_leases_that_are_killed_complete_a_hundred_jobs(
    tmp_path: Path, database_url: str
) -> None:
    """Leases of a second, a kill each tenth of one: each job completes once."""
    folder = tmp_path / "data"
    settings = SETTINGS.model_copy(update={"database_url": database_url})
    storm = Storm(
        folder,
        8,
        seconds=2,
        workers=8,
        settings=settings,
        crew=LightCrew(folder, settings, dwell=0.05),
        batches=[chaos_jobs.new_jobs(range(100), random.Random(8), kinds=("plain",))],
        pause=0.1,
        strikes=("kill",),
        commanding=False,
    )
    with closing(storm):
        report = storm.run()
        storm.check(outcome_of=chaos_jobs.outcome_of, lines_of=chaos_jobs.lines_of)
    assert [] == report.complaints
    assert {"completed": 100} == report.statuses
    assert report.events["claimed"] > 100


def test_the_real_program_in_a_storm_makes_the_plays_of_a_calm_day(tmp_path: Path) -> None:
    """Two programs with their children: line for line what an undisturbed run makes."""
    folder = tmp_path / "data"
    paths = real_jobs.write_scripts(tmp_path / "scripts", 6, 40)
    jobs = real_jobs.store(folder, paths)
    storm = Storm(
        folder,
        5,
        seconds=4,
        workers=2,
        settings=SETTINGS,
        crew=ProgramCrew(folder, os.environ | real_jobs.ENVIRONMENT, tmp_path / "log.txt"),
        batches=[jobs[:3], jobs[3:]],
        pause=0.9,
    )
    with closing(storm):
        report = storm.run()
        storm.check(
            outcome_of=lambda _: JobStatus.COMPLETED,
            lines_of=lambda name: real_jobs.lines_of(tmp_path / "scripts" / name),
        )
    assert [] == report.complaints, (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert report.statuses["completed"] > 0

"""``playbuddy metrics``, ``playbuddy health`` and ``playbuddy worker``."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command


def test_an_idle_queue_is_healthy(playbuddy: Command) -> None:
    """Nothing to do needs no worker."""
    result = playbuddy("health")
    assert (0, "healthy\n", "") == (result.status, result.out, result.err)


def test_work_without_workers_is_unhealthy(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """The exit status tells monitors, the sentence people."""
    playbuddy("import", "--no-wait", script(20))
    result = playbuddy("health")
    assert 1 == result.status
    assert "There is work to do, but no worker is running." in result.out
    machine = playbuddy("health", "--json")
    assert (1, "unhealthy", "no-workers") == (
        machine.status,
        machine.json["level"],
        machine.json["reasons"][0]["key"],
    )


def test_paused_by_the_person_is_no_failure(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Amber is not red."""
    playbuddy("import", "--no-wait", script(20))
    playbuddy("jobs", "pause", "--all")
    result = playbuddy("health")
    assert 0 == result.status
    assert result.out.startswith("paused\n")


def test_the_figures(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """They count what is in the queue, for people and for machines."""
    playbuddy("import", script(20))
    playbuddy("import", "--no-wait", script(30))
    figures = playbuddy("metrics", "--json").json
    assert (1, 1, 0, 1.0) == tuple(figures[name] for name in ("completed", "queue_depth", "failed", "success_rate"))
    rows = [row.split("  ")[0] for row in playbuddy("metrics").out.splitlines()]
    assert {"Waiting", "Completed", "Success rate", "Workers alive"} <= set(rows)


def test_a_worker_ends_when_there_is_nothing_left(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Jobs that a person holds do not keep it."""
    playbuddy("import", "--no-wait", script(20), script(30))
    first = playbuddy("jobs", "list", "--json").json[0]["id"]
    playbuddy("jobs", "pause", first)
    result = playbuddy("worker", "--workers", "1", "--until-idle")
    assert (0, "") == (result.status, result.out)
    assert "1 worker started." in result.err
    assert ["paused", "completed"] == [job["status"] for job in playbuddy("jobs", "list", "--json").json]


def test_a_worker_ends_when_the_queue_is_held(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """It says why it does nothing, and how to go on."""
    playbuddy("import", "--no-wait", script(20))
    playbuddy("jobs", "hold")
    result = playbuddy("worker", "--until-idle")
    assert 0 == result.status
    assert "“playbuddy jobs unhold”" in result.err
    assert ["queued"] == [job["status"] for job in playbuddy("jobs", "list", "--json").json]


def test_too_many_workers(playbuddy: Command) -> None:
    """The limit is told."""
    result = playbuddy("worker", "--workers", "17", "--until-idle")
    assert 2 == result.status
    assert "16 workers at most" in result.err


def test_watching_measures_until_it_is_stopped(data_dir: Path) -> None:
    """One JSON value after the other; Ctrl+C ends it with the status of the last one."""
    command = [sys.executable, "-m", "playbuddy_desktop", "--data-dir", str(data_dir), "health", "--json", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        seen = list(itertools.islice((line for line in lines if '"level"' in line), 2))
        process.send_signal(signal.SIGINT)
        assert 0 == process.wait(30)
    assert ['  "level": "healthy",\n'] * 2 == seen


def test_recovering_jobs(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Only running jobs can be recovered; with --all only those that are stuck."""
    playbuddy("import", "--no-wait", script(20))
    job = playbuddy("jobs", "list", "--json").json[0]["id"]
    refused = playbuddy("jobs", "recover", job)
    assert (1, "") == (refused.status, refused.out)
    assert "A queued job cannot be recovered: only a running one can." in refused.err
    nothing = playbuddy("jobs", "recover", "--all")
    assert (0, "There was nothing to do.\n") == (nothing.status, nothing.err)


def test_a_running_job_is_recovered(playbuddy: Command, script: Callable[[int], Path], data_dir: Path) -> None:
    """It waits again at once."""
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.profiles import Profile
    from playbuddy_desktop.settings import Settings
    from playbuddy_desktop.storage.database import Database

    playbuddy("import", "--no-wait", script(20))
    database = Database.open(Profile("test", data_dir))
    claim = JobQueue(database, Settings()).claim("w1")
    database.close()
    assert claim is not None
    result = playbuddy("jobs", "recover", str(claim.job.id))
    assert 0 == result.status
    assert result.out.startswith("Recovered: ")
    assert "queued" == playbuddy("jobs", "list", "--json").json[0]["status"]


def test_the_figures_of_stages_and_storage(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """By engine, format and hour; and the state of the disk."""
    playbuddy("import", script(20))
    found = playbuddy("metrics", "--json").json
    recent = found["last_24_hours"]
    assert (["rules"], ["txt"], 1) == (
        [kind["key"] for kind in recent["engines"]],
        [kind["key"] for kind in recent["formats"]],
        sum(kind["completed"] for kind in recent["hours"]),
    )
    stages = recent["engines"][0]["mean_stages"]
    assert all(stages[name] > 0 for name in ("extract", "parse", "save"))
    assert sum(stages.values()) == pytest.approx(found["mean_seconds"], abs=0.01)
    assert found["storage"]["database_bytes"] > 0
    assert "Last 24 hours" in playbuddy("metrics").out

"""``playbuddy metrics``, ``playbuddy health`` and ``playbuddy worker``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

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
    result = playbuddy("worker", "--count", "1", "--until-idle")
    assert (0, "") == (result.status, result.out)
    assert "1 worker started." in result.err
    assert ["paused", "completed"] == [job["status"] for job in playbuddy("jobs", "list", "--json").json]


def test_too_many_workers(playbuddy: Command) -> None:
    """The limit is told."""
    result = playbuddy("worker", "--count", "17", "--until-idle")
    assert 2 == result.status
    assert "16 workers at most" in result.err

"""``playbuddy jobs``: looking at the queue and giving orders to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command


@pytest.fixture
def jobs(playbuddy: Command, script: Callable[[int], Path]) -> list[dict[str, Any]]:
    """Two jobs that wait, oldest first."""
    playbuddy("import", "--no-wait", script(20), script(30))
    return list(reversed(playbuddy("jobs", "list", "--json").json))


@pytest.fixture
def failed(playbuddy: Command, tmp_path: Path) -> dict[str, Any]:
    """A job that has failed."""
    file = tmp_path / "prose.txt"
    file.write_text("There is no play in this file, only this sentence.\n", encoding="utf-8")
    (job,) = playbuddy("import", "--json", file).json["jobs"]
    return dict(job)


def _statuses(playbuddy: Command) -> list[str]:
    """Of all jobs, oldest first."""
    return [job["status"] for job in reversed(playbuddy("jobs", "list", "--json").json)]


def test_an_empty_queue(playbuddy: Command) -> None:
    """For people a sentence, for machines an empty list."""
    assert ("", "There are no jobs.\n") == (playbuddy("jobs", "list").out, playbuddy("jobs", "list").err)
    assert [] == playbuddy("jobs", "list", "--json").json


def test_the_list(playbuddy: Command, jobs: list[dict[str, Any]]) -> None:
    """The newest job comes first, with the beginning of its id."""
    rows = playbuddy("jobs", "list").out.splitlines()[2:]
    assert [job["id"][:8] for job in reversed(jobs)] == [row.split()[0] for row in rows]
    assert ["play-30.txt", "play-20.txt"] == [row.split()[2] for row in rows]


def test_the_list_can_be_narrowed(playbuddy: Command, jobs: list[dict[str, Any]]) -> None:
    """By status, by text, by number."""
    playbuddy("jobs", "pause", jobs[0]["id"])

    def ids(*options: str) -> list[str]:
        return [job["id"] for job in playbuddy("jobs", "list", "--json", *options).json]

    assert [jobs[0]["id"]] == ids("--status", "paused")
    assert 2 == len(ids("--status", "paused", "--status", "queued"))
    assert [jobs[1]["id"]] == ids("--text", "play-30")
    assert [jobs[1]["id"]] == ids("--limit", "1")
    assert "No job fits.\n" == playbuddy("jobs", "list", "--text", "nowhere").err


def test_one_job(playbuddy: Command, failed: dict[str, Any]) -> None:
    """What it is, what went wrong, what to do, and what happened when."""
    result = playbuddy("jobs", "show", failed["id"][:10])
    assert 0 == result.status
    assert "No lines of a play were found in this file." in result.out
    assert "Check that the file is a script" in result.out
    document = playbuddy("jobs", "show", failed["id"], "--json").json
    assert failed["id"] == document["job"]["id"]
    assert ("enqueued", "failed") == (document["events"][0]["event"], document["events"][-1]["event"])


@pytest.mark.parametrize("of_id", [str, lambda key: key[:10], lambda key: key.replace("-", "").upper()])
def test_orders_take_the_beginning_of_an_id(
    playbuddy: Command, jobs: list[dict[str, Any]], of_id: Callable[[str], str]
) -> None:
    """Pause, resume and cancel act on that job alone."""
    for order, status in {"pause": "paused", "resume": "queued", "cancel": "cancelled"}.items():
        result = playbuddy("jobs", order, of_id(jobs[0]["id"]))
        assert (0, "") == (result.status, result.err)
        assert "play-20.txt" in result.out
        assert [status, "queued"] == _statuses(playbuddy)


def test_orders_to_all(playbuddy: Command, jobs: list[dict[str, Any]]) -> None:
    """Each order reaches the jobs for which it is possible, and says when there are none."""
    for order, status in {"pause": "paused", "resume": "queued", "cancel": "cancelled"}.items():
        answer = playbuddy("jobs", order, "--all", "--json").json
        assert {job["id"] for job in jobs} == {job["id"] for job in answer["jobs"]}
        assert [status, status] == _statuses(playbuddy)
    result = playbuddy("jobs", "pause", "--all")
    assert (0, "There was nothing to do.\n") == (result.status, result.err)


def test_an_order_that_is_not_possible(playbuddy: Command, jobs: list[dict[str, Any]]) -> None:
    """It is refused with the reason; the other jobs of the command are dealt with."""
    first, second = (job["id"] for job in jobs)
    playbuddy("jobs", "cancel", first)
    result = playbuddy("jobs", "pause", first, second)
    assert 1 == result.status
    assert f"{first}: A cancelled job cannot be paused." in result.err
    assert ["cancelled", "paused"] == _statuses(playbuddy)
    problems = playbuddy("jobs", "pause", first, "--json").json["problems"]
    assert "illegal-transition" == problems[first]["code"]


@pytest.mark.parametrize("order", ["show", "pause", "resume", "cancel", "retry"])
@pytest.mark.parametrize("unknown", ["0" * 32, "hamlet"])
def test_an_unknown_job(playbuddy: Command, order: str, unknown: str) -> None:
    """The sentence names what was asked for."""
    result = playbuddy("jobs", order, unknown)
    assert (1, "") == (result.status, result.out)
    assert f"There is no job {unknown}." in result.err


def test_an_id_that_fits_several_jobs(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """More digits are asked for; among seventeen jobs two begin alike."""
    playbuddy("import", "--no-wait", *(script(number) for number in range(10, 27)))
    first_digits = [job["id"][0] for job in playbuddy("jobs", "list", "--json").json]
    common = max(first_digits, key=first_digits.count)
    result = playbuddy("jobs", "cancel", common)
    assert 2 == result.status
    assert "give more digits" in result.err
    assert {"queued"} == set(_statuses(playbuddy))


@pytest.mark.parametrize("arguments", [[], ["abc", "--all"]])
def test_an_order_needs_ids_or_all(playbuddy: Command, arguments: list[str]) -> None:
    """Neither and both are mistakes."""
    assert 2 == playbuddy("jobs", "pause", *arguments).status


def test_a_failed_job_is_retried_as_a_new_one(playbuddy: Command, failed: dict[str, Any]) -> None:
    """The old one stays; with --all no job is retried twice."""
    (new,) = playbuddy("jobs", "retry", failed["id"], "--json").json["jobs"]
    assert (failed["id"], "queued") == (new["restarted_from"], new["status"])
    assert [] == playbuddy("jobs", "retry", "--all", "--json").json["jobs"]
    playbuddy("worker", "--until-idle")
    (again,) = playbuddy("jobs", "retry", "--all", "--json").json["jobs"]
    assert new["id"] == again["restarted_from"]

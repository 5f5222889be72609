"""The tables that say what may become of a job, against the requirements in words."""

from __future__ import annotations

import pytest

from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, FINAL_STATUSES, LEGAL_EDGES, JobCommand, JobStatus

EDGES = {
    "queued": "running paused cancelled",
    "running": "paused completed retrying failed cancelled queued",
    "paused": "queued cancelled",
    "retrying": "running paused cancelled failed",
    "completed": "",
    "failed": "",
    "cancelled": "",
}
COMMANDS = {
    "pause": "queued running retrying",
    "resume": "paused",
    "cancel": "queued running paused retrying",
    "restart": "completed failed cancelled",
    "prioritise": "queued paused retrying",
    "remove": "completed failed cancelled",
    "snooze": "queued paused retrying",
}


@pytest.mark.parametrize("status", JobStatus)
def test_the_edges_are_those_required(status: JobStatus) -> None:
    """From each status exactly the required ones can be reached."""
    assert set(EDGES[status].split()) == LEGAL_EDGES[status]


@pytest.mark.parametrize("command", JobCommand)
def test_commands_are_legal_where_required(command: JobCommand) -> None:
    """Each command is legal in exactly the required statuses."""
    assert set(COMMANDS[command].split()) == ALLOWED_COMMANDS[command]


def test_a_status_without_edges_is_final() -> None:
    """Completed, failed and cancelled are the end."""
    assert {JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED} == FINAL_STATUSES
    assert [status in FINAL_STATUSES for status in JobStatus] == [status.final for status in JobStatus]

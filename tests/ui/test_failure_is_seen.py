"""A failure is on the screen and in the log within a second of its happening."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from playbuddy_desktop import logs
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(background: Background, services: Services, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with one running worker, whose log is a file."""
    logs.configure(services.profile.logs)
    window = MainWindow(background, services.profile)
    window.show()
    window.load(services)
    services.pool.start(1)
    qtbot.waitUntil(lambda: window.health.text() == "Healthy", timeout=60_000)  # all has been read once
    yield window
    services.pool.stop()
    window.begin_to_close()
    window.close_now()
    logs.configure(None)


def test_a_failure_is_seen_within_a_second(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    """Measured from the time that the database tells, to the row of the queue panel and to the line of the log.

    The second of two failures is measured: the window has loaded all its panels by then.
    """
    model = window.queue.model
    seen: dict[UUID, datetime] = {}

    def look(*_: object) -> None:
        for job in model.jobs():
            if job.status is JobStatus.FAILED:
                seen.setdefault(job.id, datetime.now(UTC))

    for signal in (model.dataChanged, model.modelReset, model.rowsInserted, model.rowsMoved):
        signal.connect(look)
    for number in range(2):
        script = tmp_path / f"letter-{number}.txt"
        script.write_text("We went to the sea, and it rained all day long. " * (40 + number), encoding="utf-8")
        (job,) = services.intake.add([script]).added
        services.pool.wake()
        qtbot.waitUntil(lambda job_id=job.id: job_id in seen, timeout=60_000)
    happened = services.queue.get(job.id).completed_at
    assert happened is not None
    assert (seen[job.id] - happened).total_seconds() < 1.0
    lines = [json.loads(line) for line in (services.profile.logs / logs.FILE_NAME).read_text("utf-8").splitlines()]
    (failure,) = [line for line in lines if line["event"] == "job.failed" and line["job_id"] == str(job.id)]
    assert "no-speech" == failure["code"]
    assert abs((datetime.fromisoformat(failure["time"]) - happened).total_seconds()) < 1.0

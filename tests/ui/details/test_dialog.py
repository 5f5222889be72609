from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Found, Job, JobStatus, NewJob
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.details.dialog import JobDetailsDialog
from playbuddy_desktop.ui.details.timeline import TimelineModel
from playbuddy_desktop.ui.errors.view import ErrorView
from playbuddy_desktop.ui.queue.actions import Act


@pytest.fixture
def job(services: Services) -> Job:
    """A waiting job."""
    [job] = services.queue.enqueue([NewJob("lear.txt", "0" * 64, 1, "txt", "/lear.txt")])
    services.queue.liveness.register("worker")
    return job


@pytest.fixture
def dialog(background: Background, services: Services, job: Job, qtbot: QtBot) -> JobDetailsDialog:
    """The dialog of that job, with what is known of it."""
    dialog = JobDetailsDialog(background, services, job.id)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.timeline.rowCount() == 1)
    return dialog


def texts(dialog: JobDetailsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def titles(dialog: JobDetailsDialog) -> list[str]:
    model = dialog.timeline
    return [model.index(row).data(Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]


def test_details_live_with_the_job(dialog: JobDetailsDialog, services: Services, job: Job, qtbot: QtBot) -> None:
    """Progress and what was found appear as the worker reports them."""
    claim = services.queue.claim("worker")
    services.pool.signals.changed.emit(job.id)
    qtbot.waitUntil(lambda: titles(dialog) == ["Added to the queue", "A worker began"])
    found = Found(characters=12, acts=2, scenes=5, lines=310)
    services.pool.signals.progress.emit(JobProgress(claim.job.id, "parse", 3, 8, 37.5, found))
    qtbot.waitUntil(lambda: "Parsing chunk 3 of 8" in texts(dialog))
    assert {"37 %", "12", "2", "5", "310"} <= set(texts(dialog))


def test_commands_act_on_the_job(dialog: JobDetailsDialog, services: Services, job: Job, qtbot: QtBot) -> None:
    """Pause, resume and cancel work from here, and are enabled exactly when legal."""
    actions = dialog.actions_for_job
    actions[Act.PAUSE].trigger()
    qtbot.waitUntil(actions[Act.RESUME].isEnabled)
    assert not actions[Act.PAUSE].isEnabled()
    actions[Act.RESUME].trigger()
    qtbot.waitUntil(actions[Act.PAUSE].isEnabled)
    actions[Act.CANCEL].trigger()
    qtbot.waitUntil(lambda: titles(dialog)[-1] == "Cancelled")
    assert JobStatus.CANCELLED is services.queue.get(job.id).status


def test_error_is_shown_with_advice_and_can_be_copied(dialog, services: Services, job: Job, qtbot: QtBot) -> None:
    """Cause and advice are read at once; the technical part waits until it is asked for, and is copied too."""
    claim = services.queue.claim("worker")
    services.queue.fail(claim.lease, ErrorReport("bug", "It broke.", "Mend it.", technical="Traceback: line 7"), 0.1)
    dialog.refresh()
    qtbot.waitUntil(lambda: "It broke." in texts(dialog))
    assert "Mend it." in texts(dialog)
    [view] = dialog.findChildren(ErrorView)
    assert not view.technical_shown
    view.toggle_technical()
    assert view.technical_shown
    view.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert all(part in copied for part in ("It broke.", "Mend it.", "[bug]", "Traceback: line 7"))


def test_removed_job_closes_its_details(dialog, services: Services, job: Job, qtbot: QtBot) -> None:
    """There is nothing left to show."""
    services.queue.cancel(job.id)
    services.queue.remove(job.id)
    with qtbot.waitSignal(dialog.finished):
        dialog.refresh()


def test_closing_while_it_reads_is_harmless(dialog: JobDetailsDialog, services: Services, job: Job, qtbot) -> None:
    """What arrives after the end is let go."""
    dialog.refresh()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    services.pool.signals.changed.emit(job.id)
    services.pool.signals.progress.emit(JobProgress(job.id, "parse", 1, 2, 50.0, Found()))
    qtbot.wait(50)


def test_timeline_grows_without_a_reset(services: Services, job: Job, qapp) -> None:
    """Entries are added, and the last may change; the model keeps Qt's rules."""
    from playbuddy_desktop.ui.details.story import story

    model = TimelineModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    events = []
    for command in (services.queue.pause, services.queue.resume, services.queue.cancel):
        command(job.id)
        events = services.queue.events(job.id)
        model.show(story(events))
    assert ["Added to the queue", "Paused", "Resumed", "Cancelled"] == [entry.title for entry in model.entries()]
    model.show(story(events[:2]))
    assert 2 == model.rowCount()
    assert "Paused" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    tester.deleteLater()

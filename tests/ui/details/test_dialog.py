from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import EmptyFileError, ErrorReport, ScannedFileError, SourceMissingError
from playbuddy_desktop.jobs.job import Found, Job, JobStatus, NewJob
from playbuddy_desktop.jobs.progress import Glimpse, JobProgress
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.details.dialog import JobDetailsDialog
from playbuddy_desktop.ui.details.timeline import TimelineModel
from playbuddy_desktop.ui.errors.view import ErrorView
from playbuddy_desktop.ui.parts import Chip
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


def visible_chips(dialog: JobDetailsDialog) -> list[Chip]:
    return [chip for chip in dialog.findChildren(Chip) if chip.isVisible()]


def buttons(dialog: JobDetailsDialog) -> set[str]:
    """What can be done, but for the messages that can be closed."""
    return {tool.text() for tool in dialog.findChildren(QToolButton) if tool.isVisible() and tool.text()}


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


def test_the_cast_grows_as_it_is_found(dialog: JobDetailsDialog, services: Services, job: Job, qtbot: QtBot) -> None:
    """Names are added at the end, and the place in the play follows the parser."""
    services.queue.claim("worker")
    services.pool.signals.changed.emit(job.id)
    assert not dialog.cast.isVisible()
    for names, act, scene, said in (
        (("LEAR", "KENT"), "ACT I", "", "ACT I"),
        (("LEAR", "KENT", "FOOL"), "ACT II", "SCENE 3", "ACT II, SCENE 3"),
    ):
        glimpse = Glimpse(names, act, scene)
        services.pool.signals.progress.emit(JobProgress(job.id, "parse", 3, 8, 40.0, Found(len(names)), glimpse))
        qtbot.waitUntil(lambda names=names: names == dialog.cast.names)
        qtbot.waitUntil(lambda said=said: f"Parsing chunk 3 of 8{words.SEPARATOR}{said}" in texts(dialog))
    chips = [chip.accessibleName() for chip in dialog.cast.findChildren(Chip)]
    assert ["LEAR", "KENT", "FOOL"] == chips
    services.queue.pause(job.id)
    dialog.refresh()
    qtbot.waitUntil(lambda: JobStatus.PAUSED.value in {chip.accessibleName().lower() for chip in visible_chips(dialog)})
    assert ("LEAR", "KENT", "FOOL") == dialog.cast.names


def test_a_finished_job_shows_the_cast_of_its_play(
    background: Background, services: Services, make_script, tmp_path, qtbot: QtBot
) -> None:
    """Parsed by real workers, from the first name to the play in the library."""
    script = tmp_path / "lantern.txt"
    script.write_text(make_script(80), encoding="utf-8")
    [job] = services.intake.add([script]).added
    glimpses = []
    services.pool.signals.progress.connect(lambda report: glimpses.append(report.glimpse))
    dialog = JobDetailsDialog(background, services, job.id)
    dialog.show()
    services.pool.start()
    qtbot.waitUntil(lambda: ("Mira", "Tobias") == tuple(name.title() for name in dialog.cast.names), timeout=30_000)
    qtbot.waitUntil(dialog.actions_for_job[Act.OPEN_PLAY].isEnabled, timeout=30_000)
    assert str(tmp_path) in texts(dialog)
    assert ("MIRA", "TOBIAS") in {glimpse.names for glimpse in glimpses}
    assert ("ACT 1", "SCENE 2") in {(glimpse.act, glimpse.scene) for glimpse in glimpses}
    services.pool.stop()


def test_scanned_pages_offer_to_be_read(dialog: JobDetailsDialog, services: Services, job: Job, qtbot) -> None:
    """The remedy stands beside the error that it is for, and beside no other."""
    claim = services.queue.claim("worker")
    services.queue.fail(claim.lease, ErrorReport.of(ScannedFileError()), 0.1)
    dialog.refresh()
    qtbot.waitUntil(lambda: "Read with OCR" in buttons(dialog))
    [other] = services.queue.enqueue([NewJob("ubu.txt", "1" * 64, 1, "txt", "/ubu.txt")])
    services.queue.fail(services.queue.claim("worker").lease, ErrorReport.of(EmptyFileError()), 0.1)
    second = JobDetailsDialog(dialog._background, services, other.id)
    second.show()
    qtbot.waitUntil(lambda: "Try again" in buttons(second))
    assert "Read with OCR" not in buttons(second)


def test_only_what_is_possible_has_a_button(dialog: JobDetailsDialog, services: Services, job: Job, qtbot) -> None:
    """In each status the dialog offers what the queue accepts; the source can always be seen."""
    waiting = {"Pause", "Cancel", "Not before", "Show source"}
    qtbot.waitUntil(lambda: waiting == buttons(dialog))
    services.queue.snooze(job.id, datetime.now(UTC) + timedelta(days=1))
    dialog.refresh()
    qtbot.waitUntil(lambda: waiting | {"Begin now"} == buttons(dialog))
    dialog.actions_for_job[Act.BEGIN_NOW].trigger()
    qtbot.waitUntil(lambda: waiting == buttons(dialog))
    dialog.actions_for_job.put_off.emit([job], datetime.now(UTC) + timedelta(days=1))
    qtbot.waitUntil(lambda: "Begin now" in buttons(dialog))
    services.queue.cancel(job.id)
    dialog.refresh()
    qtbot.waitUntil(lambda: {"Try again", "Show source"} == buttons(dialog))


def test_what_was_refused_is_told_in_the_dialog(dialog: JobDetailsDialog, job: Job, qtbot: QtBot) -> None:
    """Behind it nobody would see it; here, neither the file nor its copy is there."""
    dialog.actions_for_job[Act.SHOW_SOURCE].trigger()
    qtbot.waitUntil(lambda: len(dialog.banners.banners()) == 1)
    assert SourceMissingError().message in dialog.banners.banners()[0].text


def test_details_can_be_copied_whole(dialog: JobDetailsDialog, services: Services, job: Job, qtbot: QtBot) -> None:
    """File, figures, error and what happened, for somebody who can help."""
    claim = services.queue.claim("worker")
    services.queue.fail(claim.lease, ErrorReport.of(EmptyFileError()), 0.1)
    dialog.refresh()
    qtbot.waitUntil(lambda: titles(dialog)[-1] == "Failed")
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    wanted = ("lear.txt: Failed", str(job.id), "Retries: 0 / 3", EmptyFileError().message, "A worker began")
    assert [] == [part for part in wanted if part not in copied]


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

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QObject, QPointF, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import EmptyFileError, ErrorReport, ScannedFileError
from playbuddy_desktop.jobs.job import Found, Job, JobStatus, NewJob
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.extract.tesseract import installed_languages
from playbuddy_desktop.parsing.playbook import Act as PlayAct
from playbuddy_desktop.parsing.playbook import Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.queue.actions import Act
from playbuddy_desktop.ui.queue.delegate import left_text
from playbuddy_desktop.ui.queue.model import QueueRow
from playbuddy_desktop.ui.queue.panel import QueuePanel

Await = Callable[[Awaitable[Any]], Any]
Reopen = Callable[[], tuple[QueuePanel, Services]]


@pytest.fixture
def panel(background: Background, services: Services, qtbot: QtBot) -> QueuePanel:
    """The panel over an empty queue without workers."""
    panel = QueuePanel(background)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.load(services)
    return panel


@pytest.fixture
def jobs(panel: QueuePanel, services: Services, qtbot: QtBot) -> list[Job]:
    """Four waiting jobs, shown."""
    jobs = services.queue.enqueue([NewJob(f"{name}.txt", name * 64, 1, "txt", f"/{name}.txt") for name in "abcd"])
    panel.refresh()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    return jobs


def statuses(panel: QueuePanel) -> list[JobStatus]:
    return [job.status for job in panel.model.jobs()]


def names(panel: QueuePanel) -> list[str]:
    return [job.filename[0] for job in panel.model.jobs()]


def test_empty_queue_shows_where_to_drop(panel: QueuePanel) -> None:
    """The first thing a person sees is what to do."""
    assert panel.drop_zone.isVisible()
    assert not panel.view.isVisible()


def test_jobs_replace_the_drop_zone(panel: QueuePanel, jobs: list[Job]) -> None:
    """As soon as there is something, the list shows it in order of execution."""
    assert (False, True) == (panel.drop_zone.isVisible(), panel.view.isVisible())
    assert ["a", "b", "c", "d"] == names(panel)


def test_pause_and_resume_the_selection(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """The commands act on what is selected, and the selection stays for the next one."""
    panel.view.select([jobs[1].id, jobs[2].id])
    panel.actions_for_jobs[Act.PAUSE].trigger()
    qtbot.waitUntil(lambda: statuses(panel).count(JobStatus.PAUSED) == 2)
    assert [jobs[1].id, jobs[2].id] == [job.id for job in panel.view.selected_jobs()]
    assert (False, True) == tuple(panel.actions_for_jobs[act].isEnabled() for act in (Act.PAUSE, Act.RESUME))
    panel.actions_for_jobs[Act.RESUME].trigger()
    qtbot.waitUntil(lambda: statuses(panel) == [JobStatus.QUEUED] * 4)


def test_keys_work_on_the_list(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """Space pauses and resumes, Return opens the details."""
    panel.activateWindow()
    panel.view.setFocus()
    panel.view.select([jobs[0].id])
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.model.job(0).status is JobStatus.PAUSED)
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.model.job(0).status is JobStatus.QUEUED)
    with qtbot.waitSignal(panel.open_job) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert [jobs[0].id] == opened.args


def test_moving_to_the_top_keeps_the_order_of_the_selection(panel: QueuePanel, jobs: list[Job], qtbot) -> None:
    """Two jobs moved together stay in their order, and stay selected."""
    panel.view.select([jobs[2].id, jobs[3].id])
    panel.actions_for_jobs[Act.TOP].trigger()
    qtbot.waitUntil(lambda: names(panel) == ["c", "d", "a", "b"])
    assert [jobs[2].id, jobs[3].id] == [job.id for job in panel.view.selected_jobs()]


def test_moves_with_keys(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """Alt and an arrow move by one, Alt+Home and Alt+End to an end; what is selected stays so."""
    panel.activateWindow()
    panel.view.setFocus()
    panel.view.select([jobs[1].id, jobs[2].id])
    for key, expected in (
        (Qt.Key.Key_Down, "adbc"),
        (Qt.Key.Key_Up, "abcd"),
        (Qt.Key.Key_Up, "bcad"),
        (Qt.Key.Key_End, "adbc"),
        (Qt.Key.Key_Home, "bcad"),
    ):
        qtbot.keyClick(panel.view, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda expected=expected: expected == "".join(names(panel)))
        assert [jobs[1].id, jobs[2].id] == [job.id for job in panel.view.selected_jobs()]


def test_dropped_jobs_go_where_they_were_dropped(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """Within the list, jobs are dragged to another place."""

    def drag(ids: list[Job], y: int) -> None:
        data = panel.model.mimeData([panel.model.index(panel.model.place(job.id)) for job in ids])
        event = QDropEvent(
            QPointF(50, y), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        panel.view.dropEvent(event)
        assert event.isAccepted()

    first = panel.view.visualRect(panel.model.index(0))
    drag([jobs[3], jobs[2]], first.top() + 5)
    qtbot.waitUntil(lambda: names(panel) == ["c", "d", "a", "b"])
    drag([jobs[2]], panel.view.viewport().height() - 1)
    qtbot.waitUntil(lambda: names(panel) == ["d", "a", "b", "c"])
    drag([jobs[3]], first.bottom() + first.height() - 5)
    qtbot.waitUntil(lambda: names(panel) == ["a", "d", "b", "c"])


def test_only_waiting_jobs_can_be_dragged(panel, services, jobs: list[Job], qtbot: QtBot) -> None:
    """What runs or has ended keeps its place, and nothing goes before what runs."""
    services.queue.liveness.register("worker")
    services.queue.claim("worker")
    services.queue.cancel(jobs[3].id)
    panel.refresh()
    qtbot.waitUntil(lambda: JobStatus.RUNNING in statuses(panel) and JobStatus.CANCELLED in statuses(panel))
    flags = [bool(panel.model.flags(panel.model.index(row)) & Qt.ItemFlag.ItemIsDragEnabled) for row in range(4)]
    assert [False, True, True, False] == flags
    assert [(jobs[1].id, False), (jobs[2].id, False), (jobs[2].id, True)] == [
        panel.model.place_for(row) for row in (0, 2, 3)
    ]


def test_stop_after_the_current_ones(panel: QueuePanel, services, jobs: list[Job], qtbot: QtBot) -> None:
    """No worker begins another job, in words and in deed, until it is taken back."""
    services.queue.liveness.register("worker")
    panel.hold_button.click()
    qtbot.waitUntil(lambda: panel.hold_button.text() == "Go on")
    assert None is services.queue.claim("worker")
    panel.hold_button.click()
    qtbot.waitUntil(lambda: panel.hold_button.text() == "Stop after this")
    assert services.queue.claim("worker") is not None


def test_failed_jobs_are_tried_again_together(panel, services, jobs: list[Job], qtbot: QtBot) -> None:
    """One button for all of them; the old tries leave the list."""
    services.queue.liveness.register("worker")
    for _ in range(2):
        services.queue.fail(services.queue.claim("worker").lease, ErrorReport.of(EmptyFileError()), 0.1)
    panel.refresh()
    qtbot.waitUntil(lambda: panel.retry_failed_button.text() == "Try failed again (2)")
    assert panel.retry_failed_button.isVisible()
    panel.retry_failed_button.click()
    qtbot.waitUntil(lambda: statuses(panel) == [JobStatus.QUEUED] * 4 and not panel.retry_failed_button.isVisible())


def test_finished_jobs_leave_the_list_if_that_is_wanted(panel, services, jobs: list[Job], qtbot: QtBot) -> None:
    """What failed or was cancelled stays all the same."""
    services.queue.liveness.register("worker")
    scene = Scene(lines=[Line(type=LineType.DIALOGUE, text="Light!", speakers=["c1"])])
    play = Playbook(title="Light", characters=[Character(id="c1", name="MIRA")], acts=[PlayAct(scenes=[scene])])
    services.queue.complete(services.queue.claim("worker").lease, PackedPlay.pack(play), 1.0)
    services.queue.cancel(jobs[1].id)
    panel.refresh()
    qtbot.waitUntil(lambda: JobStatus.COMPLETED in statuses(panel))
    panel.keep_finished = False
    panel.refresh()
    qtbot.waitUntil(lambda: names(panel) == ["c", "d", "b"])


def test_priority_changes_the_order(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """Raised jobs come first, lowered ones last."""
    panel.perform(Act.HIGHER, [jobs[3]])
    panel.perform(Act.LOWER, [jobs[0]])
    qtbot.waitUntil(lambda: names(panel) == ["d", "b", "c", "a"])


def test_cancelled_job_stays_until_dismissed(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """What has ended is seen until the person has done with it, and stays in the history."""
    panel.perform(Act.CANCEL, [jobs[0]])
    qtbot.waitUntil(lambda: statuses(panel)[-1] is JobStatus.CANCELLED)
    assert ["b", "c", "d", "a"] == names(panel)
    panel.clear_button.click()
    qtbot.waitUntil(lambda: names(panel) == ["b", "c", "d"])


def test_removed_job_is_gone(panel: QueuePanel, services: Services, jobs: list[Job], qtbot: QtBot) -> None:
    """Removing takes the job out of the list and the history."""
    panel.perform(Act.CANCEL, [jobs[0]])
    qtbot.waitUntil(lambda: JobStatus.CANCELLED in statuses(panel))
    panel.perform(Act.REMOVE, [jobs[0]])
    qtbot.waitUntil(lambda: names(panel) == ["b", "c", "d"])
    assert 4 == len(services.queue.list_jobs())  # there is time to think again
    panel.removal.finish()
    qtbot.waitUntil(lambda: {job.id for job in jobs[1:]} == {job.id for job in services.queue.list_jobs()})
    panel.refresh()
    qtbot.waitUntil(lambda: names(panel) == ["b", "c", "d"])


@pytest.mark.parametrize("act", [Act.REMOVE, Act.DISMISS])
def test_what_left_the_list_can_be_brought_back(panel, services, jobs: list[Job], act: Act, qtbot: QtBot) -> None:
    """For a while, with one click and without a question before; nothing was lost."""
    panel.perform(Act.CANCEL, jobs[:2])
    qtbot.waitUntil(lambda: statuses(panel).count(JobStatus.CANCELLED) == 2)
    shown = names(panel)
    panel.perform(act, [job for job in panel.model.jobs() if job.status.final])
    qtbot.waitUntil(lambda: names(panel) == ["c", "d"])
    bar = panel.removal if act is Act.REMOVE else panel.dismissal
    assert bar.isVisible()
    bar.undo()
    qtbot.waitUntil(lambda: names(panel) == shown)
    assert not bar.isVisible()
    assert 4 == len(services.queue.list_jobs())


def test_failed_job_can_be_tried_again(panel: QueuePanel, services: Services, jobs: list[Job], qtbot: QtBot) -> None:
    """The new try takes the place of the failure, which stays in the history with its reason."""
    services.queue.liveness.register("worker")
    claim = services.queue.claim("worker")
    services.queue.fail(claim.lease, ErrorReport.of(EmptyFileError()), 0.1)
    panel.refresh()
    qtbot.waitUntil(lambda: JobStatus.FAILED in statuses(panel))
    panel.perform(Act.RESTART, [panel.model.job(panel.model.place(jobs[0].id))])
    qtbot.waitUntil(lambda: statuses(panel) == [JobStatus.QUEUED] * 4)
    assert ["b", "c", "d", "a"] == names(panel)
    assert [jobs[0].id] == [job.id for job in services.queue.list_jobs([JobStatus.FAILED])]


@pytest.fixture
def reopen(profile: Profile, settings: Settings, wait_for: Await, qtbot: QtBot) -> Iterator[Reopen]:
    """Opens the profile anew, as the next start of the program does, and ends the one before as its window does."""
    opened: list[tuple[Background, Services]] = []

    def close() -> None:
        for background, services in opened:
            wait_for(background.close())
            services.close()
        opened.clear()

    def reopen() -> tuple[QueuePanel, Services]:
        close()
        opened.append((Background(), Services.open(profile, settings)))
        background, services = opened[0]
        panel = QueuePanel(background)
        qtbot.addWidget(panel)
        panel.load(services)
        panel.show()
        return panel, services

    yield reopen
    close()


def test_a_failure_stands_there_at_each_start_until_it_is_dismissed(reopen: Reopen, qtbot: QtBot) -> None:
    """With its error and the way to try it again; what was dismissed stays away."""
    _, services = reopen()
    failed, cancelled = services.queue.enqueue([NewJob(f"{n}.txt", n * 64, 1, "txt", f"/{n}.txt") for n in "ab"])
    services.queue.liveness.register("worker")
    services.queue.fail(services.queue.claim("worker").lease, ErrorReport.of(EmptyFileError()), 0.1)
    services.queue.cancel(cancelled.id)
    panel, services = reopen()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    [shown] = panel.model.jobs()
    assert (failed.id, EmptyFileError.code) == (shown.id, shown.error_code)
    panel.view.select([shown.id])
    qtbot.waitUntil(panel.actions_for_jobs[Act.RESTART].isEnabled)
    assert panel.retry_failed_button.isVisible()
    panel.clear_button.click()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    panel.dismissal.undo()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    panel.clear_button.click()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    panel, services = reopen()
    [waiting] = services.queue.enqueue([NewJob("c.txt", "c" * 64, 1, "txt", "/c.txt")])
    panel.refresh()
    qtbot.waitUntil(lambda: [waiting.id] == [job.id for job in panel.model.jobs()])


def test_refusal_says_why(panel: QueuePanel, services: Services, jobs: list[Job], qtbot: QtBot) -> None:
    """A command that came too late is answered, and the others are carried out."""
    services.queue.cancel(jobs[0].id)
    with qtbot.waitSignal(panel.refused) as refused:
        panel.perform(Act.PAUSE, [jobs[0], jobs[1]])
    assert ["illegal-transition"] == [report.code for report in refused.args[0]]
    qtbot.waitUntil(lambda: JobStatus.PAUSED in statuses(panel))


def test_all_buttons_follow_the_queue(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """Pause all, resume all and clear are enabled exactly when they would do something."""

    def enabled() -> tuple[bool, ...]:
        return tuple(each.isEnabled() for each in (panel.pause_all_button, panel.resume_all_button, panel.clear_button))

    assert (True, False, False) == enabled()
    panel.pause_all_button.click()
    qtbot.waitUntil(lambda: enabled() == (False, True, False))
    assert [JobStatus.PAUSED] * 4 == statuses(panel)
    panel.resume_all_button.click()
    qtbot.waitUntil(lambda: enabled() == (True, False, False))


def test_commands_for_the_whole_queue_are_possible_only_where_their_buttons_are(panel, jobs, qtbot: QtBot) -> None:
    """Their keys and the menu of the window do nothing that no button would."""
    actions = (panel.pause_all_action, panel.resume_all_action, panel.hold_action, panel.retry_failed_action)
    assert [True, False, True, False] == [action.isEnabled() for action in actions]
    panel.perform(Act.CANCEL, panel.model.jobs())
    qtbot.waitUntil(lambda: statuses(panel) == [JobStatus.CANCELLED] * 4)
    assert [False] * 4 == [action.isEnabled() for action in actions]
    panel.clear_action.trigger()
    qtbot.waitUntil(lambda: not panel.clear_action.isEnabled())


def test_the_list_takes_the_focus_from_the_drop_zone(panel, services, qtbot: QtBot) -> None:
    """Whoever pressed a button there goes on with the keys of the list."""
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.drop_zone.findChildren(QPushButton)[-1].setFocus()
    services.queue.enqueue([NewJob("a.txt", "a" * 64, 1, "txt", "/a.txt")])
    panel.refresh()
    qtbot.waitUntil(panel.view.hasFocus)


def test_progress_is_painted_at_most_ten_times_a_second(panel, services, jobs, qtbot: QtBot) -> None:
    """A thousand reports make few repaints, and the last one wins."""
    services.queue.liveness.register("worker")
    claim = services.queue.claim("worker")
    panel.refresh()
    qtbot.waitUntil(lambda: panel.model.job(0).status is JobStatus.RUNNING)
    changes = QSignalSpy(panel.model.dataChanged)
    resets = QSignalSpy(panel.model.modelReset)
    for step in range(1000):
        services.pool.signals.progress.emit(
            JobProgress(claim.job.id, "parse", step, 1000, step / 10, Found(lines=step))
        )
    qtbot.waitUntil(lambda: panel.model.row(0).percent == 99.9)
    assert changes.count() <= 3
    assert 0 == resets.count()


def test_selection_survives_a_refresh_with_changes(panel, services, jobs: list[Job], qtbot: QtBot) -> None:
    """Other jobs come, go and move; what a person chose stays chosen."""
    panel.view.select([jobs[1].id, jobs[3].id])
    services.queue.enqueue([NewJob("e.txt", "e" * 64, 1, "txt", "/e.txt", priority=5)])
    services.queue.cancel(jobs[0].id)
    panel.refresh()
    qtbot.waitUntil(lambda: names(panel) == ["e", "b", "c", "d", "a"])
    assert [jobs[1].id, jobs[3].id] == [job.id for job in panel.view.selected_jobs()]


def test_summary_adds_up(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """The figures of the line are those of the rows."""
    with qtbot.waitSignal(panel.summarised, check_params_cb=lambda text: "paused" in text) as said:
        panel.perform(Act.PAUSE, [jobs[0]])
    assert ["3 waiting  ·  1 paused"] == said.args


def test_double_click_opens_details_while_there_is_no_play(panel: QueuePanel, jobs: list[Job], qtbot) -> None:
    """The most likely wish needs no menu."""
    with qtbot.waitSignal(panel.open_job) as opened:
        panel.view.doubleClicked.emit(panel.model.index(2))
    assert [jobs[2].id] == opened.args


def test_context_menu_offers_the_commands(panel: QueuePanel, jobs: list[Job]) -> None:
    """All that can be done with a job is in its menu, with its keys."""
    panel.view.selectionModel().select(panel.model.index(0), QItemSelectionModel.SelectionFlag.Select)
    menu = panel.view.context_menu()
    shown = [action for action in menu.actions() if not action.isSeparator()]
    assert set(panel.actions_for_jobs.all()) == set(shown)
    assert panel.actions_for_jobs[Act.CANCEL].isEnabled()
    menu.deleteLater()


def test_jobs_are_put_off_and_begin_after_all(panel, services, jobs: list[Job], qtbot: QtBot) -> None:
    """The row says until when; no worker takes the job before, and one does when that is taken back."""
    services.queue.liveness.register("worker")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    panel.view.select([job.id for job in jobs])
    panel.actions_for_jobs.put_off.emit(jobs, tomorrow)
    qtbot.waitUntil(lambda: all(job.not_before == tomorrow for job in panel.model.jobs()))
    assert f"Waits until {words.moment(tomorrow)}" == left_text(panel.model.row(0))
    assert None is services.queue.claim("worker")
    qtbot.waitUntil(panel.actions_for_jobs[Act.BEGIN_NOW].isEnabled)
    panel.actions_for_jobs[Act.BEGIN_NOW].trigger()
    qtbot.waitUntil(lambda: all(job.not_before is None for job in panel.model.jobs()))
    assert jobs[0].id == services.queue.claim("worker").job.id


def test_a_paused_job_that_was_put_off_says_both(make_job) -> None:
    """It does not begin at that time by itself."""
    job = make_job(JobStatus.PAUSED, not_before=datetime.now(UTC) + timedelta(days=1), found=Found(lines=3))
    assert [f"Not before {words.moment(job.not_before)}", "3 lines"] == left_text(QueueRow(job)).split(words.SEPARATOR)


class Desktop(QObject):
    """Takes what the program asks the desktop to open."""

    opened = Signal(QUrl)

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Open a file."""
        self.opened.emit(url)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """Stands for the desktop's own programs."""
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "take")
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


def test_the_source_is_shown_in_its_own_program(panel, services, tmp_path, desktop: Desktop, qtbot: QtBot) -> None:
    """The desktop is asked to open the file that was imported."""
    script = tmp_path / "lear.txt"
    script.write_text("LEAR\nBlow, winds!\n", encoding="utf-8")
    [job] = services.intake.add([script]).added
    with qtbot.waitSignal(desktop.opened) as opened:
        panel.perform(Act.SHOW_SOURCE, [job])
    assert [QUrl.fromLocalFile(str(script))] == opened.args


def test_a_source_that_is_gone_is_told(panel: QueuePanel, jobs: list[Job], qtbot: QtBot) -> None:
    """Neither the file nor its copy is there."""
    with qtbot.waitSignal(panel.refused) as refused:
        panel.perform(Act.SHOW_SOURCE, [jobs[0]])
    assert ["source-missing"] == [report.code for report in refused.args[0]]


@pytest.fixture
def scanned(panel: QueuePanel, services: Services, jobs: list[Job], qtbot: QtBot) -> Job:
    """A job that failed because its pages are pictures, shown."""
    services.queue.liveness.register("worker")
    services.queue.fail(services.queue.claim("worker").lease, ErrorReport.of(ScannedFileError()), 0.1)
    panel.refresh()
    qtbot.waitUntil(lambda: JobStatus.FAILED in statuses(panel))
    return panel.model.job(panel.model.place(jobs[0].id))


@pytest.mark.skipif(not installed_languages(), reason="tesseract is not installed")
def test_scanned_pages_are_read_on_demand(panel, services, scanned: Job, qtbot: QtBot) -> None:
    """The new job recognises the text, whatever the settings say."""
    panel.view.select([scanned.id])
    qtbot.waitUntil(panel.actions_for_jobs[Act.RECOGNISE].isEnabled)
    panel.actions_for_jobs[Act.RECOGNISE].trigger()
    qtbot.waitUntil(lambda: statuses(panel) == [JobStatus.QUEUED] * 4)
    again = next(job for job in panel.model.jobs() if job.restarted_from == scanned.id)
    assert (JobStatus.QUEUED, True) == (again.status, again.config["ocr"])


def test_plays_of_a_volume_are_joined_on_demand_and_parted_again(panel, services, jobs, qtbot: QtBot) -> None:
    """Each job is listed with its play; the new job is about the whole file."""
    services.queue.liveness.register("worker")
    claim = services.queue.claim("worker")
    play = Playbook(
        title="A",
        characters=[Character(id="c", name="MIRA")],
        acts=[PlayAct(scenes=[Scene(lines=[Line(type=LineType.DIALOGUE, text="Light!", speakers=["c"])])])],
    )
    services.queue.complete(claim.lease, PackedPlay.pack(play), 1.0, plays=("A", "B"))
    panel.refresh()
    qtbot.waitUntil(lambda: "a.txt · B (2/2)" in [job.name for job in panel.model.jobs()])
    for act, as_one in ((Act.JOIN, True), (Act.PART, False)):
        old = services.queue.list_jobs([JobStatus.COMPLETED, JobStatus.CANCELLED], limit=1)[0]
        panel.perform(act, [old])
        qtbot.waitUntil(lambda old=old: old.id in {job.restarted_from for job in services.queue.list_jobs()})
        again = next(job for job in services.queue.list_jobs() if job.restarted_from == old.id)
        assert (as_one, None) == (again.config["as_one"], again.part)
        services.queue.cancel(again.id)


def test_without_recognition_it_is_told_how_to_get_it(panel, services, scanned: Job, monkeypatch, qtbot) -> None:
    """Instead of a job that would fail."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "frozen", True, raising=False)  # a program without Python has no library either
    installed_languages.cache_clear()
    with qtbot.waitSignal(panel.refused) as refused:
        panel.perform(Act.RECOGNISE, [scanned])
    [report] = refused.args[0]
    assert "ocr-missing" == report.code
    assert "Install tesseract" in report.advice
    assert 4 == len(services.queue.list_jobs())

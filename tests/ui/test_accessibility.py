"""Whoever does not see the window, or does not use a mouse, can use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from screen_reader import nameless, walk

from playbuddy_desktop.errors import DiskFullError, ErrorReport
from playbuddy_desktop.jobs.job import JobStatus, NewJob
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.main_window import MainWindow
from playbuddy_desktop.ui.queue.actions import COMMANDS, Act
from playbuddy_desktop.ui.settings.dialog import SettingsDialog


@pytest.fixture
def window(background: Background, profile: Profile, services: Services, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window over a queue with a job in each status that needs no worker."""
    jobs = services.queue.enqueue([NewJob(f"{name}.txt", name * 64, 1, "txt", f"/{name}.txt") for name in "abc"])
    services.queue.pause(jobs[1].id)
    window = MainWindow(background, profile)
    window.show()
    window.load(services)
    window.show_error(ErrorReport.of(DiskFullError()))
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 3)
    qtbot.waitUntil(lambda: not background._tasks)
    yield window
    window.begin_to_close()
    window.close_now()


def test_every_control_of_the_window_says_its_name(window: MainWindow) -> None:
    """The whole tree that a screen reader walks, menus included."""
    seen = {element.role() for element in walk(QAccessible.queryAccessibleInterface(window))}
    assert {QAccessible.Role.Button, QAccessible.Role.List, QAccessible.Role.ProgressBar} <= seen
    assert [] == nameless(window)


def test_every_control_of_the_settings_says_its_name(profile: Profile) -> None:
    """On each of their pages."""
    dialog = SettingsDialog(profile, Settings())
    dialog.show()
    for page in range(dialog.groups.count()):
        dialog.groups.setCurrentRow(page)
        assert [] == nameless(dialog)
    dialog.close()


def test_rows_of_the_queue_are_read_out(window: MainWindow) -> None:
    """A screen reader says name, status and what else the row shows."""
    view = QAccessible.queryAccessibleInterface(window.queue.view)
    assert QAccessible.Role.List is view.role()
    texts = [view.child(number).text(QAccessible.Text.Name) for number in range(view.childCount())]
    assert ["a.txt, Waiting", "b.txt, Paused", "c.txt, Waiting"] == texts


def test_tab_reaches_every_control_of_the_queue(window: MainWindow, qtbot: QtBot) -> None:
    """No button needs a mouse, and the focus comes round again."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.queue.view.setFocus()
    reached: list[QWidget] = []
    while (focused := QApplication.focusWidget()) not in reached:
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert len(reached) < 100
    wanted = (window.queue.view, window.queue.pause_all_button, window.queue.hold_button, window.health)
    assert [] == [type(widget).__name__ for widget in wanted if widget not in reached]


def test_keys_of_menus_and_list_are_unique(window: MainWindow) -> None:
    """A key means one thing, wherever it is pressed."""
    actions = {action for menu in window.menuBar().actions() for action in menu.menu().actions()}
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.PAUSED, JobStatus.CANCELLED])
def test_buttons_of_the_details_follow_the_status(window: MainWindow, services: Services, status, qtbot) -> None:
    """In the dialog of a job as in the list: enabled exactly when the queue accepts the command."""
    job = services.queue.list_jobs([JobStatus.QUEUED], limit=1)[0]
    if status is JobStatus.PAUSED:
        job = services.queue.pause(job.id)
    elif status is JobStatus.CANCELLED:
        job = services.queue.cancel(job.id)
    window.dialogs.open_job(job.id)
    dialog = window.dialogs.details_of(job.id)
    actions = dialog.actions_for_job
    more_than_the_status = {Act.REMOVE, Act.RECOGNISE, Act.JOIN, Act.PART, Act.BEGIN_NOW}
    expected = {act: job.allows(command) for act, command in COMMANDS.items() if act not in more_than_the_status}
    qtbot.waitUntil(lambda: expected == {act: actions[act].isEnabled() for act in expected})
    assert [] == nameless(dialog)
    dialog.close()

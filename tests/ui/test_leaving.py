from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.banners import BannerArea
from playbuddy_desktop.ui.leaving import Leaving
from playbuddy_desktop.ui.quit_dialog import QuitDialog


@pytest.fixture
def leaving(profile: Profile, qtbot: QtBot) -> Leaving:
    """Over a window without anything in it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.banners = BannerArea(window)
    window.show()
    window.gone = []
    leaving = Leaving(profile, window.banners, window)
    leaving.leave.connect(lambda: window.gone.append(True))
    return leaving


@pytest.fixture
def running(services: Services) -> Job:
    """A job that runs."""
    [job] = services.queue.enqueue([NewJob("a.txt", "a" * 64, 1, "txt", "/a.txt")])
    return replace(job, status=JobStatus.RUNNING)


def dialog_of(leaving: Leaving) -> QuitDialog:
    [dialog] = leaving.parent().findChildren(QuitDialog)
    return dialog


def gone(leaving: Leaving) -> bool:
    return bool(leaving.parent().gone)


def test_nothing_is_asked_while_nothing_runs(leaving: Leaving) -> None:
    """An idle window closes at once."""
    leaving.ask(working=False)
    assert (True, []) == (gone(leaving), leaving.parent().findChildren(QuitDialog))


def test_pause_and_quit(leaving: Leaving, profile: Profile) -> None:
    """The window goes at once; the choice is not kept unless that was asked for."""
    leaving.ask(working=True)
    assert not gone(leaving)
    dialog_of(leaving).pause_button.click()
    assert (True, False) == (gone(leaving), profile.settings_file.exists())


def test_cancel_stays(leaving: Leaving) -> None:
    """Closing the question is no answer."""
    leaving.ask(working=True)
    dialog_of(leaving).reject()
    assert not gone(leaving)


def test_finish_first(leaving: Leaving, running: Job) -> None:
    """The window goes when nothing goes on any more, and what is paused does not keep it."""
    leaving.ask(working=True)
    dialog_of(leaving).finish_button.click()
    leaving.show([running])
    assert not gone(leaving)
    leaving.show([replace(running, status=JobStatus.COMPLETED), replace(running, status=JobStatus.PAUSED)])
    assert gone(leaving)


def test_finish_first_can_be_taken_back(leaving: Leaving, running: Job) -> None:
    """The message says what will happen, and has a button against it."""
    leaving.on_quit = "finish"
    leaving.ask(working=True)
    leaving.ask(working=True)
    [banner] = leaving.parent().banners.banners()
    assert "The window closes when the scripts are done." == banner.text
    leaving._stay(banner)
    leaving.show([replace(running, status=JobStatus.COMPLETED)])
    assert not gone(leaving)


def test_remembered_choice(leaving: Leaving, profile: Profile) -> None:
    """It is asked once, and the settings know it."""
    leaving.ask(working=True)
    dialog_of(leaving).always.setChecked(True)
    dialog_of(leaving).pause_button.click()
    leaving.parent().gone.clear()
    leaving.ask(working=True)
    assert (True, {"on_quit": "pause"}) == (gone(leaving), tomllib.loads(profile.settings_file.read_text()))

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playbuddy_desktop.app import Application, language_choice, theme_choice
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui.errors.dialog import ErrorDialog


@pytest.fixture
def start(event_loop, profile: Profile):
    """Start the window's life in this process."""

    def start(*files: Path) -> tuple[Application, asyncio.Task[int]]:
        application = Application(profile, files)
        return application, event_loop.create_task(application.run())

    return start


def test_window_lives_and_ends(start, qtbot: QtBot, tmp_path: Path, make_script) -> None:
    """It is shown first, loads, takes the files it was given, imports them, and closes with status 0."""
    script = tmp_path / "lanterns.txt"
    script.write_text(make_script(20))
    application, life = start(script)
    window = application.window
    qtbot.waitUntil(window.isVisible)
    qtbot.waitUntil(lambda: [job.status for job in window.queue.model.jobs()] == [JobStatus.COMPLETED], timeout=30_000)
    window.close()
    qtbot.waitUntil(life.done, timeout=10_000)
    assert (0, False) == (life.result(), window.isVisible())


def test_closing_with_a_running_job_hands_it_back(start, profile, qtbot: QtBot, tmp_path, make_script) -> None:
    """The window goes within five seconds; the job waits for the next start with its checkpoint."""
    script = tmp_path / "long.txt"
    script.write_text(make_script(60_000))
    profile.settings_file.write_text('on_quit = "pause"\n')
    application, life = start(script)
    model = application.window.queue.model
    qtbot.waitUntil(lambda: [job.status for job in model.jobs()] == [JobStatus.RUNNING], timeout=30_000)
    application.window.close()
    assert "Finishing" in application.window.curtain.text
    qtbot.waitUntil(life.done, timeout=5_000)
    services = Services.open(profile, Settings())
    [job] = services.queue.list_jobs()
    services.close()
    assert (0, JobStatus.QUEUED) == (life.result(), job.status)


def test_closing_at_once_is_in_order(start, qtbot: QtBot) -> None:
    """A window closed before it has come to life ends like any other."""
    application, life = start()
    application.stop()
    qtbot.waitUntil(life.done, timeout=10_000)
    assert 0 == life.result()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no other process to send the signal on Windows")
def test_sigterm_ends_the_window(start, qtbot: QtBot) -> None:
    """A signal is noticed although the loop is idle."""
    application, life = start()
    qtbot.waitUntil(lambda: application.window.places.count() > 1, timeout=20_000)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(life.done, timeout=5_000)
    assert 0 == life.result()


def test_library_that_cannot_be_opened_is_explained(start, profile: Profile, qtbot: QtBot) -> None:
    """The person reads why, and the program ends with status 1."""
    profile.database.write_bytes(b"this is no database" * 400)
    application, life = start()
    qtbot.waitUntil(lambda: bool(application.window.findChildren(ErrorDialog)), timeout=20_000)
    [dialog] = application.window.findChildren(ErrorDialog)
    assert "database-corrupt" == dialog.report.code
    dialog.accept()
    qtbot.waitUntil(life.done, timeout=5_000)
    assert (1, False) == (life.result(), application.window.isVisible())


def test_error_in_a_slot_is_shown_and_the_window_goes_on(start, qtbot: QtBot, capfd) -> None:
    """A mistake behind a button costs a dialog, not the work."""
    application, life = start()
    window = application.window
    qtbot.waitUntil(lambda: window.places.count() > 1, timeout=20_000)
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("in a slot"), None)
    assert "in a slot" in window.dialogs.bug.report.technical
    window.dialogs.bug.accept()
    application.stop()
    qtbot.waitUntil(life.done, timeout=10_000)
    assert 0 == life.result()


def test_panel_that_cannot_be_loaded_is_no_end(start, monkeypatch, qtbot: QtBot) -> None:
    """A mistake while the window comes to life is shown, and closing still hands the work back."""
    application, life = start()

    def fail(_services: Services) -> None:
        raise ZeroDivisionError("while loading")

    monkeypatch.setattr(application.window.importer, "load", fail)
    qtbot.waitUntil(lambda: application.window.dialogs.bug is not None, timeout=20_000)
    assert "while loading" in application.window.dialogs.bug.report.technical
    application.window.dialogs.bug.accept()
    application.window.close()
    qtbot.waitUntil(life.done, timeout=10_000)
    assert 0 == life.result()


def test_bad_setting_is_told_in_the_window(start, profile: Profile, qtbot: QtBot) -> None:
    """A bad number of workers is no reason not to start."""
    profile.settings_file.write_text("worker_count = 99\n")
    application, life = start()
    qtbot.waitUntil(lambda: bool(application.window.banners.banners()), timeout=20_000)
    assert "number of workers" in application.window.banners.banners()[0].text
    application.stop()
    qtbot.waitUntil(life.done, timeout=10_000)


@pytest.mark.parametrize(
    ("file", "variable", "choice"),
    [
        (None, None, "system"),
        ('theme = "dark"', None, "dark"),
        ('theme = "dark"', "light", "light"),
        ('theme = "pink"', None, "system"),
        ("theme = [", None, "system"),
        ("theme = 3", None, "system"),
    ],
)
def test_theme_is_read_before_the_settings(profile: Profile, monkeypatch, file, variable, choice) -> None:
    """The environment wins over the file; what is not known is the system's."""
    if file is not None:
        profile.settings_file.write_text(file)
    if variable is not None:
        monkeypatch.setenv("PLAYBUDDY_THEME", variable)
    assert choice == theme_choice(profile)


def test_language_is_read_before_the_settings(profile: Profile, monkeypatch) -> None:
    """As the theme is."""
    assert "system" == language_choice(profile)
    profile.settings_file.write_text('language = "fr"')
    assert "fr" == language_choice(profile)
    monkeypatch.setenv("PLAYBUDDY_LANGUAGE", "en")
    assert "en" == language_choice(profile)


def test_nothing_heavy_is_imported_before_the_window() -> None:
    """The window is painted before SQLAlchemy and pydantic are looked for."""
    code = (
        "import sys, playbuddy_desktop.app\n"
        "print([name for name in ('sqlalchemy', 'pydantic', 'alembic', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "[]" == done.stdout.strip()

"""What the window asks of the desktop around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui.desktop.awake import Awake
from playbuddy_desktop.ui.desktop.batches import Batches
from playbuddy_desktop.ui.desktop.memory import WindowMemory
from playbuddy_desktop.ui.desktop.messages import DesktopMessages
from playbuddy_desktop.ui.desktop.shell import DesktopShell
from playbuddy_desktop.ui.desktop.tray import Tray
from playbuddy_desktop.ui.queue.summary import Totals
from playbuddy_desktop.ui.remembered import Remembered


class Listed:
    """A way to stay awake that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def begin(self) -> bool:
        self.asked.append("begin")
        return True

    def end(self) -> None:
        self.asked.append("end")


class Heard(DesktopMessages):
    """A desktop that notes what it is told."""

    def __init__(self) -> None:
        super().__init__(Tray())
        self.told: list[tuple[str, str]] = []

    def say(self, title: str, text: str) -> bool:
        self.told.append((title, text))
        return True


@pytest.fixture
def jobs(services: Services) -> list[Job]:
    """Three jobs as the queue has them."""
    return services.queue.enqueue([NewJob(f"{name}.txt", name * 64, 1, "txt", f"/{name}.txt") for name in "abc"])


def now(jobs: list[Job], *statuses: JobStatus) -> list[Job]:
    return [replace(job, status=status) for job, status in zip(jobs, statuses, strict=True)]


def test_a_batch_ends_once_when_nothing_goes_on(jobs: list[Job], qtbot: QtBot) -> None:
    """All that ran in it is counted, what a person paused is left."""
    batches = Batches()
    ended: list[Totals] = []
    left: list[int] = []
    batches.ended.connect(ended.append)
    batches.left.connect(left.append)
    batches.show(jobs)
    batches.show(now(jobs, JobStatus.COMPLETED, JobStatus.RUNNING, JobStatus.QUEUED))
    assert [] == ended
    final = now(jobs, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.PAUSED)
    batches.show(final)
    batches.show(final)
    assert [Totals(finished=1, failed=1, left=1)] == ended
    assert [3, 2, 0] == left


def test_a_batch_that_was_only_cancelled_is_not_told(jobs: list[Job]) -> None:
    """Whoever cancelled it knows."""
    batches = Batches()
    ended: list[Totals] = []
    batches.ended.connect(ended.append)
    batches.show(jobs)
    batches.show(now(jobs, *[JobStatus.CANCELLED] * 3))
    assert [] == ended


def test_one_message_per_batch_failures_first(jobs: list[Job], settings: Settings, qapp) -> None:
    """It is shown while the window is not in front, unless the person does not want it."""
    heard = Heard()
    shell = DesktopShell(messages=heard)
    shell.apply(settings)
    done = now(jobs, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.COMPLETED)
    shell.show(jobs)
    shell.show(done)
    assert [("Some scripts could not be imported", "3 scripts: 2 finished  ·  1 failed")] == heard.told
    shell.apply(settings.model_copy(update={"notifications": False}))
    shell.show(jobs)
    shell.show(done)
    assert 1 == len(heard.told)
    shell.close()


def test_no_message_while_the_window_is_in_front(jobs: list[Job], settings: Settings, qtbot: QtBot) -> None:
    """The person sees it anyway."""
    heard = Heard()
    shell = DesktopShell(messages=heard)
    shell.apply(settings)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shell.show(jobs)
    shell.show(now(jobs, *[JobStatus.COMPLETED] * 3))
    assert [] == heard.told
    shell.close()


def test_the_computer_stays_awake_only_while_a_job_runs_and_may() -> None:
    """The system is asked once, and told once that it is over."""
    listed = Listed()
    awake = Awake(listed)
    awake.want(True)
    awake.want(True)
    assert (["begin"], True) == (listed.asked, awake.active)
    awake.allow(False)
    awake.want(False)
    awake.allow(True)
    assert (["begin", "end"], False) == (listed.asked, awake.active)
    awake.want(True)
    awake.want(False)
    assert ["begin", "end"] * 2 == listed.asked


SERVICE = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection
from playbuddy_desktop.ui.desktop.awake import Awake

@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class Saver(QObject):
    @Slot(str, str, result=int)
    def Inhibit(self, app, reason):
        print(app, "-", reason, flush=True)
        return 7

app = QCoreApplication([])
if sys.argv[1] == "serve":
    bus, saver = QDBusConnection.sessionBus(), Saver()
    assert bus.registerObject("/org/freedesktop/ScreenSaver", saver, QDBusConnection.RegisterOption.ExportAllSlots)
    assert bus.registerService("org.freedesktop.ScreenSaver")
    print("ready", flush=True)
    QTimer.singleShot(20_000, app.quit)
    app.exec()
else:
    awake = Awake()
    awake.want(True)
    print(awake.active, flush=True)
    awake.want(False)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is of Linux")
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no dbus-run-session to try it on")
@pytest.mark.parametrize("served", [True, False])
def test_the_desktop_is_asked_over_the_bus(tmp_path: Path, served: bool) -> None:
    """Where a desktop listens it hears who asks and why; where none does, nothing is said."""
    script = tmp_path / "service.py"
    script.write_text(SERVICE)
    ask = f"{sys.executable} {script} ask"
    said = tmp_path / "said"
    serve = f"{sys.executable} {script} serve > {said} & until grep -qs ready {said}; do sleep 0.05; done; "
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", serve + ask + "; kill $!" if served else ask],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ,
    )
    complaints = [line for line in done.stderr.splitlines() if not line.startswith("dbus-daemon")]
    assert (f"{served}\n", []) == (done.stdout, complaints)
    if served:
        assert "ready\nPlayBuddy - Scripts are being parsed\n" == said.read_text()


def window_with_splitter() -> tuple[QMainWindow, QSplitter]:
    window, splitter = QMainWindow(), QSplitter()
    splitter.setObjectName("parts")
    splitter.addWidget(QWidget())
    splitter.addWidget(QWidget())
    window.setCentralWidget(splitter)
    window.resize(640, 480)
    return window, splitter


def test_the_window_comes_back_as_it_was(profile: Profile, qtbot: QtBot) -> None:
    """Size and splitters survive a restart; a broken file is as none."""
    window, splitter = window_with_splitter()
    qtbot.addWidget(window)
    window.show()
    splitter.setSizes([100, 500])
    sizes = splitter.sizes()
    window.resize(700, 500)
    WindowMemory(Remembered(profile)).keep(window)
    again, other = window_with_splitter()
    qtbot.addWidget(again)
    memory = WindowMemory(Remembered(profile))
    memory.restore(again)
    again.show()
    memory.restore_splitters(again)
    assert (700, 500) == (again.width(), again.height())
    assert sizes[0] == pytest.approx(other.sizes()[0], abs=20)
    (profile.data_dir / "window.ini").write_bytes(b"\xff\x00[General\ngeometry=@ByteArray(rubbish)")
    WindowMemory(Remembered(profile)).restore(again)
    assert 700 == again.width()

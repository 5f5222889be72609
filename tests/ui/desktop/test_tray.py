"""The icon in the tray."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from playbuddy_desktop.jobs.job import JobStatus, NewJob
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.desktop.tray import Tray

PANEL = """
import os, subprocess, sys
from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.kde.StatusNotifierWatcher"})
class Watcher(QObject):
    items = []
    @Slot(str)
    def RegisterStatusNotifierItem(self, item):
        self.items.append(item)
    @Property(bool)
    def IsStatusNotifierHostRegistered(self):
        return True
    @Property(int)
    def ProtocolVersion(self):
        return 0

def ask(item, path, method, *arguments):
    command = ["dbus-send", "--session", "--print-reply", f"--dest={item}", path, method, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

def use(item):
    print("menu" if "Pause" in ask(
        item, "/MenuBar", "com.canonical.dbusmenu.GetLayout", "int32:0", "int32:-1", "array:string:label") else "none")
    print("state" if "PlayBuddy: 1 waiting" in ask(
        item, "/StatusNotifierItem", "org.freedesktop.DBus.Properties.Get",
        "string:org.kde.StatusNotifierItem", "string:ToolTip") else "none")
    for number in range(1, 8):
        ask(item, "/MenuBar", "com.canonical.dbusmenu.Event",
            f"int32:{number}", "string:clicked", "variant:int32:0", "uint32:0")
    ask(item, "/StatusNotifierItem", "org.kde.StatusNotifierItem.Activate", "int32:0", "int32:0")

app = QCoreApplication([])
bus, watcher = QDBusConnection.sessionBus(), Watcher()
assert bus.registerObject("/StatusNotifierWatcher", watcher, QDBusConnection.RegisterOption.ExportAllContents)
assert bus.registerService("org.kde.StatusNotifierWatcher")
program = subprocess.Popen([sys.executable, sys.argv[1]], stdout=subprocess.PIPE, text=True)

def look():
    if watcher.items:
        looking.stop()
        use(watcher.items[0])
        app.quit()

looking = QTimer(interval=50)
looking.timeout.connect(look)
looking.start()
QTimer.singleShot(20_000, app.quit)
app.exec()
print(program.communicate(timeout=20)[0], end="")
"""

PROGRAM = """
import sys
from types import SimpleNamespace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playbuddy_desktop.jobs.job import JobCommand, JobStatus
from playbuddy_desktop.ui.desktop.tray import Tray

app = QApplication([])
app.setQuitOnLastWindowClosed(False)
tray = Tray()
tray.show_jobs([SimpleNamespace(status=JobStatus.QUEUED, allows=lambda command: command is JobCommand.PAUSE)])
for name in ("pause", "resume", "quit"):
    getattr(tray, f"{name}_wanted").connect(lambda name=name: print(name, flush=True))
opened = []
def come():
    opened.append(True)
    print("window", flush=True)
    if len(opened) == 2:
        tray.want(False)
        print(tray.is_shown, flush=True)
        app.quit()
tray.window_wanted.connect(come)
tray.want(True)
QTimer.singleShot(20_000, app.quit)
app.exec()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is of Linux")
@pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("dbus-run-session", "dbus-send", "xvfb-run")),
    reason="there is no desktop to try it on",
)
def test_a_panel_shows_the_icon_and_its_menu(tmp_path: Path) -> None:
    """A desktop's panel reads state and menu, and clicks everything: what is possible is told, what is not is not."""
    panel, program = tmp_path / "panel.py", tmp_path / "program.py"
    panel.write_text(PANEL)
    program.write_text(PROGRAM)
    ended = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", sys.executable, panel, program],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb"},
    )
    menu, state, *told, gone = ended.stdout.split() or [ended.stderr] * 3
    assert ("menu", "state", "False") == (menu, state, gone)
    assert ["pause", "quit", "window", "window"] == sorted(told)


def test_the_menu_offers_what_is_possible(services: Services, qtbot: QtBot) -> None:
    """Pause what goes on, resume what is paused; the first entry says how the queue is."""
    (job,) = services.queue.enqueue([NewJob("lanterns.txt", "a" * 64, 1, "txt", "/lanterns.txt")])
    tray = Tray()
    told = {}
    for name, jobs in {
        "none": [],
        "queued": [job],
        "paused": [replace(job, status=JobStatus.PAUSED)],
        "ended": [replace(job, status=JobStatus.COMPLETED)],
    }.items():
        tray.show_jobs(jobs)
        told[name] = (tray.menu.actions()[0].text(), tray.pause.isEnabled(), tray.resume.isEnabled())
    assert {
        "none": ("Nothing to do", False, False),
        "queued": ("1 waiting", True, False),
        "paused": ("1 paused", False, True),
        "ended": ("1 finished", False, False),
    } == told


def test_without_a_tray_there_is_no_icon(qtbot: QtBot) -> None:
    """Nothing is said, and a message finds another way."""
    if QSystemTrayIcon.isSystemTrayAvailable():
        pytest.skip("this system has a tray")
    tray = Tray()
    tray.want(True)
    assert (False, False) == (tray.is_shown, tray.say("Title", "Text"))
    tray.close()

"""A drag from another program, with a real pointer on a real X server with a window manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from playbuddy_desktop.jobs.job import NewJob
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

TOOLS = ("Xvfb", "openbox", "xdotool")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
PATIENCE = 30.0

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="other systems have no X server to try it on"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

OTHER_PROGRAM = """
import sys
from PySide6.QtCore import QMimeData, QUrl, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Files(QLabel):
    def mouseMoveEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(name) for name in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(data)
        done = drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction)
        print(done.name, flush=True)

app = QApplication([])
files = Files("files")
files.setWindowTitle("other program")
files.setGeometry(10, 30, 200, 150)
files.show()
app.exec()
"""


class Screen:
    """An X server with a window manager, and a hand on its mouse."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as answer:
            self.display = f":{answer.readline().strip()}"
        self._manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)

    @property
    def environment(self) -> dict[str, str]:
        """For programs that show themselves here."""
        return os.environ | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def tool(self, *arguments: str) -> str:
        """Use xdotool; gives what it says."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=20
        )
        return done.stdout.strip()

    def window(self, title: str) -> str:
        """The id of a visible window, as soon as there is one."""
        deadline = time.monotonic() + PATIENCE
        while not (found := self.tool("search", "--onlyvisible", "--name", title)):
            assert time.monotonic() < deadline, f"no window is called {title}"
            time.sleep(0.1)
        return found.splitlines()[0]

    def close(self) -> None:
        """End window manager and server."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen that nobody sees."""
    screen = Screen()
    yield screen
    screen.close()


def test_files_dragged_from_another_program_are_imported(screen: Screen, program, script, tmp_path: Path) -> None:
    """Two files dropped on the list go over as copies, whatever the other program offers, and lie where they lay."""
    services = Services.open(Profile("test", program.data_dir), Settings())
    (job,) = services.queue.enqueue([NewJob("paused.txt", "a" * 64, 1, "txt", "/paused.txt")])
    services.queue.pause(job.id)
    services.close()
    files = [script(30), script(31)]
    code = tmp_path / "other.py"
    code.write_text(OTHER_PROGRAM)
    program.start("window", DISPLAY=screen.display, QT_QPA_PLATFORM="xcb")
    ours = screen.window("PlayBuddy")
    other = subprocess.Popen(
        [sys.executable, code, *files], env=screen.environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        theirs = screen.window("other program")
        screen.tool("windowmove", "--sync", ours, "300", "50")
        screen.tool("windowraise", theirs)
        screen.tool("mousemove", "--sync", "--window", theirs, "60", "60")
        screen.tool("mousedown", "1")
        for step in range(1, 6):  # a drag begins with a movement, and a target hears of it with the next ones
            screen.tool("mousemove", "--sync", "--window", theirs, str(60 + 6 * step), str(60 + 3 * step))
        for place in ("500", "520", "540"):
            screen.tool("mousemove", "--sync", "--window", ours, place, "400")
            time.sleep(0.2)  # between two movements of a hand
        screen.tool("mouseup", "1")
        program.wait_until(lambda: program.statuses() == ["paused", "completed", "completed"])
        assert other.stdout is not None
        assert "CopyAction" == other.stdout.readline().strip()
        assert [True, True] == [file.exists() for file in files]
    finally:
        other.kill()
        other.communicate()


def test_a_job_dragged_within_the_queue_goes_first(screen: Screen, program) -> None:
    """The third of three waiting jobs is dragged above the first."""
    services = Services.open(Profile("test", program.data_dir), Settings())
    services.queue.enqueue([NewJob(f"{name}.txt", name * 64, 1, "txt", f"/{name}.txt") for name in "abc"])
    services.queue.hold()
    services.close()
    program.start("window", DISPLAY=screen.display, QT_QPA_PLATFORM="xcb")
    ours = screen.window("PlayBuddy")
    time.sleep(3)  # until the queue was read and painted, of which nobody outside hears

    def order() -> str:
        return "".join(name[0] for (name,) in program.rows("SELECT filename FROM parse_jobs ORDER BY position"))

    assert "abc" == order()
    third, first = 365, 185  # heights in the window, within the third row and at the upper edge of the first
    screen.tool("mousemove", "--sync", "--window", ours, "600", str(third))
    screen.tool("mousedown", "1")
    for height in (third - 8, third - 20, third - 60, first + 20, first + 4, first):
        screen.tool("mousemove", "--sync", "--window", ours, "600", str(height))
        time.sleep(0.2)  # between two movements of a hand
    screen.tool("mouseup", "1")
    program.wait_until(lambda: order() == "cab")

"""How quickly a long play opens in the reader, turns its pages and finds words.

    python bench/reader.py [--lines 100000] [--scene 100000]

Saves a play of so many lines, with so many in each scene, in a temporary profile, opens it in the real reader, and
prints the times and how late the event loop comes back meanwhile. The aim: never later than 50 ms (99 of 100 times).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtWidgets import QApplication
from responsiveness import Stopwatch

from playbuddy_desktop import logs
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.library.save import save_play
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.reader.panel import ReaderPanel


def play(lines: int, per_scene: int) -> Playbook:
    """A play of ten speakers."""
    cast = [Character(id=f"c{number}", name=f"SPEAKER {number}") for number in range(10)]
    words = "This is lantern number {}, and it burns as well as the one before it did, whatever the wind may say."
    every = [
        Line(type=LineType.DIALOGUE, text=words.format(number), speakers=[cast[number % 10].id])
        for number in range(lines)
    ]
    scenes = [Scene(title=f"Scene at {at}", lines=every[at : at + per_scene]) for at in range(0, lines, per_scene)]
    return Playbook(title="The Long Watch", characters=cast, acts=[Act(title="ACT I", scenes=scenes)])


async def timed(name: str, ask: Callable[[], object], ready: Callable[[], bool]) -> None:
    """Ask, wait, and print the time and the lateness of the event loop."""
    watch = Stopwatch()
    watching = asyncio.ensure_future(watch.watch(3))
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    ask()
    while not ready():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0.001)
    took = time.perf_counter() - began
    await watching
    late = f"p99 {watch.percentile(0.99):6.1f}  max {watch.percentile(1):6.1f} ms"
    print(f"{name:28} {1000 * took:8.0f} ms   loop late {late}")


async def measure(folder: Path, lines: int, per_scene: int) -> None:
    """Save, open, turn, find."""
    logs.configure(None)
    services = Services.open(Profile("bench", folder / "data"), Settings())
    with services.database.write() as connection:
        packed = PackedPlay.pack(play(lines, per_scene))
        play_id = save_play(connection, packed, job_id=None, content_hash=None, now=datetime.now(UTC))
    background = Background()
    panel = ReaderPanel(background)
    panel.resize(1100, 700)
    panel.show()
    panel.load(services)

    def idle() -> bool:
        return not background._tasks  # noqa: SLF001 - the end of all work has no signal

    await timed("first page", lambda: panel.show_play(play_id), lambda: bool(panel.text.toPlainText()))
    await timed("open with all counts", lambda: panel.show_play(play_id), idle)
    session = panel._session  # noqa: SLF001 - what is open is nobody else's business
    middle = len(session.sections) // 2
    await timed("another section", lambda: panel.go_to(middle), idle)
    await timed("one character only", lambda: panel.cast.choose(frozenset([min(session.cast)])), idle)
    await timed("all characters again", lambda: panel.cast.choose(frozenset()), idle)

    def find() -> None:
        panel.open_find()
        panel.find_bar.field.setText("wind may")
        panel.find_bar.field.search_now()

    await timed("find in the whole play", find, idle)
    await timed("next find", lambda: panel.finding.step(1), idle)
    panel.close()
    await background.close()
    services.close()


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--scene", type=int, default=100_000)
    arguments = parser.parse_args()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, "light")
    loop = qasync.QEventLoop(app)
    with tempfile.TemporaryDirectory() as folder:
        loop.run_until_complete(measure(Path(folder), arguments.lines, arguments.scene))
    loop.close()


if __name__ == "__main__":
    main()

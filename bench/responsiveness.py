"""How quickly the window answers while its workers are busy.

    python bench/responsiveness.py [--seconds 20] [--workers 2] [--speeches 20000]

Opens the real window (on the platform that QT_QPA_PLATFORM names, offscreen by default), imports long scripts through
it, and measures how late a 5 ms timer fires on the event loop: idle first, then with all workers parsing. Prints the
latency at the 50th, 99th and 100th percentile in milliseconds, and the ratio of busy to idle.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
INTERVAL = 0.005


def script(title: str, speeches: int) -> str:
    """A play of so many speeches."""
    parts = [f"{title}\n\nCHARACTERS\n\nMIRA, a lamplighter\nTOBIAS, her brother\n\n\nACT 1\n\nSCENE 1\n\n"]
    for number in range(speeches):
        name = "MIRA" if number % 2 == 0 else "TOBIAS"
        parts.append(f"{name}. This is lantern number {number}, and it burns as well as the one before it did.\n\n")
    return "".join(parts)


class Stopwatch:
    """Measures how late the event loop comes back to a timer."""

    def __init__(self) -> None:
        """Nothing is measured yet."""
        self.lateness: list[float] = []

    async def watch(self, seconds: float) -> None:
        """Measure for so long."""
        from PySide6.QtCore import Qt, QTimer

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        expected = time.perf_counter() + INTERVAL

        def fired() -> None:
            nonlocal expected
            now = time.perf_counter()
            self.lateness.append(max(0.0, now - expected))
            expected = now + INTERVAL

        timer.timeout.connect(fired)
        timer.start(int(INTERVAL * 1000))
        await asyncio.sleep(seconds)
        timer.stop()

    def percentile(self, share: float) -> float:
        """Nearest rank, in milliseconds."""
        ordered = sorted(self.lateness)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def line(self, name: str) -> str:
        """A row of the table."""
        figures = "  ".join(f"{self.percentile(share):8.2f}" for share in (0.5, 0.99, 1.0))
        return f"{name:10} {len(self.lateness):7}  {figures}"


async def measure(folder: Path, seconds: float, speeches: int, workers: int) -> None:
    """Open the window, measure, close it."""
    from playbuddy_desktop import logs
    from playbuddy_desktop.jobs.job import JobStatus
    from playbuddy_desktop.profiles import Profile
    from playbuddy_desktop.services import Services
    from playbuddy_desktop.settings import Settings
    from playbuddy_desktop.ui.background import Background
    from playbuddy_desktop.ui.main_window import MainWindow

    logs.configure(None)
    profile = Profile("bench", folder / "data")
    services = Services.open(profile, Settings(worker_count=workers))
    background = Background()
    window = MainWindow(background, profile)
    window.show()
    window.load(services)
    services.pool.start()
    await asyncio.sleep(2)
    idle, busy = Stopwatch(), Stopwatch()
    await idle.watch(min(seconds, 5))
    files = []
    for number in range(4 * workers):
        path = folder / f"play-{number}.txt"
        path.write_text(script(f"PLAY {number}", speeches), encoding="utf-8")
        files.append(path)
    window.importer.add(files)
    while services.pool.busy_count < workers:  # noqa: ASYNC110 - no event tells of it, and nothing is measured yet
        await asyncio.sleep(0.01)
    await busy.watch(seconds)
    counts = await background.run(services.queue.count_by_status)
    print(f"{'':10} {'samples':>7}  {'p50 ms':>8}  {'p99 ms':>8}  {'max ms':>8}")
    print(idle.line("idle"))
    print(busy.line("busy"))
    print(f"ratio of p99: {busy.percentile(0.99) / max(idle.percentile(0.99), 0.001):.1f}")
    print("jobs at the end:", {status.value: count for status, count in counts.items() if count})
    still = counts[JobStatus.RUNNING] + counts[JobStatus.QUEUED]
    print("workers were busy to the end" if still else "the work ran out: raise --speeches for a full measurement")
    await background.run(services.pool.stop)
    await background.close()
    services.close()
    window.close_now()


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--speeches", type=int, default=20_000)
    arguments = parser.parse_args()

    import qasync
    from PySide6.QtWidgets import QApplication

    from playbuddy_desktop.ui import theme

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, "light")
    loop = qasync.QEventLoop(app)
    with tempfile.TemporaryDirectory() as folder:
        loop.run_until_complete(measure(Path(folder), arguments.seconds, arguments.speeches, arguments.workers))
    loop.close()


if __name__ == "__main__":
    main()

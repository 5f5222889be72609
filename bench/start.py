"""How long the program takes from the start of its process to a painted window.

    python bench/start.py [--program dist/PlayBuddy/playbuddy] [--runs 7]

Starts the program again and again on a library of its own, reads from its log when the window was painted, and stops
it. The first start fills the caches of the system and is shown apart. The aim is less than 500 ms warm.
Without ``--program`` it measures the checkout. Without a screen it uses Qt's offscreen platform.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AIM_SECONDS = 0.5
GIVE_UP_SECONDS = 30.0


def seconds_to_window(command: list[str], folder: Path) -> tuple[float, float]:
    """Start the program once; gives the seconds until its window was painted, and its processor time until then.

    Raises:
        TimeoutError: there is no window after half a minute.
    """
    log = folder / "logs" / "playbuddy.log"
    log.unlink(missing_ok=True)
    started = time.time()
    with subprocess.Popen([*command, "--data-dir", str(folder)]) as process:
        try:
            painted, worked = painted_at(log)
            return painted - started, worked
        finally:
            process.terminate()


def painted_at(log: Path) -> tuple[float, float]:
    """Wait for the line of the log that tells it: when, in seconds since 1970, and after how much processor time."""
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < deadline:
        for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
            entry = json.loads(line)
            if entry["event"] == "window.painted":
                return float(entry["at"]), float(entry["seconds"])
        time.sleep(0.05)
    raise TimeoutError("The window did not appear.")


def main() -> int:
    """Print each start and the median of the warm ones; 1 when that is not below the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", help="the packaged program; without it the checkout is measured")
    parser.add_argument("--runs", type=int, default=7, help="how often to start it warm")
    arguments = parser.parse_args()
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [arguments.program] if arguments.program else [sys.executable, "-m", "playbuddy_desktop"]
    with tempfile.TemporaryDirectory(prefix="playbuddy-start-") as folder:
        first, *warm = (seconds_to_window(command, Path(folder)) for _ in range(arguments.runs + 1))
    print(f"first start  {_told(*first)}")
    for number, start in enumerate(warm, start=1):
        print(f"warm start {number} {_told(*start)}")
    median = statistics.median(seconds for seconds, _ in warm)
    verdict = "below" if median < AIM_SECONDS else "NOT below"
    print(f"median       {median * 1000:6.0f} ms, {verdict} the aim of {AIM_SECONDS * 1000:.0f} ms")
    return int(median >= AIM_SECONDS)


def _told(seconds: float, worked: float) -> str:
    return f"{seconds * 1000:6.0f} ms, processor {worked * 1000:4.0f} ms"


if __name__ == "__main__":
    sys.exit(main())

"""Puts many damaged and swelling files through a real child process, one after the other, and measures it.

    python bench/hostile.py [--each 100] [--paragraphs 1000000] [--seed 1] [--kills 20]

For each format, sound files are truncated and their bits flipped; then come the bombs, a line of 60 MB, a form bomb,
and so many empty paragraphs. Last, the child is killed at its work again and again, with a spare one beside it and
without, and the next job begun. Prints how each file ended, the longest time and the most memory of the child, and how
long it took after a kill until the next job told its first progress; the exit status is 1 if an error came that tells
a person nothing, if the process was lost without need, or held more than its limit.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "typesetting"))

from bombs import BOMBS, empty_paragraphs, form_bomb, many_pages  # noqa: E402 - after the path of our own modules
from small_scripts import write_all  # noqa: E402 - as above

from playbuddy_desktop.errors import ChildCrashedError  # noqa: E402 - as above
from playbuddy_desktop.jobs.messages import Done, Failed, Progress, Task  # noqa: E402 - as above
from playbuddy_desktop.jobs.supervisor import Child  # noqa: E402 - as above
from playbuddy_desktop.settings import MEGABYTE, Settings  # noqa: E402 - as above

TICK = 0.05
LIBRARIES = 64 * MEGABYTE
"""What is mapped from files is no data, so the system's limit leaves it out."""
SECONDS_TO_GET_READY = 2.0
"""Of a spare process; in the program it is started when a job has run for a second."""


@dataclass
class Run:
    """A child under fire.

    Attributes:
        ends: how often each end came: "play", the code of an error, "crash" or "silence".
        slowest, largest: seconds and bytes, with the name of the file.
    """

    child: Child
    folder: Path
    settings: Settings
    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")

    def put(self, name: str, content: bytes) -> str:
        """Give the child a file; tells how it ended."""
        path = self.folder / "file"
        path.write_bytes(content)
        began = time.monotonic()
        try:
            self.child.begin(Task(uuid4(), path, name, "", "rules", self.settings))
            end = self._end(name)
        except ChildCrashedError:
            end = "crash"
        self.ends[end] += 1
        self.slowest = max(self.slowest, (time.monotonic() - began, name))
        return end

    def _end(self, name: str) -> str:
        last = time.monotonic()
        while time.monotonic() - last < self.settings.max_seconds:
            message = self.child.receive(TICK)
            self.largest = max(self.largest, (self.child.memory(), name))
            if isinstance(message, Done):
                return "play"
            if isinstance(message, Failed):
                return message.error.code
            if message is not None:
                last = time.monotonic()
        self.child.kill()
        return "silence"

    def begin_after_kill(self, busy: Path, small: Path, *, spare: bool) -> float:
        """Seconds from the end of a job by force to the first sign of the next one."""
        self.child.begin(Task(uuid4(), busy, "busy.pdf", "pdf", "rules", self.settings))
        self._hear()
        if spare:
            self.child.keep_spare()
            time.sleep(SECONDS_TO_GET_READY)
        began = time.monotonic()
        self.child.kill()
        self.child.begin(Task(uuid4(), small, "next.txt", "txt", "rules", self.settings))
        self._hear()
        passed = time.monotonic() - began
        while not isinstance(self.child.receive(TICK), Done | Failed):
            pass
        return passed

    def _hear(self) -> None:
        """Wait for a sign of progress."""
        while not isinstance(self.child.receive(TICK), Progress):
            pass


def damaged(content: bytes, count: int, chance: random.Random) -> list[bytes]:
    """Truncated copies, and as many with flipped bits."""
    made = [content[: (len(content) - 1) * part // count + 1] for part in range(count)]
    for number in range(count):
        copy = bytearray(content)
        for _flip in range(1 + chance.randrange(number + 1)):
            copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        made.append(bytes(copy))
    return made


def kills(run: Run, folder: Path, count: int, *, spare: bool) -> list[float]:
    """How long each next job waited."""
    busy, small = folder / "busy.pdf", folder / "next.txt"
    busy.write_bytes(many_pages(1_900))
    small.write_text("MIRA. Who goes there?\nTOBIAS. Nobody.\n" * 5, encoding="utf-8")
    return [run.begin_after_kill(busy, small, spare=spare) for _kill in range(count)]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    settings = Settings()
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = Run(Child("hostile", settings.max_child_bytes, folder), folder, settings)
        run.child.start()
        for file, content in write_all(folder).items():
            ends = Counter(run.put(file, copy) for copy in damaged(content, options.each, chance))
            print(f"{file:<20}{dict(ends.most_common())}", flush=True)
        swelling = {bomb.name: bomb.make for bomb in BOMBS}
        swelling["ten-thousand.pdf"] = lambda: many_pages(10_000)
        for file, make in swelling.items():
            print(f"{file:<20}{run.put(file, make())}", flush=True)
        for file, content in empty_paragraphs(options.paragraphs).items():
            print(f"{file:<20}{run.put(file, content)}", flush=True)
        unneeded = run.ends["crash"] + run.ends["silence"]
        print(f"{'forms.pdf':<20}{run.put('forms.pdf', form_bomb())}", flush=True)
        waits = {spare: kills(run, folder, options.kills, spare=spare) for spare in (True, False)}
        run.child.close()
    print(f"\n{run.ends.total()} files: {dict(run.ends.most_common())}")
    print(f"slowest: {run.slowest[0]:.1f} s ({run.slowest[1]})")
    for spare, seconds in waits.items():
        which = "with" if spare else "without"
        worst, middle = max(seconds, default=0.0), median(seconds or [0.0])
        print(f"next job after a kill, {which} a spare process: {middle * 1000:.0f} ms, at most {worst * 1000:.0f} ms")
    print(f"largest: {run.largest[0] / MEGABYTE:.0f} MB ({run.largest[1]})")
    too_large = run.largest[0] > settings.max_child_bytes + LIBRARIES
    return int(bool(unneeded or run.ends["bug"] or too_large))


if __name__ == "__main__":
    sys.exit(main())

"""How long one transaction keeps all other writers of SQLite's file waiting, where it writes much.

    python bench/long_writes.py [--lines 40000] [--jobs 1000]

``pause all``, ``resume all``, ``cancel all``: one command over so many jobs. ``complete``: a play of so many lines is
saved with its completed job; its rows are made before the transaction begins. A transaction counts until its connection
is given back, so with its commit, at the program's own level FULL. The aim: less than 0.5 s for each.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contenders import new_job
from sqlalchemy import Pool, event

from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database

CAST, LINES_PER_SCENE, WORDS = 30, 500, 8_000


class Transactions:
    """The longest time for which a connection was in use."""

    def __init__(self) -> None:
        self.longest = 0.0
        event.listen(Pool, "checkout", self._begin)
        event.listen(Pool, "checkin", self._end)

    def _begin(self, _connection: Any, record: Any, _proxy: Any) -> None:
        record.info["since"] = time.perf_counter()

    def _end(self, _connection: Any, record: Any) -> None:
        self.longest = max(self.longest, time.perf_counter() - record.info["since"])


def long_play(lines: int) -> PackedPlay:
    """A play of so many lines of four to fourteen words."""
    rng = random.Random(1)  # noqa: S311 - no secret
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(WORDS)]

    def line() -> Line:
        text = " ".join(rng.choices(words, k=rng.randint(4, 14)))
        return Line(type=LineType.DIALOGUE, text=text, speakers=[f"c{rng.randrange(CAST)}"])

    lengths = [min(LINES_PER_SCENE, lines - start) for start in range(0, lines, LINES_PER_SCENE)]
    return PackedPlay.pack(
        Playbook(
            title="The Long Lantern",
            characters=[Character(id=f"c{number}", name=f"NUMBER {number}") for number in range(CAST)],
            acts=[Act(scenes=[Scene(lines=[line() for _ in range(length)]) for length in lengths])],
        )
    )


def measure(name: str, transactions: Transactions, act: Callable[[], object]) -> None:
    """Print what ``act`` takes."""
    transactions.longest = 0.0
    began, processor = time.perf_counter(), time.process_time()
    act()
    passed, processor = time.perf_counter() - began, time.process_time() - processor
    print(f"{name:22}{passed:8.3f} s{transactions.longest:12.3f} s{processor:12.3f} s", flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=40_000)
    parser.add_argument("--jobs", type=int, default=1_000)
    arguments = parser.parse_args()
    play = long_play(arguments.lines)
    transactions = Transactions()
    print(f"{'':22}{'in all':>10}{'transaction':>14}{'processor':>14}")
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Profile("bench", Path(folder) / "data"))
        queue = JobQueue(database, Settings())
        measure(f"enqueue {arguments.jobs:,} jobs", transactions, lambda: queue.enqueue(_jobs(arguments.jobs)))
        for command in (queue.pause_all, queue.resume_all, queue.cancel_all):
            measure(command.__name__.replace("_", " "), transactions, command)
        for _ in range(3):
            queue.enqueue(_jobs(1))
            claim = queue.claim("worker")
            if claim is not None:
                lease = claim.lease
                measure(
                    f"complete {arguments.lines:,} lines",
                    transactions,
                    lambda lease=lease: queue.complete(lease, play, 1.0),  # type: ignore[misc]
                )
        database.close()


def _jobs(count: int) -> list[Any]:
    return [new_job(number) for number in range(count)]


if __name__ == "__main__":
    main()

"""How quickly a long history opens, scrolls and is searched, and what it costs in memory.

    python bench/history.py [--jobs 100000]

Fills a temporary profile with jobs of all statuses, opens the real panel over it, and prints the time until its first
rows are painted, how long repaints take while it scrolls through, how late the event loop comes back meanwhile, the
time of a search, and the growth of the process's memory. The aims: open in less than 1 s, 99 of 100 repaints in less
than 16 ms, less than 100 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
import qasync
from PySide6.QtWidgets import QApplication
from responsiveness import Stopwatch
from sqlalchemy import Table, insert

from playbuddy_desktop import logs
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import job_sources, parse_jobs, plays
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.history.model import Column
from playbuddy_desktop.ui.history.panel import HistoryPanel

BATCH = 1_000
SCROLL_STEPS = 300
STATUSES = {"completed": 86, "failed": 8, "cancelled": 4, "queued": 1, "paused": 1}
FILES = ("Hamlet.pdf", "La Maison des vents, édition de travail.docx", "The Lantern.txt", "Kleine Bühne.txt")
MEGABYTE = 1024 * 1024


def fill(database: Database, count: int) -> None:
    """Write jobs as years of use would leave them; their plays have no lines, which no list shows."""
    rng, now = random.Random(1), datetime.now(UTC)  # noqa: S311 - no secret
    for start in range(0, count, BATCH):
        rows = [
            _job(rng, number, now - timedelta(minutes=count - number))
            for number in range(start, min(start + BATCH, count))
        ]
        with database.write() as connection:
            for table, values in zip((plays, parse_jobs, job_sources), zip(*rows, strict=True), strict=True):
                _insert(connection, table, [value for value in values if value])


def _insert(connection: Any, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _job(rng: random.Random, number: int, at: datetime) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The rows of a play (empty unless the job completed), of a job and of its source."""
    (status,) = rng.choices(list(STATUSES), list(STATUSES.values()))
    filename, job_id, play_id = rng.choice(FILES), uuid4(), uuid4()
    done, failed = status == "completed", status == "failed"
    play = {
        "id": play_id,
        "title": filename.rpartition(".")[0],
        "author": "Ada Quill",
        "job_id": job_id,
        "created_at": at,
        "updated_at": at,
    }
    job = {
        "id": job_id,
        "type": "PARSE_PLAY",
        "status": status,
        "position": number,
        "filename": f"{number} {filename}",
        "config": {},
        "engine": "rules",
        "max_retries": 3,
        "playbook_id": play_id if done else None,
        "retry_count": rng.choice((0, 0, 0, 1)),
        "error_code": "encrypted-file" if failed else None,
        "last_error": "The file is protected by a password." if failed else None,
        "failure_reason": "The file is protected by a password." if failed else None,
        "advice": "Save a copy without protection and import the copy." if failed else None,
        "active_seconds": rng.expovariate(0.5),
        "created_at": at,
        "queued_at": at,
        "started_at": None if status == "queued" else at,
        "completed_at": at if done or failed or status == "cancelled" else None,
        "updated_at": at,
    }
    source = {"job_id": job_id, "content_hash": f"{number:064}", "original_path": filename, "size": 1, "format": "txt"}
    return (play if done else {}), job, source


async def until(ready: Callable[[], bool]) -> float:
    """Wait for something; the seconds that it took."""
    began = time.perf_counter()
    while not ready():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0.001)
    return time.perf_counter() - began


async def measure(folder: Path, jobs: int) -> None:
    """Fill, open, scroll, search."""
    logs.configure(None)
    services = Services.open(Profile("bench", folder / "data"), Settings())
    began = time.perf_counter()
    fill(services.database, jobs)
    print(f"{jobs:,} jobs written in {time.perf_counter() - began:.1f} s")
    background = Background()
    process = psutil.Process()
    memory = process.memory_info().rss
    panel = HistoryPanel(background)
    panel.resize(1100, 700)
    panel.show()

    def painted() -> bool:
        return panel.model.rowCount() == jobs and panel.model.index(0, Column.FILE).data() != "…"

    panel.load(services)
    opened = await until(painted)
    began = time.perf_counter()
    panel.table.viewport().repaint()
    first = time.perf_counter() - began
    print(f"opened: first rows after {1000 * opened:.0f} ms, painted in {1000 * first:.1f} ms")

    watch = Stopwatch()
    watching = asyncio.ensure_future(watch.watch(SCROLL_STEPS * 0.02))
    repaints, missing = await scroll(panel)
    await watching
    ordered = sorted(repaints)
    figures = [1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.99, 1.0)]
    print("scrolled through: repaints p50 {:.1f} ms, p99 {:.1f} ms, max {:.1f} ms".format(*figures))
    print(f"                  {missing} of {SCROLL_STEPS} stops showed placeholders for longer than 100 ms")
    print(f"                  event loop late by p99 {watch.percentile(0.99):.1f} ms, max {watch.percentile(1):.1f} ms")

    panel.filters.search.setText("maison password")
    began = time.perf_counter()
    panel.filters.search.search_now()
    await until(lambda: panel.model.rowCount() < jobs)
    print(f"searched: {panel.model.rowCount():,} found in {1000 * (time.perf_counter() - began):.0f} ms")
    print(f"memory: {(process.memory_info().rss - memory) / MEGABYTE:.0f} MB more than without the panel")
    panel.close()
    await background.close()
    services.close()


async def scroll(panel: HistoryPanel) -> tuple[list[float], int]:
    """Go through the whole history in steps; the seconds of each repaint, and how often rows came late."""
    bar, table = panel.table.verticalScrollBar(), panel.table
    repaints, late = [], 0
    for step in range(SCROLL_STEPS):
        bar.setValue(bar.maximum() * step // (SCROLL_STEPS - 1))
        began = time.perf_counter()
        table.viewport().repaint()
        repaints.append(time.perf_counter() - began)
        await asyncio.sleep(0.015)
        top = table.rowAt(table.viewport().height() // 2)
        if panel.model.row(top) is None:
            await asyncio.sleep(0.085)
            late += panel.model.row(top) is None
    return repaints, late


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=100_000)
    arguments = parser.parse_args()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, "light")
    loop = qasync.QEventLoop(app)
    with tempfile.TemporaryDirectory() as folder:
        loop.run_until_complete(measure(Path(folder), arguments.jobs))
    loop.close()


if __name__ == "__main__":
    main()

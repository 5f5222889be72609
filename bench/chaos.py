"""Storms over the queue, as long as you like: nothing may be lost, doubled or stuck. Linux or macOS.

    python bench/chaos.py storm [--seed 1] [--seconds 300] [--workers 8] [--jobs 8000] [--small-disk | --server]
    python bench/chaos.py program [--seed 1] [--seconds 120] [--workers 3] [--jobs 60] [--server]
    python bench/chaos.py crash-points [--server]
    python bench/chaos.py soak [--jobs 1000]

``storm``: worker processes without a parser are killed, frozen, locked out and kept from writing, while a person gives
commands; afterwards every row is checked. ``--small-disk`` mounts a disk of 64 MB for it and fills that (needs root).
``--server`` puts the database on a PostgreSQL server, started from the wheel of the tests.
``program``: the same with the real program and its children; each play must be that of an undisturbed run.
``crash-points``: the real program is killed before and after each of its commits, and started again.
``soak``: the real program parses valid scripts; at least 99 of 100 must complete, and its memory must stay flat.

The exit status is 1 when anything was wrong. The seed decides which faults strike when.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.extend(str(Path(__file__).resolve().parent.parent / "tests" / folder) for folder in ("chaos", "support"))

import chaos_jobs
import crash_points
import psutil
import real_jobs
from soundness import complaints
from storm import LightCrew, ProgramCrew, Report, Storm

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database

BATCH = 50
MEGABYTE = 1024 * 1024
SETTINGS = Settings(
    lease_seconds=1,
    heartbeat_seconds=0.3,
    poll_seconds=0.1,
    retry_base_seconds=0.05,
    retry_max_seconds=0.5,
    max_losses=1_000,
)


def show(report: Report, seconds: float) -> int:
    """Print what happened; the exit status."""
    print(f"seed {report.seed}: {report.jobs:,} jobs, {seconds:.0f} s, of which calm {report.calm_seconds:.0f} s")
    for name, counts in (("did", report.did), ("jobs", report.statuses), ("events", report.events)):
        print(f"  {name + ':':8}" + ", ".join(f"{count:,} {what}" for what, count in counts.most_common()))
    print(f"  {len(report.complaints)} complaints")
    for complaint in report.complaints[:20]:
        print(f"    {complaint}")
    return int(bool(report.complaints))


@contextmanager
def folder_on(small_disk: bool) -> Iterator[Path]:
    """An empty folder, on a disk of its own if wanted."""
    with tempfile.TemporaryDirectory() as name:
        if not small_disk:
            yield Path(name)
            return
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", name], check=True)  # noqa: S607 - the system's
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)  # noqa: S607 - the system's


@contextmanager
def databases(server: bool) -> Iterator[Callable[[], str]]:
    """Makes the URL of a new database on a server; empty, for a file in the profile's folder, without one."""
    if not server:
        yield lambda: ""
        return
    from postgres_server import PostgresServer

    running = PostgresServer()
    try:
        yield running.new_database
    finally:
        running.stop()


def storm(arguments: argparse.Namespace) -> int:
    """Workers without a parser."""
    rng = random.Random(arguments.seed)  # noqa: S311 - no secret
    batches = [
        chaos_jobs.new_jobs(range(first, min(first + BATCH, arguments.jobs)), rng)
        for first in range(0, arguments.jobs, BATCH)
    ]
    with folder_on(arguments.small_disk) as parent, databases(arguments.server) as new_database:
        folder = parent / "data"
        settings = SETTINGS.model_copy(update={"database_url": new_database()})
        began = time.monotonic()
        run = Storm(
            folder,
            arguments.seed,
            seconds=arguments.seconds,
            workers=arguments.workers,
            settings=settings,
            crew=LightCrew(folder, settings),
            batches=batches,
            small_disk=arguments.small_disk,
        )
        with closing(run):
            report = run.run()
            run.check(outcome_of=chaos_jobs.outcome_of, lines_of=chaos_jobs.lines_of)
        return show(report, time.monotonic() - began)


def program(arguments: argparse.Namespace) -> int:
    """The real program."""
    with folder_on(small_disk=False) as parent, databases(arguments.server) as new_database:
        folder, scripts = parent / "data", parent / "scripts"
        settings = SETTINGS.model_copy(update={"database_url": new_database()})
        jobs = real_jobs.store(folder, real_jobs.write_scripts(scripts, arguments.jobs, 60), settings.database_url)
        environment = os.environ | real_jobs.ENVIRONMENT | {"PLAYBUDDY_DATABASE_URL": settings.database_url}
        began = time.monotonic()
        run = Storm(
            folder,
            arguments.seed,
            seconds=arguments.seconds,
            workers=arguments.workers,
            settings=settings,
            crew=ProgramCrew(folder, environment, parent / "log.txt"),
            batches=[jobs[first : first + 5] for first in range(0, len(jobs), 5)],
            pause=1.0,
        )
        with closing(run):
            report = run.run()
            run.check(
                outcome_of=lambda _: JobStatus.COMPLETED, lines_of=lambda name: real_jobs.lines_of(scripts / name)
            )
        return show(report, time.monotonic() - began)


def kill_at_each_commit(arguments: argparse.Namespace) -> int:
    """The real program, killed before and after each of its commits."""
    wrong = 0
    with folder_on(small_disk=False) as parent, databases(arguments.server) as new_database:
        (script,) = real_jobs.write_scripts(parent / "scripts", 1, 30)
        calm = run_program(parent / "calm", new_database(), f"{crash_points.__file__}|0|before", "import", str(script))
        commits = int(calm.stdout.split()[-1])
        for point in range(1, commits + 1):
            for when in crash_points.MOMENTS:
                folder, url = parent / f"{when}-{point}", new_database()
                crashing = f"{crash_points.__file__}|{point}|{when}"
                killed = run_program(folder, url, crashing, "import", str(script))
                found = run_again(folder, url, script)
                # Commits depend a little on time: a life may end before it comes to the last ones.
                outcome = "killed" if killed.returncode == -signal.SIGKILL else "came to its end"
                print(
                    f"{when:6} commit {point:2} of {commits}: {outcome}, then {'; '.join(found) or 'sound'}", flush=True
                )
                wrong += bool(found)
    print(f"{2 * commits} crash points, {wrong} with complaints")
    return int(wrong > 0)


def run_program(folder: Path, url: str, program: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program, or of what ``program`` names with its own arguments after bars, to its end."""
    environment = os.environ | real_jobs.ENVIRONMENT | {"PLAYBUDDY_DATABASE_URL": url}
    whole = [sys.executable, *program.split("|"), "--data-dir", str(folder), *command]
    return subprocess.run(whole, env=environment, check=False, capture_output=True, text=True, timeout=120)


def run_again(folder: Path, url: str, script: Path) -> list[str]:
    """What a person does after a crash: start the program; what is wrong then."""
    with closing(open_database(Profile("chaos", folder), url)) as database:
        queue = JobQueue(database, SETTINGS)
        again = ("worker", "--until-idle") if queue.list_jobs() else ("import", str(script))
        ended = run_program(folder, url, "-m|playbuddy_desktop", *again)
        found = complaints(
            database,
            queue,
            outcome_of=lambda _: JobStatus.COMPLETED,
            lines_of=lambda _: real_jobs.lines_of(script),
        )
        if (jobs := len(queue.list_jobs())) != 1:
            found.append(f"there are {jobs} jobs")
        if ended.returncode != 0:
            found.append(f"the next run ended with status {ended.returncode}")
        return found


def soak(arguments: argparse.Namespace) -> int:
    """Many valid scripts, one program."""
    with folder_on(small_disk=False) as parent:
        folder, scripts = parent / "data", parent / "scripts"
        queue = chaos_jobs.open_queue(folder, SETTINGS)
        queue.enqueue(real_jobs.store(folder, real_jobs.write_scripts(scripts, arguments.jobs, 200)))
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "playbuddy_desktop", "--data-dir", str(folder), "worker", "--until-idle"]
        began = time.monotonic()
        samples: list[tuple[int, float, float]] = []
        with (parent / "log.txt").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            while process.poll() is None:
                done = queue.count_by_status()[JobStatus.COMPLETED]
                samples.append((done, *_memory(process.pid)))
                time.sleep(0.5)
        seconds = time.monotonic() - began
        done = queue.count_by_status()[JobStatus.COMPLETED]
        for tenth in range(1, 11):
            within = [sample for sample in samples if sample[0] * 10 // arguments.jobs == tenth - 1]
            if within:
                print(
                    f"  jobs {(tenth - 1) * arguments.jobs // 10:5,} on: program {max(s[1] for s in within):6.1f} MB,"
                    f" its children {max(s[2] for s in within):6.1f} MB"
                )
        found = complaints(
            queue._database,  # noqa: SLF001 - the queue is only a means here
            queue,
            outcome_of=lambda _: JobStatus.COMPLETED,
            lines_of=lambda name: real_jobs.lines_of(scripts / name),
        )
        print(
            f"{done:,} of {arguments.jobs:,} jobs completed in {seconds:.0f} s, {arguments.jobs / seconds:.1f} a second"
        )
        print(f"{len(found)} complaints", *found[:20], sep="\n  ")
        return int(done < 0.99 * arguments.jobs or bool(found))


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes of the program, and of its children together."""
    try:
        process = psutil.Process(pid)
        own, children = process.memory_info().rss, [child.memory_info().rss for child in process.children()]
    except psutil.Error:
        return 0.0, 0.0
    return own / MEGABYTE, sum(children) / MEGABYTE


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, run, seconds, workers, jobs in (
        ("storm", storm, 300.0, 8, 8_000),
        ("program", program, 120.0, 3, 60),
    ):
        command = commands.add_parser(name)
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--seconds", type=float, default=seconds, help="how long the faults go on")
        command.add_argument("--workers", type=int, default=workers, help="how many processes")
        command.add_argument("--jobs", type=int, default=jobs)
        command.add_argument("--server", action="store_true")
        if run is storm:
            command.add_argument("--small-disk", action="store_true")
        command.set_defaults(run=run)
    command = commands.add_parser("crash-points")
    command.add_argument("--server", action="store_true")
    command.set_defaults(run=kill_at_each_commit)
    command = commands.add_parser("soak")
    command.add_argument("--jobs", type=int, default=1_000)
    command.set_defaults(run=soak)
    arguments = parser.parse_args()
    return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())

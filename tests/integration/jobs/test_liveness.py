"""Who is alive: heartbeats, and the locked file of each process."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import portalocker
import pytest
from sqlalchemy import select

from playbuddy_desktop.errors import DatabaseBusyError
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.presence import Presence, clear_away_the_dead, is_alive, machine_id
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage import database as database_module
from playbuddy_desktop.storage.tables import workers

Stage = Any

# These are about files and SQLite's own ways.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])

WORKER = """
import pathlib, sys
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.opening import open_database

database = open_database(Profile("test", pathlib.Path(sys.argv[1])), sys.argv[2])
queue = JobQueue(database, Settings())
queue.liveness.register("theirs")
print(queue.claim("theirs").job.id, flush=True)
sys.stdin.read()
"""


def start_worker(stage: Stage) -> subprocess.Popen[str]:
    """A process of its own that claims a job and then holds it."""
    folder = str(stage.database.profile.data_dir)
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, folder, stage.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip()
    return process


def kill(process: subprocess.Popen[str]) -> None:
    """End a process as nothing else could, and close its pipes."""
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.communicate()


def registered(stage: Stage) -> list[str]:
    """The ids of all workers in the table."""
    with stage.database.read() as connection:
        return list(connection.execute(select(workers.c.id).order_by(workers.c.id)).scalars())


def signs(stage: Stage) -> list[str]:
    """The locked files of processes."""
    return [path.stem for path in stage.database.profile.locks.glob("*.process")]


def test_the_job_of_a_killed_process_waits_again(stage: Stage) -> None:
    """While the process lives its job is its own; once it is killed, the job is free at once."""
    (job,) = stage.add(0)
    process = start_worker(stage)
    try:
        assert [] == stage.queue.liveness.free_dead_leases()
        assert (JobStatus.RUNNING, ["theirs"]) == (stage.queue.get(job.id).status, registered(stage))
    finally:
        kill(process)
    assert [job.id] == stage.queue.liveness.free_dead_leases()
    freed = stage.queue.get(job.id)
    assert (JobStatus.QUEUED, None, 1) == (freed.status, freed.worker_id, freed.loss_count)
    event = stage.queue.events(job.id)[-1]
    assert (Event.RECLAIMED, "theirs", {"reason": "its worker had ended", "losses": 1}) == (
        event.event,
        event.worker_id,
        event.details,
    )
    assert ([], []) == (registered(stage), signs(stage))
    assert [] == stage.queue.liveness.free_dead_leases()
    assert 2 == stage.claim("ours").lease.token


def test_a_job_that_ended_the_program_too_often_is_failed(make_stage: Callable[[Settings], Stage]) -> None:
    """The second death is one too many when one is allowed; the reason is clear."""
    stage = make_stage(Settings(max_losses=1))
    (job,) = stage.add(0)
    for _ in range(2):
        kill(start_worker(stage))
        assert [job.id] == stage.queue.liveness.free_dead_leases()
    failed = stage.queue.get(job.id)
    assert (JobStatus.FAILED, "interrupted") == (failed.status, failed.error_code)
    assert "The program was interrupted 2 times while it worked on this script." == failed.failure_reason


def test_workers_of_other_machines_are_left_alone(stage: Stage) -> None:
    """Whether a process elsewhere lives cannot be seen in our locks."""
    (job,) = stage.add(0)
    kill(start_worker(stage))
    with stage.database.write() as connection:
        connection.execute(workers.update().values(machine="elsewhere"))
    assert [] == stage.queue.liveness.free_dead_leases()
    assert (JobStatus.RUNNING, ["theirs"]) == (stage.queue.get(job.id).status, registered(stage))


def test_the_job_of_a_worker_that_left_waits_again(stage: Stage) -> None:
    """A worker that could not hand back its job before it left the table is known to be gone."""
    stage.queue.liveness.register("w1")
    (job,) = stage.add(0)
    stage.claim("w1")
    stage.queue.liveness.unregister("w1")
    assert [job.id] == stage.queue.liveness.free_dead_leases()
    assert JobStatus.QUEUED is stage.queue.get(job.id).status


def test_only_jobs_of_the_dead_are_freed(stage: Stage) -> None:
    """The job of a living worker of this process stays with it."""
    stage.queue.liveness.register("ours")
    theirs, ours = stage.add(0, 0)
    kill(start_worker(stage))
    stage.claim("ours")
    assert [theirs.id] == stage.queue.liveness.free_dead_leases()
    assert (JobStatus.RUNNING, ["ours"]) == (stage.queue.get(ours.id).status, registered(stage))
    stage.queue.liveness.unregister("ours")


@only_a_file
def test_a_process_shows_itself_while_it_has_workers(stage: Stage) -> None:
    """The sign goes up with the first worker and down with the last."""
    liveness = stage.queue.liveness
    liveness.register("w1")
    liveness.register("w2")
    (process_id,) = signs(stage)
    liveness.unregister("w1")
    assert is_alive(stage.database.profile.locks, process_id)
    liveness.unregister("w2")
    assert not is_alive(stage.database.profile.locks, process_id)
    assert ([], []) == (registered(stage), signs(stage))
    liveness.unregister("w2")
    liveness.register("w3")
    assert process_id not in signs(stage)
    liveness.unregister("w3")


@only_a_file
def test_the_sign_comes_down_even_when_the_row_stays(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database is busy at the end, the next start finds the worker dead."""
    stage.queue.liveness.register("w1")
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    with stage.database.write(), pytest.raises(DatabaseBusyError):
        stage.queue.liveness.unregister("w1")
    assert (["w1"], []) == (registered(stage), signs(stage))
    stage.queue.liveness.free_dead_leases()
    assert [] == registered(stage)


def test_heartbeats_are_written_when_due(stage: Stage) -> None:
    """A worker may report as often as it likes: the database hears of it twice per heartbeat's time."""
    liveness = stage.queue.liveness
    liveness.register("w1")
    before = stage.database.data_version()
    stage.clock.turn(29)
    liveness.heartbeat("w1")
    assert before == stage.database.data_version()
    stage.clock.turn(1)
    liveness.heartbeat("w1")
    with stage.database.read() as connection:
        assert stage.clock() == connection.execute(select(workers.c.heartbeat_at)).scalar()
    liveness.unregister("w1")


def test_a_worker_that_is_not_registered_keeps_no_sign_up(stage: Stage) -> None:
    """Renewing a lease in the name of an unknown worker does not make it one."""
    stage.queue.liveness.register("w1")
    stage.add(0)
    stage.queue.renew(stage.claim("unknown").lease)
    stage.queue.liveness.unregister("w1")
    assert ([], []) == (registered(stage), signs(stage))


def living(stage: Stage) -> set[str]:
    """The workers that are alive."""
    with stage.database.read() as connection:
        alive: set[str] = stage.queue.liveness.living_workers(connection, stage.clock())
        return alive


def test_living_workers_have_reported_lately(stage: Stage) -> None:
    """A worker that missed three heartbeats does not count, until it reports again; renewing a lease is a report."""
    stage.queue.liveness.register("w1")
    stage.add(0)
    lease = stage.claim("w1").lease
    stage.clock.turn(180)
    assert {"w1"} == living(stage)
    stage.clock.turn(1)
    assert set() == living(stage)
    stage.queue.renew(lease)
    assert {"w1"} == living(stage)
    stage.queue.liveness.unregister("w1")


def test_workers_of_dead_processes_do_not_live(stage: Stage) -> None:
    """A killed process has no living workers, however lately they reported; another machine's are believed."""
    stage.add(0)
    kill(start_worker(stage))
    stage.clock.now = stage.queue.list_jobs()[0].locked_at
    assert set() == living(stage)
    with stage.database.write() as connection:
        connection.execute(workers.update().values(machine="elsewhere"))
    assert {"theirs"} == living(stage)


@only_a_file
def test_a_forgotten_presence_leaves_no_open_file(stage: Stage) -> None:
    """A presence that is not ended is closed when it is collected, and then counts as dead."""
    locks = stage.database.profile.locks
    presence = Presence(locks)
    process_id = presence.process_id
    assert is_alive(locks, process_id)
    del presence
    gc.collect()
    assert not is_alive(locks, process_id)
    clear_away_the_dead(locks)
    assert [] == signs(stage)


@only_a_file
def test_clearing_away_leaves_the_living(stage: Stage) -> None:
    """Only files whose lock can be taken are removed."""
    locks = stage.database.profile.locks
    presence = Presence(locks)
    (locks / "dead.process").touch()
    clear_away_the_dead(locks)
    assert [presence.process_id] == signs(stage)
    presence.end()


@only_a_file
def test_a_file_that_was_cleared_away_is_made_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process whose new file was locked by a cleaner takes another name."""
    lock = portalocker.lock
    calls = []

    def first_refused(file: Any, flags: Any) -> None:
        calls.append(file)
        if len(calls) == 1:
            raise portalocker.LockException
        lock(file, flags)

    monkeypatch.setattr(portalocker, "lock", first_refused)
    presence = Presence(stage.database.profile.locks)
    assert (2, os.getpid()) == (len(calls), presence.pid)
    assert is_alive(stage.database.profile.locks, presence.process_id)
    presence.end()


@only_a_file
def test_a_machine_has_one_name(stage: Stage) -> None:
    """The name is made once and is the same for all who share the folder."""
    locks = stage.database.profile.locks
    name = machine_id(locks)
    assert (name, 32) == (machine_id(locks), len(name))


@only_a_file
def test_a_process_that_is_not_known_is_dead(stage: Stage) -> None:
    """Looking for a process that never was makes no file for it."""
    assert not is_alive(stage.database.profile.locks, "nobody")
    assert [] == signs(stage)

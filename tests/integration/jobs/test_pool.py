"""Workers over a real queue, with real child processes."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from playbuddy_desktop.jobs.job import Found, Job, JobStatus
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

PATIENCE = 60.0


@pytest.fixture
def settings() -> Settings:
    """Small chunks and short waits, so that much happens in little time."""
    return Settings(chunk_chars=1_000, retry_base_seconds=0.05, retry_max_seconds=0.1, poll_seconds=0.2)


@pytest.fixture
def services(profile: Profile, settings: Settings) -> Iterator[Services]:
    """Services with one running worker."""
    services = Services.open(profile, settings)
    services.pool.start(1)
    yield services
    services.close()


@pytest.fixture
def script(tmp_path: Path, make_script: Callable[[int], str]) -> Callable[[int], Path]:
    """Writes a play of so many speeches to a file of its own."""

    def write(speeches: int) -> Path:
        path = tmp_path / f"play-{speeches}.txt"
        path.write_text(make_script(speeches), encoding="utf-8")
        return path

    return write


def add(services: Services, *paths: Path) -> list[Job]:
    """Enqueue files and wake the workers, as the window does."""
    summary = services.intake.add(paths)
    services.pool.wake()
    return summary.added


def wait_until(condition: Callable[[], object]) -> None:
    """Poll until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def wait_for(services: Services, job: Job, *statuses: JobStatus) -> Job:
    """The job, as soon as it has one of these statuses."""
    wait_until(lambda: services.queue.get(job.id).status in statuses)
    return services.queue.get(job.id)


def started_parsing(services: Services, job: Job) -> Callable[[], bool]:
    """Whether the job has a checkpoint and is not done yet."""
    return lambda: services.queue.get(job.id).completed_chunks > 0


def events(services: Services, job: Job) -> list[str]:
    """The names of a job's events in order."""
    return [event.event for event in services.queue.events(job.id)]


def test_a_script_becomes_a_play_in_the_library(services: Services, script: Callable[[int], Path]) -> None:
    """From file to play, and the original may vanish right after it was added."""
    path = script(120)
    (job,) = add(services, path)
    path.unlink()
    done = wait_for(services, job, JobStatus.COMPLETED, JobStatus.FAILED)
    assert done.status is JobStatus.COMPLETED
    assert done.progress == 100
    assert done.playbook_id is not None
    play = services.library.load(done.playbook_id)
    assert done.found == Found(2, len(play.acts), play.scene_count, play.line_count)
    assert {character.name.upper() for character in play.characters} == {"MIRA", "TOBIAS"}


def test_the_window_hears_of_progress_and_changes(services: Services, script: Callable[[int], Path]) -> None:
    """Signals carry the job's id and rising percents."""
    from PySide6.QtCore import Qt

    progress: list[JobProgress] = []
    changed: list[UUID] = []
    services.pool.signals.progress.connect(progress.append, Qt.ConnectionType.DirectConnection)
    services.pool.signals.changed.connect(changed.append, Qt.ConnectionType.DirectConnection)
    (job,) = add(services, script(300))
    wait_for(services, job, JobStatus.COMPLETED)
    wait_until(lambda: len(changed) >= 2)
    assert set(changed) == {job.id}
    percents = [report.percent for report in progress]
    assert percents == sorted(percents)
    assert {report.stage for report in progress} == {"extract", "parse", "save"}


def test_pause_keeps_the_checkpoint_and_resume_gives_the_same_play(
    services: Services, script: Callable[[int], Path]
) -> None:
    """Paused in mid-parse and resumed, the play equals one of an uninterrupted run."""
    path = script(4_000)
    (job,) = add(services, path)
    wait_until(started_parsing(services, job))
    services.queue.pause(job.id)
    services.pool.interrupt(job.id)
    wait_until(lambda: services.pool.busy_count == 0)
    paused = services.queue.get(job.id)
    assert paused.status is JobStatus.PAUSED
    assert 0 < paused.completed_chunks < (paused.total_chunks or 0)
    services.queue.resume(job.id)
    services.pool.wake()
    resumed = wait_for(services, job, JobStatus.COMPLETED, JobStatus.FAILED)
    (again,) = services.intake.add([path], again=True).added
    services.pool.wake()
    uninterrupted = wait_for(services, again, JobStatus.COMPLETED, JobStatus.FAILED)
    assert resumed.playbook_id is not None
    assert uninterrupted.playbook_id is not None
    assert services.library.load(resumed.playbook_id) == services.library.load(uninterrupted.playbook_id)


def test_cancel_saves_no_play(services: Services, script: Callable[[int], Path]) -> None:
    """Cancelled in mid-parse, the job stays cancelled and the worker takes the next."""
    (job,) = add(services, script(4_000))
    wait_until(started_parsing(services, job))
    services.queue.cancel(job.id)
    services.pool.interrupt(job.id)
    (following,) = add(services, script(60))
    wait_for(services, following, JobStatus.COMPLETED)
    assert services.queue.get(job.id).status is JobStatus.CANCELLED
    assert [play.job_id for play in services.library.list_plays()] == [following.id]


def child_processes() -> list[psutil.Process]:
    """The parsing processes of this test."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def test_a_crash_of_the_child_is_tried_again_from_the_checkpoint(
    services: Services, script: Callable[[int], Path]
) -> None:
    """One killed process costs one retry, and the play is saved once."""
    (job,) = add(services, script(4_000))
    wait_until(started_parsing(services, job))
    for child in child_processes():
        with suppress(psutil.NoSuchProcess):
            child.kill()
    done = wait_for(services, job, JobStatus.COMPLETED, JobStatus.FAILED)
    assert done.status is JobStatus.COMPLETED
    assert len(services.library.list_plays()) == 1
    assert "retry_scheduled" in [event.replace(" ", "_") for event in events(services, job)]


def test_a_job_that_keeps_crashing_its_child_is_failed(services: Services, script: Callable[[int], Path]) -> None:
    """A poison job ends with a reason; the pool keeps its size."""
    (job,) = add(services, script(20_000))

    def kill_again() -> bool:
        if services.queue.get(job.id).status is JobStatus.RUNNING:
            for child in child_processes():
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        return services.queue.get(job.id).status is JobStatus.FAILED

    wait_until(kill_again)
    failed = services.queue.get(job.id)
    assert failed.error_code == "child-crashed"
    assert failed.failure_reason
    assert services.pool.alive_count == 1
    (following,) = add(services, script(60))
    assert wait_for(services, following, JobStatus.COMPLETED).playbook_id is not None


def test_a_closed_program_hands_its_job_back(
    profile: Profile, settings: Settings, script: Callable[[int], Path]
) -> None:
    """After a graceful stop the job is queued with its checkpoint, and the next start completes it."""
    first = Services.open(profile, settings)
    first.pool.start(1)
    (job,) = add(first, script(4_000))
    wait_until(started_parsing(first, job))
    assert first.pool.stop(5.0)
    handed_back = first.queue.get(job.id)
    first.close()
    assert handed_back.status is JobStatus.QUEUED
    assert handed_back.completed_chunks > 0
    second = Services.open(profile, settings)
    second.pool.start(1)
    try:
        done = wait_for(second, job, JobStatus.COMPLETED, JobStatus.FAILED)
        assert done.status is JobStatus.COMPLETED
        assert done.retry_count == 0
    finally:
        second.close()


def test_the_pool_grows_and_shrinks(services: Services, script: Callable[[int], Path]) -> None:
    """Workers can be added and retired while jobs run, and none is lost."""
    services.pool.resize(3)
    jobs = add(services, *(script(200 + number) for number in range(4)))
    services.pool.resize(1)
    for job in jobs:
        assert wait_for(services, job, JobStatus.COMPLETED, JobStatus.FAILED).status is JobStatus.COMPLETED
    wait_until(lambda: services.pool.alive_count == 1)
    assert len(services.library.list_plays()) == 4


def test_a_missing_source_fails_the_job_with_advice(services: Services, script: Callable[[int], Path]) -> None:
    """When somebody deleted the stored copy, the person is told to import again."""
    services.pool.resize(0)
    (job,) = add(services, script(50))
    services.store.path(job.content_hash).unlink()
    services.pool.resize(1)
    failed = wait_for(services, job, JobStatus.FAILED, JobStatus.COMPLETED)
    assert failed.error_code == "source-missing"


def test_a_system_that_starts_no_process_costs_no_worker(
    profile: Profile, settings: Settings, script: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is tried again until there is a process for it, and the pool keeps its size."""
    refused: list[object] = []
    start = SpawnProcess._Popen

    def refuse_twice(process: BaseProcess) -> object:
        if len(refused) < 2:
            refused.append(process)
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return start(process)

    monkeypatch.setattr(SpawnProcess, "_Popen", staticmethod(refuse_twice))
    services = Services.open(profile, settings)
    services.pool.start(1)
    (job,) = add(services, script(20))
    done = wait_for(services, job, JobStatus.COMPLETED, JobStatus.FAILED)
    assert (JobStatus.COMPLETED, 2, 1) == (done.status, len(refused), services.pool.alive_count)
    services.close()

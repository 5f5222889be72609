"""What a script may cost: a job that exceeds a limit fails alone, with a sentence that says what to do."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.jobs.messages import Done, Failed, Task
from playbuddy_desktop.jobs.supervisor import Child
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import MEGABYTE, Settings

PATIENCE = 60.0


def failed(services: Services, job: Job, meanwhile: Callable[[], object] = lambda: None) -> Job:
    """The job, once it is final; it must have failed."""
    deadline = time.monotonic() + PATIENCE
    while not services.queue.get(job.id).status.final:
        assert time.monotonic() < deadline, "waited too long"
        meanwhile()
        time.sleep(0.01)
    job = services.queue.get(job.id)
    assert job.status is JobStatus.FAILED
    return job


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGSTOP")
def test_a_child_that_stands_still_is_ended(
    profile: Profile, tmp_path: Path, make_script: Callable[[int], str]
) -> None:
    """Without a sign of life for the limit's time, the job fails and the worker gets a new child."""
    path = tmp_path / "play.txt"
    path.write_text(make_script(12_000), encoding="utf-8")
    services = Services.open(profile, Settings(max_seconds=1.5, chunk_chars=1_000))
    services.pool.start(1)
    try:
        (job,) = services.intake.add([path]).added
        services.pool.wake()

        def hang_once_parsing() -> None:
            if services.queue.get(job.id).completed_chunks > 0:
                for child in psutil.Process().children():
                    with suppress(psutil.NoSuchProcess):
                        if "spawn_main" in " ".join(child.cmdline()):
                            child.suspend()

        assert failed(services, job, hang_once_parsing).error_code == "too-slow"
        assert services.pool.alive_count == 1
    finally:
        services.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits the memory of a process exactly")
@pytest.mark.parametrize("name", ["large.html", "large.xml"])
def test_a_tree_that_eats_memory_is_told_as_such(tmp_path: Path, name: str) -> None:
    """Not as a damaged file: the library that builds it says no more than that it could not."""
    path = tmp_path / name
    around = (
        (b"<html><body>", b"</body></html>")
        if name.endswith("html")
        else (b"<TEI><text><body>", b"</body></text></TEI>")
    )
    path.write_bytes(around[0] + b"<p>MIRA. A.</p>\n" * 600_000 + around[1])
    child = Child("test", 160 * MEGABYTE)
    child.start()
    try:
        child.begin(Task(uuid4(), path, name, "", "rules", Settings(max_child_bytes=160 * MEGABYTE)))
        deadline = time.monotonic() + PATIENCE
        while not isinstance(message := child.receive(1.0), Done | Failed):
            assert time.monotonic() < deadline, "waited too long"
        assert isinstance(message, Failed)
        assert "too-much-memory" == message.error.code
    finally:
        child.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits the memory of a process exactly")
def test_a_script_that_eats_memory_fails_alone(
    profile: Profile, tmp_path: Path, make_script: Callable[[int], str]
) -> None:
    """The child may not grow beyond its limit, and the next job finds a working child."""
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_text(make_script(100_000), encoding="utf-8")
    small.write_text(make_script(50), encoding="utf-8")
    services = Services.open(profile, Settings(max_child_bytes=192 * MEGABYTE))
    services.pool.start(1)
    try:
        first, second = services.intake.add([large, small]).added
        services.pool.wake()
        report = failed(services, first)
        assert report.error_code == "too-much-memory"
        assert report.advice
        while not services.queue.get(second.id).status.final:
            time.sleep(0.01)
        assert services.queue.get(second.id).status is JobStatus.COMPLETED
    finally:
        services.close()

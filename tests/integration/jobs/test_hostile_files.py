"""Files that are out to hurt, through the real queue and its processes: they fail alone."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from bombs import form_bomb, many_pages
from small_scripts import NAMES, write_all

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.jobs.messages import Done, Failed, FromChild, Task
from playbuddy_desktop.jobs.supervisor import Child
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import MEGABYTE, Settings

PATIENCE = 60.0
GIGABYTE = 1024 * MEGABYTE


@pytest.fixture
def services(profile: Profile) -> Iterator[Services]:
    """Services with one running worker, whose patience with a script is short."""
    services = Services.open(profile, Settings(max_seconds=5.0, poll_seconds=0.1, retry_base_seconds=0.05))
    services.pool.start(1)
    yield services
    services.close()


def ended(services: Services, job: Job) -> Job:
    """The job, once it is final."""
    services.pool.wake()
    deadline = time.monotonic() + PATIENCE
    while not services.queue.get(job.id).status.final:
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)
    return services.queue.get(job.id)


def answer(child: Child) -> FromChild:
    """What became of the child's task."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        message = child.receive(1.0)
        if isinstance(message, Done | Failed):
            return message
    raise AssertionError("waited too long")


def test_damaged_files_of_each_format_leave_one_child_unharmed(tmp_path: Path) -> None:
    """All through one process, which is still the same at the end, within its memory."""
    child = Child("test", GIGABYTE)
    child.start()
    try:
        sound = write_all(tmp_path)
        pids = set()
        for name in NAMES:
            for content in (sound[name][: len(sound[name]) // 2], sound[name][:40] + sound[name][60:]):
                path = tmp_path / f"damaged-{name}"
                path.write_bytes(content)
                child.begin(Task(uuid4(), path, name, "", "rules", Settings()))
                message = answer(child)
                assert isinstance(message, Done) or message.error.code not in ("bug", "error"), name
                assert child.memory() < GIGABYTE
                pids.add(child.pid)
        assert 1 == len(pids)
    finally:
        child.close()


def test_a_form_bomb_fails_alone(services: Services, tmp_path: Path, make_script: Callable[[int], str]) -> None:
    """It draws a billion texts: the job ends at its limit, and the next one is done."""
    bomb, play = tmp_path / "bomb.pdf", tmp_path / "play.txt"
    bomb.write_bytes(form_bomb())
    play.write_text(make_script(20), encoding="utf-8")
    first, second = services.intake.add([bomb, play]).added
    job = ended(services, first)
    assert JobStatus.FAILED is job.status
    assert job.error_code in ("too-slow", "too-much-memory", "child-crashed", "empty-file", "scanned-file", "no-speech")
    assert JobStatus.COMPLETED is ended(services, second).status
    assert 1 == services.pool.alive_count


def test_ten_thousand_pages_are_refused_at_once(services: Services, tmp_path: Path) -> None:
    """By their number, before any is read."""
    path = tmp_path / "long.pdf"
    path.write_bytes(many_pages(10_000))
    (job,) = services.intake.add([path]).added
    assert "too-many-pages" == ended(services, job).error_code


def test_a_sparse_file_is_refused_by_its_size(services: Services, tmp_path: Path) -> None:
    """Five gigabytes of nothing, not read."""
    path = tmp_path / "sparse.pdf"
    with path.open("wb") as file:
        file.truncate(5 * GIGABYTE)
    began = time.monotonic()
    (refused,) = services.intake.add([path]).refused
    assert "too-large" == refused.error.code
    assert time.monotonic() - began < 1.0


ODD_NAMES = (
    "two\nlines.txt", "-rf.txt", "😀🎭.txt", "\u202efdp.txt", " spaces .txt", "q'uo\"te;$(x)`y`.txt",
    "a" * 240 + ".txt", "%s%n{0}.txt", "тест.txt", "CON.txt", "e\u0301.txt", "tab\there.txt", "noend",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows few of these names")
def test_odd_names_are_names(services: Services, tmp_path: Path, make_script: Callable[[int], str]) -> None:
    """The plays are read, and the jobs show the names."""
    for number, name in enumerate(ODD_NAMES, start=12):
        (tmp_path / name).write_text(make_script(number), encoding="utf-8")
    batch = services.intake.add([tmp_path / name for name in ODD_NAMES])
    jobs = [ended(services, job) for job in batch.added]
    assert [(JobStatus.COMPLETED, name) for name in ODD_NAMES] == [(job.status, job.filename) for job in jobs]


def test_a_file_that_grows_meanwhile_is_taken_as_it_was(
    services: Services, tmp_path: Path, make_script: Callable[[int], str]
) -> None:
    """Whatever was copied is what is parsed, and the copy is what its name says."""
    path = tmp_path / "growing.txt"
    path.write_text(make_script(500), encoding="utf-8")
    over = threading.Event()

    def grow() -> None:
        with path.open("a", encoding="utf-8") as file:
            while not over.is_set():
                file.write("\nMIRA. One more line for the play.\n")
                file.flush()
                over.wait(0.0005)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        batch = services.intake.add([path])
    finally:
        over.set()
        writer.join()
    (job,) = batch.added
    assert JobStatus.COMPLETED is ended(services, job).status
    services.store.verify(job.content_hash)


def test_a_file_that_grows_without_end_meets_its_limit(profile: Profile, tmp_path: Path) -> None:
    """The limit counts what is read, not what the directory said."""
    path = tmp_path / "endless.txt"
    path.write_bytes(b"MIRA. Hello.\n" * 1_000)
    services = Services.open(profile, Settings(max_file_bytes=20_000, max_pdf_bytes=20_000))
    real_stat = Path.stat

    def grows_after_the_look(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = real_stat(self, follow_symlinks=follow_symlinks)
        if self == path and found.st_size < 30_000:
            with self.open("ab") as file:
                file.write(b"MIRA. Hello.\n" * 1_000)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "stat", grows_after_the_look)
        (refused,) = services.intake.add([path]).refused
    services.close()
    assert "too-large" == refused.error.code


def test_a_file_that_vanishes_is_told(services: Services, tmp_path: Path) -> None:
    """Between the drop and the look."""
    (refused,) = services.intake.add([tmp_path / "gone.txt"]).refused
    assert ("unreadable-file", True) == (refused.error.code, bool(refused.error.advice))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipes_and_devices_are_not_waited_for(services: Services, tmp_path: Path) -> None:
    """Reading them might never end."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    batch = services.intake.add([pipe, Path("/dev/zero")])
    assert ["unreadable-file"] * 2 == [refused.error.code for refused in batch.refused]

"""Nothing of a script gets into the logs or the audit trail: not its text, not its name, not where it lies."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import psutil
import pytest

from playbuddy_desktop import logs
from playbuddy_desktop.diagnostics import collect
from playbuddy_desktop.errors import ErrorReport, IllegalTransitionError
from playbuddy_desktop.jobs import child, pipeline
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.jobs.messages import Task
from playbuddy_desktop.jobs.shelf import Shelf
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.tables import job_events

MARK = "Zwyxmark"
PATIENCE = 60.0


@pytest.fixture
def settings() -> Settings:
    """Everything is logged, and limits are low, so that they are met."""
    return Settings(
        log_level="debug", chunk_chars=1_000, retry_base_seconds=0.05, retry_max_seconds=0.1, max_chars=200_000
    )


class _Written(io.StringIO):
    """Keeps what is written; child processes get the real one."""

    def fileno(self) -> int:
        assert sys.__stderr__ is not None
        return sys.__stderr__.fileno()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is written to standard error."""
    written = _Written()
    monkeypatch.setattr(sys, "stderr", written)
    return written


@pytest.fixture
def services(profile: Profile, settings: Settings, terminal: io.StringIO) -> Iterator[Services]:
    """Services with one running worker, whose log goes to file and terminal."""
    logs.configure(profile.logs, settings.log_level, terminal=True)
    services = Services.open(profile, settings)
    services.pool.start(1)
    yield services
    services.close()
    logs.configure(None)


@pytest.fixture
def marked(tmp_path: Path, make_script: Callable[[int], str]) -> Callable[[str, str | bytes | int], Path]:
    """Writes a marked file into a marked folder; a number is a script of so many speeches."""

    def write(suffix: str, content: str | bytes | int) -> Path:
        folder = tmp_path / f"{MARK} folder"
        folder.mkdir(exist_ok=True)
        path = folder / f"{MARK}-{len(list(folder.iterdir()))}{suffix}"
        if isinstance(content, int):
            content = make_script(content).replace("MIRA", MARK.upper()).replace("lantern", MARK)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def wait_for(services: Services, jobs: list[Job], *statuses: JobStatus) -> None:
    """Wait until all jobs have one of these statuses."""
    deadline = time.monotonic() + PATIENCE
    while not all(services.queue.get(job.id).status in statuses for job in jobs):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def assert_nothing_is_told(services: Services, told: str) -> None:
    """Look for the marks, and for the folder of the test, in everything that is kept or shown to others."""
    places = {"terminal": told}
    for file in services.profile.logs.iterdir():
        places[file.name] = file.read_text(encoding="utf-8")
    with services.database.read() as connection:
        events = [row._asdict() for row in connection.execute(job_events.select())]
    places["events"] = json.dumps(events, default=str)
    bundle = collect(services.profile, services.settings, services.database)
    places |= {part.name: part.content.decode() for part in bundle.parts}
    secrets = [MARK.casefold(), str(services.profile.data_dir.parent), os.fspath(Path.home()) + os.sep]
    assert "job.claimed" in told
    assert [] == [
        (place, secret, text[max(0, text.casefold().find(secret) - 300) :][:500])
        for place, text in places.items()
        for secret in secrets
        if secret in text.casefold()
    ]
    assert places[logs.FILE_NAME]


def broken_archive(name: str, text: str) -> bytes:
    """A packed script whose only part is no XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype" if name == "odt" else "[Content_Types].xml", text)
        archive.writestr("word/document.xml" if name == "docx" else "content.xml", f"<{MARK}><{text}")
    return file.getvalue()


def test_a_script_that_becomes_a_play(services: Services, marked: Any, terminal: io.StringIO) -> None:
    """The good way, with a pause, another process's cancel and a resume in it."""
    jobs = services.intake.add([marked(".txt", 400), marked(".fountain", 60), marked(".md", 50)]).added
    services.pool.wake()
    services.queue.cancel(jobs[2].id)
    services.queue.pause(jobs[1].id)
    services.queue.resume(jobs[1].id)
    wait_for(services, jobs, JobStatus.COMPLETED, JobStatus.CANCELLED)
    assert_nothing_is_told(services, terminal.getvalue())


def test_files_that_fail(services: Services, marked: Any, terminal: io.StringIO) -> None:
    """Damaged, empty, too long, without speeches, of no known kind, missing: each is told without naming it."""
    files = [
        marked(".txt", ""),
        marked(".txt", f"{MARK} went to the sea. " * 30),
        marked(".txt", f"{MARK.upper()}. I speak and speak.\n\n" * 9_000),
        marked(".pdf", f"%PDF-1.7\n{MARK}\n1 0 obj <</{MARK}>> endobj\ntrailer"),
        marked(".docx", broken_archive("docx", MARK)),
        marked(".odt", broken_archive("odt", MARK)),
        marked(".epub", broken_archive("epub", MARK)),
        marked(".xml", f'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><{MARK}>&{MARK};<sp>'),
        marked(".fdx", f'<FinalDraft DocumentType="Script"><Paragraph Type="{MARK}"><Text>{MARK}'),
        marked(".rtf", "{\\rtf1 {" + MARK + "\\" + MARK),
        marked(".html", f"<html><body><{MARK}>{MARK}</p>"),
        marked(".exe", b"MZ" + MARK.encode()),
        Path(marked(".txt", 20).parent, f"{MARK}-missing.txt"),
    ]
    summary = services.intake.add(files)
    services.pool.wake()
    wait_for(services, summary.added, JobStatus.COMPLETED, JobStatus.FAILED)
    failed = services.queue.list_jobs([JobStatus.FAILED])
    assert len(failed) + len(summary.refused) >= 9
    assert_nothing_is_told(services, terminal.getvalue())


def test_a_child_that_crashes_and_a_source_that_is_gone(services: Services, marked: Any, terminal: io.StringIO) -> None:
    """What is told of accidents tells nothing of the script either."""
    (crashing,) = services.intake.add([marked(".txt", 2_000)]).added
    services.pool.wake()
    deadline = time.monotonic() + PATIENCE
    while services.queue.get(crashing.id).completed_chunks == 0:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if any("spawn_main" in argument for argument in process.cmdline()):
                process.kill()
    wait_for(services, [crashing], JobStatus.RETRYING, JobStatus.RUNNING, JobStatus.COMPLETED)
    with suppress(IllegalTransitionError):  # it may be done by now
        services.queue.cancel(crashing.id)
    (gone,) = services.intake.add([marked(".txt", 30)]).added
    services.queue.pause(gone.id)
    services.store.path(gone.content_hash).unlink(missing_ok=True)
    services.queue.resume(gone.id)
    services.pool.wake()
    wait_for(services, [gone], JobStatus.FAILED)
    assert_nothing_is_told(services, terminal.getvalue())


def test_a_bug_that_quotes_the_script(
    services: Services, marked: Any, terminal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of ours loses its message, in the worker as in its child."""

    def fail(*_: object) -> None:
        raise RuntimeError(f"{MARK} in {services.profile.data_dir}")

    monkeypatch.setattr(services.queue, "complete", fail)
    (job,) = services.intake.add([marked(".txt", 30)]).added
    services.pool.wake()
    wait_for(services, [job], JobStatus.FAILED)
    assert "bug" == services.queue.get(job.id).error_code
    monkeypatch.setattr(pipeline, "run", fail)
    task = Task(job.id, Path("x"), "x", "txt", "rules", services.settings)
    ours, theirs = Pipe()
    failed = child._answer(task, theirs, threading.Event(), Shelf())
    ours.close()
    theirs.close()
    assert isinstance(failed.error, ErrorReport)
    assert "RuntimeError" in failed.error.technical
    assert MARK not in failed.error.technical
    assert_nothing_is_told(services, terminal.getvalue())

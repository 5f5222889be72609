"""Files and folders become jobs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from playbuddy_desktop.jobs.intake import BatchSummary, Intake
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.sources import SourceStore

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def queue(stage: Any) -> JobQueue:
    """An empty queue."""
    queue: JobQueue = stage.queue
    return queue


@pytest.fixture
def store(profile: Profile) -> SourceStore:
    """An empty source store."""
    return SourceStore(profile.sources)


@pytest.fixture
def intake(queue: JobQueue, store: SourceStore, settings: Settings) -> Intake:
    """The intake of an empty profile."""
    return Intake(queue, store, settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for scripts."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    return folder


def script(path: Path, text: str = "ANNA. Who goes there?\n") -> Path:
    """Write a script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def codes(summary: BatchSummary) -> dict[str, str]:
    """What was refused: name to error code."""
    return {refused.path.name: refused.error.code for refused in summary.refused}


def test_a_file_becomes_a_queued_job_with_its_copy_in_the_store(
    intake: Intake, queue: JobQueue, store: SourceStore, folder: Path
) -> None:
    """The copy outlives the original."""
    path = script(folder / "lantern.txt")
    (job,) = intake.add([path], priority=5).added
    path.unlink()
    assert (JobStatus.QUEUED, "lantern.txt", 5) == (job.status, job.filename, job.priority)
    assert "ANNA. Who goes there?\n" == store.path(job.content_hash).read_text(encoding="utf-8")
    assert [job.id] == [active.id for active in queue.active()]


def test_folders_are_searched_to_the_bottom_in_order(intake: Intake, folder: Path) -> None:
    """Hidden files, lock files and files of other kinds are counted and passed over."""
    for number, name in enumerate(["b.txt", "A.txt", "more/deep/c.md", ".hidden.txt", "~$b.docx", "notes.xyz"]):
        script(folder / name, f"ANNA. Number {number}.\n")
    script(folder / ".git" / "d.txt")
    summary = intake.add([folder])
    assert ["A.txt", "b.txt", "c.md"] == [job.filename for job in summary.added]
    assert 3 == summary.skipped
    assert [] == summary.refused


def test_a_folder_without_scripts_is_told(intake: Intake, folder: Path) -> None:
    """Silence would look like a failure."""
    (folder / "picture.png").write_bytes(PNG)
    summary = intake.add([folder])
    assert {"scripts": "unsupported-format"} == codes(summary)
    assert "There are no scripts in this folder." in summary.refused[0].error.message


def test_one_bad_file_does_not_touch_the_others(intake: Intake, folder: Path) -> None:
    """Each refusal carries its reason."""
    good = script(folder / "good.txt")
    empty = folder / "empty.txt"
    empty.touch()
    picture = folder / "scan.pdf"
    picture.write_bytes(PNG)
    summary = intake.add([empty, picture, folder / "gone.txt", good])
    assert {
        "empty.txt": "empty-file",
        "scan.pdf": "unsupported-format",
        "gone.txt": "unreadable-file",
    } == codes(summary)
    assert ["good.txt"] == [job.filename for job in summary.added]
    assert "a picture (PNG)" in summary.refused[1].error.message


def test_an_unsupported_file_given_by_name_is_refused_with_the_list_of_formats(intake: Intake, folder: Path) -> None:
    """The person learns what can be imported instead."""
    program = folder / "tool.exe"
    program.write_bytes(b"MZ\x90\x00" + bytes(100))
    (refused,) = intake.add([program]).refused
    assert "unsupported-format" == refused.error.code
    for word in ("TXT", "PDF", "DOCX"):
        assert word in refused.error.message


def test_the_same_content_is_recognised_and_can_be_imported_on_purpose(intake: Intake, folder: Path) -> None:
    """Neither another name nor another folder makes a new script."""
    first = script(folder / "one.txt")
    second = script(folder / "copies" / "two.txt")
    (job,) = intake.add([first]).added
    summary = intake.add([second])
    assert [] == summary.added
    assert [(second, job.id)] == [(known.path, known.job.id) for known in summary.known]
    assert 1 == len(intake.add([second], again=True).added)


def test_twins_in_one_batch_are_one_job(intake: Intake, folder: Path) -> None:
    """The second file is told as known, with the job of the first."""
    first, second = script(folder / "one.txt"), script(folder / "two.txt")
    summary = intake.add([first, second])
    (job,) = summary.added
    assert [(second, job.id)] == [(known.path, known.job.id) for known in summary.known]


def test_a_file_given_twice_is_looked_at_once(intake: Intake, folder: Path) -> None:
    """Also when its folder is given too."""
    path = script(folder / "one.txt")
    summary = intake.add([path, folder, path])
    assert (1, 0) == (len(summary.added), len(summary.known))


def test_a_cancelled_import_does_not_count_as_known(intake: Intake, queue: JobQueue, folder: Path) -> None:
    """There is no play of it, so the file may come in again."""
    path = script(folder / "one.txt")
    (job,) = intake.add([path]).added
    queue.cancel(job.id)
    assert 1 == len(intake.add([path]).added)


def test_a_finished_import_is_known_while_its_play_is_in_the_library(intake: Intake, stage: Any, folder: Path) -> None:
    """Once the play was deleted, the file may come in again."""
    path = script(folder / "one.txt")
    (job,) = intake.add([path]).added
    play_id = stage.queue.complete(stage.claim().lease, stage.play, 1.0)
    assert [job.id] == [known.job.id for known in intake.add([path]).known]
    Library(stage.database).delete(play_id)
    assert 1 == len(intake.add([path]).added)


def test_a_play_whose_job_is_gone_makes_its_script_known(
    intake: Intake, queue: JobQueue, stage: Any, folder: Path
) -> None:
    """The library remembers what the history forgot."""
    path = script(folder / "one.txt")
    (job,) = intake.add([path]).added
    play_id = queue.complete(stage.claim().lease, stage.play, 1.0)
    queue.remove(job.id)
    summary = intake.add([path])
    assert ([], [(path, None, play_id)]) == (
        summary.added,
        [(known.path, known.job, known.play_id) for known in summary.known],
    )
    assert 1 == len(intake.add([path], again=True).added)


def test_the_batch_tells_how_far_it_is(intake: Intake, folder: Path) -> None:
    """Refused files count as done too."""
    paths = [script(folder / f"{number}.txt", f"ANNA. {number}\n") for number in range(3)]
    paths[1].write_bytes(b"")
    told: list[tuple[int, int]] = []
    intake.add(paths, on_file=lambda done, total: told.append((done, total)))
    assert [(1, 3), (2, 3), (3, 3)] == told


def test_a_batch_that_is_given_up_adds_nothing(intake: Intake, queue: JobQueue, folder: Path) -> None:
    """All of a batch is queued, or none of it."""
    paths = [script(folder / f"{number}.txt", f"ANNA. {number}\n") for number in range(3)]

    def give_up(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.add(paths, on_file=give_up)
    assert [] == queue.active()


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_a_thousand_files_are_one_batch(intake: Intake, folder: Path) -> None:
    """None is lost or doubled."""
    for number in range(1_000):
        script(folder / f"{number:04}.txt", f"ANNA. Number {number}.\n")
    summary = intake.add([folder])
    assert [f"{number:04}.txt" for number in range(1_000)] == [job.filename for job in summary.added]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_refused_and_not_waited_for(intake: Intake, folder: Path) -> None:
    """Opening a pipe without a writer would block for ever."""
    pipe = folder / "pipe.txt"
    os.mkfifo(pipe)
    assert {"pipe.txt": "unreadable-file"} == codes(intake.add([pipe]))


def test_links_between_folders_do_not_lead_in_circles(intake: Intake, folder: Path) -> None:
    """A folder that links to itself is walked once."""
    script(folder / "one.txt")
    try:
        (folder / "loop").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    assert ["one.txt"] == [job.filename for job in intake.add([folder]).added]


def test_a_file_above_the_limit_is_refused_before_it_is_read(intake: Intake, folder: Path) -> None:
    """A sparse file of 5 GB costs nothing."""
    path = folder / "huge.txt"
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)
    assert {"huge.txt": "too-large"} == codes(intake.add([path]))


def test_the_limit_depends_on_the_format(queue: JobQueue, store: SourceStore, folder: Path) -> None:
    """PDF files may be larger than others."""
    intake = Intake(queue, store, Settings(max_file_bytes=100, max_pdf_bytes=1_000))
    text, pdf = folder / "long.txt", folder / "long.pdf"
    text.write_bytes(b"ANNA. Go on.\n" * 20)
    pdf.write_bytes(b"%PDF-1.4\n" + b"% padding\n" * 20)
    summary = intake.add([text, pdf])
    assert {"long.txt": "too-large"} == codes(summary)
    assert ["long.pdf"] == [job.filename for job in summary.added]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(intake: Intake, folder: Path) -> None:
    """The message says so."""
    path = script(folder / "secret.txt")
    path.chmod(0)
    assert {"secret.txt": "unreadable-file"} == codes(intake.add([path]))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are no text")
def test_a_name_that_is_no_text_does_not_break_the_batch(intake: Intake, folder: Path) -> None:
    """Bytes that are no UTF-8 are replaced in what is shown and stored."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))
    try:
        script(path)
    except OSError:
        pytest.skip("the file system only takes names that are text")
    assert ["caf\ufffd.txt"] == [job.filename for job in intake.add([path]).added]

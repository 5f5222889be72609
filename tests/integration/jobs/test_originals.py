"""The file in which a person looks at what was imported."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from playbuddy_desktop.errors import JobNotFoundError, SourceMissingError
from playbuddy_desktop.jobs.job import Job, JobSource
from playbuddy_desktop.jobs.originals import FOLDER, LASTS_SECONDS, file_to_show
from playbuddy_desktop.services import Services

TEXT = "MIRA\nWho is there?\n\nTOBIAS\nNobody.\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A script in a person's folder."""
    script = tmp_path / "lanterns.txt"
    script.write_text(TEXT, encoding="utf-8")
    return script


@pytest.fixture
def job(services: Services, script: Path) -> Job:
    """Its job."""
    [job] = services.intake.add([script]).added
    return job


def show(services: Services, job: Job) -> Path:
    """The file to show."""
    return file_to_show(services.queue.source(job.id), job.filename, services.store, services.profile.data_dir)


def test_the_source_of_a_job_is_known(services: Services, job: Job, script: Path) -> None:
    """What was imported, and from where."""
    assert JobSource(job.content_hash, len(TEXT), "txt", str(script)) == services.queue.source(job.id)
    services.queue.cancel(job.id)
    services.queue.remove(job.id)
    with pytest.raises(JobNotFoundError):
        services.queue.source(job.id)


def test_the_original_is_shown_while_it_is_what_was_imported(services: Services, job: Job, script: Path) -> None:
    """People expect their own file."""
    assert script == show(services, job)


@pytest.mark.parametrize("change", ["gone", "other text", "other length", "a folder"])
def test_a_copy_is_shown_when_the_original_is_another(services, job: Job, script: Path, change: str) -> None:
    """What was imported, under its name, and not to be written to: changes of the copy would be lost."""
    script.unlink()
    if change == "a folder":
        script.mkdir()
    elif change != "gone":
        script.write_text(TEXT.replace("Nobody", "Anybody" if change == "other length" else "Noooty"))
    for _ in range(2):  # the second time it is there already
        copy = show(services, job)
        assert ("lanterns.txt", TEXT) == (copy.name, copy.read_text(encoding="utf-8"))
        assert not copy.stat().st_mode & stat.S_IWUSR
        assert services.profile.data_dir in copy.parents


def test_a_script_that_is_called_like_a_program_is_shown_not_run(services: Services, tmp_path: Path) -> None:
    """Desktops go by names: the copy has the ending of what the file holds."""
    program = tmp_path / "hamlet.bat"
    program.write_text(TEXT, encoding="utf-8")
    [job] = services.intake.add([program]).added
    assert "hamlet.bat.txt" == show(services, job).name


def test_what_is_nowhere_any_more_is_said(services: Services, job: Job, script: Path) -> None:
    """Without original and copy there is nothing to show."""
    script.unlink()
    services.store.path(job.content_hash).unlink()
    with pytest.raises(SourceMissingError):
        show(services, job)


def test_old_copies_are_forgotten(services: Services, job: Job, script: Path, tmp_path: Path) -> None:
    """After a day, when the next one is made."""
    script.unlink()
    old = show(services, job)
    past = old.stat().st_mtime - LASTS_SECONDS - 60
    os.utime(old.parent, (past, past))
    other = tmp_path / "other.txt"
    other.write_text(TEXT + TEXT, encoding="utf-8")
    [second] = services.intake.add([other]).added
    other.unlink()
    copy = show(services, second)
    assert [copy] == list((services.profile.data_dir / FOLDER).glob("*/*"))

"""Lists, searches and counts of jobs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from playbuddy_desktop.errors import ErrorReport, JobNotFoundError
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.storage.tables import parse_jobs

Stage = Any


def names(jobs: list[Job]) -> list[str]:
    """The file names of jobs."""
    return [job.filename for job in jobs]


def add_named(stage: Stage, *filenames: str) -> list[Job]:
    """Enqueue jobs of these names, a second apart."""
    jobs: list[Job] = []
    for filename in filenames:
        jobs += stage.queue.enqueue([stage.new(filename=filename)])
        stage.clock.turn(1)
    return jobs


def test_an_unknown_job_is_told(stage: Stage) -> None:
    """There is no job of a made-up id, and it has no trail."""
    with pytest.raises(JobNotFoundError):
        stage.queue.get(uuid4())
    assert [] == stage.queue.events(uuid4())


def test_the_newest_come_first(stage: Stage) -> None:
    """Jobs stand in the order of adding, last first unless told otherwise; a batch keeps its order."""
    add_named(stage, "a.txt", "b.txt")
    stage.queue.enqueue([stage.new(filename="c.txt"), stage.new(filename="d.txt")])
    assert ["d.txt", "c.txt", "b.txt", "a.txt"] == names(stage.queue.list_jobs())
    assert ["a.txt", "b.txt", "c.txt", "d.txt"] == names(stage.queue.list_jobs(newest_first=False))


def test_a_list_can_be_read_in_pages(stage: Stage) -> None:
    """Limit and offset cut pages out of the list."""
    add_named(stage, "a.txt", "b.txt", "c.txt", "d.txt")
    assert ["d.txt", "c.txt"] == names(stage.queue.list_jobs(limit=2))
    assert ["b.txt", "a.txt"] == names(stage.queue.list_jobs(limit=2, offset=2))
    assert ["a.txt"] == names(stage.queue.list_jobs(offset=3))


def test_a_list_can_be_narrowed_to_statuses(stage: Stage) -> None:
    """Only jobs in one of the statuses; no status, no job."""
    failed, paused = stage.job_in(JobStatus.FAILED), stage.job_in(JobStatus.PAUSED)
    stage.job_in(JobStatus.COMPLETED)
    assert [paused, failed] == stage.queue.list_jobs([JobStatus.FAILED, JobStatus.PAUSED])
    assert [] == stage.queue.list_jobs([])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("élodie", ["Élodie.pdf"]),
        ("ELODIE", []),
        ("HAMLET", ["hamlet-1.txt", "hamlet_1.txt"]),
        ("t_1", ["hamlet_1.txt"]),
        ("%", ["100%.txt"]),
        ("LANTERN", ["done.txt"]),
        ("quill", ["done.txt"]),
        ("PASSWORD", ["secret.docx"]),
        ("nothing", []),
    ],
)
def test_a_search_looks_everywhere(stage: Stage, text: str, expected: list[str]) -> None:
    """File name, error, title and author are searched, in any case and script, with no wildcards."""
    add_named(stage, "done.txt")
    stage.queue.complete(stage.claim().lease, stage.play, 1.0)
    add_named(stage, "secret.docx")
    stage.queue.fail(stage.claim().lease, ErrorReport("encrypted-file", "It has a password."), 1.0)
    add_named(stage, "Élodie.pdf", "hamlet_1.txt", "hamlet-1.txt", "100%.txt")
    assert expected == names(stage.queue.list_jobs(text=text))


def test_active_jobs_stand_in_the_order_of_execution(stage: Stage) -> None:
    """What runs comes first, then what will run next; final jobs are not among them."""
    stage.job_in(JobStatus.CANCELLED)
    low, running, high, paused = stage.add(0, 20, 10, 5)
    stage.claim()
    stage.queue.pause(paused.id)
    assert names([running, high, paused, low]) == names(stage.queue.active())


def test_counts_name_every_status(stage: Stage) -> None:
    """A status without jobs counts 0."""
    for status in JobStatus:
        if status is not JobStatus.QUEUED:
            stage.job_in(status)
    stage.add(0, 0)
    expected = dict.fromkeys(JobStatus, 1) | {JobStatus.QUEUED: 2}
    assert expected == stage.queue.count_by_status()


def test_jobs_are_found_by_content(stage: Stage) -> None:
    """All jobs of one content, newest first."""
    new, other = stage.new(), stage.new()
    first, _, second = stage.queue.enqueue([new, other, new])
    assert [second, first] == stage.queue.find_by_hash(new.content_hash)
    assert [] == stage.queue.find_by_hash("0" * 64)


def test_a_job_without_a_source_can_be_read(stage: Stage) -> None:
    """A job of a reserved type has no source, and an empty hash."""
    (job,) = stage.add(0)
    with stage.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM job_sources")
        connection.execute(parse_jobs.update().values(type="EXPORT_PLAY"))
    assert "" == stage.queue.get(job.id).content_hash

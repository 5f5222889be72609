"""The history: all ids in order, and rows on demand."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from playbuddy_desktop.jobs.history import History, HistoryOrder, HistoryRow, JobIds
from playbuddy_desktop.jobs.job import JobCommand, JobStatus
from playbuddy_desktop.storage.tables import parse_jobs


@pytest.fixture
def history(database):
    return History(database)


def test_ids_are_packed_and_unpacked():
    """Ids come out of their packing as they went in, by index, from the end and by slice."""
    ids = [uuid4() for _ in range(5)]
    packed = JobIds.of(ids)
    assert (5, ids[0], ids[4], ids[1:3], ids) == (len(packed), packed[0], packed[-1], packed[1:3], list(packed))


@pytest.mark.parametrize("index", [5, -6])
def test_an_index_beyond_the_ids_is_refused(index):
    """As with any sequence."""
    with pytest.raises(IndexError):
        JobIds.of([uuid4() for _ in range(5)])[index]


def test_equal_ids_are_equal():
    """Two packings of the same ids are interchangeable."""
    ids = [uuid4(), uuid4()]
    assert {JobIds.of(ids)} == {JobIds.of(ids), JobIds.of(list(ids))}
    assert JobIds.of(ids) != JobIds.of(ids[::-1])


def test_an_empty_history_has_no_ids(history):
    """Nothing was imported."""
    assert (JobIds(), dict.fromkeys(JobStatus, 0), {}) == (history.ids(), history.counts(), history.rows([]))


def test_the_newest_job_comes_first(stage, history):
    """Across batches and within one."""
    first = stage.add(0, 0)
    stage.clock.turn(1)
    second = stage.add(5)
    expected = [second[0].id, first[1].id, first[0].id]
    assert expected == list(history.ids())


@pytest.mark.parametrize("status", list(JobStatus))
def test_a_status_selects_its_jobs(stage, history, status):
    """A job of each status is found by this status and by no other."""
    job = stage.job_in(status)
    others = [other for other in JobStatus if other != status]
    assert [job.id] == list(history.ids({status}))
    assert [] == list(history.ids(others))
    assert [job.id] == list(history.ids([*others, status]))


def test_each_status_is_counted(stage, history):
    """Counts of statuses without jobs are 0."""
    stage.job_in(JobStatus.FAILED)
    stage.job_in(JobStatus.COMPLETED)
    stage.job_in(JobStatus.COMPLETED)
    expected = dict.fromkeys(JobStatus, 0) | {JobStatus.FAILED: 1, JobStatus.COMPLETED: 2}
    assert expected == history.counts()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hamlet", True),
        ("HAMLET pdf", True),
        ("pdf hamlet", True),
        ("lantern", True),
        ("quill", True),
        ("hamlet quill", True),
        ("hamlet macbeth", False),
        ("100%", False),
        ("h_mlet", False),
        ("", True),
        ("  ", True),
    ],
)
def test_every_word_must_occur_in_file_title_or_author(stage, history, text, found):
    """Small and capital letters are alike, and the signs of LIKE are plain text."""
    (job,) = stage.queue.enqueue([stage.new(filename="Hamlet 1603.pdf")])
    stage.queue.complete(stage.claim().lease, stage.play, 1.0)
    assert ([job.id] if found else []) == list(history.ids(text=text))
    assert int(found) == sum(history.counts(text).values())


def test_an_error_is_searched(stage, history):
    """A failed job is found by what went wrong."""
    job = stage.job_in(JobStatus.FAILED)
    assert [job.id] == list(history.ids(text="file is EMPTY"))


@pytest.mark.parametrize("text", ["école", "École", "ÉCOLE"])
def test_letters_beyond_ascii_are_found_in_either_case(stage, history, text):
    """SQLite itself knows only the capitals of ASCII."""
    (job,) = stage.queue.enqueue([stage.new(filename="L’École des femmes.txt")])
    assert [job.id] == list(history.ids(text=text))


def test_text_and_status_narrow_together(stage, history):
    """Both must fit."""
    job = stage.job_in(JobStatus.FAILED)
    assert [job.id] == list(history.ids([JobStatus.FAILED], job.filename))
    assert [] == list(history.ids([JobStatus.COMPLETED], job.filename))


def test_a_finished_job_has_its_play(stage, history):
    """The row tells title and author of the saved play, and how long the work took."""
    job = stage.job_in(JobStatus.COMPLETED)
    expected = HistoryRow(
        id=job.id,
        status=JobStatus.COMPLETED,
        filename=job.filename,
        play_id=job.playbook_id,
        title="The Lantern",
        author="Ada Quill",
        created_at=job.created_at,
        completed_at=job.completed_at,
        active_seconds=1.0,
        attempts=1,
        error=None,
        advice=None,
    )
    assert {job.id: expected} == history.rows([job.id])


def test_a_failed_job_has_its_error_and_advice(stage, history):
    """The row tells what went wrong and what to do."""
    job = stage.job_in(JobStatus.FAILED)
    row = history.rows([job.id])[job.id]
    assert ("The file is empty.", "Look at it.", None, "") == (row.error, row.advice, row.play_id, row.title)


def test_attempts_are_counted_from_the_first_start(stage, history):
    """A job that never began has none; a retried one has had one more than its retries."""
    queued = stage.job_in(JobStatus.QUEUED)
    assert 0 == history.rows([queued.id])[queued.id].attempts
    stage.queue.fail(stage.claim().lease, stage.transient, 1.0)
    assert 2 == history.rows([queued.id])[queued.id].attempts


def test_jobs_that_are_gone_are_left_out(stage, history):
    """Ids may be older than the last removal."""
    kept, removed = stage.job_in(JobStatus.CANCELLED), stage.job_in(JobStatus.CANCELLED)
    stage.queue.remove(removed.id)
    assert {kept.id} == set(history.rows([kept.id, removed.id, UUID(int=0)]))


def test_a_deleted_play_leaves_its_job(stage, history):
    """The row stays, without title."""
    job = stage.job_in(JobStatus.COMPLETED)
    with stage.database.write() as connection:
        connection.execute(update(parse_jobs).values(playbook_id=None))
    row = history.rows([job.id])[job.id]
    assert (None, "") == (row.play_id, row.title)


@pytest.mark.parametrize("command", list(JobCommand))
@pytest.mark.parametrize("status", list(JobStatus))
def test_a_row_allows_what_its_job_allows(stage, history, status, command):
    """The window enables commands by the row alone."""
    job = stage.job_in(status)
    assert job.allows(command) == history.rows([job.id])[job.id].allows(command)


def test_a_span_includes_its_first_moment_and_not_its_last(stage, history):
    """So that days touch without sharing a job."""
    early = stage.add(0)[0]
    stage.clock.turn(60)
    late = stage.add(0)[0]
    assert [late.id] == list(history.ids(span=(late.created_at, None)))
    assert [early.id] == list(history.ids(span=(early.created_at, late.created_at)))
    assert 1 == history.counts(span=(None, late.created_at))[JobStatus.QUEUED]


@pytest.mark.parametrize("order", list(HistoryOrder))
@pytest.mark.parametrize("descending", [False, True])
def test_jobs_can_be_sorted(stage, history, order, descending):
    """By each column in both directions; none is lost, and the alike come newest first."""
    jobs = [stage.job_in(status) for status in (JobStatus.FAILED, JobStatus.COMPLETED, JobStatus.CANCELLED)]
    found = list(history.ids(order=order, descending=descending))
    assert {job.id for job in jobs} == set(found)
    rows = history.rows(found)
    keys = [_key(rows[job_id], order) for job_id in found]
    assert sorted(keys, reverse=descending) == keys


def _key(row, order):
    """What a row is sorted by."""
    return {
        HistoryOrder.FILE: row.filename.lower(),
        HistoryOrder.STATUS: list(JobStatus).index(row.status),
        HistoryOrder.TITLE: row.title.lower(),
        HistoryOrder.ADDED: row.created_at,
        HistoryOrder.DURATION: row.active_seconds,
        HistoryOrder.ATTEMPTS: row.attempts,
        HistoryOrder.ERROR: row.error or "",
    }[order]

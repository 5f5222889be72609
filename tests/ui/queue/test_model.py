from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from playbuddy_desktop.jobs.job import Found, JobStatus
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.ui.queue.model import ROW_ROLE, QueueModel


@pytest.fixture
def clock() -> list[float]:
    """A clock that a test sets."""
    return [100.0]


@pytest.fixture
def model(qapp, clock: list[float]):
    """A model under the eyes of Qt's own tester."""
    model = QueueModel(clock=lambda: clock[0])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    tester.deleteLater()


def names(model: QueueModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_shows_jobs_in_the_given_order(model: QueueModel, make_job) -> None:
    """What comes, goes and moves is shown without a reset."""
    resets = QSignalSpy(model.modelReset)
    one, two, three, four = (make_job(filename=name) for name in "abcd")
    model.show([one, two, three])
    model.show([three, four, one])
    assert ["c", "d", "a"] == names(model)
    assert 0 == resets.count()
    assert [0, 1, 2, None] == [model.place(job.id) for job in (three, four, one, two)]


def test_selection_is_kept_while_rows_move(model: QueueModel, make_job) -> None:
    """What a person selected stays selected wherever it goes."""
    jobs = [make_job() for _ in range(5)]
    model.show(jobs)
    selection = QItemSelectionModel(model)
    for row in (1, 3):
        selection.select(model.index(row), QItemSelectionModel.SelectionFlag.Select)
    model.show([jobs[3], make_job(), jobs[0], jobs[4], jobs[1]])
    assert {jobs[1].id, jobs[3].id} == {model.job(index.row()).id for index in selection.selectedIndexes()}


def test_progress_changes_only_its_row(model: QueueModel, make_job) -> None:
    """A report repaints one row and resets nothing."""
    jobs = [make_job(), make_job(JobStatus.RUNNING), make_job()]
    model.show(jobs)
    changed, resets = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    model.show_progress([JobProgress(jobs[1].id, "parse", 3, 8, 41.0, Found(characters=4, lines=80))])
    assert [(1, 1)] == [(changed.at(0)[0].row(), changed.at(0)[1].row())]
    assert (1, 0) == (changed.count(), resets.count())
    row = model.index(1).data(ROW_ROLE)
    assert (41.0, "Parsing chunk 3 of 8", 4) == (row.percent, row.stage, row.found.characters)


def test_stale_progress_is_ignored(model: QueueModel, make_job) -> None:
    """A report that arrives after the pause does not make the job look alive."""
    job = make_job(JobStatus.PAUSED, progress=20.0)
    model.show([job])
    model.show_progress([JobProgress(job.id, "parse", 3, 8, 41.0, Found())])
    row = model.row(0)
    assert (20.0, "") == (row.percent, row.stage)


def test_progress_of_an_ended_attempt_is_forgotten(model: QueueModel, make_job) -> None:
    """A job that runs again begins with what the database holds."""
    job = make_job(JobStatus.RUNNING)
    model.show([job])
    model.show_progress([JobProgress(job.id, "parse", 3, 8, 41.0, Found())])
    model.show([replace(job, status=JobStatus.PAUSED, progress=20.0)])
    model.show([replace(job, status=JobStatus.RUNNING, progress=20.0)])
    assert 20.0 == model.row(0).percent


def test_time_left_is_told_after_a_while(model: QueueModel, make_job, clock: list[float]) -> None:
    """The pace counts from when the job was first seen running."""
    job = make_job(JobStatus.RUNNING)
    model.show([job])
    clock[0] += 10
    model.show_progress([JobProgress(job.id, "parse", 3, 8, 20.0, Found())])
    assert 40.0 == model.row(0).seconds_left


def test_screen_readers_hear_the_whole_row(model: QueueModel, make_job) -> None:
    """Name, status, progress and error are said, not only painted."""
    running = make_job(JobStatus.RUNNING, filename="lear.pdf", progress=42.0, stage="extract", found=Found(2, 1, 1, 9))
    failed = make_job(JobStatus.FAILED, filename="ubu.pdf", last_error="The file is empty.")
    model.show([running, failed])
    said = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert "lear.pdf, Running, 42 %, Reading the file, 2 characters, 1 act, 1 scene, 9 lines" == said[0]
    assert "ubu.pdf, Failed, The file is empty." == said[1]


def test_tool_tip_tells_name_error_and_advice_in_full(model: QueueModel, make_job) -> None:
    """What is cut off in the row can be read."""
    job = make_job(JobStatus.FAILED, filename="a.pdf", last_error="It broke.", advice="Mend it.")
    model.show([job])
    assert "a.pdf\nIt broke.\nMend it." == model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_an_index_of_nothing_has_no_data(model: QueueModel) -> None:
    """Views may ask for rows that are not there."""
    assert model.data(model.index(5, 0)) is None

"""The metrics dialog, on a real queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from sqlalchemy import update

from playbuddy_desktop.jobs.health import Health, HealthKey, HealthLevel, Reason, assess
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.metrics import QueueMetrics, RunningJob
from playbuddy_desktop.storage.tables import parse_jobs
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.metrics import figures
from playbuddy_desktop.ui.metrics.chart import Bar, BarChart, Level, nice_step
from playbuddy_desktop.ui.metrics.dialog import REFRESH_MS, MetricsDialog
from playbuddy_desktop.ui.metrics.figures import Group

NOTHING = QueueMetrics(
    measured_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
    queue_depth=0,
    running=0,
    paused=0,
    retrying=0,
    completed=0,
    failed=0,
    cancelled=0,
    mean_seconds=None,
    p95_seconds=None,
    success_rate=None,
    auto_retry_rate=None,
    workers=0,
    worker_utilisation=None,
    oldest_waiting_seconds=None,
    running_jobs=(),
)


@pytest.fixture
def open_dialog(background, services, qtbot):
    """Opens the dialog and waits for the first figures."""

    def open_dialog():
        dialog = MetricsDialog(background)
        qtbot.addWidget(dialog)
        dialog.load(services)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.snapshot is not None)
        return dialog

    return open_dialog


def value_of(metrics, name):
    """The value of a figure in words."""
    return next(figure.value for figure in figures.figures(metrics) if figure.name == name)


def test_an_idle_queue_is_healthy(open_dialog):
    """Nothing to count is said with a dash, in charts with a sentence."""
    dialog = open_dialog()
    assert "Healthy" == dialog._level.text()
    assert "The queue does its work; nothing waits too long." == dialog._reasons.text()
    assert ("0", "–") == (dialog._cards[Group.NOW].value("Waiting"), dialog._cards[Group.SPEED].value("Mean time"))
    assert "No script was finished yet" == dialog._times.accessibleDescription()
    assert not dialog._help.isVisible()
    assert not dialog.isModal()


def test_the_figures_are_those_of_the_queue(job_in, open_dialog):
    """Each in its card."""
    for status in (JobStatus.COMPLETED, JobStatus.COMPLETED, JobStatus.COMPLETED, JobStatus.FAILED):
        job_in(status)
    for status in (JobStatus.CANCELLED, JobStatus.PAUSED):
        job_in(status)
    dialog = open_dialog()
    now, outcome, speed = (dialog._cards[group] for group in Group)
    assert ["0", "1"] == [now.value(name) for name in ("Waiting", "Paused")]
    assert ["3", "1", "1", "75 %"] == [
        outcome.value(name) for name in ("Finished", "Failed", "Cancelled", "Success rate")
    ]
    assert ["2 s", "2 s"] == [speed.value(name) for name in ("Mean time", "95 of 100 within")]
    assert [2.0] * 3 == dialog.snapshot.times
    assert (3, 1) == (dialog.snapshot.hours[-1].completed, dialog.snapshot.hours[-1].failed)


def test_no_worker_for_waiting_work_is_red(job_in, open_dialog):
    """And said in words, not by the colour alone."""
    job_in(JobStatus.QUEUED)
    dialog = open_dialog()
    assert "Needs attention" == dialog._level.text()
    assert dialog._reasons.text().startswith("There is work to do, but no worker is running.")
    assert "banner-bad" == dialog._banner.property("role")


def test_what_was_paused_is_resumed_with_one_click(job_in, services, open_dialog, qtbot):
    """Amber, since a person wanted it so."""
    job = job_in(JobStatus.PAUSED)
    dialog = open_dialog()
    assert ("Paused by you", "One job is paused by you.") == (dialog._level.text(), dialog._reasons.text())
    assert (True, "Resume all") == (dialog._help.isVisible(), dialog._help.text())
    dialog._help.click()
    qtbot.waitUntil(lambda: dialog._cards[Group.NOW].value("Waiting") == "1")
    assert JobStatus.QUEUED == services.queue.get(job.id).status


def test_a_stuck_job_is_recovered_with_one_click(job_in, services, open_dialog, qtbot):
    """It is taken from its worker and goes back into the queue."""
    job = job_in(JobStatus.RUNNING)
    with services.database.write() as connection:
        connection.execute(update(parse_jobs).values(last_progress_at=datetime.now(UTC) - timedelta(hours=1)))
    dialog = open_dialog()
    assert "“script-1.txt” has made no progress for 1 h. Start it again to recover it." in dialog._reasons.text()
    assert "Recover" == dialog._help.text()
    dialog._help.click()
    qtbot.waitUntil(lambda: dialog._cards[Group.NOW].value("Waiting") == "1")
    assert JobStatus.QUEUED == services.queue.get(job.id).status


def test_a_job_that_went_on_by_itself_is_left_alone(job_in, services, open_dialog, qtbot):
    """Between the measurement and the click it may have ended."""
    job = job_in(JobStatus.RUNNING)
    with services.database.write() as connection:
        connection.execute(update(parse_jobs).values(last_progress_at=datetime.now(UTC) - timedelta(hours=1)))
    dialog = open_dialog()
    services.queue.cancel(job.id)
    dialog._help.click()
    qtbot.waitUntil(lambda: dialog._cards[Group.OUTCOME].value("Cancelled") == "1")


def test_figures_are_fresh_while_the_dialog_is_open(job_in, open_dialog, qtbot):
    """By its own clock, and sooner when the window says that something changed."""
    dialog = open_dialog()
    assert (REFRESH_MS, True) == (dialog._clock.interval(), dialog._clock.isActive())
    job_in(JobStatus.CANCELLED)
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog._cards[Group.OUTCOME].value("Cancelled") == "1")
    dialog.hide()
    assert not dialog._clock.isActive()
    dialog._ask()
    assert not dialog._reading.running
    job_in(JobStatus.CANCELLED)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._cards[Group.OUTCOME].value("Cancelled") == "2")


def test_everything_is_copied_as_text(job_in, open_dialog):
    """Health, reasons and all figures."""
    job_in(JobStatus.PAUSED)
    dialog = open_dialog()
    dialog.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert "Health: Paused by you" == lines[1]
    assert "  One job is paused by you." == lines[2]
    assert "  Paused        1" in lines


def test_before_the_first_measurement_nothing_is_claimed(background, qtbot):
    """Neither healthy nor not."""
    dialog = MetricsDialog(background)
    qtbot.addWidget(dialog)
    QGuiApplication.clipboard().setText("as before")
    dialog.show()
    dialog.copy()
    assert ("Measuring…", "as before") == (dialog._level.text(), QGuiApplication.clipboard().text())


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0.0, "0 %"), (0.5, "50 %"), (0.123, "12.3 %"), (0.9999, "99.9 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_all(share, text):
    """99.99 % is not 100 %."""
    assert text == value_of(replace(NOTHING, success_rate=share), "Success rate")


@pytest.mark.parametrize(
    ("metrics", "sentence"),
    [
        (replace(NOTHING, queue_depth=1, workers=1, oldest_waiting_seconds=600.0), "A script has waited for 10 min."),
        (replace(NOTHING, paused=3), "3 jobs are paused by you."),
        (
            replace(NOTHING, running=1, workers=1, running_jobs=(RunningJob(uuid4(), "x.txt", 3600.0),)),
            "“x.txt” has made no progress for 1 h.",
        ),
        (replace(NOTHING, queue_depth=1), "There is work to do, but no worker is running."),
    ],
)
def test_each_reason_has_its_sentence(metrics, sentence):
    """With what is known about it."""
    (reason,) = assess(metrics).reasons
    assert figures.reason_text(reason, metrics).startswith(sentence)


def test_a_reason_without_its_job_keeps_its_own_sentence():
    """The job may have ended since."""
    reason = Reason(HealthKey.STUCK_JOB, "It hangs.", (uuid4(),))
    assert "It hangs." == figures.reason_text(reason, NOTHING)


def test_every_level_and_group_has_a_name():
    """And all names differ."""
    assert len(HealthLevel) == len({figures.level_name(level) for level in HealthLevel})
    assert len(Group) == len({figures.group_name(group) for group in Group})
    assert "" == figures.health_sentence(Health(HealthLevel.PAUSED, (Reason(HealthKey.PAUSED, "x"),)))


@pytest.mark.parametrize(
    ("rough", "step"),
    [(0.0, 1.0), (1.0, 1.0), (1.1, 2.0), (3.0, 5.0), (6.0, 10.0), (0.03, 0.05), (450.0, 500.0)],
)
def test_scales_have_round_steps(rough, step):
    """Each is 1, 2 or 5 times a power of ten."""
    assert step == pytest.approx(nice_step(rough))


@pytest.fixture
def chart(qtbot):
    chart = BarChart("Times", ["accent", "bad"], str, "Nothing yet")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.show()
    return chart


def test_a_chart_tells_what_it_shows(chart):
    """To screen readers."""
    assert ("Times", "Nothing yet") == (chart.accessibleName(), chart.accessibleDescription())
    chart.show_bars([Bar((1.0, 0.0), "one"), Bar((0.0, 0.0), "none"), Bar((2.0, 1.0), "three")], [Level(2.0, "mean 2")])
    assert "mean 2; one; three" == chart.accessibleDescription()
    chart.show_bars([Bar((0.0, 0.0), "none")], [Level(0.0, "mean 0")])
    assert "Nothing yet" == chart.accessibleDescription()


def test_pointing_at_a_bar_tells_its_value(chart):
    """And beside the bars nothing."""
    chart.show_bars([Bar((1.0, 0.0), "left"), Bar((2.0, 1.0), "right")])
    plot = chart._plot()
    assert "left" == chart.bar_at(QPointF(plot.left() + 5, plot.center().y())).tip
    assert "right" == chart.bar_at(QPointF(plot.right() - 1, plot.center().y())).tip
    assert chart.bar_at(QPointF(0, 0)) is None
    at = QPoint(int(plot.left()) + 5, int(plot.center().y()))
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, at, chart.mapToGlobal(at)))
    assert "left" == QToolTip.text()
    QToolTip.hideText()


def test_bars_grow_with_their_values(chart):
    """The higher bar has more of the colour."""
    chart.show_bars([Bar((1.0, 0.0), "low"), Bar((4.0, 0.0), "high")])
    image = chart.grab().toImage()
    plot = chart._plot()
    accent = theme.current().accent

    def coloured(x):
        return sum(image.pixelColor(int(x), y).name() == accent for y in range(image.height()))

    low, high = coloured(plot.left() + plot.width() / 4), coloured(plot.left() + plot.width() * 3 / 4)
    assert high == pytest.approx(4 * low, abs=6)
    assert low > 0


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_charts_can_be_painted(qapp, chart, choice):
    """With levels at the very top and at the bottom, and without bars."""
    theme.apply(qapp, choice)
    assert not chart.grab().isNull()
    chart.show_bars([Bar((0.5, 0.5), "x", "12:00")] * 24, [Level(1.0, "p95"), Level(0.0, "mean")])
    assert not chart.grab().isNull()
    theme.apply(qapp, "light")


def test_what_is_counted_has_a_scale_of_whole_numbers(qtbot):
    """One script is no reason for lines at a half."""
    chart = BarChart("Scripts", ["accent"], str, "Nothing", least_step=1)
    qtbot.addWidget(chart)
    chart.show_bars([Bar((1,), "one")])
    assert (1, 1) == (chart._step(), chart._top())


def test_waiting_scripts_are_shown_over_time(job_in, open_dialog):
    """The last bar is now."""
    job_in(JobStatus.QUEUED)
    dialog = open_dialog()
    assert 1 == dialog.snapshot.depths[-1].waiting
    assert dialog._depths.accessibleDescription().endswith(": one waited")


def test_the_queue_is_paused_and_resumed_from_here(job_in, services, open_dialog, qtbot):
    """Each button is enabled when it does something."""
    job = job_in(JobStatus.QUEUED)
    dialog = open_dialog()
    controls = dialog._controls
    assert (True, False) == (controls.pause.isEnabled(), controls.resume.isEnabled())
    controls.pause.click()
    qtbot.waitUntil(lambda: (controls.pause.isEnabled(), controls.resume.isEnabled()) == (False, True))
    assert JobStatus.PAUSED == services.queue.get(job.id).status
    controls.resume.click()
    qtbot.waitUntil(controls.pause.isEnabled)
    assert JobStatus.QUEUED == services.queue.get(job.id).status


def test_workers_are_added_and_retired_from_here(services, open_dialog, qtbot):
    """Before the pool has started there is nothing to set."""
    dialog = open_dialog()
    count = dialog._controls.count
    assert not count.isEnabled()
    services.pool.start(1)
    dialog.refresh()
    qtbot.waitUntil(lambda: count.isEnabled() and count.value() == 1)
    count.setValue(2)
    qtbot.waitUntil(lambda: services.pool.worker_count == 2)
    qtbot.waitUntil(lambda: dialog.snapshot.workers == 2)

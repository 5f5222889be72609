"""Figures over time."""

from __future__ import annotations

from datetime import timedelta

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.jobs.series import Depth, Hour, processing_times, queue_depth, throughput


def finish(stage, seconds):
    """Complete one job after so much work."""
    stage.add(0)
    stage.queue.complete(stage.claim().lease, stage.play, seconds)
    stage.clock.turn(1)


def test_processing_times_are_those_of_the_last_completed(stage):
    """The oldest first, and no more than asked for."""
    for seconds in (1.0, 2.0, 3.0):
        finish(stage, seconds)
    stage.job_in(JobStatus.FAILED)
    with stage.database.read() as connection:
        assert [1.0, 2.0, 3.0] == processing_times(connection)
        assert [2.0, 3.0] == processing_times(connection, 2)


def test_throughput_counts_each_hour(stage):
    """Completed and failed stand in the hour in which they ended; cancelled in none; older ones are left out."""
    noon = stage.clock.now
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(3600 * 2)
    stage.job_in(JobStatus.FAILED)
    stage.job_in(JobStatus.CANCELLED)
    stage.job_in(JobStatus.COMPLETED)
    stage.clock.turn(3599)
    stage.job_in(JobStatus.COMPLETED)
    with stage.database.read() as connection:
        hours = throughput(connection, stage.clock.now, 3)
        last_two = throughput(connection, stage.clock.now, 2)
    expected = [Hour(noon, 1, 0), Hour(noon + timedelta(hours=1), 0, 0), Hour(noon + timedelta(hours=2), 2, 1)]
    assert expected == hours
    assert expected[1:] == last_two


def test_nothing_ended_is_nothing_per_hour(stage):
    """Each hour is there, with zeros."""
    with stage.database.read() as connection:
        assert [(0, 0)] * 24 == [(hour.completed, hour.failed) for hour in throughput(connection, stage.clock.now)]


def test_the_depth_counts_who_waited(stage):
    """From being added to the first worker or the end, whichever comes first; a paused job waits too."""
    start = stage.clock.now
    stage.add(0, 0, 0)
    stage.clock.turn(45 * 60)
    claim = stage.claim()
    stage.clock.turn(30 * 60)
    stage.queue.complete(claim.lease, stage.play, 1.0)
    (waiting, _) = stage.queue.active()
    stage.queue.cancel(waiting.id)
    stage.clock.turn(30 * 60)
    with stage.database.read() as connection:
        depths = queue_depth(connection, stage.clock.now, 1)
    minutes = timedelta(minutes=1)
    expected = [Depth(start + 45 * minutes, 2), Depth(start + 75 * minutes, 1), Depth(start + 105 * minutes, 1)]
    assert expected == depths


def test_nothing_waited(stage):
    """Each half hour is there, with zeros."""
    with stage.database.read() as connection:
        assert [0] * 49 == [depth.waiting for depth in queue_depth(connection, stage.clock.now)]

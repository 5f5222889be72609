from __future__ import annotations

from playbuddy_desktop.ui.queue.time_left import TimeLeft


def test_time_left_follows_the_pace() -> None:
    """A quarter in ten seconds leaves thirty."""
    pace = TimeLeft(since=100.0, since_percent=0.0)
    pace.observe(25.0, 110.0)
    assert 30.0 == pace.seconds(110.0)


def test_time_left_goes_on_between_reports() -> None:
    """The figure falls while nothing is reported, and never below nothing."""
    pace = TimeLeft(since=0.0, since_percent=0.0)
    pace.observe(50.0, 10.0)
    assert (7.0, 0.0) == (pace.seconds(13.0), pace.seconds(99.0))


def test_time_left_is_not_guessed_early() -> None:
    """Nothing is said before five seconds and five percent."""
    pace = TimeLeft(since=0.0, since_percent=0.0)
    pace.observe(50.0, 4.9)
    assert pace.seconds(4.9) is None
    pace.observe(4.9, 60.0)
    assert pace.seconds(60.0) is None


def test_a_resumed_job_is_judged_by_its_own_pace() -> None:
    """What was done before it was first seen counts for nothing."""
    pace = TimeLeft(since=0.0, since_percent=80.0)
    pace.observe(90.0, 10.0)
    assert 10.0 == pace.seconds(10.0)

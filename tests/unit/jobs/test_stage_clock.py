"""The time in each stage."""

from __future__ import annotations

from playbuddy_desktop.jobs.job import StageSeconds
from playbuddy_desktop.jobs.stage_clock import StageClock


def test_every_moment_belongs_to_one_stage() -> None:
    """Time is added to the stage that the attempt is in, and to what attempts before it took."""
    now = [100.0]
    clock = StageClock(StageSeconds(10.0, 20.0, 30.0), timer=lambda: now[0])
    for stage, seconds in (("extract", 1.0), ("parse", 2.0), ("parse", 3.0), ("save", 4.0)):
        clock.enter(stage)
        now[0] += seconds
    assert StageSeconds(11.0, 25.0, 34.0) == clock.seconds()


def test_an_attempt_begins_with_extracting() -> None:
    """What happens before the child's first word counts as extracting."""
    now = [0.0]
    clock = StageClock(StageSeconds(), timer=lambda: now[0])
    now[0] = 2.0
    assert StageSeconds(extract=2.0) == clock.seconds()

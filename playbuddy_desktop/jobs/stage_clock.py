"""Tells how long an attempt has been in each stage of the pipeline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from playbuddy_desktop.jobs.job import StageSeconds

STAGES: Final = ("extract", "parse", "save")
"""The stages, in their order."""


class StageClock:
    """Adds an attempt's time to that of the attempts before it; every moment belongs to one stage.

    An attempt begins with extracting: what it takes to start the child and hand over the task counts there.
    """

    def __init__(self, before: StageSeconds, *, timer: Callable[[], float] = time.monotonic) -> None:
        """``before`` is the time of the attempts before; ``timer`` gives seconds."""
        self._seconds = {"extract": before.extract, "parse": before.parse, "save": before.save}
        self._timer = timer
        self._stage = STAGES[0]
        self._since = timer()

    def enter(self, stage: str) -> None:
        """The attempt is in this stage now."""
        self._book()
        self._stage = stage

    def seconds(self) -> StageSeconds:
        """The time in each stage until now."""
        self._book()
        return StageSeconds(**self._seconds)

    def _book(self) -> None:
        now = self._timer()
        self._seconds[self._stage] += now - self._since
        self._since = now

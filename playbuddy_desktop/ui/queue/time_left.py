"""How long a running job, or the whole queue, will still take, judged by the pace since it was first seen running."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHOWN_AFTER_SECONDS: Final = 5.0
SHOWN_AFTER_PERCENT: Final = 5.0
"""Before both, a guess would jump."""


@dataclass(slots=True)
class TimeLeft:
    """The pace of one job.

    Attributes:
        since: monotonic time in seconds when it was first seen, at ``since_percent``.
        at, percent: the newest observation.
    """

    since: float
    since_percent: float
    at: float = 0.0
    percent: float = 0.0

    def observe(self, percent: float, now: float) -> None:
        """Take note of the progress at a monotonic time in seconds."""
        self.at, self.percent = now, percent

    def seconds(self, now: float) -> float | None:
        """The time left in seconds, or None while it cannot be told."""
        elapsed, gained = self.at - self.since, self.percent - self.since_percent
        if elapsed < SHOWN_AFTER_SECONDS or gained < SHOWN_AFTER_PERCENT:
            return None
        return max(0.0, (100 - self.percent) * elapsed / gained - (now - self.at))


@dataclass(slots=True)
class QueuePace:
    """The pace of the whole queue, in jobs: half a job done counts as a half.

    What is added meanwhile makes more work, and not less speed.
    """

    _since: float = 0.0
    _at_first: float = 0.0
    _at: float | None = None
    _done: float = 0.0
    _all: int = 0

    def observe(self, done: float, all_: int, now: float, *, working: bool) -> None:
        """Take note of how much is done of how many jobs at a monotonic time in seconds."""
        if self._at is None or not working or done < self._done:  # ended jobs were taken off the list
            self._since, self._at_first = now, done
        self._at, self._done, self._all = (now if working else None), done, all_

    def seconds(self, now: float) -> float | None:
        """The time left in seconds, or None while it cannot be told."""
        if self._at is None:
            return None
        elapsed, gained = self._at - self._since, self._done - self._at_first
        if elapsed < SHOWN_AFTER_SECONDS or gained < self._all * SHOWN_AFTER_PERCENT / 100 or not gained:
            return None
        return max(0.0, (self._all - self._done) * elapsed / gained - (now - self._at))

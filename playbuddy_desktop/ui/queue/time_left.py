"""How long a running job will still take, judged by its pace since it was first seen running."""

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

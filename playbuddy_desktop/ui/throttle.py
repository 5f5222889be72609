"""Lets many requests through as few calls: at once when idle, then at most every so often."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

TEN_A_SECOND: Final = 100
"""Milliseconds between two redraws: faster is not seen, and costs the window its patience."""


class Throttle(QObject):
    """Calls ``act`` soon after ``request``, but not more often than every ``interval`` milliseconds."""

    def __init__(self, act: Callable[[], object], interval: int = TEN_A_SECOND, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._act = act
        self._interval = interval
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fire)

    def request(self) -> None:
        """Ask for a call; asking again before it comes changes nothing."""
        if not self._timer.isActive():
            wait = self._not_before - time.monotonic()
            self._timer.start(max(0, int(wait * 1000)))

    def hold(self, seconds: float) -> None:
        """Let nothing through for a while: what is asked for costs more than it should."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _fire(self) -> None:
        self._not_before = time.monotonic() + self._interval / 1000
        self._act()

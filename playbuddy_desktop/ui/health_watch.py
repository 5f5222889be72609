"""Keeps the health light true."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.latest import Latest

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.health import Health
    from playbuddy_desktop.services import Services

INTERVAL_MS: Final = 2_000
"""Time alone changes the health too: workers come and go, and scripts wait too long, though nothing is committed.
Requirement E5 gives the window two seconds to show what others changed."""


class HealthWatch(QObject):
    """Reads the health of the queue when it is asked to, and every two seconds.

    Attributes:
        read: Signal(Health): how it is now.
    """

    read = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._judge: Callable[[], Health] | None = None
        self._reading = Latest(background, self._look)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.ask)

    def start(self, services: Services) -> None:
        """Begin to look at the queue of these services."""
        self._judge = lambda: _read_health(services)
        self._timer.start()
        self.ask()

    def stop(self) -> None:
        """Look no more."""
        self._judge = None
        self._timer.stop()

    def ask(self) -> None:
        """Something was committed: look now."""
        if self._judge is not None:
            self._reading.ask()

    async def _look(self) -> None:
        if self._judge is not None:
            self.read.emit(await self._background.run(self._judge))


def _read_health(services: Services) -> Health:
    """Judge the queue as it is now; called in the background."""
    from playbuddy_desktop.jobs.observation import observe

    return observe(services.queue, services.profile, services.settings).health

"""Notices that the database changed, whichever process changed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.latest import Latest

INTERVAL_MS: Final = 1_000
"""Changes of other processes show within two seconds (requirement E5): one to notice, one to read and paint."""


class DataWatch(QObject):
    """Looks once a second at a number that costs nothing to read.

    Attributes:
        changed: something was committed since the last look.
    """

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._read: Callable[[], int] | None = None
        self._version: int | None = None
        self._looking = Latest(background, self._look)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._looking.ask)

    def start(self, read: Callable[[], int]) -> None:
        """Begin to watch the number that ``read`` gives."""
        self._read = read
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    async def _look(self) -> None:
        if self._read is None:
            return
        version = await self._background.run(self._read)
        if self._version not in (None, version):
            self.changed.emit()
        self._version = version

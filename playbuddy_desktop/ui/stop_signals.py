"""Turns SIGTERM and SIGINT into a call on the event loop.

Python runs its signal handlers between two bytecodes, and an idle Qt loop executes none: so the signal also writes a
byte to a socket, which wakes the loop. This works on every system that has the signals.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Final, Self

from PySide6.QtCore import QSocketNotifier

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class StopSignals:
    """While entered: the first signal calls ``stop`` on the loop's thread, a second one ends the process at once."""

    def __init__(self, stop: Callable[[], object]) -> None:
        self._stop = stop
        self._seen = 0

    def __enter__(self) -> Self:
        """Take over the signals."""
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._woken)
        self._old_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._old = {number: signal.signal(number, self._count) for number in SIGNALS}
        return self

    def __exit__(self, *_error: object) -> None:
        """Give the signals back."""
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        self._reader.close()
        self._writer.close()

    def _count(self, number: int, _frame: FrameType | None) -> None:
        self._seen += 1
        if self._seen > 1:
            os._exit(128 + number)

    def _woken(self) -> None:
        if self._reader.recv(64) and self._seen == 1:
            self._stop()

"""The graceful end of a command that works: the first signal asks it to stop, the second ends it at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
_BASE_OF_SIGNALS: Final = 128


class Stop:
    """Whether the person or the system asked the command to stop.

    Attributes:
        signal_number: which signal it was; None while there was none.
    """

    def __init__(self) -> None:
        self.signal_number: int | None = None

    @property
    def requested(self) -> bool:
        """Whether to stop."""
        return self.signal_number is not None

    @property
    def exit_status(self) -> int:
        """What shells expect of a program that a signal ended: 130 for Ctrl+C, 143 for SIGTERM; else 0."""
        return 0 if self.signal_number is None else _BASE_OF_SIGNALS + self.signal_number

    def on_signal(self, number: int, _: FrameType | None) -> None:
        """Take note; the second time, end the process without further ado."""
        # Nothing here may wait for a lock: the main thread, which this interrupts, could hold it.
        if self.requested:
            # Children notice by themselves that their parent is gone; what they held is freed at the next start.
            os._exit(_BASE_OF_SIGNALS + number)
        self.signal_number = number


def _is_under_nohup(number: int) -> bool:
    """Whether the end of the terminal is to be survived: ``nohup`` lets a program ignore that signal."""
    return number == getattr(signal, "SIGHUP", None) and signal.getsignal(number) is signal.SIG_IGN


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Catch the signals that end a program; to be used on the main thread."""
    stop = Stop()
    before = {number: signal.signal(number, stop.on_signal) for number in SIGNALS if not _is_under_nohup(number)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

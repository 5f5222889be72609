"""Runs the same reading again and again without ever running it twice at once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from playbuddy_desktop.ui.background import Background


class Latest:
    """A reading of which only the newest result counts.

    Asked while it runs, it runs once more afterwards, however often it was asked: what is shown in the end was read
    after the last ask.
    """

    def __init__(self, background: Background, read: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._background = background
        self._read = read
        self._running = False
        self._asked = False

    @property
    def running(self) -> bool:
        """Whether an ask is still to be answered."""
        return self._running

    def ask(self) -> None:
        """Read soon; errors go the way of ``Background.failed``."""
        self._asked = True
        if not self._running:
            self._running = self._background.spawn(self._run()) is not None

    async def _run(self) -> None:
        try:
            while self._asked:
                self._asked = False
                await self._read()
        finally:
            self._running = False

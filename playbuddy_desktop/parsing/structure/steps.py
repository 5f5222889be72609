"""How far preparing a long document has come: told now and then, and the place where it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

_Item = TypeVar("_Item")
_BETWEEN: Final = 2_000
"""Lines between two reports: a few times a second."""


class Steps:
    """Reports the share done, 0 to 1; what the report raises ends the work."""

    def __init__(self, report: Callable[[float], None] | None = None) -> None:
        """Report to ``report``, or to nobody."""
        self._report = report
        self._done = 0.0

    def reach(self, share: float) -> None:
        """So much is done."""
        self._done = share
        if self._report is not None:
            self._report(share)

    def over(self, items: Iterable[_Item], total: int, until: float) -> Iterator[_Item]:
        """The items, of which there are ``total``; when all are through, the share ``until`` is done."""
        began = self._done
        for number, item in enumerate(items):
            if number % _BETWEEN == _BETWEEN - 1:
                self.reach(began + (until - began) * number / total)
            yield item
        self.reach(until)

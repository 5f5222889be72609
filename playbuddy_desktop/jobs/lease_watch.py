"""Judges leases: what the clock says, held against what this process saw pass with a clock that nobody sets.

A clock may be set, and a laptop may sleep; both make leases look as if they had run out, or as if they never would. An
owner that is seen to be alive therefore gets some time to report after it was first found late, and a lease that did
not change for its whole length while we looked on has run out, whatever the clock says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from playbuddy_desktop.jobs.clock import Monotonic
from playbuddy_desktop.settings import Settings

PATIENCE: Final = 1.5
"""An owner that is alive has so many heartbeats' time to report: one would be just when its next report is due."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """A lease as it was seen: the expiry it had, since when it has it, and since when it is late by the clock."""

    expiry: datetime
    since: float
    late_since: float | None


class LeaseWatch:
    """Remembers the leases that were looked at; safe to use from any thread."""

    def __init__(self, settings: Settings, monotonic: Monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._sights: dict[tuple[UUID, int], _Sight] = {}

    def lost(
        self, held: Sequence[Row[Any]], now: datetime, lives: Callable[[Row[Any]], bool], *, all_held: bool
    ) -> list[Row[Any]]:
        """Those of the held jobs whose lease has run out.

        Args:
            held: rows with id, lease_token and lock_expiry.
            now: what the clock says.
            lives: whether the owner's process is known to be alive.
            all_held: whether these are all; what is not among them is forgotten then.
        """
        with self._lock:
            moment = self._monotonic()
            before = self._sights
            sights = {(row.id, row.lease_token): _see(row, now, moment, before) for row in held}
            self._sights = sights if all_held else before | sights
        return [row for row in held if self._is_lost(row, sights[row.id, row.lease_token], moment, lives)]

    def _is_lost(self, row: Row[Any], sight: _Sight, moment: float, lives: Callable[[Row[Any]], bool]) -> bool:
        if sight.late_since is None:
            return moment - sight.since >= self._settings.lease_seconds + PATIENCE * self._settings.heartbeat_seconds
        return moment - sight.late_since >= PATIENCE * self._settings.heartbeat_seconds or not lives(row)


def _see(row: Row[Any], now: datetime, moment: float, before: dict[tuple[UUID, int], _Sight]) -> _Sight:
    last = before.get((row.id, row.lease_token))
    late = row.lock_expiry <= now
    if last is None or last.expiry != row.lock_expiry:
        return _Sight(row.lock_expiry, moment, moment if late else None)
    if not late:
        return _Sight(last.expiry, last.since, None)
    return last if last.late_since is not None else _Sight(last.expiry, last.since, moment)

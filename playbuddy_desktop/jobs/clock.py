"""The clock of the queue, which tests replace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
Monotonic: TypeAlias = Callable[[], float]
"""Seconds since some moment; unlike a clock it is never set."""


def utc_now() -> datetime:
    """The time now, timezone-aware."""
    return datetime.now(UTC)


def seconds_between(start: datetime | None, end: datetime) -> float:
    """The seconds from ``start`` to ``end``; 0 when there was no start, or the clock was set back."""
    return max((end - start).total_seconds(), 0.0) if start is not None else 0.0

"""The clock of the queue, which tests replace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

Clock: TypeAlias = Callable[[], datetime]
Monotonic: TypeAlias = Callable[[], float]
"""Seconds since some moment; unlike a clock it is never set."""


def utc_now() -> datetime:
    """The time now, timezone-aware."""
    return datetime.now(UTC)


def seconds_between(start: datetime | None, end: datetime) -> float:
    """The seconds from ``start`` to ``end``; 0 when there was no start, or the clock was set back."""
    return max((end - start).total_seconds(), 0.0) if start is not None else 0.0


class seconds_passed(GenericFunction[float]):  # noqa: N801 - named as functions of SQL are
    """As ``seconds_between``, reckoned by the database, to the millisecond."""

    type = Float()
    inherit_cache = True


@compiles(seconds_passed, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"coalesce(max(round((julianday({end}) - julianday({start})) * 86400, 3), 0.0), 0.0)"


@compiles(seconds_passed, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"coalesce(greatest(round(extract(epoch FROM {end} - {start}), 3), 0.0), 0.0)"

"""Types of columns that SQLite and PostgreSQL keep in different forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB


def _utc(time: datetime | None) -> datetime | None:
    if time is None:
        return None
    if time.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return time.astimezone(UTC)


@lru_cache(maxsize=32)  # one moment is written to many columns
def _utc_text(time: datetime | None) -> str | None:
    moment = _utc(time)
    return moment.isoformat(" ", "microseconds")[: -len("+00:00")] if moment is not None else None


def _read_utc_text(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if stored is not None else None


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware time: PostgreSQL keeps the zone, SQLite a UTC text that sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    # The two processors replace those of SQLAlchemy's own type, which take five times as long: a job has ten times.

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | datetime | None]:
        """Refuse naive times; store UTC."""
        return _utc_text if dialect.name == "sqlite" else _utc

    def result_processor(self, dialect: Dialect, _kind: object) -> Callable[[Any], datetime | None]:
        """Give back UTC."""
        return _read_utc_text if dialect.name == "sqlite" else _utc


BigKey: Final = BigInteger().with_variant(Integer, "sqlite")
"""A key that the database counts up; SQLite does so for INTEGER only."""

Json: Final = JSON().with_variant(JSONB(), "postgresql")

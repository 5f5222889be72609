"""Ids on the command line: whole, or the first digits as the lists show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import UUID

import typer

from playbuddy_desktop.errors import JobNotFoundError, PlayNotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Table

    from playbuddy_desktop.storage.database import Database

SHORT: Final = 8
"""Digits that the lists show; they tell ten thousand ids apart in all but one of a hundred libraries."""

UUID_DIGITS: Final = 32
_HEX_DIGITS: Final = re.compile(rf"[0-9a-fA-F]{{1,{UUID_DIGITS}}}")


def short(key: UUID) -> str:
    """The id as the lists show it."""
    return key.hex[:SHORT]


def resolve_job(database: Database, text: str) -> UUID:
    """The job whose id begins so.

    Raises:
        JobNotFoundError: there is none.
        typer.BadParameter: there are several.
    """
    from playbuddy_desktop.storage.tables import parse_jobs

    return _only(find(database, parse_jobs, text), text, JobNotFoundError(f"There is no job {text}."))


def resolve_play(database: Database, text: str) -> UUID:
    """The play whose id begins so.

    Raises:
        PlayNotFoundError: there is none.
        typer.BadParameter: there are several.
    """
    from playbuddy_desktop.storage.tables import plays

    return _only(find(database, plays, text), text, PlayNotFoundError(f"There is no play {text} in the library."))


def find(database: Database, table: Table, prefix: str) -> list[UUID]:
    """The keys of a table that begin with these hexadecimal digits; dashes do not count."""
    from sqlalchemy import select

    digits = prefix.replace("-", "")
    if not _HEX_DIGITS.fullmatch(digits):
        return []
    low, high = UUID(digits.ljust(UUID_DIGITS, "0")), UUID(digits.ljust(UUID_DIGITS, "f"))
    with database.read() as connection:
        return list(connection.scalars(select(table.c.id).where(table.c.id.between(low, high)).order_by(table.c.id)))


def _only(found: list[UUID], text: str, none: JobNotFoundError | PlayNotFoundError) -> UUID:
    if not found:
        raise none
    if len(found) > 1:
        raise typer.BadParameter(f"{text} fits {len(found)} ids: give more digits.")
    return found[0]

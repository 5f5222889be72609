"""The history as a long list reads it: first the ids of all jobs in order, then the rows that are on the screen.

A hundred thousand ids are 1.6 MB and are read in a tenth of a second; as many whole jobs would be hundreds of times as
much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import Any, Final, overload
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, or_, select

from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, JobCommand, JobStatus
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import parse_jobs, plays

ID_BYTES: Final = 16

# One text per job is searched faster than its columns one by one; no word reaches across a line break.
_HAYSTACK: Final[ColumnElement[str]] = reduce(
    lambda text, column: text + "\n" + func.coalesce(column, ""),
    (parse_jobs.c.failure_reason, parse_jobs.c.last_error, plays.c.title, plays.c.author),
    parse_jobs.c.filename,
)


Span = tuple[datetime | None, datetime | None]
"""Jobs added from a time (included) to a time (not included); None for no limit."""

ANY_TIME: Final[Span] = (None, None)


class HistoryOrder(StrEnum):
    """What the jobs can be sorted by."""

    FILE = "file"
    STATUS = "status"
    TITLE = "title"
    ADDED = "added"
    DURATION = "duration"
    ATTEMPTS = "attempts"
    ERROR = "error"


_ORDERS: Final[dict[HistoryOrder, ColumnElement[Any]]] = {
    HistoryOrder.FILE: func.lower(parse_jobs.c.filename),
    HistoryOrder.STATUS: case(
        {status.value: place for place, status in enumerate(JobStatus)}, value=parse_jobs.c.status
    ),
    HistoryOrder.TITLE: func.lower(func.coalesce(plays.c.title, "")),
    HistoryOrder.DURATION: func.coalesce(parse_jobs.c.active_seconds, 0),
    HistoryOrder.ATTEMPTS: parse_jobs.c.retry_count + case((parse_jobs.c.started_at.is_(None), 0), else_=1),
    HistoryOrder.ERROR: func.coalesce(parse_jobs.c.failure_reason, parse_jobs.c.last_error, ""),
}


class JobIds(Sequence[UUID]):
    """Ids in order, packed into one string of bytes (16 each), so that a long history stays small."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes = b"") -> None:
        self.packed = packed

    @classmethod
    def of(cls, ids: Collection[UUID]) -> JobIds:
        """Pack ids."""
        return cls(b"".join(job_id.bytes for job_id in ids))

    def __len__(self) -> int:
        return len(self.packed) // ID_BYTES

    @overload
    def __getitem__(self, index: int) -> UUID: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[UUID]: ...

    def __getitem__(self, index: int | slice) -> UUID | Sequence[UUID]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        start = index % len(self) * ID_BYTES
        return UUID(bytes=self.packed[start : start + ID_BYTES])

    def __iter__(self) -> Iterator[UUID]:
        return (self[place] for place in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JobIds) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(self.packed)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What the history shows of one job.

    Attributes:
        play_id, title, author: of the saved play; None and empty until there is one, and when it was deleted.
        attempts: how often a worker began or will begin it: one, and one more for each automatic retry.
        active_seconds: time that workers spent on it, waits and pauses not counted.
        error: the last error in words; None when the last attempt had none.
    """

    id: UUID
    status: JobStatus
    filename: str
    play_id: UUID | None
    title: str
    author: str
    created_at: datetime
    completed_at: datetime | None
    active_seconds: float
    attempts: int
    error: str | None
    advice: str | None

    def allows(self, command: JobCommand) -> bool:
        """Whether the queue accepts ``command`` in this status."""
        return self.status in ALLOWED_COMMANDS[command]


class History:
    """Reads the jobs of all times, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(
        self,
        statuses: Collection[JobStatus] = (),
        text: str = "",
        span: Span = ANY_TIME,
        order: HistoryOrder = HistoryOrder.ADDED,
        *,
        descending: bool = True,
    ) -> JobIds:
        """The ids of the jobs in one of ``statuses`` (of any, when empty) in which every word of ``text`` occurs.

        A word may occur in the file's name, in the play's title or author, or in the error. Jobs that are alike in
        ``order`` come newest first.
        """
        digits = func.replace(cast(parse_jobs.c.id, Text), "-", "").label("digits")
        found = _search(select(digits), statuses, text, span, joined=order is HistoryOrder.TITLE)
        newest_first = (parse_jobs.c.created_at.desc(), parse_jobs.c.position.desc(), parse_jobs.c.id)
        if order is HistoryOrder.ADDED:
            oldest_first = (parse_jobs.c.created_at, parse_jobs.c.position, parse_jobs.c.id)
            ordered = found.order_by(*(newest_first if descending else oldest_first))
        else:
            key = _ORDERS[order]
            ordered = found.order_by(key.desc() if descending else key.asc(), *newest_first)
        # The database joins the ids: a hundred thousand rows would keep the interpreter from the window for too long.
        query = select(func.aggregate_strings(ordered.subquery().c.digits, ""))
        with self._database.read() as connection:
            return JobIds(bytes.fromhex(connection.scalar(query) or ""))

    def counts(self, text: str = "", span: Span = ANY_TIME) -> dict[JobStatus, int]:
        """How many jobs with ``text`` there are in each status; statuses without any are 0."""
        query = _search(select(parse_jobs.c.status, func.count()), (), text, span).group_by(parse_jobs.c.status)
        counts = dict.fromkeys(JobStatus, 0)
        with self._database.read() as connection:
            for status, count in connection.execute(query):
                counts[JobStatus(status)] = count
        return counts

    def rows(self, ids: Collection[UUID]) -> dict[UUID, HistoryRow]:
        """The rows of ``ids``; those of jobs that are gone are left out."""
        query = (
            select(
                parse_jobs.c.id,
                parse_jobs.c.status,
                parse_jobs.c.filename,
                parse_jobs.c.playbook_id,
                plays.c.title,
                plays.c.author,
                parse_jobs.c.created_at,
                parse_jobs.c.started_at,
                parse_jobs.c.completed_at,
                parse_jobs.c.active_seconds,
                parse_jobs.c.retry_count,
                parse_jobs.c.failure_reason,
                parse_jobs.c.last_error,
                parse_jobs.c.advice,
            )
            .select_from(parse_jobs.outerjoin(plays, plays.c.id == parse_jobs.c.playbook_id))
            .where(parse_jobs.c.id.in_(ids))
        )
        with self._database.read() as connection:
            return {row.id: _history_row(row) for row in connection.execute(query)}


def _search(
    query: Select[Any], statuses: Collection[JobStatus], text: str, span: Span, *, joined: bool = False
) -> Select[Any]:
    """Narrow a query over the jobs; ``joined`` asks for the plays beside them."""
    query = query.select_from(parse_jobs)
    if statuses:
        query = query.where(parse_jobs.c.status.in_(sorted(statuses)))
    first, end = span
    if first is not None:
        query = query.where(parse_jobs.c.created_at >= first)
    if end is not None:
        query = query.where(parse_jobs.c.created_at < end)
    words = text.split()
    if words or joined:
        query = query.outerjoin_from(parse_jobs, plays, plays.c.id == parse_jobs.c.playbook_id)
    return query.where(*(_mentions(word) for word in words))


def _mentions(word: str) -> ColumnElement[bool]:
    # SQLite's LIKE knows the capitals of ASCII only, so words with other letters are looked for in each form.
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    return or_(*(_HAYSTACK.icontains(form, autoescape=True) for form in sorted(forms)))


def _history_row(row: Any) -> HistoryRow:
    return HistoryRow(
        id=row.id,
        status=JobStatus(row.status),
        filename=row.filename,
        play_id=row.playbook_id,
        title=row.title or "",
        author=row.author or "",
        created_at=row.created_at,
        completed_at=row.completed_at,
        active_seconds=row.active_seconds,
        attempts=row.retry_count + 1 if row.started_at is not None else 0,
        error=row.failure_reason or row.last_error,
        advice=row.advice,
    )

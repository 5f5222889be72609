"""The windowed model of the history: all ids in memory, rows only around what is on the screen."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from playbuddy_desktop.jobs.history import ID_BYTES, HistoryRow, JobIds
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.error_words import in_words

PAGE: Final = 100
"""Rows read at a time: about three screens."""

MAX_WANTED: Final = 4
"""Pages that wait to be read; of a fast scroll only the last ones matter."""

MAX_CACHED: Final = 4_000
"""Rows kept, some 2 MB."""

ROW_ROLE: Final = Qt.ItemDataRole.UserRole
"""The ``HistoryRow`` itself; None while it is being read."""

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()
_TEXT_ROLES: Final = frozenset(
    {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
)
_NUMBERS: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WORDS: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """The columns in the order of display."""

    FILE = 0
    STATUS = 1
    TITLE = 2
    ADDED = 3
    DURATION = 4
    ATTEMPTS = 5
    ERROR = 6


class HistoryModel(QAbstractTableModel):
    """Rows of the history, read when a view asks for them.

    Signals:
        wanted: rows are missing; whoever reads them calls ``take_wanted`` and then ``put``.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = JobIds()
        self._cache: OrderedDict[UUID, HistoryRow | None] = OrderedDict()
        self._outdated: set[UUID] = set()
        self._pages: deque[int] = deque(maxlen=MAX_WANTED)

    # What a view asks.

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """One row per job."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """One column per member of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' names; rows have none."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(Column(section))
        return column_name(Column(section)) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; a row that is not there yet is asked for and shown as a placeholder."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(Column(index.column()))
        if role not in _TEXT_ROLES and role != ROW_ROLE:
            return None
        row = self._row(index.row())
        if role == ROW_ROLE:
            return row
        if row is None:
            return "…" if role != Qt.ItemDataRole.ToolTipRole and index.column() == Column.FILE else None
        return (cell_tip if role == Qt.ItemDataRole.ToolTipRole else cell_text)(row, Column(index.column()))

    # What the panel tells.

    def job_id(self, row: int) -> UUID:
        """The job of a row."""
        return self._ids[row]

    def place(self, job_id: UUID) -> int | None:
        """The row of a job; None when it is not shown."""
        at = self._ids.packed.find(job_id.bytes)
        while at != -1 and at % ID_BYTES:
            at = self._ids.packed.find(job_id.bytes, at + 1)
        return None if at == -1 else at // ID_BYTES

    def row(self, row: int) -> HistoryRow | None:
        """What is known of a row, without asking for it."""
        return self._cache.get(self._ids[row])

    def set_ids(self, ids: JobIds) -> None:
        """Show these jobs. What the old and the new list share stays, and with it the selection."""
        old, new = self._ids.packed, ids.packed
        if old == new:
            return
        head = _common_head(old, new)
        tail = _common_tail(old[head:], new[head:])
        first = head // ID_BYTES
        removed = (len(old) - head - tail) // ID_BYTES
        added = (len(new) - head - tail) // ID_BYTES
        self._pages.clear()
        if removed:
            self.beginRemoveRows(_NO_INDEX, first, first + removed - 1)
            self._ids = JobIds(old[:head] + old[len(old) - tail :])
            self.endRemoveRows()
        if added:
            self.beginInsertRows(_NO_INDEX, first, first + added - 1)
            self._ids = ids
            self.endInsertRows()

    def outdate(self) -> None:
        """All rows may have changed: each is shown as it was until it is read anew."""
        self._outdated.update(self._cache)

    def take_wanted(self) -> Sequence[UUID]:
        """The ids of the page that was asked for last; empty when none is missing."""
        while self._pages:
            page = self._pages.pop()
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            missing = [job_id for job_id in ids if job_id not in self._cache or job_id in self._outdated]
            if missing:
                return missing
        return ()

    def put(self, ids: Sequence[UUID], rows: Mapping[UUID, HistoryRow]) -> None:
        """Keep rows that were read; of ``ids``, those without a row are gone."""
        changed = {job_id for job_id in ids if job_id not in self._cache or self._cache[job_id] != rows.get(job_id)}
        for job_id in ids:
            self._cache[job_id] = rows.get(job_id)
            self._cache.move_to_end(job_id)
            self._outdated.discard(job_id)
        while len(self._cache) > MAX_CACHED:
            self._outdated.discard(self._cache.popitem(last=False)[0])
        places = [place for job_id, place in self._places(ids) if job_id in changed]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), len(Column) - 1))

    def _places(self, ids: Sequence[UUID]) -> Iterator[tuple[UUID, int]]:
        """The rows of jobs that stood together: only the first is searched for, unless the list changed meanwhile."""
        place: int | None = None
        for job_id in ids:
            after = place + 1 if place is not None else len(self._ids)
            place = after if self._ids[after : after + 1] == [job_id] else self.place(job_id)
            if place is not None:
                yield job_id, place

    def _row(self, row: int) -> HistoryRow | None:
        job_id = self._ids[row]
        if job_id not in self._cache or job_id in self._outdated:
            self._want(row // PAGE)
        else:
            self._cache.move_to_end(job_id)
        return self._cache.get(job_id)

    def _want(self, page: int) -> None:
        if page not in self._pages:
            self._pages.append(page)
            self.wanted.emit()


def column_name(column: Column) -> str:
    """What stands above a column."""
    return {
        Column.FILE: _tr("File"),
        Column.STATUS: _tr("Status"),
        Column.TITLE: _tr("Play"),
        Column.ADDED: _tr("Added"),
        Column.DURATION: _tr("Duration"),
        Column.ATTEMPTS: _tr("Attempts"),
        Column.ERROR: _tr("Error"),
    }[column]


def cell_text(row: HistoryRow, column: Column) -> str:
    """The text of a cell."""
    text = ""
    match column:
        case Column.FILE:
            text = row.filename
        case Column.STATUS:
            text = words.status_name(row.status)
        case Column.TITLE:
            text = row.title
        case Column.ADDED:
            text = words.moment(row.created_at)
        case Column.DURATION:
            text = words.duration(row.active_seconds) if row.active_seconds else text
        case Column.ATTEMPTS:
            text = QLocale().toString(row.attempts) if row.attempts else text
        case Column.ERROR:
            text = in_words(row.error or text)
    return text


def cell_tip(row: HistoryRow, column: Column) -> str:
    """What a cell tells in a tool tip."""
    if column == Column.TITLE:
        return " — ".join(part for part in (row.title, row.author) if part)
    if column == Column.ADDED:
        return words.exact_moment(row.created_at)
    if column == Column.ERROR:
        return "\n".join(part for part in (in_words(row.error or ""), in_words(row.advice or "")) if part)
    return cell_text(row, column)


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand on the right, words on the left."""
    return _NUMBERS if column in {Column.DURATION, Column.ATTEMPTS} else _WORDS


def _common_head(old: bytes, new: bytes) -> int:
    """How many bytes of whole ids the two begin with alike: a search by halves, since slices compare fast."""
    low, high = 0, min(len(old), len(new)) // ID_BYTES
    while low < high:
        middle = (low + high + 1) // 2
        if old[: middle * ID_BYTES] == new[: middle * ID_BYTES]:
            low = middle
        else:
            high = middle - 1
    return low * ID_BYTES


def _common_tail(old: bytes, new: bytes) -> int:
    """How many bytes of whole ids the two end with alike."""
    low, high = 0, min(len(old), len(new)) // ID_BYTES
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle * ID_BYTES :] == new[len(new) - middle * ID_BYTES :]:
            low = middle
        else:
            high = middle - 1
    return low * ID_BYTES

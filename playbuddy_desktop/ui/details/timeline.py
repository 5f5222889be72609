"""The timeline: the story of a job as a list with a thread of dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QLineF,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.details.story import Entry
from playbuddy_desktop.ui.parts import mirrored
from playbuddy_desktop.ui.theme import Space

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()
ENTRY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_DOT: Final = 5.0
_THREAD: Final = 14.0
_LEADING: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TimelineModel(QAbstractListModel):
    """The entries of a story, oldest first. A story only grows, and its last entry may change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """The number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """An entry as text, as what a screen reader says, as a tool tip with the exact time, or whole."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (words.moment(entry.at), entry.title, entry.detail)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (words.exact_moment(entry.until), entry.detail)))
        return None

    def entries(self) -> Sequence[Entry]:
        """All entries."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Show a story; entries that were there stay selected."""
        same = sum(1 for _ in _common(self._entries, entries))
        for row in range(same, min(len(self._entries), len(entries))):
            self._entries[row] = entries[row]
            self.dataChanged.emit(self.index(row), self.index(row))
        if len(entries) < len(self._entries):
            self.beginRemoveRows(QModelIndex(), len(entries), len(self._entries) - 1)
            del self._entries[len(entries) :]
            self.endRemoveRows()
        elif len(entries) > len(self._entries):
            self.beginInsertRows(QModelIndex(), len(self._entries), len(entries) - 1)
            self._entries.extend(entries[len(self._entries) :])
            self.endInsertRows()


def _common(one: Sequence[Entry], other: Sequence[Entry]) -> list[Entry]:
    same = []
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same.append(left)
    return same


class TimelineDelegate(QStyledItemDelegate):
    """Paints a dot in the colour of the status, what happened, when, and how long after the entry before."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines where there is a detail."""
        entry: Entry = index.data(ENTRY_ROLE)
        height = QFontMetricsF(theme.font()).height() + 2 * Space.S
        if entry.detail:
            height += QFontMetricsF(theme.font(0.9)).height()
        return QSize(240, round(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        entry: Entry = index.data(ENTRY_ROLE)
        palette = theme.current()
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.selection))
            painter.drawRoundedRect(box.adjusted(Space.XS, 1, -Space.XS, -1), Space.S, Space.S)
        font, small = theme.font(), theme.font(0.9)
        metrics, small_metrics = QFontMetricsF(font), QFontMetricsF(small)
        line = QRectF(box.left(), box.top() + Space.S, box.width() - Space.M, metrics.height())
        _thread(painter, box, line.center().y(), entry.status, _ends(index))
        line.setLeft(box.left() + 2 * _THREAD + Space.S)
        painter.setFont(small)
        painter.setPen(QColor(palette.muted))
        when = _when(entry)
        painter.drawText(
            mirrored(line, box, painter), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when
        )
        line.setRight(line.right() - small_metrics.horizontalAdvance(when) - Space.M)
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        elided = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(mirrored(line, box, painter), _LEADING, elided)
        if entry.detail:
            below = QRectF(line.left(), line.bottom(), box.right() - Space.M - line.left(), small_metrics.height())
            painter.setFont(small)
            painter.setPen(QColor(palette.muted))
            elided = small_metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(mirrored(below, box, painter), _LEADING, elided)
        painter.restore()


def _ends(index: Index) -> tuple[bool, bool]:
    """Whether the thread begins and whether it ends with this entry."""
    return index.row() == 0, index.row() == index.model().rowCount() - 1


def _thread(painter: QPainter, box: QRectF, y: float, status: JobStatus | None, ends: tuple[bool, bool]) -> None:
    palette = theme.current()
    x = mirrored(QRectF(box.left() + _THREAD + Space.XS, box.top(), 0, 0), box, painter).left()
    painter.setPen(QPen(QColor(palette.border), 2))
    painter.drawLine(QLineF(x, y if ends[0] else box.top(), x, y if ends[1] else box.bottom()))
    painter.setPen(QPen(QColor(palette.surface), 2))
    painter.setBrush(QColor(palette.status(status).ink if status else palette.muted))
    painter.drawEllipse(QPointF(x, y), _DOT + 1, _DOT + 1)


def _when(entry: Entry) -> str:
    moment = words.clock(entry.until)
    if entry.after_seconds is None:
        return moment
    return f"+{words.duration(entry.after_seconds)}{words.SEPARATOR}{moment}"


class Timeline(QListView):
    """The list of the entries."""

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(self))
        self.setAccessibleName(self.tr("What happened to this job"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(160)

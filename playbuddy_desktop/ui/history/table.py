"""The table of the history: rows of one height, statuses as chips."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playbuddy_desktop.jobs.history import HistoryRow
from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.choice import Choice
from playbuddy_desktop.ui.history.model import ROW_ROLE, Column, HistoryModel, alignment, cell_text
from playbuddy_desktop.ui.theme import Space

_WIDTHS: Final = {Column.STATUS: 116, Column.ADDED: 128, Column.DURATION: 92, Column.ATTEMPTS: 84}
"""Columns whose content is of one width, in pixels."""

_SHARES: Final = {Column.FILE: 0.42, Column.TITLE: 0.28, Column.ERROR: 0.30}
"""How the columns with names and sentences share the rest."""

_LEAST: Final = 90
_QUIET: Final = frozenset({Column.ADDED, Column.DURATION, Column.ATTEMPTS})


class HistoryTable(QTableView):
    """Shows a ``HistoryModel``.

    Signals:
        chosen: Enter or a double click on the current row.
        selected: another set of rows is selected.
    """

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        choice = Choice(self)
        self.chosen, self.selected = choice.chosen, choice.selected
        self.setAccessibleName(self.tr("History of imports"))
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 2 * Space.S + 2)
        columns = self.horizontalHeader()
        columns.setStretchLastSection(True)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._by_hand = False
        self._fitting = False
        columns.sectionResized.connect(self._resized)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns, until the person sets one of them."""
        super().resizeEvent(event)
        if not self._by_hand:
            self._share()

    @property
    def by_hand(self) -> bool:
        """Whether the person set the width of a column."""
        return self._by_hand

    def keep_widths(self) -> None:
        """Leave the widths as they are now."""
        self._by_hand = True

    def share_widths(self) -> None:
        """Share the width among the columns again, as if nobody had set any."""
        self._by_hand = False
        self._share()

    def _share(self) -> None:
        self._fitting = True
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        rest = self.viewport().width() - sum(_WIDTHS.values())
        for column, share in _SHARES.items():
            self.setColumnWidth(column, max(_LEAST, int(rest * share)))
        self._fitting = False

    def _resized(self, section: int) -> None:
        # The last column follows the window by itself.
        if not self._fitting and section != Column.ERROR:
            self._by_hand = True

    def selected_places(self, limit: int) -> list[int] | None:
        """The selected rows in order; None when there are more than ``limit``."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.count())]
        if sum(each.bottom() - each.top() + 1 for each in ranges) > limit:
            return None
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})


class _CellDelegate(QStyledItemDelegate):
    """Paints statuses as chips, secondary columns quietly, and errors in the colour of failures."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The style paints the ground, and this the text or the chip upon it.

        The model is asked once per cell, not once per role: that makes the difference when a long list scrolls.
        """
        widget = option.widget
        widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        row: HistoryRow | None = index.data(ROW_ROLE)
        column = Column(index.column())
        text = cell_text(row, column) if row is not None else "…" if column == Column.FILE else ""
        rect = QRectF(option.rect).adjusted(Space.S, 0, -Space.S, 0)
        painter.save()
        if column == Column.STATUS and row is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = parts.chip_size(text)
            box = size.translated(rect.left(), round(rect.center().y() - size.height() / 2))
            at = parts.mirrored(box, rect, painter).topLeft()
            parts.paint_chip(painter, at, text, theme.current().status(row.status))
        elif text:
            elide = Qt.TextElideMode.ElideMiddle if column == Column.FILE else Qt.TextElideMode.ElideRight
            line = text.partition("\n")[0]
            painter.setPen(QColor(_colour(row, column)))
            painter.drawText(rect, alignment(column), option.fontMetrics.elidedText(line, elide, int(rect.width())))
        painter.restore()


def _colour(row: HistoryRow | None, column: Column) -> str:
    palette = theme.current()
    if row is None:
        return palette.faint
    if column == Column.ERROR:
        return palette.bad.ink if row.status.final else palette.warn.ink
    return palette.muted if column in _QUIET else palette.text

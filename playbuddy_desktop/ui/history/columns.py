"""The columns of the history: which are shown, in which order and width, and what the rows are sorted by."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from playbuddy_desktop.ui.history.model import Column, column_name
from playbuddy_desktop.ui.history.table import HistoryTable
from playbuddy_desktop.ui.remembered import Remembered
from playbuddy_desktop.ui.throttle import Throttle

NAME: Final = "history/columns"
WIDTHS: Final = "history/widths"
KEEP_MS: Final = 300


class Columns(QObject):
    """Lets the person arrange the columns of a table, and keeps the arrangement.

    Signals:
        sorted: the person wants the rows in another order.
    """

    sorted = Signal()

    def __init__(self, table: HistoryTable) -> None:
        super().__init__(table)
        self._table = table
        self._header = table.horizontalHeader()
        self._remembered: Remembered | None = None
        self._throttle = Throttle(self._keep, KEEP_MS, self)
        self._header.setSectionsMovable(True)
        self._header.setSectionsClickable(True)
        self._header.setSortIndicatorShown(True)
        self._sort_by_default()
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._show_menu)
        self._header.sectionMoved.connect(self._throttle.request)
        self._header.sectionResized.connect(self._throttle.request)
        self._header.sortIndicatorChanged.connect(self._sort)

    @property
    def order(self) -> tuple[Column, bool]:
        """What the rows are sorted by, and whether the last comes first."""
        descending = self._header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return Column(self._header.sortIndicatorSection()), descending

    def load(self, remembered: Remembered) -> None:
        """Arrange the columns as they were, and keep from now on what changes."""
        state = remembered.state(NAME)
        if state is not None and self._header.restoreState(state):
            if remembered.state(WIDTHS) is not None:
                self._table.keep_widths()
            else:
                self._table.share_widths()
        self._remembered = remembered

    def menu(self) -> QMenu:
        """Which columns are shown, and the way back to how they were at first."""
        menu = QMenu(self._header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            action = QAction(column_name(column), menu)
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(column))
            action.setEnabled(column is not Column.FILE)
            action.toggled.connect(lambda shown, column=column: self._show(column, shown=shown))
            menu.addAction(action)
        menu.addSeparator()
        reset = QAction(self.tr("Reset columns"), menu)
        reset.triggered.connect(lambda _checked=False: self.reset())
        menu.addAction(reset)
        return menu

    def reset(self) -> None:
        """All columns in their first order and width, the newest row on top."""
        for place, column in enumerate(Column):
            self._header.setSectionHidden(column, False)
            self._header.moveSection(self._header.visualIndex(column), place)
        self._sort_by_default()
        self._table.share_widths()
        self._throttle.request()

    def _show(self, column: Column, *, shown: bool) -> None:
        self._header.setSectionHidden(column, not shown)
        self._throttle.request()

    def _sort(self) -> None:
        self._throttle.request()
        self.sorted.emit()

    def _sort_by_default(self) -> None:
        self._header.setSortIndicator(Column.ADDED, Qt.SortOrder.DescendingOrder)

    def _keep(self) -> None:
        if self._remembered is not None:
            self._remembered.keep(NAME, self._header.saveState())
            self._remembered.keep(WIDTHS, QByteArray(b"by hand" if self._table.by_hand else b""))

    def _show_menu(self, at: QPoint) -> None:
        self.menu().popup(self._header.mapToGlobal(at))

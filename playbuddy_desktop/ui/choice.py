"""How rows are chosen in every list: any number are selected, and Enter or a double click takes the current one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Choice(QObject):
    """Follows a view that has its model.

    Attributes:
        chosen: Enter or a double click on the current row.
        selected: another set of rows is selected.
    """

    chosen = Signal()
    selected = Signal()

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setMouseTracking(True)
        view.doubleClicked.connect(self._choose)
        view.selectionModel().selectionChanged.connect(self._select)
        view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter takes the current row; every other key is the view's."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _ENTER:
            return False
        if self._view.currentIndex().isValid():
            self.chosen.emit()
        return True

    def _choose(self) -> None:
        self.chosen.emit()

    def _select(self) -> None:
        self.selected.emit()

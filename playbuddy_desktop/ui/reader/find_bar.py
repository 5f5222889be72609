"""The bar to find words in the whole play."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.search_field import SearchField
from playbuddy_desktop.ui.theme import Space


class FindBar(QFrame):
    """A field, the count of finds, and buttons to step through them.

    Signals:
        searched: Signal(str): look for this; empty when there is nothing to look for.
        stepped: Signal(int): +1 for the next find, -1 for the one before.
        closed: the bar was closed.
    """

    searched = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self._searched = ""
        self.field = SearchField(self.tr("Find in the play"), self.tr("Find in the play"))
        self.field.searched.connect(self._search)
        for keys in ("Shift+Return", "Shift+Enter"):
            # A shortcut, since the field takes any Enter for a search.
            back = QShortcut(QKeySequence(keys), self.field)
            back.setContext(Qt.ShortcutContext.WidgetShortcut)
            back.activated.connect(self._step_back)
        self.count = parts.label(role="muted")
        self.count.setAccessibleName(self.tr("Number of finds"))
        self.before = parts.icon_button(self.tr("Previous find (Shift+F3)"), "up", lambda: self.stepped.emit(-1))
        self.after = parts.icon_button(self.tr("Next find (F3)"), "down", lambda: self.stepped.emit(1))
        close = parts.icon_button(self.tr("Close (Esc)"), "close", self.close_bar)
        layout = parts.row(self.field, self.count, self.before, self.after, close)
        layout.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.show_count(0, 0)
        self.hide()

    def open_bar(self, text: str = "") -> None:
        """Show the bar, ready to type."""
        self.show()
        if text:
            self.field.setText(text)
        self.field.take_focus()

    def close_bar(self) -> None:
        """Hide the bar and forget what was looked for."""
        if not self.isHidden():
            self.hide()
            self._searched = ""
            self.closed.emit()

    def show_count(self, current: int, total: int) -> None:
        """Which find (1-based) of how many is shown."""
        locale = QLocale()
        if total:
            text = self.tr("%1 of %2").replace("%1", locale.toString(current)).replace("%2", locale.toString(total))
        else:
            text = self.tr("Not found") if self._searched else ""
        self.count.setText(text)
        for button in (self.before, self.after):
            button.setEnabled(total > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the bar."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _step_back(self) -> None:
        self.stepped.emit(-1)

    def _search(self) -> None:
        text = self.field.words
        if text == self._searched:
            if text:
                self.stepped.emit(1)
            return
        self._searched = text
        self.searched.emit(text)

"""A field to search in: it waits until the person pauses before it speaks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from playbuddy_desktop.ui import icons

TYPING_PAUSE_MS: Final = 200
"""How long the text must rest before it is searched for."""


class SearchField(QLineEdit):
    """A line of text with a magnifying glass.

    Signals:
        searched: the text changed and came to rest, or Enter was pressed.
    """

    searched = Signal()

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.searched)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        for inner in self.findChildren(QToolButton):
            inner.setAccessibleName(name)
            # What the style sheet says of buttons would push these two out of their place.
            inner.setStyleSheet("QToolButton { padding: 0; min-height: 0; border: 0; background: transparent; }")
        self.textChanged.connect(self._rest)
        self.returnPressed.connect(self.search_now)

    @property
    def words(self) -> str:
        """The text without the blanks around it."""
        return self.text().strip()

    def search_now(self) -> None:
        """Speak without waiting."""
        self._typing.stop()
        self.searched.emit()

    def clear_quietly(self) -> None:
        """Empty the field without speaking."""
        self.clear()
        self._typing.stop()

    def take_focus(self) -> None:
        """Be ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _rest(self) -> None:
        self._typing.start()

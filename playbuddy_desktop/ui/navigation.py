"""The column of places on the left of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QWidget

from playbuddy_desktop.ui import icons, theme
from playbuddy_desktop.ui.parts import column, label, row
from playbuddy_desktop.ui.theme import Space

_WIDTH = 196
_LOGO_SIDE = 32


class Navigation(QFrame):
    """One button per place, of which one is down.

    Attributes:
        chosen: Signal(int): the place, counted from 0.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "sidebar")
        self.setFixedWidth(_WIDTH)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._logo = QLabel()
        self._logo.setFixedSize(_LOGO_SIDE, _LOGO_SIDE)
        self._logo.setPixmap(self._drawn_logo())
        self._buttons = column(spacing=Space.XS)
        layout = column(row(self._logo, label("PlayBuddy", "heading"), None), Space.M, self._buttons, None)
        layout.setContentsMargins(Space.M, Space.L, Space.M, Space.M)
        self.setLayout(layout)

    def add(self, text: str, icon: str, keys: str) -> QPushButton:
        """Add a place; ``keys`` are shown in its tool tip."""
        button = QPushButton(text)
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(20, 20))
        button.setCheckable(True)
        button.setToolTip(f"{text} ({keys})")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_kind(button, "navigation")
        self._group.addButton(button, len(self._group.buttons()))
        self._buttons.addWidget(button)
        return button

    def show_place(self, place: int) -> None:
        """Press the button of a place without telling anybody."""
        self._group.button(place).setChecked(True)

    def _drawn_logo(self) -> QPixmap:
        return icons.app_icon().pixmap(QSize(_LOGO_SIDE, _LOGO_SIDE), self.devicePixelRatioF())

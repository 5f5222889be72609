"""A chip that can be switched on: it chooses what a list shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.palettes import Tone
from playbuddy_desktop.ui.theme import Space

_SCALE = 0.95


class FilterChip(QAbstractButton):
    """A rounded button that stays down; a check mark, not the colour alone, says that it is on."""

    def __init__(self, text: str, tone: Callable[[], Tone], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the text and the check mark."""
        metrics = QFontMetrics(theme.font(_SCALE, bold=True))
        mark = metrics.horizontalAdvance("✓ ")
        return QSize(metrics.horizontalAdvance(self.text()) + mark + 2 * Space.M, metrics.height() + 2 * Space.XS + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Filled when on, outlined when off."""
        palette, tone, on = theme.current(), self._tone(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = palette.accent if self.hasFocus() else tone.ink if on else palette.border
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tone.fill if on else palette.hover if self.underMouse() else palette.surface))
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        painter.setPen(QColor(tone.ink if on else palette.text if self.isEnabled() else palette.faint))
        painter.setFont(theme.font(_SCALE, bold=on))
        text = f"✓ {self.text()}" if on else self.text()
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

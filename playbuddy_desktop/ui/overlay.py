"""The sheet that covers the window while files are dragged over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.ui import icons, theme
from playbuddy_desktop.ui.theme import Space

_ICON_SIDE = 64


class Overlay(QWidget):
    """Covers its parent with a sheet that says one thing; lets drags and clicks through to what lies below."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._icon = icon
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        parent.installEventFilter(self)

    @property
    def text(self) -> str:
        """What the sheet says."""
        return self._text

    def say(self, text: str) -> None:
        """Cover the parent and say ``text``."""
        self._text = text
        self.setAccessibleName(text)
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the parent."""
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A veil, a dashed frame, an icon and a sentence."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(palette.window)
        veil.setAlphaF(0.96)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(Space.L, Space.L, -Space.L, -Space.L)
        ground = QColor(palette.selection)
        ground.setAlphaF(0.6)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(palette.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, Space.L, Space.L)
        centre = QPointF(frame.center())
        box = QRectF(centre.x() - _ICON_SIDE / 2, centre.y() - _ICON_SIDE - Space.S, _ICON_SIDE, _ICON_SIDE)
        icons.paint(painter, box, self._icon, palette.accent)
        painter.setPen(QColor(palette.text))
        painter.setFont(theme.font(1.5, bold=True))
        below = QRectF(frame.left(), centre.y() + Space.L, frame.width(), Space.XXL)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()

"""The light in the status bar that says whether the queue does its work, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter
from PySide6.QtWidgets import QPushButton, QWidget

from playbuddy_desktop.ui import icons, theme
from playbuddy_desktop.ui.error_words import in_words

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.health import Health

_TONES = {"healthy": "good", "paused": "warn", "unhealthy": "bad"}


class HealthLight(QPushButton):
    """A lamp with a word; a click opens the metrics."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_kind(self, "quiet")
        self.setIconSize(QSize(12, 12))
        self.setToolTip(self.tr("Show metrics and health"))
        self._show("calm", self.tr("Starting…"), "")

    def show_health(self, health: Health) -> None:
        """Light up in the colour of the level; the word says the same to those who see no colours."""
        text = {
            "healthy": self.tr("Healthy"),
            "paused": self.tr("Paused by you"),
            "unhealthy": self.tr("Needs attention"),
        }[health.level.value]
        reasons = "\n".join(in_words(reason.sentence) for reason in health.reasons)
        self._show(_TONES[health.level.value], text, reasons)

    def _show(self, tone: str, text: str, reasons: str) -> None:
        self.setIcon(QIcon(_Lamp(tone)))
        self.setText(text)
        self.setAccessibleName(self.tr("Health: %1").replace("%1", text))
        self.setAccessibleDescription(reasons)
        if reasons:
            self.setToolTip(reasons)


class _Lamp(icons.PaintedIcon):
    """A round lamp in a tone of the palette."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw the lamp into ``rect``."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = getattr(theme.current(), self._tone)
        radius = min(rect.width(), rect.height()) / 2
        centre = QPointF(rect.center()) + QPointF(0.5, 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.fill))
        painter.drawEllipse(centre, radius, radius)
        painter.setBrush(QColor(tone.ink))
        painter.drawEllipse(centre, radius * 0.62, radius * 0.62)

    def clone(self) -> QIconEngine:
        """Another lamp of the same tone."""
        return _Lamp(self._tone)

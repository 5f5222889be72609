"""The parts of the metrics dialog that show figures: cards, framed charts, and the lamp."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.metrics.figures import Figure, Group, group_name
from playbuddy_desktop.ui.theme import Space


class FigureCard(QFrame):
    """The figures of one group: name and meaning on the left, the value on the right."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self._values: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        layout = parts.column(parts.label(group_name(group), "heading"), self._grid, None, spacing=Space.S)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self.setLayout(layout)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; the rows are made once."""
        for figure in figures:
            if figure.name not in self._values:
                self._add(figure)
            value = self._values[figure.name]
            value.setText(figure.value)
            value.setAccessibleName(f"{figure.name}: {figure.value}")

    def value(self, name: str) -> str:
        """The value that stands beside a name."""
        return self._values[name].text()

    def _add(self, figure: Figure) -> None:
        row = 2 * self._grid.rowCount()
        name = parts.label(figure.name)
        meaning = parts.label(figure.meaning, "small", wrap=True)
        meaning.setContentsMargins(0, 0, 0, Space.S)
        value = parts.label(role="strong", selectable=True)
        value.setToolTip(figure.meaning)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(meaning, row + 1, 0, 1, 2)
        self._values[figure.name] = value


class Lamp(QWidget):
    """A round lamp in a tone of the palette."""

    def __init__(self, side: int = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "calm"
        self.setFixedSize(side, side)

    def shine(self, tone: str) -> None:
        """Light up in a tone: "good", "warn", "bad" or "calm"."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A disc in a ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(getattr(theme.current(), self._tone).ink)
        centre, radius = QPointF(self.width() / 2, self.height() / 2), self.width() / 2 - 1
        ring = QColor(ink)
        ring.setAlphaF(0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ring)
        painter.drawEllipse(centre, radius, radius)
        painter.setBrush(ink)
        painter.drawEllipse(centre, radius * 0.6, radius * 0.6)
        painter.end()


def framed(title: str, content: QWidget) -> QFrame:
    """A card with a title above its content."""
    layout = parts.column(parts.label(title, "strong", wrap=True), content, spacing=Space.S)
    layout.setStretch(1, 1)
    return parts.card(layout)

"""A small bar chart, painted in the colours of the theme."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.theme import Space

_SCALE: Final = 0.85
_STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        parts: heights from the bottom to the top, one per colour.
        tip: what it says when pointed at.
        mark: what stands below it; empty for nothing.
    """

    parts: tuple[float, ...]
    tip: str
    mark: str = ""

    @property
    def height(self) -> float:
        """The height of all parts together."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Level:
    """A dashed line across the chart, with a name."""

    height: float
    name: str


class BarChart(QWidget):
    """Bars over a scale that begins at zero.

    Args:
        name: for screen readers; the tips of the bars say the rest.
        colours: names of the palette's tokens or tones, one per part of a bar.
        scale: makes the label of a height.
        empty: what is said while there are no bars.
        least_step: between two lines of the scale; 1 for what is counted.
    """

    def __init__(
        self,
        name: str,
        colours: Sequence[str],
        scale: Callable[[float], str],
        empty: str,
        parent: QWidget | None = None,
        *,
        least_step: float = 0.0,
    ) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._levels: Sequence[Level] = ()
        self._colours = tuple(colours)
        self._scale = scale
        self._empty = empty
        self._least_step = least_step
        self.setAccessibleName(name)
        self.setAccessibleDescription(empty)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bars(self, bars: Sequence[Bar], levels: Sequence[Level] = ()) -> None:
        """Show other bars; all of height 0 are the same as none."""
        self._bars = bars if any(bar.height for bar in bars) else ()
        self._levels = levels if self._bars else ()
        said = [level.name for level in self._levels] + [bar.tip for bar in self._bars if bar.height]
        self.setAccessibleDescription("; ".join(said) or self._empty)
        self.update()

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(320, 170)

    def minimumSizeHint(self) -> QSize:
        """Still legible."""
        return QSize(200, 120)

    def bar_at(self, at: QPointF) -> Bar | None:
        """The bar at a point of the widget."""
        plot = self._plot()
        if not self._bars or not plot.contains(at):
            return None
        return self._bars[min(int((at.x() - plot.left()) / plot.width() * len(self._bars)), len(self._bars) - 1)]

    def event(self, event: QEvent) -> bool:
        """Pointing at a bar tells its value."""
        if isinstance(event, QHelpEvent):
            bar = self.bar_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), bar.tip if bar else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Scale, bars, levels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time runs
        painter.setFont(theme.font(_SCALE))
        if self._bars:
            plot, top = self._plot(), self._top()
            self._paint_scale(painter, plot, top)
            self._paint_bars(painter, plot, top)
            for number, level in enumerate(self._levels):
                self._paint_level(painter, plot, top, level, on_left=number % 2 == 0)
        else:
            painter.setPen(QColor(theme.current().muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
        painter.end()

    def _step(self) -> float:
        highest = max([bar.height for bar in self._bars] + [level.height for level in self._levels])
        return max(nice_step(highest / 3), self._least_step)

    def _top(self) -> float:
        highest = max([bar.height for bar in self._bars] + [level.height for level in self._levels])
        return math.ceil(highest / self._step() - 1e-9) * self._step()

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(theme.font(_SCALE))
        left = 0.0
        if self._bars:
            ticks = round(self._top() / self._step())
            left = max(metrics.horizontalAdvance(self._scale(tick * self._step())) for tick in range(ticks + 1))
        return QRectF(self.rect()).adjusted(
            left + Space.S, metrics.height() / 2 + Space.XS, -Space.XS, -metrics.height() - Space.XS
        )

    def _paint_scale(self, painter: QPainter, plot: QRectF, top: float) -> None:
        palette, metrics = theme.current(), QFontMetricsF(painter.font())
        for tick in range(round(top / self._step()) + 1):
            height = tick * self._step()
            y = _crisp(plot.bottom() - height / top * plot.height())
            painter.setPen(QPen(QColor(palette.border), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(palette.muted))
            box = QRectF(0, y - metrics.height() / 2, plot.left() - Space.S, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._scale(height))

    def _paint_bars(self, painter: QPainter, plot: QRectF, top: float) -> None:
        palette, metrics = theme.current(), QFontMetricsF(painter.font())
        width = plot.width() / max(len(self._bars), 1)
        gap = min(width * 0.25, 4.0)
        for place, bar in enumerate(self._bars):
            left, y = plot.left() + place * width, plot.bottom()
            painter.setPen(Qt.PenStyle.NoPen)
            for colour, part in zip(self._colours, bar.parts, strict=True):
                height = part / top * plot.height()
                if part:
                    painter.setBrush(QColor(_ink(colour)))
                    painter.drawPath(_rounded(QRectF(left + gap / 2, y - height, width - gap, height)))
                y -= height
            if bar.mark:
                painter.setPen(QColor(palette.muted))
                advance = metrics.horizontalAdvance(bar.mark)
                x = min(max(left + width / 2 - advance / 2, plot.left()), plot.right() - advance)
                painter.drawText(QPointF(x, plot.bottom() + metrics.ascent() + Space.XS), bar.mark)

    def _paint_level(self, painter: QPainter, plot: QRectF, top: float, level: Level, *, on_left: bool) -> None:
        palette, metrics = theme.current(), QFontMetricsF(painter.font())
        y = _crisp(plot.bottom() - level.height / top * plot.height())
        painter.setPen(QPen(QColor(palette.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        room = metrics.size(0, level.name)
        box = QRectF(
            plot.right() - room.width() - Space.S, y - room.height() - 1, room.width() + Space.S, room.height()
        )
        if on_left:
            box.moveLeft(plot.left())
        if box.top() < 0:
            box.moveTop(y + 1)
        ground = QColor(palette.surface)
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setPen(QColor(palette.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, level.name)


def nice_step(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50, … (or 0.1, 0.2, …) that is at least ``rough``."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))


def _crisp(y: float) -> float:
    return math.floor(y) + 0.5


def _ink(token: str) -> str:
    value = getattr(theme.current(), token)
    return value if isinstance(value, str) else str(value.ink)


def _rounded(rect: QRectF) -> QPainterPath:
    radius = min(2.0, rect.width() / 2, rect.height())
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    return path

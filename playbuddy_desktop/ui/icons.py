"""The program's icons: SVG drawings in one colour, tinted by the palette at the moment they are painted."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playbuddy_desktop.assets import resource
from playbuddy_desktop.ui import theme

_DRAWN_IN: Final = b"#000000"


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon ``resources/icons/{name}.svg``; ``colour`` names a field of ``Palette``."""
    return QIcon(_TintedEngine(name, colour))


def app_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(resource("icons/playbuddy.svg")))


def paint(painter: QPainter, rect: QRectF, name: str, ink: str) -> None:
    """Paint an icon in the colour ``ink`` (``#rrggbb``), for delegates."""
    _renderer(name, ink).render(painter, rect)


@lru_cache(maxsize=256)
def _renderer(name: str, ink: str) -> QSvgRenderer:
    drawing = resource(f"icons/{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(drawing.replace(_DRAWN_IN, ink.encode())))


class PaintedIcon(QIconEngine):
    """An icon that is painted anew wherever it stands; others say what is painted."""

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


class _TintedEngine(PaintedIcon):
    """Draws an icon in what a colour of the palette is now."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw into ``rect``; a disabled icon is faint."""
        value = getattr(theme.current(), "faint" if mode == QIcon.Mode.Disabled else self._colour)
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        paint(painter, square, self._name, value if isinstance(value, str) else value.ink)

    def clone(self) -> QIconEngine:
        """Another engine that draws the same."""
        return _TintedEngine(self._name, self._colour)

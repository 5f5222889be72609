"""A chart of characters and scenes: the fuller a field, the more speeches the character has in the scene."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from playbuddy_desktop.library.reading import Member
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.reader.typesetting import speaker_colour
from playbuddy_desktop.ui.theme import Space

ROW: Final = 22
COLUMN: Final = 26
MOST_OF_A_NAME: Final = 200
_SCALE: Final = 0.9
_FAINTEST: Final = 0.22


class PresenceChart(QWidget):
    """A row for each character who speaks, a column for each scene, acts set apart.

    Signals:
        section_asked: Signal(int): the scene of a field was clicked; the index of its first section.
    """

    section_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = session.parts or {}
        self._rows: list[tuple[int, int, Member]] = [
            (key, place, member) for key, (place, member) in session.cast.items() if key in self._parts
        ]
        self._columns = [
            (place, section)
            for place, section in enumerate(session.sections)
            if section.scene_id is not None and not section.continued
        ]
        self._most = max((max(part.by_scene.values()) for part in self._parts.values()), default=1)
        metrics = QFontMetricsF(theme.font(_SCALE, bold=True))
        widest = max((metrics.horizontalAdvance(member.name) for _, _, member in self._rows), default=0.0)
        self._left = min(widest, MOST_OF_A_NAME) + Space.M + Space.S
        self._top = 2 * metrics.height() + 2 * Space.S
        self.resize(self.sizeHint())
        self.setAccessibleName(self.tr("Who speaks in which scene"))
        self.setAccessibleDescription("; ".join(self._said(row) for row in range(len(self._rows))))

    def sizeHint(self) -> QSize:
        """All rows and columns."""
        width = self._left + len(self._columns) * COLUMN + Space.M
        return QSize(math.ceil(width), math.ceil(self._top + len(self._rows) * ROW + Space.S))

    def field_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and column at a point of the widget."""
        row, column = math.floor((at.y() - self._top) / ROW), math.floor((at.x() - self._left) / COLUMN)
        return (row, column) if 0 <= row < len(self._rows) and 0 <= column < len(self._columns) else None

    def centre(self, row: int, column: int) -> QPointF:
        """The middle of a field."""
        return self._field(row, column).center()

    def tip(self, row: int, column: int) -> str:
        """What a field says when pointed at."""
        count = words.counted(self._speeches(row, column), self.tr("%n speech"), self.tr("%n speeches"))
        return f"{self._rows[row][2].name} – {self._columns[column][1].name}: {count}"

    def event(self, event: QEvent) -> bool:
        """Pointing at a field tells who speaks where, and how often."""
        if isinstance(event, QHelpEvent):
            field = self.field_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(*field) if field else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads to the scene."""
        field = self.field_at(event.position())
        if field is not None:
            self.section_asked.emit(self._columns[field[1]][0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, numbers of the scenes below their acts, and the fields that are seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as the scenes run
        painter.setFont(theme.font(_SCALE))
        first = max(0, math.floor((event.rect().left() - self._left) / COLUMN))
        last = min(len(self._columns), math.ceil((event.rect().right() - self._left) / COLUMN) + 1)
        self._paint_head(painter, first, last)
        for row, (_, place, member) in enumerate(self._rows):
            self._paint_name(painter, row, member.name, speaker_colour(place))
            for column in range(first, last):
                self._paint_field(painter, row, column, speaker_colour(place))
        painter.end()

    def _paint_head(self, painter: QPainter, first: int, last: int) -> None:
        palette, height = theme.current(), QFontMetricsF(painter.font()).height()
        painter.setPen(QColor(palette.muted))
        column = 0
        for _, group in groupby(self._columns, key=lambda each: each[1].act_number):
            scenes = list(group)
            box = QRectF(self._left + column * COLUMN, Space.S, len(scenes) * COLUMN - 2, height)
            name = scenes[0][1].act
            if painter.fontMetrics().horizontalAdvance(name) > box.width():
                name = words.number(scenes[0][1].act_number)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
            for number in range(len(scenes)):
                if first <= column + number < last:
                    below = QRectF(self._left + (column + number) * COLUMN, Space.S + height, COLUMN, height)
                    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words.number(number + 1))
            column += len(scenes)

    def _paint_name(self, painter: QPainter, row: int, name: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        box = QRectF(Space.S, self._top + row * ROW, self._left - 2 * Space.S, ROW)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_field(self, painter: QPainter, row: int, column: int, colour: str) -> None:
        speeches = self._speeches(row, column)
        ink = QColor(colour)
        if speeches:
            ink.setAlphaF(_FAINTEST + (1 - _FAINTEST) * speeches / self._most)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
        else:
            painter.setPen(QPen(QColor(theme.current().border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._field(row, column).adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)

    def _field(self, row: int, column: int) -> QRectF:
        return QRectF(self._left + column * COLUMN, self._top + row * ROW, COLUMN, ROW)

    def _speeches(self, row: int, column: int) -> int:
        return self._parts[self._rows[row][0]].by_scene.get(self._columns[column][1].scene_id or 0, 0)

    def _said(self, row: int) -> str:
        count = words.counted(
            len(self._parts[self._rows[row][0]].by_scene),
            self.tr("%1 speaks in one scene"),
            self.tr("%1 speaks in %n scenes"),
        )
        return count.replace("%1", self._rows[row][2].name)

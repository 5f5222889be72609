"""The characters of a play in figures: how much each has to say, and in which scenes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QHeaderView, QScrollArea, QTreeWidget, QTreeWidgetItem, QWidget

from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.reader.presence import PresenceChart
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.reader.typesetting import speaker_colour
from playbuddy_desktop.ui.theme import Space

_NAME, _SPEECHES, _WORDS, _SCENES = range(4)
_NUMBERS = (_SPEECHES, _WORDS, _SCENES)
_PLACE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FiguresDialog(QDialog):
    """A table of the cast, and below it who speaks in which scene.

    Signals:
        section_asked: Signal(int): read the section of this index.
    """

    section_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Characters of “%1”").replace("%1", session.contents.title))
        self.resize(820, 680)
        self.table = self._make_table(session)
        self.chart = PresenceChart(session)
        self.chart.section_asked.connect(self.section_asked)
        self.chart.section_asked.connect(self.accept)
        area = QScrollArea()
        area.setWidget(self.chart)
        self.chart.setAutoFillBackground(False)
        theme.set_role(area, "card")
        area.setAccessibleName(self.tr("Who speaks in which scene"))
        close = parts.button(self.tr("Close"), pressed=self.accept)
        close.setDefault(True)
        layout = parts.column(
            parts.label(self.tr("How much each has to say"), "heading"),
            self.table,
            parts.label(self.tr("Who speaks in which scene"), "heading"),
            area,
            parts.row(None, close),
            spacing=Space.M,
        )
        layout.setStretch(1, 1)
        layout.setStretch(3, 1)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)

    def _recolour(self) -> None:
        _colour(self.table)

    def _make_table(self, session: Session) -> QTreeWidget:
        table = QTreeWidget()
        table.setAccessibleName(self.tr("How much each has to say"))
        table.setHeaderLabels([self.tr("Character"), self.tr("Speeches"), self.tr("Words"), self.tr("Scenes")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in _NUMBERS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, table.fontMetrics().horizontalAdvance(table.headerItem().text(column)) + 72)
            table.headerItem().setTextAlignment(column, _RIGHT)
        for key, (place, member) in session.cast.items():
            part = (session.parts or {}).get(key)
            item = QTreeWidgetItem([member.name])
            item.setToolTip(_NAME, member.description or member.name)
            item.setData(_NAME, _PLACE, place)
            item.setFont(_NAME, theme.font(bold=True))
            numbers = (part.speeches, part.words, len(part.by_scene)) if part else (0, 0, 0)
            for column, number in zip(_NUMBERS, numbers, strict=True):
                item.setData(column, Qt.ItemDataRole.DisplayRole, number)
                item.setTextAlignment(column, _RIGHT)
            table.addTopLevelItem(item)
        _colour(table)
        theme.changed.connect(self._recolour)
        table.setSortingEnabled(True)
        table.sortItems(_WORDS, Qt.SortOrder.DescendingOrder)
        return table


def _colour(table: QTreeWidget) -> None:
    """Give each name the colour that it has in the text."""
    for row in range(table.topLevelItemCount()):
        item = table.topLevelItem(row)
        if item is not None:
            item.setForeground(_NAME, QColor(speaker_colour(item.data(_NAME, _PLACE))))

"""The cast: who there is, how much each has to say, and whose lines are shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from playbuddy_desktop.library.reading import Member, Part
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.reader.typesetting import speaker_colour
from playbuddy_desktop.ui.theme import Space

_NAME, _SPEECHES, _WORDS = range(3)
_KEY = Qt.ItemDataRole.UserRole
_PLACE = Qt.ItemDataRole.UserRole + 1


class CastList(QTreeWidget):
    """Members of the cast with their counts; the selected ones are the filter.

    Signals:
        chosen_changed: other members are selected.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Cast"))
        self.setHeaderLabels([self.tr("Character"), self.tr("Speeches"), self.tr("Words")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_SPEECHES, _WORDS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(
                column, self.fontMetrics().horizontalAdvance(self.headerItem().text(column)) + Space.XL
            )
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._keep_cast_order()
        self.setSortingEnabled(True)
        self.itemSelectionChanged.connect(self.chosen_changed)
        theme.changed.connect(self._colour)

    @property
    def chosen(self) -> frozenset[int]:
        """The keys of the selected members."""
        return frozenset(item.data(_NAME, _KEY) for item in self.selectedItems())

    def show_cast(self, cast: Mapping[int, tuple[int, Member]]) -> None:
        """Show a cast in its order; counts follow."""
        self.blockSignals(True)
        self.setSortingEnabled(False)
        self.clear()
        items = []
        for key, (place, member) in cast.items():
            item = QTreeWidgetItem([member.name])
            item.setData(_NAME, _KEY, key)
            item.setData(_NAME, _PLACE, place)
            item.setToolTip(_NAME, self._tip(member))
            for column in (_SPEECHES, _WORDS):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            items.append(item)
        self.addTopLevelItems(items)
        self._colour()
        self._keep_cast_order()
        self.setSortingEnabled(True)
        self.blockSignals(False)

    def show_parts(self, said: Mapping[int, Part]) -> None:
        """Show how much each has to say."""
        for item in self._items():
            part = said.get(item.data(_NAME, _KEY))
            item.setData(_SPEECHES, Qt.ItemDataRole.DisplayRole, part.speeches if part else 0)
            item.setData(_WORDS, Qt.ItemDataRole.DisplayRole, part.words if part else 0)

    def choose(self, keys: frozenset[int]) -> None:
        """Select these members only."""
        self.blockSignals(True)
        for item in self._items():
            item.setSelected(item.data(_NAME, _KEY) in keys)
        self.blockSignals(False)
        self.chosen_changed.emit()

    def _keep_cast_order(self) -> None:
        self.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for row in range(self.topLevelItemCount()) if (item := self.topLevelItem(row)) is not None]

    def _colour(self) -> None:
        font = theme.font(bold=True)
        for item in self._items():
            item.setForeground(_NAME, QColor(speaker_colour(item.data(_NAME, _PLACE))))
            item.setFont(_NAME, font)
            for column in (_SPEECHES, _WORDS):
                item.setForeground(column, QColor(theme.current().muted))

    def _tip(self, member: Member) -> str:
        also = self.tr("Also: %1").replace("%1", ", ".join(member.aliases)) if member.aliases else ""
        return "\n".join(part for part in (member.name, member.description, also) if part)

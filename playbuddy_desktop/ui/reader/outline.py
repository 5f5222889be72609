"""The tree of acts and scenes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.reader.sections import Section, SectionKind

_TITLE, _LINES = range(2)
_SECTION = Qt.ItemDataRole.UserRole


class OutlineTree(QTreeWidget):
    """Acts, their scenes, and the number of lines of each.

    Signals:
        section_asked: Signal(int): show the section of this index.
    """

    section_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: Sequence[Section] = ()
        self._items: dict[int, QTreeWidgetItem] = {}
        self._speeches: Mapping[int, int] | None = None
        self.setAccessibleName(self.tr("Acts and scenes"))
        self.setHeaderLabels([self.tr("Acts and scenes"), self.tr("Lines")])
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_LINES, QHeaderView.ResizeMode.ResizeToContents)
        self.headerItem().setTextAlignment(_LINES, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.currentItemChanged.connect(self._ask)
        theme.changed.connect(self._recolour)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show a play; the stretches of a long scene are one entry."""
        self.blockSignals(True)
        self.clear()
        self._sections = sections
        self._items = {}
        act: QTreeWidgetItem | None = None
        act_number = 0
        for place, section in enumerate(sections):
            if section.continued:
                self._items[place] = self._items[place - 1]
                continue
            item = QTreeWidgetItem([section.title or section.act])
            item.setData(_TITLE, _SECTION, place)
            item.setToolTip(_TITLE, self._tip(section))
            item.setTextAlignment(_LINES, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._items[place] = item
            if not section.act or not section.title:
                act = None
                self.addTopLevelItem(item)
                continue
            if act is None or section.act_number != act_number:
                act_number = section.act_number
                act = QTreeWidgetItem([section.act])
                act.setData(_TITLE, _SECTION, place)
                act.setToolTip(_TITLE, section.act)
                self.addTopLevelItem(act)
            act.addChild(item)
        self.expandAll()
        self.show_counts(None)
        self.blockSignals(False)

    def show_counts(self, speeches: Mapping[int, int] | None) -> None:
        """Show how many lines each scene has, or how many ``speeches`` of the chosen characters (by scene)."""
        self._speeches = speeches
        self.headerItem().setText(_LINES, self.tr("Lines") if speeches is None else self.tr("Speeches"))
        palette = theme.current()
        for place, item in self._items.items():
            section = self._sections[place]
            if section.continued or section.kind != SectionKind.SCENE:
                continue
            count = section.whole if speeches is None else speeches.get(section.scene_id or 0, 0)
            item.setText(_LINES, QLocale().toString(count) if count else "")
            item.setForeground(_LINES, QColor(palette.muted))
            item.setForeground(_TITLE, QColor(palette.text if count else palette.faint))

    def show_current(self, place: int) -> None:
        """Mark the section that is shown."""
        self.blockSignals(True)
        self.setCurrentItem(self._items[place])
        self.scrollToItem(self._items[place])
        self.blockSignals(False)
        self.viewport().update()

    def _recolour(self) -> None:
        self.show_counts(self._speeches)

    def _ask(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.section_asked.emit(item.data(_TITLE, _SECTION))

    def _tip(self, section: Section) -> str:
        if not section.doubtful:
            return section.title or section.act
        doubt = words.counted(section.doubtful, self.tr("%n line to check"), self.tr("%n lines to check"))
        return f"{section.title or section.act}\n{doubt}"

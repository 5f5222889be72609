"""The lines in which the words of a search occur, play by play."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from playbuddy_desktop.library.search import MOST, MOST_PER_PLAY, TextFind
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.theme import Space

BEFORE: Final = 40
"""Characters of a line that are shown before the word that was found."""

_LINE, _PLACE = range(2)
_FIND = Qt.ItemDataRole.UserRole


class TextFinds(QTreeWidget):
    """A play to each branch, a line of it to each leaf.

    Signals:
        chosen: Signal(TextFind): Enter, or a double click on a line.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finds: Sequence[TextFind] = ()
        self.setAccessibleName(self.tr("Lines in which the words occur"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(Space.L)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(_LINE, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(_PLACE, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(_PLACE, 220)
        self.itemDoubleClicked.connect(lambda item, _column: self._choose(item))
        theme.changed.connect(self._colour)

    @property
    def finds(self) -> Sequence[TextFind]:
        """What is shown."""
        return self._finds

    def show_finds(self, finds: Sequence[TextFind]) -> None:
        """Show other lines."""
        if finds == self._finds:
            return
        self._finds = finds
        self.clear()
        for _, group in groupby(finds, key=lambda find: find.play_id):
            self.addTopLevelItem(self._branch(list(group)))
        self.expandAll()
        for row in range(self.topLevelItemCount()):
            self.setFirstColumnSpanned(row, self.rootIndex(), True)
        self._colour()

    def summary(self) -> str:
        """How many lines are shown, and whether there may be more."""
        text = words.counted(len(self._finds), self.tr("In the text: %n line"), self.tr("In the text: %n lines"))
        return text if len(self._finds) < MOST else self.tr("%1, the first of many").replace("%1", text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reads the current line."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _branch(self, finds: Sequence[TextFind]) -> QTreeWidgetItem:
        count = words.counted(len(finds), self.tr("%n line"), self.tr("%n lines"))
        if len(finds) == MOST_PER_PLAY:
            count = self.tr("the first %1").replace("%1", count)
        branch = QTreeWidgetItem([words.SEPARATOR.join((finds[0].play, count))])
        branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
        branch.setFont(_LINE, theme.font(bold=True))
        for find in finds:
            leaf = QTreeWidgetItem([excerpt(find), ", ".join(part for part in (find.act, find.scene) if part)])
            leaf.setData(_LINE, _FIND, find)
            leaf.setToolTip(_LINE, find.text)
            leaf.setToolTip(_PLACE, leaf.text(_PLACE))
            branch.addChild(leaf)
        return branch

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        find = item.data(_LINE, _FIND) if item else None
        if find is not None:
            self.chosen.emit(find)

    def _colour(self) -> None:
        muted = QColor(theme.current().muted)
        for row in range(self.topLevelItemCount()):
            branch = self.topLevelItem(row)
            leaves = [branch.child(place) for place in range(branch.childCount())] if branch else []
            for leaf in leaves:
                if leaf is not None:
                    leaf.setForeground(_PLACE, muted)


def excerpt(find: TextFind) -> str:
    """Who says it, and the words around what was found, in one line."""
    start = 0
    if find.hit.start > BEFORE:
        start = find.text.rfind(" ", 0, find.hit.start - BEFORE // 2) + 1
    text = " ".join(find.text[start:].split())
    text = f"… {text}" if start else text
    return f"{', '.join(find.speakers)}: {text}" if find.speakers else text

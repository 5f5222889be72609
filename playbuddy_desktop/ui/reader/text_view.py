"""The page of the reader: text in a column of a comfortable width."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from playbuddy_desktop.ui.theme import Space

COLUMN_EMS: Final = 44
"""The width of the column: some 75 letters, beyond which lines are hard to follow."""


class TextView(QTextBrowser):
    """Shows one section.

    Signals:
        next_asked, previous_asked: the person pages beyond the end or the beginning.
        zoom_asked: Signal(int): +1 or -1, by Ctrl and the wheel.
        link_asked: Signal(str): a link was followed.
    """

    next_asked = Signal()
    previous_asked = Signal()
    zoom_asked = Signal(int)
    link_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._em = 16.0
        self.setAccessibleName(self.tr("Text of the play"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        # A sheet of paper: the window's style would let its own ground show through.
        self.setStyleSheet(
            "QTextBrowser { background: palette(base); padding: 0;"
            " border: 1px solid palette(mid); border-radius: 10px; }"
        )
        self.anchorClicked.connect(self._follow)

    def set_em(self, em: float) -> None:
        """The size of the text in pixels, from which the column's width follows."""
        self._em = em
        self._fit_column()

    def top_position(self) -> int:
        """The document's position of what stands at the top."""
        return self.cursorForPosition(QPoint(self.viewport().width() // 2, 2)).position()

    def show_position(self, position: int, *, centred: bool = False) -> None:
        """Scroll so that a position of the document is at the top, or in the middle of what is seen."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        bar = self.verticalScrollBar()
        top = self.cursorRect(cursor).top() + bar.value()
        bar.setValue(top - (self.viewport().height() // 2 if centred else Space.S))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A page key at the end turns to the next section, one at the beginning to the one before."""
        bar = self.verticalScrollBar()
        key = event.key()
        forward = key == Qt.Key.Key_PageDown or (key == Qt.Key.Key_Space and not event.modifiers())
        if forward and bar.value() == bar.maximum():
            self.next_asked.emit()
        elif key == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
            self.previous_asked.emit()
        elif key == Qt.Key.Key_Space and not event.modifiers():
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size of the text."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle."""
        super().resizeEvent(event)
        self._fit_column()

    def _fit_column(self) -> None:
        frame = self.document().rootFrame().frameFormat()
        side = max(float(Space.XL), (self.viewport().width() - COLUMN_EMS * self._em) / 2)
        if abs(frame.leftMargin() - side) >= 1:
            frame.setLeftMargin(side)
            frame.setRightMargin(side)
            frame.setTopMargin(Space.L)
            self.document().rootFrame().setFrameFormat(frame)

    def _follow(self, url: QUrl) -> None:
        self.link_asked.emit(url.toString())

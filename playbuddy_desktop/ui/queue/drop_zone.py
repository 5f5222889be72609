"""What the queue shows while it is empty: where to drop scripts, and how else to begin."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.parts import Chip, IconLabel, button, column, label, row
from playbuddy_desktop.ui.theme import Space

FORMATS: Final = {
    "txt": "TXT",
    "md": "Markdown",
    "pdf": "PDF",
    "docx": "DOCX",
    "odt": "ODT",
    "rtf": "RTF",
    "epub": "EPUB",
    "html": "HTML",
    "fountain": "Fountain",
    "fdx": "Final Draft",
    "tei": "TEI",
}
"""The formats that people know by name, in the form in which they know them."""

_GAP: Final = 6


class DropZone(QWidget):
    """A large dashed field. The window takes the drops: this only says so.

    Attributes:
        files_wanted, folder_wanted, sample_wanted: a button was pressed.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = label(self.tr("Drop theatre scripts here"), "title")
        text = label(
            self.tr("Files or whole folders, as many as you like. Each becomes a play with its cast, acts and scenes."),
            "muted",
            wrap=True,
        )
        text.setMaximumWidth(440)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for each in (title, text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        chips = [Chip(name) for name in FORMATS.values()]
        half = (len(chips) + 1) // 2
        formats = column(*(row(None, *line, None, spacing=_GAP) for line in (chips[:half], chips[half:])), spacing=_GAP)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = column(None, spacing=Space.M)
        layout.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        layout.addWidget(IconLabel("drop", "accent", 64), alignment=centre)
        layout.addWidget(title, alignment=centre)
        sentence = row(None, text, None)
        sentence.setStretch(1, 6)
        layout.addLayout(sentence)
        layout.addLayout(formats)
        layout.addSpacing(Space.M)
        layout.addLayout(row(None, *self._buttons(), None))
        layout.addStretch(1)
        self.setLayout(layout)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame on the colour of a page."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.outline), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Space.L, Space.L)
        painter.end()

    def _buttons(self) -> list[QWidget]:
        return [
            button(self.tr("Choose files…"), "file", kind="primary", pressed=self.files_wanted.emit),
            button(self.tr("Choose a folder…"), "folder", pressed=self.folder_wanted.emit),
            button(self.tr("Try a sample"), "sample", pressed=self.sample_wanted.emit),
        ]

"""The entry of an error in the troubleshooting guide, beside the error."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from playbuddy_desktop.help_pages import remedy
from playbuddy_desktop.ui import language
from playbuddy_desktop.ui.parts import button, column, label, row
from playbuddy_desktop.ui.theme import Space


class RemedyDialog(QDialog):
    """Cause and cure of one kind of error. Open it with ``open()``.

    Attributes:
        text: the entry.
    """

    def __init__(self, code: str, message: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What to do"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 320)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setMarkdown(remedy(code, language.spoken()))
        self.text.setAccessibleName(self.tr("Cause and cure"))
        close = button(self.tr("Close"), kind="primary", pressed=self.accept)
        close.setDefault(True)
        code_label = label(self.tr("Error code: %1").replace("%1", code), "small", selectable=True)
        layout = column(label(message, "strong", wrap=True), self.text, row(code_label, None, close), spacing=Space.M)
        layout.setStretch(1, 1)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)

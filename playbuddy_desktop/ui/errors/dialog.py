"""The dialog for errors that must not be overlooked: bugs, and a library that cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.ui.errors.view import ErrorView
from playbuddy_desktop.ui.parts import IconLabel, button, column, label, row
from playbuddy_desktop.ui.theme import Space


class ErrorDialog(QDialog):
    """Shows one error. Open it with ``open()``: the window behind goes on working."""

    def __init__(self, title: str, report: ErrorReport, close_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.report = report
        close = button(close_text or self.tr("Close"), kind="primary", pressed=self.accept)
        close.setDefault(True)
        picture = column(IconLabel("error", "bad", 32), None)
        text = column(label(title, "heading", wrap=True), ErrorView(report), spacing=Space.M)
        layout = column(row(picture, text, spacing=Space.L), row(None, close), spacing=Space.L)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        self.setLayout(layout)

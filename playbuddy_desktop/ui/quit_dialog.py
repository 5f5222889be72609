"""Asks what is to become of the scripts that are being parsed when the window is closed."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from playbuddy_desktop.ui.parts import IconLabel, button, column, label, row
from playbuddy_desktop.ui.theme import Space

Leave = Literal["finish", "pause"]

_WIDTH: Final = 420


class QuitDialog(QDialog):
    """Open it with ``open()``. Closing it means to stay.

    Attributes:
        chosen: Signal(str, bool): "finish" or "pause", and whether to do so always.
    """

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Close PlayBuddy?"))
        title = label(self.tr("Scripts are still being parsed"), "heading", wrap=True)
        text = label(
            self.tr("Finish them first, or pause them: what is done is kept, and the next start goes on there."),
            wrap=True,
        )
        text.setFixedWidth(_WIDTH)
        text.ensurePolished()
        text.setMinimumHeight(text.heightForWidth(_WIDTH))
        self.always = QCheckBox(self.tr("Do the same from now on; the settings can change it"))
        self.finish_button = button(self.tr("Finish first"), "clock", pressed=lambda: self._choose("finish"))
        self.pause_button = button(
            self.tr("Pause and quit"), "pause", kind="primary", pressed=lambda: self._choose("pause")
        )
        self.pause_button.setDefault(True)
        stay = button(self.tr("Cancel"), pressed=self.reject)
        picture = column(IconLabel("clock", "accent", 32), None)
        told = column(title, text, Space.S, self.always, spacing=Space.S)
        buttons = row(stay, None, self.finish_button, self.pause_button)
        layout = column(row(picture, told, spacing=Space.L), buttons, spacing=Space.L)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        self.setLayout(layout)

    def _choose(self, leave: Leave) -> None:
        self.chosen.emit(leave, self.always.isChecked())
        self.accept()

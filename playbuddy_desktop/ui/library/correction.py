"""The dialog in which a person corrects what the script says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from playbuddy_desktop.library.store import PlaySummary
from playbuddy_desktop.ui import parts
from playbuddy_desktop.ui.theme import Space

MOST_CHARACTERS: Final = 500


class CorrectionDialog(QDialog):
    """Asks for title, author and year of a play.

    Signals:
        corrected: Signal(str, str, object): title, author, and the year or None.
    """

    corrected = Signal(str, str, object)

    def __init__(self, play: PlaySummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Correct play"))
        self.setMinimumWidth(460)
        self.title = self._field(play.title, self.tr("Title of the play"))
        self.author = self._field(play.author, self.tr("Author of the play"))
        self.year = self._field("" if play.year is None else str(play.year), self.tr("Year of the play"))
        self.year.setValidator(QIntValidator(0, datetime.now(UTC).year + 1, self.year))
        form = QFormLayout()
        form.setSpacing(Space.M)
        for name, field in (
            (self.tr("&Title"), self.title),
            (self.tr("&Author"), self.author),
            (self.tr("&Year"), self.year),
        ):
            form.addRow(name, field)
        self._save = parts.button(self.tr("Save"), kind="primary", pressed=self.accept)
        self._save.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = parts.button(self.tr("Cancel"), pressed=self.reject)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        layout = parts.column(form, None, buttons, spacing=Space.L)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)
        self.title.textChanged.connect(self._check)
        self.year.textChanged.connect(self._check)

    def accept(self) -> None:
        """Tell what the person wrote."""
        if self._complete():
            year = self.year.text().strip()
            self.corrected.emit(_line(self.title), _line(self.author), int(year) if year else None)
            super().accept()

    def _field(self, text: str, name: str) -> QLineEdit:
        field = QLineEdit(" ".join(text.split()))
        field.setMaxLength(MOST_CHARACTERS)
        field.setAccessibleName(name)
        return field

    def _complete(self) -> bool:
        year = self.year.text().strip()
        return bool(_line(self.title)) and (not year or self.year.hasAcceptableInput())

    def _check(self) -> None:
        self._save.setEnabled(self._complete())


def _line(field: QLineEdit) -> str:
    return " ".join(field.text().split())

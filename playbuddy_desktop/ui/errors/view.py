"""An error as a person reads it."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from playbuddy_desktop import __version__
from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.help_pages import remedy
from playbuddy_desktop.ui import icons
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.errors.remedy import RemedyDialog
from playbuddy_desktop.ui.parts import action_button, button, column, label, row
from playbuddy_desktop.ui.theme import Space


def report_text(report: ErrorReport) -> str:
    """The error as text for a message to somebody who can help."""
    lines = [report.message, report.advice, "", f"[{report.code}] PlayBuddy {__version__}, {platform.platform()}"]
    if report.technical:
        lines += ["", report.technical.rstrip()]
    return "\n".join(lines)


class ErrorView(QWidget):
    """Message, advice, "Copy", and the technical part, which is folded until asked for.

    ``remedies`` can be done about the error at once; each has a button while it is enabled.
    """

    def __init__(self, report: ErrorReport, parent: QWidget | None = None, *, remedies: Sequence[QAction] = ()) -> None:
        super().__init__(parent)
        self._report = report
        self._technical = QPlainTextEdit(report.technical.rstrip())
        self._technical.setReadOnly(True)
        self._technical.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._technical.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._technical.setMinimumHeight(140)
        self._technical.setAccessibleName(self.tr("Technical details"))
        self._technical.hide()
        self._unfold = button(
            self.tr("Technical details"), "chevron-right", kind="quiet", pressed=self.toggle_technical
        )
        self._unfold.setVisible(bool(report.technical))
        self.copy_button = button(self.tr("Copy"), "copy", pressed=self.copy)
        self.copy_button.setToolTip(self.tr("Copy the error with its technical details"))
        self.remedy_button = button(self.tr("What to do"), kind="quiet", pressed=self.show_remedy)
        self.remedy_button.setToolTip(self.tr("Show the cause of this error and its cure"))
        self.remedy_button.setVisible(bool(remedy(report.code)))
        message = label(in_words(report.message), "strong", wrap=True, selectable=True)
        advice = label(in_words(report.advice), "muted", wrap=True, selectable=True)
        advice.setVisible(bool(report.advice))
        for each in (message, advice):
            room = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            room.setHeightForWidth(True)
            each.setSizePolicy(room)
            each.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        layout = column(
            message,
            advice,
            row(self._unfold, None, *map(action_button, remedies), self.remedy_button, self.copy_button),
            self._technical,
            spacing=Space.S,
        )
        layout.setStretchFactor(self._technical, 1)
        self.setLayout(layout)

    def show_remedy(self) -> None:
        """Show the entry of the troubleshooting guide."""
        RemedyDialog(self._report.code, in_words(self._report.message), self).open()

    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(report_text(self._report))
        self.copy_button.setText(self.tr("Copied"))

    @property
    def technical_shown(self) -> bool:
        """Whether the technical part is unfolded."""
        return not self._technical.isHidden()

    def toggle_technical(self) -> None:
        """Fold or unfold the technical part."""
        self._technical.setVisible(not self.technical_shown)
        self._unfold.setIcon(icons.icon("chevron-down" if self.technical_shown else "chevron-right"))

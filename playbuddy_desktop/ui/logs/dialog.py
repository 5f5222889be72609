"""The dialog of the log."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QWidget

from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.logs.entries import LEVELS, Entry, for_support, read
from playbuddy_desktop.ui.parts import button, column, label, row
from playbuddy_desktop.ui.search_field import SearchField
from playbuddy_desktop.ui.theme import Space


class LogDialog(QDialog):
    """Shows the newest entries. Open it with ``show()``: the window behind goes on working.

    Attributes:
        level, search: what is shown of the log.
        text: the entries.
    """

    def __init__(self, background: Background, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Log"))
        self.resize(860, 560)
        self._background = background
        self._folder = folder
        self._entries: list[Entry] = []
        self._closed = False
        self.finished.connect(self._stop)
        self._reading = Latest(background, self._read)
        self.level = QComboBox()
        self.level.addItems(
            [self.tr("Everything"), self.tr("What happens"), self.tr("Warnings and errors"), self.tr("Errors only")]
        )
        self.level.setCurrentIndex(1)
        self.level.setAccessibleName(self.tr("How grave"))
        self.level.currentIndexChanged.connect(self._show)
        self.search = SearchField(self.tr("Search the log"), self.tr("Search the log"))
        self.search.textChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.tr("Entries of the log"))
        self.text.setTabChangesFocus(True)
        promise = self.tr("The log tells what the program did. It never holds anything of your scripts.")
        self.copy_button = button(self.tr("Copy for support"), "copy", pressed=self.copy)
        close = button(self.tr("Close"), kind="primary", pressed=self.accept)
        close.setDefault(True)
        buttons = row(
            self.copy_button,
            button(self.tr("Open folder"), "folder", pressed=self._open_folder),
            button(self.tr("Read again"), "retry", pressed=self.refresh),
            None,
            close,
        )
        choice = row(self.search, self.level)
        choice.setStretch(0, 1)
        layout = column(choice, self.text, label(promise, "small", wrap=True), buttons, spacing=Space.M)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)
        self.refresh()

    def refresh(self) -> None:
        """Read the log soon."""
        self._reading.ask()

    def copy(self) -> None:
        """Put what is shown on the clipboard, without the person's folders."""
        QGuiApplication.clipboard().setText(for_support(self._shown()))
        self.copy_button.setText(self.tr("Copied"))

    async def _read(self) -> None:
        entries = await self._background.run_long(read, self._folder)
        if not self._closed:
            self._entries = entries
            self._show()

    def _shown(self) -> list[Entry]:
        level, words = LEVELS[self.level.currentIndex()], self.search.text().strip()
        return [entry for entry in self._entries if entry.matches(level, words)]

    def _show(self) -> None:
        self.copy_button.setText(self.tr("Copy for support"))
        self.text.setPlainText("\n".join(entry.text() for entry in self._shown()))
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _stop(self) -> None:
        self._closed = True

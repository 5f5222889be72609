"""The dialog that shows what a diagnostic bundle contains, and writes it when the person agrees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFileDialog, QTreeWidget, QTreeWidgetItem, QWidget

from playbuddy_desktop.errors import ExportError
from playbuddy_desktop.jobs.clock import utc_now
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.parts import button, column, label, row
from playbuddy_desktop.ui.theme import Space

if TYPE_CHECKING:
    from playbuddy_desktop.diagnostics import Bundle
    from playbuddy_desktop.services import Services


class DiagnosticsDialog(QDialog):
    """Open it with ``open()``: it collects in the background and writes nothing before it is told to.

    Attributes:
        contents: a row for each file of the bundle; empty while it is collected.
    """

    def __init__(self, background: Background, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._bundle: Bundle | None = None
        self.setWindowTitle(self.tr("Create diagnostic bundle"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 420)
        self.contents = QTreeWidget()
        self.contents.setHeaderLabels([self.tr("File"), self.tr("Size"), self.tr("What it holds")])
        self.contents.setRootIsDecorated(False)
        self.contents.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.contents.setAccessibleName(self.tr("Contents of the bundle"))
        self._said = label(self.tr("Collecting…"), wrap=True)
        self.save_button = button(self.tr("Save…"), kind="primary", pressed=self._choose)
        self.save_button.setEnabled(False)
        explained = label(
            self.tr(
                "The bundle helps to find out what went wrong. It holds no texts, no names of files, plays or persons,"
                " no paths and no keys. Nothing is sent anywhere: you decide whom you give the file."
            ),
            wrap=True,
        )
        close = button(self.tr("Close"), pressed=self.reject)
        layout = column(explained, self.contents, row(self._said, None, close, self.save_button), spacing=Space.M)
        layout.setStretch(1, 1)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)
        background.spawn(self._collect(services))

    async def _collect(self, services: Services) -> None:
        from playbuddy_desktop.diagnostics import collect

        self._bundle = await self._background.run_long(collect, services.profile, services.settings, services.database)
        for part in self._bundle.parts:
            size = QLocale().formattedDataSize(len(part.content))
            self.contents.addTopLevelItem(QTreeWidgetItem([part.name, size, in_words(part.meaning)]))
        for number in range(2):
            self.contents.resizeColumnToContents(number)
        self._said.clear()
        self.save_button.setEnabled(True)

    def _choose(self) -> None:
        from playbuddy_desktop.diagnostics import file_name

        title = self.tr("Save diagnostic bundle")
        name, _ = QFileDialog.getSaveFileName(self, title, file_name(utc_now()), self.tr("ZIP archives (*.zip)"))
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Write the bundle; a folder that cannot be written to is said here."""
        if self._bundle is not None:
            self._background.spawn(self._write(self._bundle, file))

    async def _write(self, bundle: Bundle, file: Path) -> None:
        try:
            await self._background.run_long(bundle.write, file)
        except ExportError as error:
            self._said.setText(f"{in_words(error.message)} {in_words(error.advice)}")
        else:
            self._said.setText(self.tr("Saved as %1.").replace("%1", file.name))

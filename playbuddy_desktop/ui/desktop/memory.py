"""Remembers where the window stood and how its parts were divided."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from playbuddy_desktop.profiles import Profile


class WindowMemory:
    """Keeps size, place and splitters in a file of the profile; what cannot be read is as if nothing was kept.

    A splitter is remembered by its object name; one without a name is not.
    """

    def __init__(self, profile: Profile) -> None:
        self._settings = QSettings(str(profile.data_dir / "window.ini"), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it stood."""
        kept = self._settings.value("geometry")
        if isinstance(kept, QByteArray):
            window.restoreGeometry(kept)

    def restore_splitters(self, window: QMainWindow) -> None:
        """Divide the parts as they were divided."""
        for splitter in window.findChildren(QSplitter):
            kept = self._settings.value(f"splitters/{splitter.objectName()}")
            if splitter.objectName() and isinstance(kept, QByteArray):
                splitter.restoreState(kept)

    def keep(self, window: QMainWindow) -> None:
        """Take note of how the window is now; a folder that is full or read-only keeps nothing."""
        self._settings.setValue("geometry", window.saveGeometry())
        for splitter in window.findChildren(QSplitter):
            if splitter.objectName():
                self._settings.setValue(f"splitters/{splitter.objectName()}", splitter.saveState())
        self._settings.sync()

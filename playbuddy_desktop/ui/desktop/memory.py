"""Remembers where the window stood and how its parts were divided."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow, QSplitter

from playbuddy_desktop.ui.remembered import Remembered


class WindowMemory:
    """Keeps size, place and splitters.

    A splitter is remembered by its object name; one without a name is not.
    """

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it stood."""
        kept = self._remembered.state("geometry")
        if kept is not None:
            window.restoreGeometry(kept)

    def restore_splitters(self, window: QMainWindow) -> None:
        """Divide the parts as they were divided."""
        for splitter in window.findChildren(QSplitter):
            kept = self._remembered.state(f"splitters/{splitter.objectName()}")
            if splitter.objectName() and kept is not None:
                splitter.restoreState(kept)

    def keep(self, window: QMainWindow) -> None:
        """Take note of how the window is now."""
        self._remembered.keep("geometry", window.saveGeometry())
        for splitter in window.findChildren(QSplitter):
            if splitter.objectName():
                self._remembered.keep(f"splitters/{splitter.objectName()}", splitter.saveState())
        self._remembered.write()

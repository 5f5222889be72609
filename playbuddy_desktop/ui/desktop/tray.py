"""The icon in the system's tray: how the queue is, and what a person may want while the window is out of sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from playbuddy_desktop.jobs.job import Job, JobCommand
from playbuddy_desktop.ui import icons
from playbuddy_desktop.ui.queue.summary import summary

_SHOWN_MS: Final = 10_000


class Tray(QObject):
    """An icon with a menu, where the system has a tray and the person wants it; else nothing.

    Attributes:
        window_wanted: the person clicked the icon or a message, or chose to open the window.
        pause_wanted: pause whatever runs or waits; resume_wanted: resume whatever is paused.
        quit_wanted: close the window.
        menu: what the icon offers.
    """

    window_wanted = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._wanted = False
        self.menu = QMenu()
        self._state = self.menu.addAction("")
        self._state.setEnabled(False)
        self.menu.addSeparator()
        self._add(self.tr("&Open PlayBuddy"), "open", self.window_wanted.emit)
        self.pause = self._add(self.tr("Pause &all"), "pause", self.pause_wanted.emit)
        self.resume = self._add(self.tr("Resume a&ll"), "resume", self.resume_wanted.emit)
        self.menu.addSeparator()
        self._add(self.tr("&Quit"), "", self.quit_wanted.emit)
        self.show_jobs([])

    @property
    def is_shown(self) -> bool:
        """Whether there is an icon to be seen."""
        return self._icon is not None and self._icon.isVisible()

    def want(self, wanted: bool) -> None:
        """Show the icon from now on, or take it away."""
        self._wanted = wanted
        if wanted and QSystemTrayIcon.isSystemTrayAvailable():
            self._show()
        elif not wanted:
            self._hide()

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Say how the queue is, and offer what is possible."""
        state = summary(job.status for job in jobs) or self.tr("Nothing to do")
        self._state.setText(state)
        self.pause.setEnabled(any(job.allows(JobCommand.PAUSE) for job in jobs))
        self.resume.setEnabled(any(job.allows(JobCommand.RESUME) for job in jobs))
        if self._icon is not None:
            self._icon.setToolTip(f"PlayBuddy: {state}")

    def say(self, title: str, text: str) -> bool:
        """Show a message beside the icon, which comes for it; returns whether the system has that."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        self._show().showMessage(title, text, icons.app_icon(), _SHOWN_MS)
        return True

    def close(self) -> None:
        """Leave nothing in the tray."""
        self._hide()

    def _add(self, text: str, icon: str, act: Callable[[], object]) -> QAction:
        action = self.menu.addAction(text)
        if icon:
            action.setIcon(icons.icon(icon))
        action.triggered.connect(lambda _checked=False: act())
        return action

    def _show(self) -> QSystemTrayIcon:
        if self._icon is None:
            self._icon = QSystemTrayIcon(icons.app_icon(), self)
            self._icon.setToolTip(f"PlayBuddy: {self._state.text()}")
            self._icon.setContextMenu(self.menu)
            self._icon.messageClicked.connect(self._open)
            self._icon.activated.connect(self._activate)
        self._icon.show()
        return self._icon

    def _hide(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self._open()

    def _open(self) -> None:
        if not self._wanted:
            self._hide()  # it came for a message only
        self.window_wanted.emit()

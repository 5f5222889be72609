"""Joins the window to the desktop around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.ui.desktop.awake import Awake
from playbuddy_desktop.ui.desktop.batches import Batches
from playbuddy_desktop.ui.desktop.messages import DesktopMessages, show_badge
from playbuddy_desktop.ui.desktop.tray import Tray
from playbuddy_desktop.ui.queue.summary import Totals

if TYPE_CHECKING:
    from playbuddy_desktop.settings import Settings


class DesktopShell(QObject):
    """Follows the queue: a message when a batch has ended, a number on the icon, no sleep while a job runs, a tray.

    Attributes:
        awake: what keeps the computer awake.
        tray: the icon in the system's tray, if it is wanted.
        messages: what the desktop shows.
    """

    def __init__(self, parent: QObject | None = None, messages: DesktopMessages | None = None) -> None:
        super().__init__(parent)
        self.awake = Awake(parent=self)
        self.tray = Tray(self)
        self.messages = messages or DesktopMessages(self.tray, self)
        self._notify = True
        self._batches = Batches(self)
        self._batches.ended.connect(self._tell)
        self._batches.left.connect(show_badge)

    def apply(self, settings: Settings) -> None:
        """Keep to these settings from now on."""
        self._notify = settings.notifications
        self.awake.allow(settings.inhibit_sleep)
        self.tray.want(settings.tray_icon)

    def show(self, jobs: Sequence[Job]) -> None:
        """Take note of the jobs as they are now."""
        self.awake.want(any(job.status is JobStatus.RUNNING for job in jobs))
        self._batches.show(jobs)
        self.tray.show_jobs(jobs)

    def close(self) -> None:
        """Leave nothing behind on the desktop."""
        self.awake.want(False)
        self.tray.close()
        show_badge(0)

    def _tell(self, totals: Totals) -> None:
        if not self._notify or QApplication.activeWindow() is not None:
            return
        good, bad = self.tr("All scripts are done"), self.tr("Some scripts could not be imported")
        self.messages.say(bad if totals.failed else good, totals.text())

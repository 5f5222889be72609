"""The dialogs that stand beside the window while it goes on working: at most one of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.errors.dialog import ErrorDialog

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.progress import JobProgress
    from playbuddy_desktop.services import Services
    from playbuddy_desktop.ui.details.dialog import JobDetailsDialog
    from playbuddy_desktop.ui.metrics.dialog import MetricsDialog


class Dialogs(QObject):
    """Opens dialogs, and brings those forward that are open; before ``load`` it opens only the one for bugs.

    Attributes:
        open_play: Signal(UUID): read a play.
        changed: something done in a dialog changed the queue.
        metrics: metrics and health, once they were opened.
        bug: the dialog of a mistake of ours, while it is open.
    """

    open_play = Signal(object)
    changed = Signal()

    def __init__(
        self, background: Background, window: QWidget, last_report: Callable[[UUID], JobProgress | None]
    ) -> None:
        """Open dialogs over ``window``; ``last_report`` tells what a running job's worker said last."""
        super().__init__(window)
        self._background = background
        self._last_report = last_report
        self._window = window
        self._services: Services | None = None
        self._details: dict[UUID, JobDetailsDialog] = {}
        self.metrics: MetricsDialog | None = None
        self.bug: ErrorDialog | None = None

    def load(self, services: Services) -> None:
        """Show what these services hold."""
        self._services = services

    def refresh(self) -> None:
        """Something was committed: let whatever shows it read it."""
        for dialog in self._details.values():
            dialog.refresh()
        if self.metrics is not None:
            self.metrics.refresh()

    def close(self) -> None:
        """Close what shows the queue."""
        for dialog in (*self._details.values(), self.metrics):
            if dialog is not None:
                dialog.close()

    def open_job(self, job_id: UUID) -> None:
        """Show the details of a job."""
        if self._services is None:
            return
        dialog = self._details.get(job_id)
        if dialog is None:
            from playbuddy_desktop.ui.details.dialog import JobDetailsDialog

            dialog = JobDetailsDialog(self._background, self._services, job_id, self._window)
            if (report := self._last_report(job_id)) is not None:
                dialog.take_report(report)
            dialog.open_play.connect(self.open_play)
            dialog.changed.connect(self.changed)
            dialog.finished.connect(lambda: self._details.pop(job_id, None))
            self._details[job_id] = dialog
        _bring_forward(dialog)

    def details_of(self, job_id: UUID) -> JobDetailsDialog | None:
        """The open dialog of a job."""
        return self._details.get(job_id)

    def open_metrics(self) -> None:
        """Show metrics and health."""
        if self._services is None:
            return
        if self.metrics is None:
            from playbuddy_desktop.ui.metrics.dialog import MetricsDialog

            self.metrics = MetricsDialog(self._background, self._window)
            self.metrics.load(self._services)
        _bring_forward(self.metrics)

    def open_diagnostics(self) -> None:
        """Collect a diagnostic bundle."""
        if self._services is not None:
            from playbuddy_desktop.ui.diagnostics.dialog import DiagnosticsDialog

            DiagnosticsDialog(self._background, self._services, self._window).open()

    def show_bug(self, report: ErrorReport) -> None:
        """Show a mistake of ours, unless one is shown already; the window goes on."""
        if self.bug is None:
            self.bug = ErrorDialog(self.tr("That should not have happened"), report, self.tr("Go on"), self._window)
            self.bug.finished.connect(self._forget_bug)
            self.bug.open()

    def _forget_bug(self) -> None:
        self.bug = None


def _bring_forward(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()

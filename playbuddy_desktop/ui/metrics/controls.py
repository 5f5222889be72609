"""What can be done from the metrics: more or fewer workers, pause, go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from playbuddy_desktop.jobs.metrics import QueueMetrics
from playbuddy_desktop.settings import MAX_WORKERS
from playbuddy_desktop.ui import parts


class WorkerControls(QWidget):
    """The number of this window's workers, and the whole queue's pause.

    Signals:
        resized: Signal(int): run so many workers.
        pause_asked: pause whatever runs or waits.
        resume_asked: resume whatever is paused.
    """

    resized = Signal(int)
    pause_asked = Signal()
    resume_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = QSpinBox()
        self.count.setRange(1, MAX_WORKERS)
        parts.indent(self.count)
        self.count.setKeyboardTracking(False)
        self.count.setEnabled(False)
        for field in (self.count, self.count.lineEdit()):
            field.setAccessibleName(self.tr("Workers of this window"))
        self.count.setToolTip(self.tr("How many scripts are parsed at the same time, until PlayBuddy is closed"))
        name = parts.label(self.tr("&Workers"))
        name.setBuddy(self.count)
        self.pause = parts.button(self.tr("Pause all"), "pause", pressed=self.pause_asked.emit)
        self.resume = parts.button(self.tr("Resume all"), "resume", pressed=self.resume_asked.emit)
        self.pause.setEnabled(False)
        self.resume.setEnabled(False)
        self.setLayout(parts.row(name, self.count, self.pause, self.resume))
        self.count.valueChanged.connect(self.resized)

    def show_state(self, metrics: QueueMetrics, workers: int) -> None:
        """Enable what there is something to do for; ``workers`` of this process are to run, 0 before they start."""
        self.pause.setEnabled(metrics.running + metrics.queue_depth + metrics.retrying > 0)
        self.resume.setEnabled(metrics.paused > 0)
        self.count.setEnabled(workers > 0)
        if workers and not self.count.hasFocus():
            self.count.blockSignals(True)
            self.count.setValue(workers)
            self.count.blockSignals(False)

"""The dialog of one job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from playbuddy_desktop.errors import ErrorReport, JobNotFoundError
from playbuddy_desktop.jobs.job import Job, JobEvent, JobStatus
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.details.story import story, technical_of
from playbuddy_desktop.ui.details.timeline import Timeline, TimelineModel
from playbuddy_desktop.ui.errors.view import ErrorView
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.parts import Chip, button, card, column, label, row
from playbuddy_desktop.ui.queue.actions import COMMANDS, Act, JobActions
from playbuddy_desktop.ui.queue.commands import perform
from playbuddy_desktop.ui.queue.model import QueueRow
from playbuddy_desktop.ui.theme import Space
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

_ACTS = (Act.PAUSE, Act.RESUME, Act.CANCEL, Act.RESTART, Act.OPEN_PLAY)


class JobDetailsDialog(QDialog):
    """Shows one job as it lives. Open it with ``show()``: the window behind goes on working.

    Attributes:
        open_play: Signal(UUID): the person wants to read the play.
        changed: a command of this dialog changed the queue.
    """

    open_play = Signal(object)
    changed = Signal()

    def __init__(self, background: Background, services: Services, job_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Details of a job"))
        self.job_id = job_id
        self._background = background
        self._services = services
        self._closed = False
        self._job: Job | None = None
        self._progress: JobProgress | None = None
        self._error: ErrorReport | None = None
        self._reading = Latest(background, self._read)
        self._refresh_soon = Throttle(self._reading.ask, parent=self)
        self._progress_soon = Throttle(self._show_progress, parent=self)
        self.timeline = TimelineModel(self)
        self.actions_for_job = JobActions(self)
        self.actions_for_job.asked.connect(self._perform)
        self._lay_out()
        self.resize(640, 680)
        services.pool.signals.progress.connect(self._take_report)
        services.pool.signals.changed.connect(self._take_change)
        self.finished.connect(self._stop_listening)
        self.refresh()

    def refresh(self) -> None:
        """Read the job soon."""
        self._refresh_soon.request()

    def _stop_listening(self) -> None:
        self._closed = True
        self._services.pool.signals.progress.disconnect(self._take_report)
        self._services.pool.signals.changed.disconnect(self._take_change)

    def _lay_out(self) -> None:
        self._title = label("", "heading", wrap=True, selectable=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chip = Chip()
        self._stage = label("", "muted", wrap=True)
        self._stage.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._percent = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        head = row(self._title, self._chip, spacing=Space.M)
        head.setStretch(0, 1)
        head.setAlignment(self._chip, Qt.AlignmentFlag.AlignTop)
        line = row(self._stage, self._percent, spacing=Space.M)
        line.setStretch(0, 1)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(Space.XL)
        self._figures.setVerticalSpacing(2)
        self._problem = card(column())
        self._problem.hide()
        self._live = QWidget()
        self._live.setLayout(column(self._bar, line, spacing=Space.S))
        facts = card(column(self._live, self._figures, spacing=Space.S))
        happened = label(self.tr("What happened"), "strong")
        layout = column(head, facts, self._problem, happened, Timeline(self.timeline), self._buttons(), spacing=Space.M)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self._close.setFocus()

    def _buttons(self) -> QHBoxLayout:
        bar = row(spacing=Space.S)
        for act in _ACTS:
            tool = QToolButton()
            tool.setDefaultAction(self.actions_for_job[act])
            tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            bar.addWidget(tool)
        bar.addStretch(1)
        self._close = button(self.tr("Close"), pressed=self.close)
        self._close.setDefault(True)
        bar.addWidget(self._close)
        return bar

    async def _read(self) -> None:
        def read() -> tuple[Job | None, list[JobEvent]]:
            queue = self._services.queue
            try:
                return queue.get(self.job_id), queue.events(self.job_id)
            except JobNotFoundError:
                return None, []

        job, events = await self._background.run(read)
        if self._closed:
            return
        if job is None:
            self.close()
        else:
            self._show_job(job, events)

    def _show_job(self, job: Job, events: Sequence[JobEvent]) -> None:
        self._job = job
        if job.status is not JobStatus.RUNNING:
            self._progress = None
        self._title.setText(job.filename)
        self._chip.show_text(words.status_name(job.status), lambda: theme.current().status(job.status))
        self.actions_for_job.show_for([job])
        self.timeline.show(story(events))
        self._show_error(job, events)
        self._show_progress()

    def _show_progress(self) -> None:
        if self._job is None:
            return
        shown = QueueRow(self._job, self._progress)
        self._bar.setValue(round(shown.percent * 10))
        self._percent.setText(words.percent(shown.percent))
        self._live.setVisible(not self._job.status.final)
        self._stage.setText(shown.stage or words.waiting(self._job.status))
        _fill(self._figures, self._facts(shown))

    def _facts(self, shown: QueueRow) -> list[tuple[str, str]]:
        job, found = shown.job, shown.found
        return [
            (self.tr("Characters"), words.number(found.characters)),
            (self.tr("Acts"), words.number(found.acts)),
            (self.tr("Scenes"), words.number(found.scenes)),
            (self.tr("Lines"), words.number(found.lines)),
            (self.tr("Added"), words.moment(job.created_at)),
            (self.tr("Ended"), words.moment(job.completed_at) if job.completed_at else "–"),
            (self.tr("Time of work"), words.duration(_seconds_of_work(job))),
            (self.tr("Retries"), f"{job.retry_count} / {job.max_retries}"),
        ]

    def _show_error(self, job: Job, events: Sequence[JobEvent]) -> None:
        error = None
        if job.last_error and job.status in (JobStatus.FAILED, JobStatus.RETRYING, JobStatus.RUNNING):
            message = job.failure_reason or job.last_error
            error = ErrorReport(job.error_code or "", message, job.advice or "", technical=technical_of(events))
        if error == self._error:
            return
        self._error = error
        layout = self._problem.layout()
        while layout is not None and (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if error is not None and layout is not None:
            layout.addWidget(ErrorView(error))
        self._problem.setVisible(error is not None)

    def _take_report(self, report: JobProgress) -> None:
        if report.job_id == self.job_id:
            self._progress = report
            self._progress_soon.request()

    def _take_change(self, job_id: UUID) -> None:
        if job_id == self.job_id:
            self.refresh()

    def _perform(self, act: Act, jobs: Sequence[Job]) -> None:
        if act is Act.OPEN_PLAY and jobs:
            self.open_play.emit(jobs[0].playbook_id)
        elif act in COMMANDS and jobs:
            self._background.spawn(self._command(act, jobs))

    async def _command(self, act: Act, jobs: Sequence[Job]) -> None:
        refused = await self._background.run(perform, self._services, act, jobs)
        for report in refused:
            self._background.failed.emit(report)
        if not self._closed:
            self.changed.emit()
            self.refresh()


def _seconds_of_work(job: Job) -> float:
    """What workers spent on it, with the attempt that is under way."""
    if job.locked_at is None:
        return job.active_seconds
    return job.active_seconds + max(0.0, (datetime.now(UTC) - job.locked_at).total_seconds())


_COLUMNS = 4
_LINE_HEIGHT = 26


def _fill(grid: QGridLayout, facts: Sequence[tuple[str, str]]) -> None:
    """Show names and values, four beside each other; labels are made once."""
    for place, (name, value) in enumerate(facts):
        line, at = divmod(place, _COLUMNS)
        item = grid.itemAtPosition(2 * line + 1, at)
        widget = item.widget() if item is not None else None
        if widget is None:
            grid.addWidget(label(name, "small"), 2 * line, at, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(label(value, "strong"), 2 * line + 1, at)
            grid.setColumnStretch(at, 1)
            grid.setRowMinimumHeight(2 * line, _LINE_HEIGHT)
        else:
            widget.setText(value)  # type: ignore[attr-defined] # the grid holds labels only

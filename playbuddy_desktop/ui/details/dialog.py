"""The dialog of one job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from playbuddy_desktop.errors import ErrorReport, JobNotFoundError, PlayNotFoundError
from playbuddy_desktop.jobs.job import Job, JobEvent, JobStatus
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.banners import BannerArea
from playbuddy_desktop.ui.details.cast import CastView
from playbuddy_desktop.ui.details.facts import FactGrid, as_text, facts_of
from playbuddy_desktop.ui.details.story import story, technical_of
from playbuddy_desktop.ui.details.timeline import Timeline, TimelineModel
from playbuddy_desktop.ui.errors.view import ErrorView
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.parts import Chip, action_button, button, card, column, label, row
from playbuddy_desktop.ui.queue.actions import COMMANDS, Act, JobActions
from playbuddy_desktop.ui.queue.commands import perform, put_off
from playbuddy_desktop.ui.queue.model import QueueRow
from playbuddy_desktop.ui.queue.show_source import show_source
from playbuddy_desktop.ui.theme import Space
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

_ACTS: Final = (
    Act.OPEN_PLAY,
    Act.PAUSE,
    Act.RESUME,
    Act.CANCEL,
    Act.RESTART,
    Act.SNOOZE,
    Act.BEGIN_NOW,
    Act.SHOW_SOURCE,
)


@dataclass(frozen=True, slots=True)
class _Details:
    """What the database tells of a job.

    Attributes:
        folder: where its file came from.
        cast: of its play; None until it is saved, and when it was deleted.
    """

    job: Job
    events: Sequence[JobEvent]
    folder: str
    cast: Sequence[str] | None


class JobDetailsDialog(QDialog):
    """Shows one job as it lives. Open it with ``show()``: the window behind goes on working.

    Who has been found, and in which act and scene the parser is, is known while a worker of this process runs the job;
    of other processes' jobs the database tells how many.

    Attributes:
        open_play: Signal(UUID): the person wants to read the play.
        changed: a command of this dialog changed the queue.
        cast: the characters that are known.
        banners: where refusals are told.
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
        self.cast = CastView()
        self.banners = BannerArea()
        self.actions_for_job = JobActions(self)
        self.actions_for_job.asked.connect(self._perform)
        self.actions_for_job.put_off.connect(lambda jobs, until: self._order(put_off, jobs, until))
        self._lay_out()
        self.resize(720, 720)
        services.pool.signals.progress.connect(self.take_report)
        services.pool.signals.changed.connect(self._take_change)
        self.finished.connect(self._stop_listening)
        self.refresh()

    def refresh(self) -> None:
        """Read the job soon."""
        self._refresh_soon.request()

    def take_report(self, report: JobProgress) -> None:
        """Show what a worker says of the job; of other jobs' reports nothing."""
        if report.job_id == self.job_id:
            self._progress = report
            self._progress_soon.request()

    def copy(self) -> None:
        """Put all that is shown on the clipboard."""
        if self._job is not None:
            shown = QueueRow(self._job, self._progress)
            QGuiApplication.clipboard().setText(as_text(shown, facts_of(shown), self.timeline.entries()))
            self.copy_button.setText(self.tr("Copied"))

    def _stop_listening(self) -> None:
        self._closed = True
        self._services.pool.signals.progress.disconnect(self.take_report)
        self._services.pool.signals.changed.disconnect(self._take_change)

    def _lay_out(self) -> None:
        self._title = _as_wide_as_the_dialog("heading")
        self._folder = _as_wide_as_the_dialog("small")
        self._chip = Chip()
        self._stage = _as_wide_as_the_dialog("muted")
        self._percent = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        head = row(column(self._title, self._folder, spacing=2), self._chip, spacing=Space.M)
        head.setStretch(0, 1)
        head.setAlignment(self._chip, Qt.AlignmentFlag.AlignTop)
        line = row(self._stage, self._percent, spacing=Space.M)
        line.setStretch(0, 1)
        self._figures = FactGrid()
        self._problem = card(column())
        self._problem.hide()
        self._live = QWidget()
        self._live.setLayout(column(self._bar, line, spacing=Space.S))
        facts = card(column(self._live, self._figures, self.cast, spacing=Space.S))
        happened = label(self.tr("What happened"), "strong")
        timeline = Timeline(self.timeline)
        layout = column(self.banners, head, facts, self._problem, happened, timeline, self._buttons(), spacing=Space.M)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setStretchFactor(timeline, 1)
        self.setLayout(layout)
        self._close.setFocus()

    def _buttons(self) -> QHBoxLayout:
        bar = row(spacing=Space.S)
        for act in _ACTS:
            bar.addWidget(action_button(self.actions_for_job[act]))
        bar.addStretch(1)
        self.copy_button = button(self.tr("Copy details"), "copy", pressed=self.copy)
        self.copy_button.setToolTip(self.tr("Copy what is shown here, for somebody who can help"))
        bar.addWidget(self.copy_button)
        self._close = button(self.tr("Close"), pressed=self.close)
        self._close.setDefault(True)
        bar.addWidget(self._close)
        return bar

    async def _read(self) -> None:
        details = await self._background.run(_details_of, self._services, self.job_id)
        if self._closed:
            return
        if details is None:
            self.close()
        else:
            self._show_job(details)

    def _show_job(self, details: _Details) -> None:
        job = self._job = details.job
        if job.status is not JobStatus.RUNNING:
            self._progress = None
        self._title.setText(job.name)
        self._folder.setText(details.folder)
        self._chip.show_text(words.status_name(job.status), lambda: theme.current().status(job.status))
        self.actions_for_job.show_for([job])
        self.timeline.show(story(details.events))
        if details.cast is not None:
            self.cast.show_names(details.cast)
        self._show_error(job, details.events)
        self._show_progress()

    def _show_progress(self) -> None:
        if self._job is None:
            return
        shown = QueueRow(self._job, self._progress)
        self._bar.setValue(round(shown.percent * 10))
        self._percent.setText(words.percent(shown.percent))
        self._live.setVisible(not self._job.status.final)
        self._stage.setText(shown.doing)
        self._figures.show_facts(facts_of(shown))
        if self._progress is not None and self._progress.glimpse.names:
            self.cast.show_names(self._progress.glimpse.names)

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
            layout.addWidget(ErrorView(error, remedies=[self.actions_for_job[Act.RECOGNISE]]))
        self._problem.setVisible(error is not None)

    def _take_change(self, job_id: UUID) -> None:
        if job_id == self.job_id:
            self.refresh()

    def _perform(self, act: Act, jobs: Sequence[Job]) -> None:
        if act is Act.OPEN_PLAY and jobs:
            self.open_play.emit(jobs[0].playbook_id)
        elif act is Act.SHOW_SOURCE and jobs:
            self._background.spawn(self._show_source(jobs[0]))
        elif act in COMMANDS and jobs:
            self._order(perform, act, jobs)

    def _order(self, work: Callable[..., list[ErrorReport]], *what: Any) -> None:
        self._background.spawn(self._carry_out(work, *what))

    async def _carry_out(self, work: Callable[..., list[ErrorReport]], *what: Any) -> None:
        refused = await self._background.run(work, self._services, *what)
        self._tell(refused)
        if not self._closed:
            self.changed.emit()
            self.refresh()

    async def _show_source(self, job: Job) -> None:
        self._tell(await show_source(self._background, self._services, job))

    def _tell(self, refused: Sequence[ErrorReport]) -> None:
        """Say why something was not done: here, or behind this dialog when it was closed meanwhile."""
        for report in refused:
            if self._closed:
                self._background.failed.emit(report)
            else:
                self.banners.show_error(report)


def _details_of(services: Services, job_id: UUID) -> _Details | None:
    """Called in the background; None when the job has been removed."""
    from playbuddy_desktop.library.reading import Reading

    try:
        job, source = services.queue.get(job_id), services.queue.source(job_id)
    except JobNotFoundError:
        return None
    cast = None
    if job.playbook_id is not None:
        try:
            cast = [member.name for member in Reading(services.database).contents(job.playbook_id).cast]
        except PlayNotFoundError:
            cast = None  # it was deleted just now
    return _Details(job, services.queue.events(job_id), str(Path(source.original_path).parent), cast)


def _as_wide_as_the_dialog(role: str) -> QLabel:
    """A label whose text wraps, however long a name is, and never widens the dialog."""
    made = label("", role, wrap=True, selectable=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made

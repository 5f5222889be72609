"""The queue panel: a large drop zone while nothing is there, else the live list with its commands."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QStackedWidget, QToolButton, QWidget

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, Job, JobCommand, JobStatus
from playbuddy_desktop.jobs.progress import JobProgress
from playbuddy_desktop.ui import icons, theme, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.history.removal import RemovalBar
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.list_commands import button_of
from playbuddy_desktop.ui.parts import button, column, label, row
from playbuddy_desktop.ui.queue.actions import COMMANDS, Act, JobActions
from playbuddy_desktop.ui.queue.commands import (
    bring_back,
    dismiss,
    hold,
    pause_all,
    perform,
    put,
    put_off,
    remove,
    resume_all,
    unhold,
)
from playbuddy_desktop.ui.queue.dismissal import DismissalBar
from playbuddy_desktop.ui.queue.drop_zone import DropZone
from playbuddy_desktop.ui.queue.model import QueueModel
from playbuddy_desktop.ui.queue.show_source import show_source
from playbuddy_desktop.ui.queue.snapshot import Snapshot
from playbuddy_desktop.ui.queue.summary import Totals, summary
from playbuddy_desktop.ui.queue.time_left import QueuePace
from playbuddy_desktop.ui.queue.view import QueueView
from playbuddy_desktop.ui.queue.watch import QueueWatch
from playbuddy_desktop.ui.theme import Space
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services


_LOOKING_ON: Final = 20
"""Whoever looks on may take a twentieth of the window's time."""

_REST: Final = 5
_LONGEST_REST_SECONDS: Final = 2.0
"""What takes longer to read is read less often: the window rests so many times as long, but never long enough to show
what is old (requirement D8 allows five seconds)."""


class QueuePanel(QWidget):
    """Shows the live queue and carries out what is asked of its jobs.

    Attributes:
        files_wanted, folder_wanted, sample_wanted: the person wants to import.
        open_job, open_play: Signal(UUID): show the details of a job, or a play.
        refused: Signal(list[ErrorReport]): why some jobs did not obey.
        summarised: Signal(str): the state of the queue in one line.
        shown: Signal(list[Job]): the jobs that the list shows, after each reading.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()
    open_job = Signal(object)
    open_play = Signal(object)
    refused = Signal(list)
    summarised = Signal(str)
    shown = Signal(object)  # a list would be copied, job by job

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._services: Services | None = None
        self._watch: QueueWatch | None = None
        self._reports: dict[UUID, JobProgress] = {}
        self._added: UUID | None = None
        self._held = False
        self._pace = QueuePace()
        self.keep_finished = True
        self._reading = Latest(background, self._read)
        self._refresh_soon = Throttle(self._reading.ask, parent=self)
        self._progress_soon = Throttle(self._show_progress, parent=self)
        self._tell_soon = Throttle(self._tell, parent=self)
        self.model = QueueModel(self)
        self.actions_for_jobs = JobActions(self)
        self.actions_for_jobs.asked.connect(self.perform)
        self.actions_for_jobs.put_off.connect(lambda jobs, until: self._order(put_off, jobs, until))
        self.view = QueueView(self.model, self.actions_for_jobs)
        self.view.selected.connect(self.actions_for_jobs.show_for)
        self.view.put.connect(self._put)
        self.view.doubleClicked.connect(self._open)
        self.drop_zone = DropZone()
        self.drop_zone.files_wanted.connect(self.files_wanted)
        self.drop_zone.folder_wanted.connect(self.folder_wanted)
        self.drop_zone.sample_wanted.connect(self.sample_wanted)
        self._make_actions()
        self._lay_out()
        self._show(Snapshot())
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def load(self, services: Services) -> None:
        """Begin to show the queue of these services."""
        self._services = services
        services.pool.signals.progress.connect(self._take_report)
        services.pool.signals.changed.connect(self._refresh_soon.request)
        self.refresh()

    def refresh(self) -> None:
        """Read the queue soon."""
        if self._services is not None:
            self._refresh_soon.request()

    def show_added(self, job_ids: Sequence[UUID]) -> None:
        """Bring the first of the jobs that were just added into sight; what is selected stays selected."""
        self._added = job_ids[0] if job_ids else self._added
        self.refresh()

    def perform(self, act: Act, jobs: Sequence[Job]) -> None:
        """Do what was asked with these jobs."""
        if not jobs:
            return
        if act is Act.DETAILS:
            self.open_job.emit(jobs[0].id)
        elif act is Act.OPEN_PLAY:
            self.open_play.emit(jobs[0].playbook_id)
        elif act in (Act.DISMISS, Act.REMOVE):
            bar = self.removal if act is Act.REMOVE else self.dismissal
            bar.add([job.id for job in jobs])
            self._order(dismiss, [job.id for job in jobs])
        elif act is Act.SHOW_SOURCE:
            self._background.spawn(self._show_source(jobs[0]))
        elif act in COMMANDS:
            self._order(perform, act, jobs)

    def clear_ended(self) -> None:
        """Take all ended jobs off the list; they stay in the history."""
        self.perform(Act.DISMISS, [job for job in self.model.jobs() if job.status.final])
        self.view.setFocus()  # the button has nothing more to do

    def pause_all(self) -> None:
        """Pause whatever runs or waits."""
        self._background.spawn(self._with_services(pause_all))

    def resume_all(self) -> None:
        """Resume whatever is paused."""
        self._background.spawn(self._with_services(resume_all))

    def toggle_hold(self) -> None:
        """Begin no more jobs after those that run now, or let them begin again."""
        self._background.spawn(self._with_services(unhold if self._held else hold))

    def retry_failed(self) -> None:
        """Try all failed jobs again that the list shows; the old tries leave it."""
        self.perform(Act.RESTART, [job for job in self.model.jobs() if job.status is JobStatus.FAILED])

    def _lay_out(self) -> None:
        self._title = label(self.tr("Queue"), "title")
        self._summary = label("", "muted")
        self.pause_all_button = button_of(self.pause_all_action)
        self.resume_all_button = button_of(self.resume_all_action)
        self.clear_button = button_of(self.clear_action, kind="quiet")
        self.hold_button = button_of(self.hold_action)
        self._show_held()
        self.retry_failed_button = button_of(self.retry_failed_action, kind="quiet")
        add = button(self.tr("Add scripts…"), "file", kind="primary", pressed=self.files_wanted.emit)
        head = row(self._title, None, spacing=Space.S)
        head.addWidget(self.pause_all_button)
        head.addWidget(self.resume_all_button)
        head.addWidget(self.hold_button)
        head.addWidget(add)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the whole queue"))
        self._time_left = label("", "muted")
        state = row(self._summary, self._time_left, spacing=0)
        state.setStretch(0, 1)
        self._list_page = QWidget()
        self._list_page.setLayout(column(self._command_bar(), self.view, self._hint(), spacing=Space.M))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.drop_zone)
        self._pages.addWidget(self._list_page)
        self.dismissal, self.removal = DismissalBar(), RemovalBar()
        self.removal.due.connect(self._remove)
        for bar in (self.dismissal, self.removal):
            bar.undone.connect(partial(self._order, bring_back))
        top = column(head, state, self._bar, spacing=Space.XS)
        layout = column(top, self.dismissal, self.removal, self._pages, spacing=Space.M)
        layout.setStretchFactor(self._pages, 1)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.setLayout(layout)

    def _make_actions(self) -> None:
        """What is done with the whole queue: by a button here, and by the menu of the window."""
        self.pause_all_action = self._action(self.tr("Pause all"), "pause", self.pause_all)
        self.resume_all_action = self._action(self.tr("Resume all"), "resume", self.resume_all)
        self.hold_action = self._action(self.tr("Stop after this"), "hold", self.toggle_hold)
        self.retry_failed_action = self._action(self.tr("Try failed again"), "retry", self.retry_failed)
        self.retry_failed_action.setToolTip(self.tr("Import the scripts again that failed"))
        self.clear_action = self._action(self.tr("Clear ended"), "clear", self.clear_ended)
        self.clear_action.setToolTip(self.tr("Take what has ended off this list; it stays in the history"))

    def _action(self, text: str, icon: str, run: Callable[[], object]) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.triggered.connect(lambda _checked=False: run())
        return action

    def _command_bar(self) -> QHBoxLayout:
        bar = row(spacing=2)
        for act in (Act.PAUSE, Act.RESUME, Act.CANCEL, Act.RESTART, Act.OPEN_PLAY, Act.DETAILS):
            bar.addWidget(self._tool(act))
        more = QToolButton()
        more.setText(self.tr("More"))
        more.setIcon(icons.icon("more"))
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self.actions_for_jobs.menu(QMenu(more)))
        theme.set_kind(more, "quiet")
        bar.addWidget(more)
        bar.addStretch(1)
        return bar

    def _tool(self, act: Act) -> QToolButton:
        tool = QToolButton()
        tool.setDefaultAction(self.actions_for_jobs[act])
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        theme.set_kind(tool, "quiet")
        return tool

    def _hint(self) -> QHBoxLayout:
        hint = label(self.tr("Drop more files or folders anywhere in this window."), "small")
        return row(hint, None, self.retry_failed_button, self.clear_button)

    def _open(self, index: QModelIndex) -> None:
        """A double click shows the play, or the details while there is none."""
        job = self.model.job(index.row())
        self.perform(Act.OPEN_PLAY if job.playbook_id else Act.DETAILS, [job])

    def _take_report(self, report: JobProgress) -> None:
        self._reports[report.job_id] = report
        self._progress_soon.request()

    def _show_progress(self) -> None:
        reports, self._reports = self._reports, {}
        self.model.show_progress(reports.values())
        self._show_overall()

    def _show_overall(self) -> None:
        """How far the whole queue is, and how long it will still take."""
        done, count, now = self.model.done(), self.model.rowCount(), time.monotonic()
        self._bar.setValue(int(1000 * done / count) if count else 0)
        self._bar.setVisible(self._left > 0)
        self._pace.observe(done, count, now, working=self._working)
        seconds = self._pace.seconds(now)
        self._time_left.setText(words.time_left(seconds) if seconds is not None and self._left > 0 else "")

    def _show_held(self) -> None:
        self.hold_action.setText(self.tr("Go on") if self._held else self.tr("Stop after this"))
        self.hold_action.setIcon(icons.icon("resume" if self._held else "hold"))
        self.hold_button.setText(self.hold_action.text())
        theme.set_kind(self.hold_button, "primary" if self._held else "")
        self.hold_button.setIcon(icons.icon("resume", "on_accent") if self._held else self.hold_action.icon())
        self.hold_action.setToolTip(
            self.tr("Begin the scripts that wait")
            if self._held
            else self.tr("Finish what runs now and begin nothing else, until you say so")
        )

    def _put(self, job_ids: list[UUID], other_id: UUID, after: bool) -> None:
        self._order(partial(put, after=after), job_ids, other_id)

    def _order(self, work: Callable[..., list[ErrorReport]], *what: object) -> None:
        """Have the queue do something, say what it refused, and show what became of it."""
        self._background.spawn(self._carry_out(work, *what))

    async def _read(self) -> None:
        if self._services is None:
            return
        started = time.monotonic()
        shown, self._held = await self._background.run(self._read_all, self._services)
        self._show_held()
        self._show(shown)
        self._refresh_soon.hold(min(_REST * (time.monotonic() - started), _LONGEST_REST_SECONDS))

    def _read_all(self, services: Services) -> tuple[Snapshot, bool]:
        """Called in the background."""
        if self._watch is None:
            self._watch = QueueWatch(services.queue)
        return self._watch.read(keep_finished=self.keep_finished), services.queue.is_held()

    def _show(self, shown: Snapshot) -> None:
        self.model.apply(shown)
        totals = Totals.of(shown.counts)
        self._left = totals.left
        self._working = shown.counts[JobStatus.RUNNING] > 0
        text = totals.text() or self.tr("Nothing to do")
        self._summary.setText(self.tr("Stopped: no other script is begun.") + " " + text if self._held else text)
        self.summarised.emit(summary(shown.counts))
        self._show_overall()
        self.hold_action.setEnabled(self._held or totals.left > 0)
        failed = self.tr("Try failed again (%n)").replace("%n", words.number(totals.failed))
        self.retry_failed_button.setText(failed)
        self.retry_failed_button.setVisible(totals.failed > 0)
        self.retry_failed_action.setEnabled(totals.failed > 0)
        focused = any(each.hasFocus() for each in (self, *self.drop_zone.findChildren(QPushButton)))
        self._pages.setCurrentIndex(1 if shown.jobs else 0)
        if shown.jobs and focused:
            self.view.setFocus()
        self.pause_all_action.setEnabled(_some_allow(JobCommand.PAUSE, shown))
        self.resume_all_action.setEnabled(_some_allow(JobCommand.RESUME, shown))
        self.clear_action.setEnabled(totals.added > totals.left)
        if self._added is not None and self.model.place(self._added) is not None:
            if not self.view.selected_jobs():
                self.view.select([self._added])
            self._added = None
        self._tell_soon.request()

    def _tell(self) -> None:
        """Let others look through the jobs, less often where they are many."""
        started = time.monotonic()
        self.shown.emit(self.model.jobs())
        self._tell_soon.hold(_LOOKING_ON * (time.monotonic() - started))

    async def _carry_out(self, work: Callable[..., list[ErrorReport]], *what: object) -> None:
        assert self._services is not None  # noqa: S101 - there are no jobs before the services
        if refused := await self._background.run(work, self._services, *what):
            self.refused.emit(refused)
        self.refresh()

    async def _show_source(self, job: Job) -> None:
        assert self._services is not None  # noqa: S101 - there are no jobs before the services
        if refused := await show_source(self._background, self._services, job):
            self.refused.emit(refused)

    def _remove(self, job_ids: Collection[UUID]) -> None:
        """The time to think again is over."""
        self._order(remove, job_ids)

    async def _with_services(self, work: Any) -> None:
        if self._services is not None:
            await self._background.run(work, self._services)
            self.refresh()


def _some_allow(command: JobCommand, shown: Snapshot) -> bool:
    return any(shown.counts[status] for status in ALLOWED_COMMANDS[command])

"""The history panel: what became of every import, newest first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from playbuddy_desktop.errors import JobNotFoundError
from playbuddy_desktop.jobs.history import ID_BYTES, History, HistoryOrder, HistoryRow, JobIds
from playbuddy_desktop.jobs.job import JobCommand
from playbuddy_desktop.ui import parts, theme, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.history.columns import Columns
from playbuddy_desktop.ui.history.filters import HistoryFilters
from playbuddy_desktop.ui.history.model import HistoryModel
from playbuddy_desktop.ui.history.removal import RemovalBar
from playbuddy_desktop.ui.history.table import HistoryTable
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.list_commands import add_action, button_of, menu_of, offer_menu, offer_search
from playbuddy_desktop.ui.remembered import Remembered
from playbuddy_desktop.ui.theme import Space
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

REFRESH_MS: Final = 500
"""Milliseconds between two readings of all ids while jobs change."""

MAX_SELECTED: Final = 500
"""Commands act on at most so many rows at once."""


class HistoryPanel(QWidget):
    """Lists the jobs of all times.

    Signals:
        open_job: Signal(UUID): show the details of a job.
        open_play: Signal(UUID): read a play.
        changed: a command of this panel changed the queue.
    """

    open_job = Signal(object)
    open_play = Signal(object)
    changed = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._services: Services | None = None
        self._reading = Latest(background, self._read_ids)
        self._row_reading = Latest(background, self._read_rows)
        self._throttle = Throttle(self._reload_if_seen, REFRESH_MS, self)
        self._stale = False

        self.model = HistoryModel(self)
        self.model.wanted.connect(self._row_reading.ask)
        self.table = HistoryTable(self.model)
        self.columns = Columns(self.table)
        self.filters = HistoryFilters(self)
        self.removal = RemovalBar()
        self._build_actions()
        self._build_layout()
        self._connect()
        self._update_actions()

    def load(self, services: Services) -> None:
        """Begin to show the jobs of this profile."""
        self._services = services
        self._history = History(services.database)
        self.columns.load(Remembered(services.profile))
        self._reading.ask()

    def refresh(self) -> None:
        """Jobs may have changed: read them soon, or when the panel is seen again."""
        self._stale = True
        self._throttle.request()

    def selected_rows(self) -> list[HistoryRow]:
        """The selected jobs; empty when one of them is not read yet, or when there are too many."""
        rows = [self.model.row(place) for place in self.table.selected_places(MAX_SELECTED) or ()]
        return [row for row in rows if row is not None] if None not in rows else []

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was hidden."""
        super().showEvent(event)
        self._reload_if_seen()

    # Building.

    def _build_actions(self) -> None:
        add = partial(add_action, self.table)
        self.details = add(self.tr("Details…"), "details", self._open_details)
        read_tip = self.tr("Read the play that this import made")
        self.read = add(self.tr("Open play"), "open", self._open_play, keys="Ctrl+Return", tip=read_tip)
        restart_tip = self.tr("Import the same script again, as a new job")
        self.restart = add(self.tr("Import again"), "retry", self._restart, keys="Ctrl+R", tip=restart_tip)
        self.copy_error = add(self.tr("Copy error"), "copy", self._copy_error, keys="Ctrl+C")
        self.remove = add(self.tr("Remove from history"), "remove", self._remove, keys="Del")

    def _build_layout(self) -> None:
        self._no_jobs = parts.EmptyState(
            "history",
            self.tr("Nothing was imported yet"),
            self.tr("Every script that you drop on the queue stays listed here, with what became of it."),
        )
        clear = parts.button(self.tr("Show all"), pressed=self.filters.clear)
        self._no_match = parts.EmptyState(
            "search",
            self.tr("No import matches"),
            self.tr("Try other words, another status or another time."),
            (clear,),
        )
        self._waiting = QWidget()
        self.pages = QStackedWidget()
        for page in (self._waiting, self.table, self._no_jobs, self._no_match):
            self.pages.addWidget(page)
        self._summary = parts.label(role="muted")
        buttons = [button_of(action) for action in (self.details, self.read, self.restart)]
        buttons.append(button_of(self.remove, self.tr("Remove")))
        top = parts.row(parts.label(self.tr("History"), "title"), None, self.filters.period, self.filters.search)
        top.setStretch(3, 2)
        layout = parts.column(
            top,
            self.filters,
            self.pages,
            self.removal,
            parts.row(self._summary, None, *buttons),
            spacing=Space.M,
        )
        layout.setStretchFactor(self.pages, 1)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.filters.changed.connect(self._reading.ask)
        self.columns.sorted.connect(self._reading.ask)
        offer_search(self, self.filters.search)
        self.table.chosen.connect(self._open_details)
        self.table.selected.connect(self._update_actions)
        offer_menu(self.table, self.menu_at)
        self.model.dataChanged.connect(self._update_actions)
        self.removal.due.connect(lambda jobs: self._background.spawn(self._do_remove(jobs)))
        self.removal.undone.connect(lambda _jobs: self._reading.ask())
        theme.changed.connect(self.table.viewport().update)

    # Reading.

    def _reload_if_seen(self) -> None:
        if self._stale and self._services is not None and self.isVisible():
            self._stale = False
            self._reading.ask()

    async def _read_ids(self) -> None:
        if self._services is None:
            return
        statuses, text, span = self.filters.statuses, self.filters.text, self.filters.period.span()
        column, descending = self.columns.order
        order = HistoryOrder[column.name]
        ids = await self._background.run(self._history.ids, statuses, text, span, order, descending=descending)
        self.model.set_ids(_without(ids, self.removal.jobs))
        self.model.outdate()
        self._choose_page()
        self._update_actions()
        # The rows that are seen are asked for before the counts.
        self.table.viewport().repaint()
        await asyncio.sleep(0)
        self.filters.show_counts(await self._background.run(self._history.counts, text, span))

    async def _read_rows(self) -> None:
        if self._services is None:
            return
        while ids := self.model.take_wanted():
            self.model.put(ids, await self._background.run(self._history.rows, ids))

    def _choose_page(self) -> None:
        if self.model.rowCount():
            self.pages.setCurrentWidget(self.table)
        else:
            self.pages.setCurrentWidget(self._no_match if self.filters.active else self._no_jobs)

    # Commands.

    def _update_actions(self) -> None:
        rows = self.selected_rows()
        single = rows[0] if len(rows) == 1 else None
        self.details.setEnabled(single is not None)
        self.read.setEnabled(single is not None and single.play_id is not None)
        self.restart.setEnabled(bool(rows) and all(row.allows(JobCommand.RESTART) for row in rows))
        self.remove.setEnabled(bool(rows) and all(row.allows(JobCommand.REMOVE) for row in rows))
        self.copy_error.setEnabled(any(row.error for row in rows))
        places = self.table.selected_places(MAX_SELECTED)
        if places is None:
            limit = self.locale().toString(MAX_SELECTED)
            self._summary.setText(self.tr("Select at most %1 rows to do something with them").replace("%1", limit))
        elif len(places) > 1:
            self._summary.setText(words.counted(len(places), self.tr("%n selected"), self.tr("%n selected")))
        else:
            count = self.model.rowCount()
            self._summary.setText(words.counted(count, self.tr("%n import"), self.tr("%n imports")) if count else "")

    def menu_at(self, at: QPoint) -> QMenu | None:
        """The commands for the row at a point of the table; None beside the rows."""
        groups = ([self.details, self.read], [self.restart, self.copy_error], [self.remove])
        return menu_of(self.table, at, groups, self)

    def _open_details(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.open_job.emit(self.model.job_id(index.row()))

    def _open_play(self) -> None:
        for row in self.selected_rows()[:1]:
            self.open_play.emit(row.play_id)

    def _copy_error(self) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(_error_text(row) for row in self.selected_rows() if row.error))

    def _restart(self) -> None:
        self._background.spawn(self._do_restart([row.id for row in self.selected_rows()]))

    async def _do_restart(self, jobs: list[UUID]) -> None:
        if self._services is None:
            return
        try:
            for job_id in jobs:
                await self._background.run(self._services.queue.restart, job_id)
        finally:
            self._services.pool.wake()
            self.changed.emit()
            self._reading.ask()

    def _remove(self) -> None:
        rows = [row for row in self.selected_rows() if row.allows(JobCommand.REMOVE)]
        if rows:
            self.removal.add([row.id for row in rows])
            self._reading.ask()

    async def _do_remove(self, jobs: frozenset[UUID]) -> None:
        if self._services is None:
            return
        try:
            for job_id in jobs:
                await self._background.run(_remove_if_there, self._services.queue.remove, job_id)
        finally:
            self.changed.emit()
            self._reading.ask()


def _remove_if_there(remove: Callable[[UUID], object], job_id: UUID) -> None:
    try:
        remove(job_id)
    except JobNotFoundError:
        return  # another window was faster


def _without(ids: JobIds, hidden: frozenset[UUID]) -> JobIds:
    if not hidden:
        return ids
    left_out = {job_id.bytes for job_id in hidden}
    packed = ids.packed
    kept = (packed[at : at + ID_BYTES] for at in range(0, len(packed), ID_BYTES))
    return JobIds(b"".join(each for each in kept if each not in left_out))


def _error_text(row: HistoryRow) -> str:
    return "\n".join(part for part in (row.filename, in_words(row.error or ""), in_words(row.advice or "")) if part)

"""The list of the live queue."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStyleOptionViewItem, QWidget

from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.ui.queue.actions import JobActions
from playbuddy_desktop.ui.queue.delegate import QueueDelegate
from playbuddy_desktop.ui.queue.model import JOBS_TYPE, QueueModel
from playbuddy_desktop.ui.throttle import Throttle

_REST: Final = 5
"""A long selection takes longer to look through: it is done less often."""


class QueueView(QListView):
    """Rows of jobs with a selection of several, a context menu and keys.

    Attributes:
        selected: Signal(list[Job]): the selection, or a selected job, changed.
        put: Signal(list[UUID], UUID, bool): jobs were dropped before another one, or after it.
    """

    selected = Signal(object)  # a list would be copied, job by job
    put = Signal(list, object, bool)

    def __init__(self, model: QueueModel, actions: JobActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._actions = actions
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setAccessibleName(self.tr("Queue of scripts"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self._fit_grid()
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.addActions(actions.all())
        self._tell_soon = Throttle(self._tell, parent=self)
        self.selectionModel().selectionChanged.connect(self._tell)
        model.dataChanged.connect(self._tell_of_change)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_grid()

    def _fit_grid(self) -> None:
        """Tell the height of a row: else each layout would ask the model for each of them."""
        height = self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        self.setGridSize(QSize(1, height))  # rows are as wide as the list in any case

    def selected_jobs(self) -> list[Job]:
        """The selected jobs, in the order of the list."""
        selection = self.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.count()))
        ranges = sorted((part.top(), part.bottom()) for part in parts)
        return [self._jobs.job(row) for first, last in ranges for row in range(first, last + 1)]

    def select(self, job_ids: Iterable[UUID]) -> None:
        """Select these jobs and show the first of them."""
        rows = sorted(row for row in map(self._jobs.place, job_ids) if row is not None)
        chosen = QItemSelection()
        for first, last in _ranges(rows):
            chosen.select(self._jobs.index(first), self._jobs.index(last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first_index = self._jobs.index(rows[0])
            self.selectionModel().setCurrentIndex(first_index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first_index)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take jobs of this list; files are for the window, which is asked next."""
        if event.source() is self and event.mimeData().hasFormat(JOBS_TYPE):
            super().dragEnterEvent(event)
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say where the jobs are to go; they move when the queue has moved them."""
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        index = self.indexAt(event.position().toPoint())
        row = index.row() if index.isValid() else self._jobs.rowCount()
        if index.isValid() and event.position().y() > self.visualRect(index).center().y():
            row += 1
        place = self._jobs.place_for(row)
        ids = [UUID(line) for line in bytes(event.mimeData().data(JOBS_TYPE).data()).decode().split()]
        event.acceptProposedAction()
        if place is not None and ids:
            self.put.emit(ids, *place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection."""
        if self.selected_jobs():
            self.context_menu().popup(event.globalPos())

    def context_menu(self) -> QMenu:
        """A menu of all that can be done with a job; it deletes itself when it closes."""
        menu = self._actions.menu(QMenu(self))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _tell_of_change(self, _first: QModelIndex, _last: QModelIndex, roles: Sequence[int]) -> None:
        if not roles:  # the jobs changed, and not their progress only
            self._tell_soon.request()

    def _tell(self) -> None:
        started = time.monotonic()
        self.selected.emit(self.selected_jobs())
        self._tell_soon.hold(_REST * (time.monotonic() - started))


def _ranges(rows: list[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbours; a thousand rows that stand together are one change."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield rows[start], rows[at - 1]
            start = at

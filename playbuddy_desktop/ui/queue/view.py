"""The list of the live queue."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.ui.queue.actions import JobActions
from playbuddy_desktop.ui.queue.delegate import QueueDelegate
from playbuddy_desktop.ui.queue.model import QueueModel


class QueueView(QListView):
    """Rows of jobs with a selection of several, a context menu and keys.

    Attributes:
        selected: Signal(list[Job]): the selection, or a selected job, changed.
    """

    selected = Signal(list)

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
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # the window takes them all
        self.addActions(actions.all())
        self.selectionModel().selectionChanged.connect(self._tell)
        model.dataChanged.connect(self._tell)

    def selected_jobs(self) -> list[Job]:
        """The selected jobs, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._jobs.job(row) for row in rows]

    def select(self, job_ids: Iterable[UUID]) -> None:
        """Select these jobs and show the first of them."""
        selection = self.selectionModel()
        selection.clearSelection()
        rows = sorted(row for row in map(self._jobs.place, job_ids) if row is not None)
        for row in rows:
            selection.select(self._jobs.index(row), QItemSelectionModel.SelectionFlag.Select)
        if rows:
            first = self._jobs.index(rows[0])
            selection.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection."""
        if self.selected_jobs():
            self.context_menu().popup(event.globalPos())

    def context_menu(self) -> QMenu:
        """A menu of all that can be done with a job; it deletes itself when it closes."""
        menu = self._actions.menu(QMenu(self))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _tell(self) -> None:
        self.selected.emit(self.selected_jobs())

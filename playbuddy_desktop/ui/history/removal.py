"""Removal with time to think again: nothing is removed before the bar is gone."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from playbuddy_desktop.ui import parts, theme, words
from playbuddy_desktop.ui.theme import Space

UNDO_MS = 8_000
"""How long a removal can be taken back."""


class RemovalBar(QFrame):
    """Says what is about to be removed and offers to take it back.

    Signals:
        due: Signal(frozenset): the time is over; these jobs are to be removed.
        undone: Signal(frozenset): the person took it back; these jobs stay.
    """

    due = Signal(object)
    undone = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: frozenset[UUID] = frozenset()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(UNDO_MS)
        self._clock.timeout.connect(self.finish)
        self._text = parts.label()
        self._undo = parts.button(self.tr("Undo"), "retry", pressed=self.undo)
        theme.set_role(self, "banner-info")
        layout = parts.row(self._text, None, self._undo)
        layout.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        self.setLayout(layout)
        self.hide()

    @property
    def jobs(self) -> frozenset[UUID]:
        """The jobs that wait for their removal: lists leave them out already."""
        return self._jobs

    def add(self, jobs: Collection[UUID]) -> None:
        """Remove these too, when the time is over; the time begins anew."""
        self._jobs |= frozenset(jobs)
        self._text.setText(self.said(len(self._jobs)))
        self._clock.start()
        self.show()

    def said(self, count: int) -> str:
        """What happens to so many jobs."""
        text = words.counted(count, self.tr("%n entry removed."), self.tr("%n entries removed."))
        return f"{text} {self.tr('The plays stay in the library.')}"

    def undo(self) -> None:
        """Take it back."""
        self.undone.emit(self._close())

    def finish(self) -> None:
        """Remove now."""
        jobs = self._close()
        if jobs:
            self.due.emit(jobs)

    def _close(self) -> frozenset[UUID]:
        self._clock.stop()
        self.hide()
        jobs, self._jobs = self._jobs, frozenset()
        return jobs

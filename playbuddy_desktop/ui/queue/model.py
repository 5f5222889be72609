"""The rows of the live queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from playbuddy_desktop.jobs.job import Found, Job, JobCommand, JobStatus
from playbuddy_desktop.jobs.progress import NOTHING_SEEN, JobProgress
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.queue.edits import Inserted, Moved, Removed
from playbuddy_desktop.ui.queue.snapshot import Snapshot, snapshot
from playbuddy_desktop.ui.queue.time_left import TimeLeft

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()

JOBS_TYPE: Final = "application/x-playbuddy-jobs"
"""What is dragged within the queue: ids of jobs, one a line."""

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The role under which a row is given whole, as ``QueueRow``."""


_PROGRESS_ROLES: Final = (int(Qt.ItemDataRole.DisplayRole), ROW_ROLE, int(Qt.ItemDataRole.AccessibleTextRole))
"""What progress changes, or has a view paint anew."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A job, and how far it is at this moment.

    Attributes:
        job: as last read from the database.
        progress: as last reported by this process's worker; None when none was.
        seconds_left: None while it cannot be told.
    """

    job: Job
    progress: JobProgress | None = None
    seconds_left: float | None = None

    @property
    def percent(self) -> float:
        """0 to 100; what the worker said last may be ahead of the database, never behind it."""
        return max(self.job.progress, self.progress.percent) if self.progress else self.job.progress

    @property
    def found(self) -> Found:
        """Characters, acts, scenes and lines so far."""
        if self.progress and self.progress.percent >= self.job.progress:
            return self.progress.found
        return self.job.found

    @property
    def place(self) -> str:
        """The act and the scene that are being parsed, as the script heads them; empty where it does not tell."""
        glimpse = self.progress.glimpse if self.progress else NOTHING_SEEN
        return ", ".join(heading for heading in (glimpse.act, glimpse.scene) if heading)

    @property
    def doing(self) -> str:
        """What happens to it now, and where in the play; or why nothing does."""
        put_off = self.job.put_off_until(datetime.now(UTC))
        parts = (self.stage, self.place) if self.stage else (words.waiting(self.job.status, put_off),)
        return words.SEPARATOR.join(part for part in parts if part)

    @property
    def stage(self) -> str:
        """What is done now, in words; empty unless it is running."""
        if self.job.status is not JobStatus.RUNNING:
            return ""
        if self.progress:
            return words.stage(self.progress.stage, self.progress.step, self.progress.steps)
        step = min(self.job.completed_chunks + 1, self.job.total_chunks or 0)
        return words.stage(self.job.stage, step, self.job.total_chunks)


class QueueModel(QAbstractListModel):
    """The live queue: running and waiting jobs in order of execution, then those that ended.

    It never resets: each reading of the database is turned into removals, moves, insertions and changes, so that
    selection and scroll position are kept.
    """

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._jobs: list[Job] = []
        self._shown = Snapshot()
        self._progress: dict[UUID, JobProgress] = {}
        self._paces: dict[UUID, TimeLeft] = {}

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """The number of jobs; a row has no rows below it."""
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row as text, as what a screen reader says, as a tool tip, or whole (``ROW_ROLE``)."""
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.job.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                filter(None, (row.job.name, in_words(row.job.last_error or ""), in_words(row.job.advice or "")))
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Jobs that wait can be dragged, and dropped between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        waits = self._jobs[index.row()].allows(JobCommand.PRIORITISE)
        return super().flags(index) | (Qt.ItemFlag.ItemIsDragEnabled if waits else Qt.ItemFlag.NoItemFlags)

    def supportedDropActions(self) -> Qt.DropAction:
        """Jobs move; a copy would be another import."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Jobs of this queue, and nothing else: files are for the window."""
        return [JOBS_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the jobs, in the order of the queue."""
        data = QMimeData()
        rows = sorted(index.row() for index in indexes)
        data.setData(JOBS_TYPE, "\n".join(str(self._jobs[row].id) for row in rows).encode())
        return data

    def place_for(self, row: int) -> tuple[UUID, bool] | None:
        """Beside which waiting job a drop before ``row`` goes, and whether after it; None when none waits."""
        waiting = [at for at, job in enumerate(self._jobs) if job.allows(JobCommand.PRIORITISE)]
        for at in waiting:
            if at >= row:
                return self._jobs[at].id, False
        return (self._jobs[waiting[-1]].id, True) if waiting else None

    def row(self, row: int) -> QueueRow:
        """One row, whole."""
        job = self._jobs[row]
        pace = self._paces.get(job.id)
        return QueueRow(job, self._progress.get(job.id), pace.seconds(self._clock()) if pace else None)

    def job(self, row: int) -> Job:
        """The job of a row."""
        return self._jobs[row]

    def jobs(self) -> Sequence[Job]:
        """All jobs, in order."""
        return self._jobs

    def done(self) -> float:
        """How much of all jobs is done, in jobs: an ended one counts whole."""
        ahead = ((self.place(job_id), report.percent) for job_id, report in self._progress.items())
        unstored = (max(0.0, percent - self._jobs[row].progress) for row, percent in ahead if row is not None)
        return self._shown.done + sum(unstored) / 100

    def place(self, job_id: UUID) -> int | None:
        """The row of a job, or None when it is not shown."""
        return self._shown.rows.get(job_id)

    def show(self, jobs: Sequence[Job]) -> None:
        """Show these jobs in this order."""
        self.apply(snapshot(jobs, self._jobs))

    def apply(self, shown: Snapshot) -> None:
        """Show a list that came from the one that is shown."""
        for edit in shown.edits:
            match edit:
                case Removed(first, last):
                    self.beginRemoveRows(QModelIndex(), first, last)
                    del self._jobs[first : last + 1]
                    self.endRemoveRows()
                case Moved(row, before):
                    self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), before)
                    job = self._jobs.pop(row)
                    self._jobs.insert(before - 1 if before > row else before, job)
                    self.endMoveRows()
                case Inserted(at, keys):
                    self.beginInsertRows(QModelIndex(), at, at + len(keys) - 1)
                    self._jobs[at:at] = [shown.jobs[shown.rows[key]] for key in keys]
                    self.endInsertRows()
        self._jobs = list(shown.jobs)
        self._shown = shown
        self._follow_running()
        self._emit_changed(shown.changed)

    def show_progress(self, reports: Iterable[JobProgress]) -> None:
        """Show what workers reported since the last time; reports of jobs that are not running are stale."""
        changed = []
        for report in reports:
            row = self.place(report.job_id)
            if row is not None and self._jobs[row].status is JobStatus.RUNNING:
                self._progress[report.job_id] = report
                self._observe(row)
                changed.append(row)
        self._emit_changed(changed, _PROGRESS_ROLES)

    def last_report(self, job_id: UUID) -> JobProgress | None:
        """What this process's worker said last of a running job; None when it said nothing."""
        return self._progress.get(job_id)

    def _follow_running(self) -> None:
        running = {self._jobs[row].id: row for row in self._shown.running}
        for job_id in self._paces.keys() - running.keys():
            del self._paces[job_id]
            self._progress.pop(job_id, None)
        for row in running.values():
            self._observe(row)

    def _observe(self, row: int) -> None:
        job, percent, now = self._jobs[row], self.row(row).percent, self._clock()
        self._paces.setdefault(job.id, TimeLeft(now, percent)).observe(percent, now)

    def _emit_changed(self, rows: Sequence[int], roles: Sequence[int] = ()) -> None:
        """Tell of the rows between the first and the last: a view paints what is on the screen, once."""
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)), list(roles))


def spoken(row: QueueRow) -> str:
    """A row as a screen reader says it."""
    job = row.job
    parts = [job.name, words.status_name(job.status)]
    if job.status is JobStatus.RUNNING:
        parts += [words.percent(row.percent), row.stage]
        if row.seconds_left is not None:
            parts.append(words.time_left(row.seconds_left))
    parts.append(words.found(row.found).replace(words.SEPARATOR, ", "))
    if job.last_error:
        parts.append(in_words(job.last_error))
    return ", ".join(part for part in parts if part)

"""The figures of a job, for the dialog and for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout

from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.details.story import Entry
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.parts import label
from playbuddy_desktop.ui.queue.model import QueueRow
from playbuddy_desktop.ui.theme import Space

Facts = Sequence[tuple[str, str]]

_COLUMNS: Final = 4
_LINE_HEIGHT: Final = 26


def _tr(text: str) -> str:
    return QCoreApplication.translate("details", text)


def facts_of(row: QueueRow) -> Facts:
    """Names and values."""
    job, found = row.job, row.found
    return [
        (_tr("Characters"), words.number(found.characters)),
        (_tr("Acts"), words.number(found.acts)),
        (_tr("Scenes"), words.number(found.scenes)),
        (_tr("Lines"), words.number(found.lines)),
        (_tr("Added"), words.moment(job.created_at)),
        (_tr("Ended"), words.moment(job.completed_at) if job.completed_at else "–"),
        (_tr("Time of work"), words.duration(_seconds_of_work(job))),
        (_tr("Retries"), f"{job.retry_count} / {job.max_retries}"),
    ]


def as_text(row: QueueRow, facts: Facts, story: Sequence[Entry]) -> str:
    """All that the dialog shows, for a message to somebody who can help; no word of the script."""
    job = row.job
    lines = [f"{job.name}: {words.status_name(job.status)}", f"[{job.id}]", ""]
    lines += [f"{name}: {value}" for name, value in facts]
    if job.last_error:
        lines += ["", in_words(job.failure_reason or job.last_error), in_words(job.advice or "")]
    lines += ["", *(_told(entry) for entry in story)]
    return "\n".join(lines)


class FactGrid(QGridLayout):
    """Names and values, four beside each other; labels are made once."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(Space.XL)
        self.setVerticalSpacing(2)

    def show_facts(self, facts: Facts) -> None:
        """Show these; always as many."""
        for place, (name, value) in enumerate(facts):
            line, at = divmod(place, _COLUMNS)
            item = self.itemAtPosition(2 * line + 1, at)
            widget = item.widget() if item is not None else None
            if widget is None:
                self.addWidget(label(name, "small"), 2 * line, at, Qt.AlignmentFlag.AlignBottom)
                self.addWidget(label(value, "strong"), 2 * line + 1, at)
                self.setColumnStretch(at, 1)
                self.setRowMinimumHeight(2 * line, _LINE_HEIGHT if line else 0)
            else:
                widget.setText(value)  # type: ignore[attr-defined] # the grid holds labels only


def _seconds_of_work(job: Job) -> float:
    """What workers spent on it, with the attempt that is under way."""
    if job.locked_at is None:
        return job.active_seconds
    return job.active_seconds + max(0.0, (datetime.now(UTC) - job.locked_at).total_seconds())


def _told(entry: Entry) -> str:
    after = f"+{words.duration(entry.after_seconds)}" if entry.after_seconds is not None else ""
    parts = (words.exact_moment(entry.until), after, entry.title, entry.detail)
    return words.SEPARATOR.join(part for part in parts if part)

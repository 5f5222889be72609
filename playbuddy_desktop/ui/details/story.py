"""The audit trail as a story: entries in plain words, with the time that passed before each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import JobEvent, JobStatus
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.error_words import in_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story.

    Attributes:
        id: of the event, or of the first where several make one entry.
        title: what happened.
        detail: more about it; may be empty.
        status: the job's status afterwards.
        at: when; ``until`` is the time of the last event where several make one entry.
        after_seconds: from the entry before to the end of this one; None for the first.
    """

    id: int
    title: str
    detail: str
    status: JobStatus | None
    at: datetime
    until: datetime
    after_seconds: float | None


def story(events: Sequence[JobEvent]) -> list[Entry]:
    """The entries, oldest first; chunks that were stored one after the other make one entry."""
    told: list[Entry] = []
    for run in _runs(events):
        first, last = run[0], run[-1]
        entry = Entry(
            first.id,
            _title(last.event),
            _detail(first, last),
            last.to_status,
            first.created_at,
            last.created_at,
            (last.created_at - told[-1].until).total_seconds() if told else None,
        )
        told.append(entry)
    return told


def technical_of(events: Sequence[JobEvent]) -> str:
    """The traceback of the last failed attempt, if it has one."""
    for event in reversed(events):
        if event.event in (Event.FAILED, Event.RETRY_SCHEDULED):
            return str(event.details.get("technical", ""))
    return ""


def _runs(events: Sequence[JobEvent]) -> Iterator[list[JobEvent]]:
    run: list[JobEvent] = []
    for event in events:
        if run and not (event.event == run[0].event == Event.CHECKPOINTED):
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def _tr(text: str) -> str:
    return QCoreApplication.translate("story", text)


def _title(event: str) -> str:
    return {
        Event.ENQUEUED: _tr("Added to the queue"),
        Event.CLAIMED: _tr("A worker began"),
        Event.PAUSED: _tr("Paused"),
        Event.RESUMED: _tr("Resumed"),
        Event.CANCELLED: _tr("Cancelled"),
        Event.COMPLETED: _tr("Finished: the play is in the library"),
        Event.FAILED: _tr("Failed"),
        Event.RETRY_SCHEDULED: _tr("An attempt failed; another will follow"),
        Event.RELEASED: _tr("Handed back by the worker"),
        Event.LEASE_LOST: _tr("The worker did not report in time"),
        Event.RECLAIMED: _tr("Taken back from a process that had ended"),
        Event.RECOVERED: _tr("Taken from a worker that got nowhere"),
        Event.CHECKPOINTED: _tr("Progress stored"),
        Event.CHECKPOINT_REFUSED: _tr("Stored progress could not be used: began anew"),
        Event.PRIORITY_CHANGED: _tr("Priority changed"),
        Event.MOVED: _tr("Moved in the queue"),
        Event.SNOOZED: _tr("Put off until later"),
        Event.RESTARTED: _tr("Tried again as a new job"),
    }[Event(event)]


def _detail(first: JobEvent, last: JobEvent) -> str:
    details = last.details
    seconds = details.get("attempt_seconds")
    return {
        Event.CLAIMED: _tr("Attempt %1").replace("%1", str(details.get("attempt", ""))),
        Event.CHECKPOINTED: _chunks(first.details.get("chunk"), details.get("chunk"), details.get("of")),
        Event.FAILED: in_words(str(details.get("message", ""))),
        Event.RETRY_SCHEDULED: in_words(str(details.get("message", ""))),
        Event.COMPLETED: _tr("%1 of work").replace("%1", words.duration(float(str(seconds)))) if seconds else "",
        Event.PRIORITY_CHANGED: f"{details.get('from')} → {details.get('to')}",
        Event.ENQUEUED: _tr("Another try of an earlier job") if "restarted_from" in details else "",
    }.get(Event(last.event), in_words(str(details.get("reason", ""))))


def _chunks(first: object, last: object, total: object) -> str:
    if first == last:
        return _tr("Chunk %1 of %2").replace("%1", str(last)).replace("%2", str(total))
    text = _tr("Chunks %1 to %2 of %3")
    return text.replace("%1", str(first)).replace("%2", str(last)).replace("%3", str(total))

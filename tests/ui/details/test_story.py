from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import JobEvent, JobStatus
from playbuddy_desktop.ui.details.story import story, technical_of

_START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
_JOB = uuid4()


def event(number: int, kind: Event, status: JobStatus | None = JobStatus.RUNNING, **details: Any) -> JobEvent:
    """The event ``number`` seconds after the start."""
    return JobEvent(number, _JOB, kind.value, status, status, None, details, _START + timedelta(seconds=number))


def test_story_tells_what_happened_and_how_long_it_took() -> None:
    """Each event is an entry with the time since the one before."""
    told = story(
        [
            event(0, Event.ENQUEUED, JobStatus.QUEUED),
            event(2, Event.CLAIMED, attempt=1),
            event(7, Event.FAILED, JobStatus.FAILED, message="It broke.", code="bug"),
        ]
    )
    assert ["Added to the queue", "A worker began", "Failed"] == [entry.title for entry in told]
    assert ["", "Attempt 1", "It broke."] == [entry.detail for entry in told]
    assert [None, 2.0, 5.0] == [entry.after_seconds for entry in told]


def test_chunks_in_a_row_are_one_entry() -> None:
    """A long script does not bury its story under its checkpoints."""
    chunks = [event(number, Event.CHECKPOINTED, chunk=number, of=9) for number in (1, 2, 3)]
    pause = event(4, Event.PAUSED, JobStatus.PAUSED)
    more = [event(9, Event.CHECKPOINTED, chunk=4, of=9)]
    told = story([event(0, Event.CLAIMED), *chunks, pause, *more])
    assert ["Chunks 1 to 3 of 9", "", "Chunk 4 of 9"] == [entry.detail for entry in told[1:]]
    assert [None, 3.0, 1.0, 5.0] == [entry.after_seconds for entry in told]


@pytest.mark.parametrize("kind", Event)
def test_every_event_has_words(kind: Event) -> None:
    """Nothing in the trail is shown by its code name."""
    [entry] = story([event(0, kind)])
    assert entry.title
    assert kind.value != entry.title


def test_technical_part_is_that_of_the_last_failure() -> None:
    """The newest traceback is the one to report."""
    events = [
        event(1, Event.RETRY_SCHEDULED, technical="first"),
        event(2, Event.CLAIMED),
        event(3, Event.FAILED, technical="second"),
    ]
    assert ("second", "") == (technical_of(events), technical_of(events[1:2]))

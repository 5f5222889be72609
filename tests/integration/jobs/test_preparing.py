"""While a long script is looked at as a whole: progress comes, and a request to stop is heard."""

from __future__ import annotations

from uuid import UUID

import pytest

from playbuddy_desktop.jobs import pipeline
from playbuddy_desktop.jobs.messages import ChunkDone, Progress, Task
from playbuddy_desktop.settings import Settings


@pytest.fixture
def task(tmp_path):
    """A script of many lines."""
    path = tmp_path / "tea.txt"
    path.write_text("\n".join(f"ANN. Cup {n}.\n\nBEN. Tea.\n" for n in range(6_000)), encoding="utf-8")
    return Task(UUID(int=0), path, path.name, "txt", "rules", Settings())


def test_preparing_is_stopped_before_the_first_chunk(task):
    """A request made when the text has been read ends the work before anything is parsed."""
    sent = []

    def stop_requested():
        return any(isinstance(message, Progress) and message.stage == "parse" for message in sent)

    with pytest.raises(pipeline.StopRequested):
        pipeline.run(task, sent.append, stop_requested)
    assert not any(isinstance(message, ChunkDone) for message in sent)


def test_percent_never_falls(task):
    """From reading over preparing to parsing, progress only rises."""
    sent = []
    pipeline.run(task, sent.append, lambda: False)
    percents = [message.percent for message in sent if isinstance(message, Progress | ChunkDone)]
    assert sorted(percents) == percents
    assert any(15.0 < percent < 55.0 for percent in percents)

"""The one path from file to play, resumed after any chunk."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from playbuddy_desktop.errors import NoSpeechFoundError, SourceError
from playbuddy_desktop.jobs import pipeline
from playbuddy_desktop.jobs.job import Found, StoredCheckpoint
from playbuddy_desktop.jobs.messages import CheckpointRefused, ChunkDone, FromChild, Progress, Task
from playbuddy_desktop.jobs.progress import Glimpse
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.settings import Settings


@pytest.fixture
def task(tmp_path: Path, make_script: Callable[[int], str]) -> Task:
    """A play of several chunks."""
    source = tmp_path / "lantern.txt"
    source.write_text(make_script(250), encoding="utf-8")
    return Task(uuid4(), source, "lantern.txt", "txt", "rules", Settings(chunk_chars=2_000))


def run(task: Task) -> tuple[Playbook, list[FromChild]]:
    """The play and the messages of an uninterrupted run."""
    messages: list[FromChild] = []
    playbook = pipeline.run(task, messages.append, lambda: False).playbook
    return playbook, messages


def checkpoint_after(messages: list[FromChild], chunks: int) -> StoredCheckpoint:
    """What the queue would have stored after so many chunks."""
    done = [message for message in messages if isinstance(message, ChunkDone)][:chunks]
    last = done[-1]
    return StoredCheckpoint(
        last.version, last.plan_hash, chunks, last.context, tuple(message.payload for message in done)
    )


def test_a_script_becomes_a_play_chunk_by_chunk(task: Task) -> None:
    """Every chunk is reported once and in order, and the play holds every speech."""
    playbook, messages = run(task)
    done = [message for message in messages if isinstance(message, ChunkDone)]
    assert [message.index for message in done] == list(range(done[0].total))
    assert len(done) > 3
    dialogue = [
        line.text for act in playbook.acts for scene in act.scenes for line in scene.lines if line.type == "dialogue"
    ]
    assert dialogue == [
        f"This is lantern number {number}, and it burns as well as the one before it did." for number in range(250)
    ]


def test_progress_never_falls(task: Task) -> None:
    """Percent and what was found rise from message to message."""
    _, messages = run(task)
    told = [message for message in messages if isinstance(message, Progress | ChunkDone)]
    percents = [message.percent for message in told]
    assert percents == sorted(percents)
    lines = [message.found.lines for message in told]
    assert lines == sorted(lines)


def test_the_last_progress_tells_what_the_play_has(task: Task) -> None:
    """The figures that stay with the job are those of the play in the library."""
    playbook, messages = run(task)
    last = next(message for message in reversed(messages) if isinstance(message, Progress))
    assert last.found == Found(2, len(playbook.acts), playbook.scene_count, playbook.line_count)


def glimpses(messages: list[FromChild]) -> list[Glimpse]:
    """What the messages show of the play while it is parsed."""
    return [message.glimpse for message in messages if isinstance(message, Progress | ChunkDone)]


def test_names_are_told_once_and_headings_follow_the_text(task: Task) -> None:
    """Each character is told when it first speaks; act and scene are those of the last line so far."""
    _, messages = run(task)
    shown = glimpses(messages)
    assert ["MIRA", "TOBIAS"] == [name for glimpse in shown for name in glimpse.names]
    places = list(dict.fromkeys((glimpse.act, glimpse.scene) for glimpse in shown if glimpse.act))
    assert [(f"ACT {at // 3 + 1}", f"SCENE {at % 3 + 1}") for at in range(7)] == places


def test_a_resumed_job_tells_again_who_and_where(task: Task) -> None:
    """Whoever looks on sees all names at once, though their chunks are not parsed again."""
    _, messages = run(task)
    _, later = run(dataclasses.replace(task, checkpoint=checkpoint_after(messages, 3)))
    before = [message for message in messages if isinstance(message, ChunkDone)][2].glimpse
    assert Glimpse(("MIRA", "TOBIAS"), before.act, before.scene) == next(
        glimpse for glimpse in glimpses(later) if glimpse != Glimpse()
    )


def test_labels_of_several_persons_are_no_names(tmp_path: Path) -> None:
    """BOTH and ALL speak, but are nobody; A and B are known apart."""
    source = tmp_path / "chorus.txt"
    cues = ("MIRA", "TOBIAS", "BOTH", "MIRA", "TOBIAS", "ALL", "MIRA AND TOBIAS") * 3
    source.write_text("THE CHORUS\n\nACT I\n\n" + "".join(f"{cue}.\nThe lamps are lit.\n\n" for cue in cues))
    _, messages = run(Task(uuid4(), source, "chorus.txt", "txt", "rules", Settings()))
    assert ["MIRA", "TOBIAS"] == [name for glimpse in glimpses(messages) for name in glimpse.names]


def test_resumed_after_any_chunk_the_play_is_the_same(task: Task) -> None:
    """Only the rest is parsed, and nothing tells the result from an uninterrupted run."""
    whole, messages = run(task)
    total = sum(isinstance(message, ChunkDone) for message in messages)
    for chunks in range(1, total + 1):
        resumed, later = run(dataclasses.replace(task, checkpoint=checkpoint_after(messages, chunks)))
        assert resumed == whole
        assert [m.index for m in later if isinstance(m, ChunkDone)] == list(range(chunks, total))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: dataclasses.replace(c, version=c.version + 1),
        lambda c: dataclasses.replace(c, plan_hash="0" * 64),
        lambda c: dataclasses.replace(c, next_chunk=c.next_chunk + 1),
        lambda c: dataclasses.replace(c, context=b"not compressed"),
        lambda c: dataclasses.replace(c, chunks=(*c.chunks[:-1], b"")),
    ],
    ids=["other version", "other plan", "missing chunk", "damaged context", "damaged chunk"],
)
def test_a_checkpoint_that_does_not_fit_starts_anew(
    task: Task, spoil: Callable[[StoredCheckpoint], StoredCheckpoint]
) -> None:
    """The refusal is reported, and the play is whole."""
    whole, messages = run(task)
    spoilt = spoil(checkpoint_after(messages, 2))
    again, later = run(dataclasses.replace(task, checkpoint=spoilt))
    assert sum(isinstance(message, CheckpointRefused) for message in later) == 1
    assert again == whole


def test_a_stop_is_heard_before_the_next_chunk(task: Task) -> None:
    """After the chunk during which the stop came, none is parsed."""
    done: list[FromChild] = []

    def send(message: FromChild) -> None:
        if isinstance(message, ChunkDone):
            done.append(message)

    with pytest.raises(pipeline.StopRequested):
        pipeline.run(task, send, lambda: len(done) == 2)
    assert len(done) == 2


def test_a_file_is_parsed_without_queue_or_library(task: Task) -> None:
    """What the terminal's parse command calls gives the same play."""
    reported: list[Progress] = []
    playbook = pipeline.parse_file(task.source, task.settings, reported.append)
    assert run(task)[0] == playbook
    assert reported[-1].stage == "save"


def test_a_text_without_speakers_is_no_play(tmp_path: Path) -> None:
    """A shopping list fails with a known error, not with an invented play."""
    source = tmp_path / "list.txt"
    source.write_text("eggs\nmilk\nbread\n", encoding="utf-8")
    with pytest.raises(NoSpeechFoundError):
        pipeline.parse_file(source, Settings())


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(100)])
def test_bad_files_end_in_known_errors(tmp_path: Path, content: bytes) -> None:
    """Emptiness and pictures are told as such."""
    source = tmp_path / "bad.txt"
    source.write_bytes(content)
    with pytest.raises(SourceError):
        pipeline.parse_file(source, Settings())

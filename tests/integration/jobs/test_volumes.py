"""A file with several plays: each becomes a play of its own job, exactly once, or all become one."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import volumes

from playbuddy_desktop.errors import LeaseLostError, SourceError
from playbuddy_desktop.jobs import pipeline
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob, StoredCheckpoint, VolumePart
from playbuddy_desktop.jobs.messages import ChunkDone, FromChild, Task
from playbuddy_desktop.jobs.shelf import Shelf
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

Stage = Any
PATIENCE = 120.0
TITLES = [play.title for play in volumes.PLAYS]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three short plays in one text."""
    path = tmp_path / "small room.txt"
    path.write_text(volumes.volume(), encoding="utf-8")
    return path


@pytest.fixture
def task(source: Path) -> Task:
    """To take the first play, in several chunks."""
    return Task(uuid4(), source, source.name, "txt", "rules", Settings(chunk_chars=600))


@pytest.fixture
def working(profile: Profile) -> Iterator[Services]:
    """Services with two running workers."""
    services = Services.open(profile, Settings(poll_seconds=0.1))
    services.pool.start(2)
    yield services
    services.close()


def heed(_message: FromChild) -> None:
    """Take a message and do nothing."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a state that another thread brings about."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def all_done(services: Services) -> list[Job]:
    """The jobs once all are completed, those of the first plays first."""
    services.pool.wake()
    wait_until(lambda: all(job.status.final for job in services.queue.list_jobs()))
    jobs = services.queue.list_jobs()
    assert {JobStatus.COMPLETED} == {job.status for job in jobs}
    return sorted(jobs, key=lambda job: (job.created_at, job.part.number if job.part else 0))


def titles(services: Services) -> list[str]:
    """The titles of all plays in the library."""
    return sorted(play.title for play in services.library.list_plays())


def test_each_play_of_a_file_becomes_a_play(working: Services, source: Path) -> None:
    """The job of the file makes the first play, and adds a job for each of the others."""
    (job,) = working.intake.add([source]).added
    jobs = all_done(working)
    assert TITLES == [working.library.summary(one.playbook_id).title for one in jobs if one.playbook_id]
    assert [VolumePart(number, 3, title, job.id if number > 1 else None) for number, title in enumerate(TITLES, 1)] == [
        one.part for one in jobs
    ]
    assert f"small room.txt · {TITLES[1]} (2/3)" == jobs[1].name
    assert jobs[1:] == working.queue.other_plays(jobs)


def test_plays_after_one_that_is_none_are_not_lost(working: Services, source: Path) -> None:
    """What begins like a play and goes on as an essay is kept as text beside the play that follows."""
    essay = "".join(f"The kettle of the year {year} is said to have been of tin.\n" for year in range(4_000))
    plays = (volumes.KETTLE.text(), essay, volumes.FERRY.text())
    source.write_text("TWO THINGS\n" + "\n\n\n\n".join(plays), encoding="utf-8")
    (added,) = working.intake.add([source]).added
    (job,) = all_done(working)
    assert added.id == job.id
    assert job.playbook_id is not None
    play = working.library.load(job.playbook_id)
    assert ["CAPTAIN", "JONAS", "LENA"] == sorted(character.name for character in play.characters)
    assert any("of the year 1000 is said" in text for text in play.back_matter)


def test_all_plays_of_a_file_become_one_if_wished(working: Services, source: Path) -> None:
    """Then the file has one job, and the play is named like the volume."""
    working.intake.add([source], as_one=True)
    (job,) = all_done(working)
    assert (["PLAYS FOR A SMALL ROOM"], None) == (titles(working), job.part)


def test_the_setting_joins_the_plays_of_all_files(profile: Profile, source: Path) -> None:
    """A wish that came with the file goes before it."""
    services = Services.open(profile, Settings(poll_seconds=0.1, several_plays="one"))
    try:
        services.pool.start(1)
        services.intake.add([source])
        all_done(services)
        assert ["PLAYS FOR A SMALL ROOM"] == titles(services)
        services.intake.add([source], again=True, as_one=False)
        all_done(services)
        assert sorted([*TITLES, "PLAYS FOR A SMALL ROOM"]) == titles(services)
    finally:
        services.close()


def test_a_volume_is_known_when_it_comes_again(working: Services, source: Path) -> None:
    """The first of its jobs stands for it; on purpose it is imported once more, with all plays."""
    (job,) = working.intake.add([source]).added
    all_done(working)
    (known,) = working.intake.add([source]).known
    assert known.job is not None
    assert job.id == known.job.id
    working.intake.add([source], again=True)
    all_done(working)
    assert sorted(TITLES * 2) == titles(working)


@pytest.mark.parametrize("number", range(3))
def test_a_restart_makes_the_same_play_again_and_no_other(number: int, working: Services, source: Path) -> None:
    """What the other jobs of the volume made is not doubled."""
    working.intake.add([source])
    old = all_done(working)[number]
    working.queue.restart(old.id)
    all_done(working)
    assert sorted([*TITLES, TITLES[number]]) == titles(working)


def test_a_restart_may_join_the_plays_or_part_them(working: Services, source: Path) -> None:
    """The wish of a restart is about the whole file, whichever play the old job made."""
    working.intake.add([source])
    old = all_done(working)[1]
    joined = working.queue.restart(old.id, as_one=True)
    all_done(working)
    assert sorted([*TITLES, "PLAYS FOR A SMALL ROOM"]) == titles(working)
    working.queue.restart(joined.id, as_one=False)
    all_done(working)
    assert sorted([*TITLES * 2, "PLAYS FOR A SMALL ROOM"]) == titles(working)


def test_a_program_that_ends_between_two_plays_goes_on_with_the_next(profile: Profile, source: Path) -> None:
    """No play is lost and none is made twice."""
    services = Services.open(profile, Settings(poll_seconds=0.1, worker_count=1))
    services.intake.add([source])
    services.pool.start(1)
    wait_until(lambda: bool(services.library.list_plays()))
    services.close()
    services = Services.open(profile, Settings(poll_seconds=0.1))
    try:
        services.pool.start(2)
        all_done(services)
        assert sorted(TITLES) == titles(services)
    finally:
        services.close()


def test_the_other_plays_are_added_with_the_completion(stage: Stage) -> None:
    """They stand before whatever else waits, in order, with the file's priority and a trail that names the first."""
    first, other = stage.add(5, 5)
    stage.queue.complete(stage.claim().lease, stage.play, 1.0, plays=("A", "B", "C"))
    parts = [stage.claim() for _ in range(2)]
    assert [("B", 5), ("C", 5)] == [(claim.job.part.title, claim.job.priority) for claim in parts]
    assert other.id == stage.claim().job.id
    (event,) = [event for event in stage.queue.events(parts[0].job.id) if event.event == Event.ENQUEUED]
    assert {"part_of": str(first.id), "play": 2, "plays": 3} == event.details
    assert VolumePart(1, 3, "A") == stage.queue.get(first.id).part


def test_a_worker_that_lost_its_lease_adds_no_plays(stage: Stage) -> None:
    """A late completion changes nothing."""
    (job,) = stage.add(0)
    lost = stage.claim().lease
    stage.queue.release(lost, "for another one", 0.0)
    with pytest.raises(LeaseLostError):
        stage.queue.complete(lost, stage.play, 1.0, plays=("A", "B"))
    assert [job.id] == [one.id for one in stage.queue.list_jobs()]


def test_a_job_of_one_play_adds_none_when_it_is_done_again(stage: Stage) -> None:
    """A restarted part keeps its number and first job, so that it takes its own play only."""
    stage.add(0)
    stage.queue.complete(stage.claim().lease, stage.play, 1.0, plays=("A", "B"))
    second = stage.claim()
    stage.queue.complete(second.lease, stage.play, 1.0)
    again = stage.queue.restart(second.job.id)
    assert second.job.part == again.part
    assert [second.job.id] == [one.id for one in stage.queue.other_plays(stage.queue.list_jobs())]


def test_the_choice_stands_in_the_config() -> None:
    """Nothing is said of what nobody chose."""
    new = NewJob("a.txt", "0" * 64, 1, "txt", "/a.txt")
    assert {"format": "txt"} == new.config
    assert {"format": "txt", "as_one": False} == dataclasses.replace(new, as_one=False).config


@pytest.mark.parametrize("choice", [{}, {"play": 2, "plays": 3}, {"as_one": True}], ids=["first", "second", "all"])
def test_a_play_is_resumed_after_any_chunk(choice: dict[str, Any], task: Task) -> None:
    """Whatever part of the volume a job takes, it goes on from its checkpoint to the same play."""
    task = dataclasses.replace(task, **choice)
    messages: list[FromChild] = []
    whole = pipeline.run(task, messages.append, never)
    done = [message for message in messages if isinstance(message, ChunkDone)]
    assert len(done) > 2
    for chunks in range(1, len(done) + 1):
        last = done[chunks - 1]
        stored = StoredCheckpoint(
            last.version, last.plan_hash, chunks, last.context, tuple(one.payload for one in done[:chunks])
        )
        again: list[FromChild] = []
        assert whole == pipeline.run(dataclasses.replace(task, checkpoint=stored), again.append, never)
        assert len(done) - chunks == sum(isinstance(message, ChunkDone) for message in again)


def test_the_first_look_tells_of_all_plays(task: Task) -> None:
    """Later ones, for one of the plays or for all together, do not."""
    assert tuple(TITLES) == pipeline.run(task, heed, never).plays
    assert () == pipeline.run(dataclasses.replace(task, play=2, plays=3), heed, never).plays
    assert () == pipeline.run(dataclasses.replace(task, as_one=True), heed, never).plays


def test_a_volume_is_read_once(task: Task, source: Path) -> None:
    """The plays after the first come from the shelf, though the file is gone; another process would need it."""
    shelf = Shelf()
    pipeline.run(task, heed, never, shelf)
    source.unlink()
    for number, title in enumerate(TITLES, start=1):
        part = dataclasses.replace(task, play=number, plays=3)
        assert title == pipeline.run(part, heed, never, shelf).playbook.title
    with pytest.raises(SourceError):
        pipeline.run(dataclasses.replace(task, play=2, plays=3), heed, never)


def test_the_shelf_forgets_a_volume_when_something_else_is_asked_for(task: Task) -> None:
    """It holds one volume at most, and only what was read in the same way."""
    shelf = Shelf()
    pipeline.run(task, heed, never, shelf)
    part = dataclasses.replace(task, play=2, plays=3)
    assert shelf.take(part) is not None
    assert shelf.take(dataclasses.replace(part, settings=Settings(max_depth=9))) is None
    assert shelf.take(part) is None


def test_a_file_that_is_divided_otherwise_now_is_refused(task: Task) -> None:
    """No other play is saved in place of the one that was meant."""
    with pytest.raises(SourceError, match="Import it again"):
        pipeline.run(dataclasses.replace(task, play=4, plays=4), heed, never)

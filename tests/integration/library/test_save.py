"""Saving a play and loading it again."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.parsing.playbook import (
    Act,
    Character,
    DirectionKind,
    Formatting,
    Line,
    LineType,
    Playbook,
    Scene,
    SourceSpan,
)
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import characters, line_characters, lines

Save = Callable[..., UUID]


def test_a_play_comes_back_as_it_was(save: Save, library: Library, playbook: Playbook) -> None:
    """Every field survives, including the order of several speakers."""
    assert playbook == library.load(save(playbook))


def test_the_summary_counts(save: Save, library: Library, playbook: Playbook) -> None:
    """The counts, the hash and the times stand in the play's row."""
    now = datetime(2026, 5, 2, 3, 4, 5, 678, tzinfo=UTC)
    job_id = uuid4()
    summary = library.summary(save(playbook, job_id=job_id, content_hash="ab" * 32, now=now))
    counts = (summary.character_count, summary.act_count, summary.scene_count, summary.line_count)
    assert (3, 3, 3, 4) == counts
    assert (job_id, "ab" * 32, now, now) == (
        summary.job_id,
        summary.content_hash,
        summary.created_at,
        summary.updated_at,
    )


def test_keys_are_the_databases_own(save: Save, database: Database, playbook: Playbook) -> None:
    """The same play twice gives two sets of keys, and both keep the engine's ids for debugging."""
    save(playbook)
    save(playbook)
    with database.read() as connection:
        rows = connection.execute(select(characters.c.id, characters.c.llm_source_id)).all()
    assert 6 == len({row.id for row in rows})
    assert ["c1", "c1", "c2", "c2", "c3", "c3"] == sorted(row.llm_source_id for row in rows)


def test_colliding_ids_do_not_break_a_save(save: Save, library: Library, playbook: Playbook) -> None:
    """Two characters of one id are both kept; the first of them speaks."""
    head = playbook.model_dump_json().replace('"c2"', '"c1"')
    packed = PackedPlay.pack(playbook)
    parts = tuple(part.replace(b'"c2"', b'"c1"') for part in packed.parts)
    loaded = library.load(save(PackedPlay(_without_lines(head), packed.scene_lengths, parts)))
    assert ["ANNA", "BERTA", "ANNA"] == [character.name for character in loaded.characters]
    assert 3 == len({character.id for character in loaded.characters})
    assert [loaded.characters[0].id] == loaded.acts[0].scenes[0].lines[1].speakers


def test_an_unknown_speaker_is_marked_for_review(save: Save, library: Library, playbook: Playbook) -> None:
    """The line is kept with the speakers that are known, and the doubt is written down."""
    packed = PackedPlay.pack(playbook)
    parts = tuple(part.replace(b'"c2"', b'"nobody"') for part in packed.parts)
    line = library.load(save(PackedPlay(packed.head, packed.scene_lengths, parts))).acts[0].scenes[0].lines[1]
    assert (["c1"], 0.0) == (line.speakers, line.confidence)
    assert "The speaker “nobody” is not in the cast." == line.reasons[-1]


def test_a_speaker_named_twice_speaks_once(save: Save, library: Library, playbook: Playbook) -> None:
    """A cue that resolves to the same character twice is no reason to lose the play."""
    line = playbook.acts[0].scenes[0].lines[1]
    line.speakers = ["c2", "c1", "c2"]
    assert ["c2", "c1"] == library.load(save(playbook)).acts[0].scenes[0].lines[1].speakers


@pytest.mark.parametrize("strange", ["'; DROP TABLE plays; --", "é\u200d🎭", "0", "x" * 10_000, "a b", "character-2"])
def test_strange_ids_survive(save: Save, library: Library, playbook: Playbook, strange: str) -> None:
    """Whatever an engine uses as an id is kept as it is."""
    text = playbook.model_dump_json().replace('"c2"', f'"{strange}"')
    assert Playbook.model_validate_json(text) == library.load(save(Playbook.model_validate_json(text)))


def test_made_up_ids_do_not_collide_with_the_engines(save: Save, library: Library, playbook: Playbook) -> None:
    """An id made for the second of two equal ones is not one that the engine used for another character."""
    playbook.characters[2].id = "character-2"
    for act in playbook.acts:
        for scene in act.scenes:
            for line in scene.lines:
                line.speakers = []
    head = _without_lines(playbook.model_dump_json().replace('"c2"', '"c1"'))
    packed = PackedPlay.pack(playbook)
    loaded = library.load(save(PackedPlay(head, packed.scene_lengths, packed.parts)))
    assert ["c1", "character-2*", "character-2"] == [character.id for character in loaded.characters]


def test_a_nul_becomes_the_replacement_character(save: Save, library: Library, playbook: Playbook) -> None:
    """PostgreSQL refuses it in any text; what only looks like one, a backslash before u0000, stays."""
    texts = {"a\0b": "a\ufffdb", "\0\0": "\ufffd\ufffd", "\\u0000": "\\u0000", "\\\0": "\\\ufffd"}
    scene = Scene(lines=[Line(type=LineType.DIALOGUE, text=text) for text in texts])
    play = playbook.model_copy(update={"title": "The\0Kettle", "acts": [Act(title="\0", scenes=[scene])]})
    loaded = library.load(save(play))
    assert ("The\ufffdKettle", "\ufffd") == (loaded.title, loaded.acts[0].title)
    assert list(texts.values()) == [line.text for line in loaded.acts[0].scenes[0].lines]


def test_a_job_makes_one_play(save: Save, library: Library, playbook: Playbook) -> None:
    """The database refuses a second play of the same job, and nothing of it stays."""
    job_id = uuid4()
    save(playbook, job_id=job_id)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        save(playbook, job_id=job_id)
    assert 1 == len(library.list_plays())


def test_a_save_that_fails_leaves_nothing(save: Save, database: Database, playbook: Playbook) -> None:
    """A play whose last part is damaged is not saved by half."""
    packed = PackedPlay.pack(playbook)
    with pytest.raises(ValueError, match="JSON"):
        save(PackedPlay(packed.head, packed.scene_lengths, (*packed.parts, b"[")))
    with database.read() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(lines))
        assert 0 == connection.scalar(select(func.count()).select_from(characters))


def test_a_long_play_is_saved_without_long_steps(save: Save, database: Database) -> None:
    """A hundred thousand lines take some seconds, while other threads run as they like."""
    packed = _long_play(100_000)
    pauses: list[float] = []
    done = threading.Event()

    def watch() -> None:
        ticks = [time.perf_counter()]
        while not done.wait(0.001):
            ticks.append(time.perf_counter())
        pauses.extend(later - sooner for sooner, later in pairwise(ticks))

    watcher = threading.Thread(target=watch)
    # A full collection walks all that the test run has loaded: that is no step of saving.
    gc.collect()
    gc.freeze()
    watcher.start()
    try:
        started = time.perf_counter()
        save(packed)
        seconds = time.perf_counter() - started
    finally:
        done.set()
        watcher.join()
        gc.unfreeze()
    with database.read() as connection:
        assert 100_000 == connection.scalar(select(func.count()).select_from(lines))
        assert 110_000 == connection.scalar(select(func.count()).select_from(line_characters))
    assert seconds < 30
    # The median, since on a busy machine the system lets threads wait for reasons of its own.
    assert median(pauses) < 0.02


_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30).filter(
    lambda text: text.strip() != ""
)


@st.composite
def _playbooks(draw: st.DrawFn) -> Playbook:
    ids = draw(st.lists(_text.map(str.strip), min_size=1, max_size=4, unique=True))
    kind = draw(st.none() | st.sampled_from(DirectionKind))
    line = st.builds(
        Line,
        type=st.just(LineType.STAGE_DIRECTION) if kind else st.sampled_from(LineType),
        direction=st.just(kind),
        text=_text,
        speakers=st.lists(st.sampled_from(ids), unique=True),
        formatting=st.builds(Formatting, indent_level=st.integers(0, 5), preserve_line_breaks=st.booleans()),
        confidence=st.floats(0, 1),
        reasons=st.lists(_text, max_size=2),
        source=st.none() | st.builds(SourceSpan, first=st.integers(0, 9), last=st.integers(9, 99)),
    )
    scene = st.builds(Scene, title=_text, lines=st.lists(line, max_size=4))
    act = st.builds(Act, title=st.just("") | _text, scenes=st.lists(scene, max_size=3))
    first = Act(scenes=[Scene(lines=[draw(line)])])
    return Playbook(
        title=draw(_text),
        author=draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)),
        year=draw(st.none() | st.integers(-500, 2100)),
        characters=[Character(id=key, name=draw(_text), aliases=draw(st.lists(_text, max_size=2))) for key in ids],
        acts=[first, *draw(st.lists(act, max_size=2))],
        unplaced=draw(st.lists(_text, max_size=2)),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(play=_playbooks())
def test_any_play_comes_back_as_it_was(save: Save, library: Library, play: Playbook) -> None:
    """Saving and loading is the identity on every valid playbook."""
    assert play == library.load(save(play))


def _without_lines(playbook_json: str) -> bytes:
    """The head of a packed play, of a playbook that need not be valid."""
    import json

    head = json.loads(playbook_json)
    for act in head["acts"]:
        for scene in act["scenes"]:
            del scene["lines"]
    return json.dumps(head).encode()


def _long_play(length: int) -> PackedPlay:
    text = "And so we go, by lanes that no one lit, to where the lamps of other houses are."
    spoken = [
        Line(type=LineType.DIALOGUE, text=text, speakers=["a", "b"] if number % 10 == 0 else ["a"])
        for number in range(length)
    ]
    cast = [Character(id="a", name="A"), Character(id="b", name="B")]
    scenes = [Scene(lines=spoken[start : start + 5_000]) for start in range(0, length, 5_000)]
    return PackedPlay.pack(Playbook(title="A Long Night", characters=cast, acts=[Act(scenes=scenes)]))

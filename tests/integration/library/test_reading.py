"""Reading a saved play piece by piece."""

from __future__ import annotations

from uuid import uuid4

import pytest

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.reading import DOUBTFUL_BELOW, MAX_HITS, Hit, Member, Part, Reading
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene


@pytest.fixture
def reading(database):
    return Reading(database)


def small_play(lines, **fields):
    """A play of one scene."""
    return Playbook(
        title="Small",
        characters=[Character(id="a", name="ANNA"), Character(id="b", name="BERTA")],
        acts=[Act(scenes=[Scene(lines=lines)])],
        **fields,
    )


def say(text, *speakers, kind=LineType.DIALOGUE, confidence=1.0):
    """A line."""
    return Line(type=kind, text=text, speakers=list(speakers), confidence=confidence)


def scene_ids(contents):
    """The keys of all scenes in order."""
    return [scene.id for act in contents.acts for scene in act.scenes]


def test_the_contents_hold_all_but_the_lines(save, reading, playbook):
    """Title page, cast in order, acts and scenes with their counts, and what stands around the play."""
    play_id = save(playbook)
    contents = reading.contents(play_id)
    assert (play_id, "The Kettle", "Ida Vale", 1911, "en") == (
        contents.play_id,
        contents.title,
        contents.author,
        contents.year,
        contents.language,
    )
    first = contents.cast[0]
    assert Member(first.id, "ANNA", "a baker", ("ANN.", "Anna")) == first
    assert ["ANNA", "BERTA", "ANNA"] == [member.name for member in contents.cast]
    shape = [(act.title, [(scene.title, scene.lines, scene.doubtful) for scene in act.scenes]) for act in contents.acts]
    assert [
        ("ACT ONE", [("Scene 1. A kitchen.", 2, 2), ("Scene 2. The same.", 0, 0)]),
        ("An act without scenes", []),
        ("", [("", 2, 0)]),
    ] == shape
    assert 4 == contents.line_count
    assert (("THE KETTLE", "Printed for the author."), ("FINIS",), ("a line nobody says",)) == (
        contents.front_matter,
        contents.back_matter,
        contents.unplaced,
    )


def test_a_play_that_is_not_there_has_no_contents(reading):
    """Somebody may have deleted it."""
    with pytest.raises(PlayNotFoundError):
        reading.contents(uuid4())


def test_lines_come_in_order_with_their_speakers(save, reading, playbook):
    """All that is shown of a line, with the speakers in the order of the script."""
    contents = reading.contents(save(playbook))
    anna, berta, _ = (member.id for member in contents.cast)
    direction, speech = reading.lines(scene_ids(contents)[0], 0, 10)
    assert (0, True, "The kettle sings.", (), 0, False) == (
        direction.position,
        direction.direction,
        direction.text,
        direction.speakers,
        direction.indent,
        direction.verse,
    )
    assert (1, False, (berta, anna), 3, True) == (
        speech.position,
        speech.direction,
        speech.speakers,
        speech.indent,
        speech.verse,
    )
    assert ("Two names in the cue.", "“Berta” is spelt in two ways.") == speech.reasons


def test_lines_are_read_by_the_page(save, reading):
    """A long scene need not be read whole."""
    contents = reading.contents(save(small_play([say(f"Line {n}", "a") for n in range(10)])))
    (scene,) = scene_ids(contents)
    assert ["Line 4", "Line 5", "Line 6"] == [line.text for line in reading.lines(scene, 4, 3)]
    assert ["Line 9"] == [line.text for line in reading.lines(scene, 9, 3)]
    assert [] == reading.lines(scene, 10, 3)


def test_what_is_less_than_sure_is_doubtful(save, reading):
    """The limit itself is sure enough."""
    play = small_play([say("Sure", "a", confidence=DOUBTFUL_BELOW), say("Unsure", "a", confidence=0.79)])
    contents = reading.contents(save(play))
    (scene,) = scene_ids(contents)
    assert [False, True] == [line.doubtful for line in reading.lines(scene, 0, 2)]
    assert 1 == contents.acts[0].scenes[0].doubtful


def test_parts_count_speeches_words_and_scenes(save, reading):
    """A line of two speakers counts for both; directions count for nobody."""
    play = Playbook(
        title="Parts",
        characters=[Character(id="a", name="A"), Character(id="b", name="B"), Character(id="c", name="C")],
        acts=[
            Act(
                scenes=[
                    Scene(lines=[say("one two", "a"), say("three\nfour  five", "a", "b")]),
                    Scene(lines=[say("six", "b"), say("C enters", "c", kind=LineType.STAGE_DIRECTION)]),
                ]
            )
        ],
    )
    play_id = save(play)
    contents = reading.contents(play_id)
    first, second = scene_ids(contents)
    a, b, _ = (member.id for member in contents.cast)
    assert {a: Part(2, 5, {first: 2}), b: Part(2, 4, {first: 1, second: 1})} == reading.parts(play_id)


def test_finds_come_in_the_order_of_the_play(save, reading):
    """With their places in the text, in either case, several to a line."""
    contents = reading.contents(
        play_id := save(small_play([say("Wind, wind!", "a"), say("No.", "b"), say("WIND", "a")]))
    )
    (scene,) = scene_ids(contents)
    assert [Hit(scene, 0, 0, 4), Hit(scene, 0, 6, 10), Hit(scene, 2, 0, 4)] == reading.find(play_id, " wind ")


def test_a_blank_finds_a_line_break(save, reading):
    """Words are found across the ends of verses."""
    play_id = save(small_play([say("the old\n  lantern", "a")]))
    assert [(4, 17)] == [(hit.start, hit.end) for hit in reading.find(play_id, "old lantern")]


@pytest.mark.parametrize("text", ["", "  ", "nowhere", "l.ntern"])
def test_nothing_is_found(save, reading, text):
    """Nothing to look for, words that are not there, and signs that would be a pattern."""
    assert [] == reading.find(save(small_play([say("the old lantern", "a")])), text)


def test_finds_end_somewhere(save, reading):
    """A letter that stands everywhere does not fill the memory."""
    play_id = save(small_play([say("e" * 6000, "a"), say("e" * 6000, "a")]))
    assert MAX_HITS == len(reading.find(play_id, "e"))

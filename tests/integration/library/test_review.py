"""Doubtful lines are found in their order, and a person's word on them stands."""

from __future__ import annotations

from uuid import UUID

import pytest

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.reading import Hit, Reading, ReadLine
from playbuddy_desktop.library.review import Review
from playbuddy_desktop.parsing.playbook import DirectionKind, LineType
from playbuddy_desktop.storage.database import Database


@pytest.fixture
def review(database: Database) -> Review:
    """The review of that database."""
    return Review(database)


@pytest.fixture
def play_id(save, playbook) -> UUID:
    """A play of which the first two lines are doubtful."""
    return save(playbook)


def line_at(database: Database, hit: Hit) -> ReadLine:
    """The line of a doubt as a reader sees it."""
    (line,) = Reading(database).lines(hit.scene_id, hit.position, 1)
    return line


def test_doubts_come_in_the_order_of_reading(database: Database, review: Review, play_id: UUID) -> None:
    """Each is a whole line."""
    doubts = review.doubts(play_id)
    texts = [line_at(database, hit).text[hit.start : hit.end] for hit in doubts]
    assert ["The kettle sings.", "Who is there?\nWho, at this hour?"] == texts
    assert [0, 1] == [hit.position for hit in doubts]


def test_a_line_that_is_right_is_doubted_no_more(database: Database, review: Review, play_id: UUID) -> None:
    """Its speakers keep their order, its words stay, and the other doubt stays, too."""
    first, second = review.doubts(play_id)
    before = line_at(database, second)
    review.settle(play_id, second, direction=False, speakers=before.speakers)
    after = line_at(database, second)
    assert (before.text, before.speakers, 1.0, ()) == (after.text, after.speakers, after.confidence, after.reasons)
    assert [first] == review.doubts(play_id)


def test_a_line_is_given_to_somebody_else(database: Database, review: Review, play_id: UUID) -> None:
    """A direction becomes a speech, a speech somebody else's; who is named twice speaks once."""
    contents = Reading(database).contents(play_id)
    anna, berta, niece = (member.id for member in contents.cast)
    first, second = review.doubts(play_id)
    review.settle(play_id, first, direction=False, speakers=[niece, anna, niece])
    review.settle(play_id, second, direction=True, speakers=[])
    assert (False, (niece, anna)) == (line_at(database, first).direction, line_at(database, first).speakers)
    assert (True, ()) == (line_at(database, second).direction, line_at(database, second).speakers)
    assert None is line_at(database, first).kind
    assert DirectionKind.BUSINESS is line_at(database, second).kind
    assert berta not in Reading(database).parts(play_id)
    assert [] == review.doubts(play_id)
    assert 0 == sum(scene.doubtful for act in Reading(database).contents(play_id).acts for scene in act.scenes)


def test_a_direction_keeps_its_kind(database: Database, review: Review, save, playbook) -> None:
    """Whom it concerns may change; what it tells does not."""
    playbook.acts[0].scenes[0].lines[0].direction = DirectionKind.SOUND
    play_id = save(playbook)
    (hit, _) = review.doubts(play_id)
    review.settle(play_id, hit, direction=True, speakers=[])
    assert DirectionKind.SOUND is line_at(database, hit).kind


def test_the_play_tells_that_it_was_corrected(library, review: Review, play_id: UUID) -> None:
    """What is exported afterwards has the correction."""
    (hit, _) = review.doubts(play_id)
    review.settle(play_id, hit, direction=False, speakers=[])
    assert LineType.DIALOGUE == library.load(play_id).acts[0].scenes[0].lines[0].type


def test_a_line_that_is_gone_cannot_be_settled(library, review: Review, play_id: UUID) -> None:
    """The play was deleted in the meantime."""
    (hit, _) = review.doubts(play_id)
    library.delete(play_id)
    with pytest.raises(PlayNotFoundError):
        review.settle(play_id, hit, direction=True, speakers=[])
    assert [] == review.doubts(play_id)

"""Full text search over all plays, and what it finds after changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library import search
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.library.save import save_play
from playbuddy_desktop.library.search import Search
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.storage.opening import open_database
from playbuddy_desktop.storage.tables import lines

# The index of words is SQLite's; a server compares each line, as ``test_lines_are_found_without_an_index`` does.
only_a_file = pytest.mark.parametrize("database_url", [""], ids=["sqlite"])


def monologue(title: str, *texts: str) -> Playbook:
    """A play of directions only."""
    said = [Line(type=LineType.STAGE_DIRECTION, text=each) for each in texts]
    return Playbook(title=title, characters=[Character(id="a", name="ANNA")], acts=[Act(scenes=[Scene(lines=said)])])


def test_a_find_tells_where_it_stands(database, save, playbook) -> None:
    """Play, act, scene, speakers in their order, and the place of the first word that was found."""
    play_id = save(playbook)
    (find,) = Search(database).lines("hour")
    assert (play_id, "The Kettle", "ACT ONE", "Scene 1. A kitchen.") == (find.play_id, find.play, find.act, find.scene)
    assert ("BERTA", "ANNA") == find.speakers
    assert 1 == find.hit.position
    assert "hour" == find.text[find.hit.start : find.hit.end]


@only_a_file
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("KETTLE", ["The kettle sings."]),
        ("e pron", ["È pronto. 🫖"]),
        ("this who", ["Who is there?\nWho, at this hour?"]),
        ("our", []),
        ('" OR (', []),
        ("sings OR exit", []),
        ("?!", []),
        ("", []),
    ],
    ids=["capitals", "accents and a beginning", "any order", "no inner part", "syntax", "operators", "marks", "empty"],
)
def test_what_is_found(database, save, playbook, wanted, expected) -> None:
    """Words are compared without case and accents, the last one by its beginning, and none is an operator."""
    save(playbook)
    assert expected == [find.text for find in Search(database).lines(wanted)]


def test_plays_come_newest_first_and_lines_in_order(database, save) -> None:
    """A play's lines stay together."""
    now = datetime(2026, 5, 1, tzinfo=UTC)
    save(monologue("New", "A bell. 1", "A bell. 2"), now=now)
    save(monologue("Old", "A bell. 3"), now=now - timedelta(days=1))
    assert ["A bell. 1", "A bell. 2", "A bell. 3"] == [find.text for find in Search(database).lines("bell")]


def test_a_long_play_does_not_hide_the_others(database, save) -> None:
    """Of each play only so many lines are given."""
    save(monologue("Short", "A bell."))
    save(monologue("Long", *["A bell."] * (search.MOST_PER_PLAY + 1)))
    found = [find.play for find in Search(database).lines("bell")]
    assert {"Short": 1, "Long": search.MOST_PER_PLAY} == {name: found.count(name) for name in found}


@only_a_file
def test_the_index_follows_the_lines(database, library, save) -> None:
    """What was changed is found by its new words, and what was deleted leaves nothing behind."""
    play_id = save(monologue("The Kettle", "A bell."))
    with database.write() as connection:
        connection.execute(update(lines).values(text="A gong."))
    assert ([], 1) == (Search(database).lines("bell"), len(Search(database).lines("gong")))
    library.delete(play_id)
    with database.write() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(lines))
        # Raises when the index and the lines do not agree.
        connection.execute(text("INSERT INTO lines_text (lines_text, rank) VALUES ('integrity-check', 1)"))


def test_lines_are_found_on_a_server(profile, postgres_url, playbook) -> None:
    """PostgreSQL has no index of the words: it looks for the lines that hold them, with the same answer."""
    database = open_database(profile, postgres_url)
    try:
        with database.write() as connection:
            save_play(connection, PackedPlay.pack(playbook), job_id=None, content_hash=None, now=datetime.now(UTC))
        (find,) = Search(database).lines("HOUR this")
        assert (("BERTA", "ANNA"), "this") == (find.speakers, find.text[find.hit.start : find.hit.end])
        assert ["The Kettle"] == [play.title for play in Library(database).list_plays("berta")]
        assert [] == Search(database).lines("100%")
    finally:
        database.close()


def test_plays_are_found_by_their_cast(library, save, playbook) -> None:
    """A character's name leads to the play."""
    save(playbook)
    assert (["The Kettle"], []) == tuple(
        [play.title for play in library.list_plays(name)] for name in ("berta vale", "Hamlet")
    )


def test_a_play_is_corrected(library, save, playbook) -> None:
    """Title, author and year are as the person says; the time of the change is kept."""
    play_id = save(playbook)
    library.correct(play_id, title="The Teapot", author="I. Vale", year=None)
    play = library.summary(play_id)
    assert ("The Teapot", "I. Vale", None) == (play.title, play.author, play.year)
    assert play.updated_at > play.created_at


def test_what_is_gone_cannot_be_corrected(library, save, playbook) -> None:
    """Another window was faster."""
    play_id = save(playbook)
    library.delete(play_id)
    with pytest.raises(PlayNotFoundError):
        library.correct(play_id, title="X", author="", year=None)

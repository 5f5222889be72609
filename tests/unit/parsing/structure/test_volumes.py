"""A file with several plays is divided into them; a single play never is."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import volumes
from volumes import CLOCK, FERRY, KETTLE, PLAYS, SINGLE

from playbuddy_desktop.errors import NoSpeechFoundError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.engine import PlaySpan
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.parsing.structure.account import letters
from playbuddy_desktop.parsing.structure.rules import RulesEngine
from playbuddy_desktop.parsing.volume import Part, prepare_parts, usual_choice
from playbuddy_desktop.settings import Settings

ENGINE = RulesEngine()


def prepared(document, plays, chunk_chars=20_000):
    """Some plays of a document, prepared."""
    parts = [Part.of(document, play) for play in plays]
    return prepare_parts(ENGINE, parts, chunk_chars=chunk_chars, fallback_title="Untitled")


def parsed(parse, *, resumed=False):
    """The play of all chunks; ``resumed`` sends whatever is carried through JSON."""
    context, items = parse.start(), []
    for index in range(parse.plan.count):
        result = parse.chunk(index, context)
        context = json.loads(json.dumps(result.context)) if resumed else result.context
        items += json.loads(json.dumps(result.items)) if resumed else result.items
    return parse.assemble(items)


def titles(document):
    """The titles of the plays that are found."""
    return [play.title for play in ENGINE.plays(document)]


@pytest.mark.parametrize("contents", [True, False], ids=["contents", "no contents"])
def test_each_play_of_a_volume_is_found(contents, read):
    """Plays in several acts are told by their title pages, one without acts by the table of contents."""
    plays = PLAYS if contents else (KETTLE, FERRY)
    document = read(volumes.volume(plays, contents=contents))
    assert [play.title for play in plays] == titles(document)


def test_spans_hold_every_line_once(read):
    """The first play has what stands before it, each other play begins with its title, the last goes to the end."""
    document = read(volumes.volume())
    spans = ENGINE.plays(document)
    assert [0, *(span.end for span in spans)] == [*(span.first for span in spans), len(document.lines)]
    assert [play.title for play in PLAYS[1:]] == [document.lines[span.first].text for span in spans[1:]]


@pytest.mark.parametrize("number", range(3), ids=[play.title for play in PLAYS])
def test_a_play_of_a_volume_is_parsed_as_if_it_stood_alone(number, read, run, said):
    """Speakers, words and acts are those that the play has in a file of its own."""
    document = read(volumes.volume())
    of_volume = parsed(prepared(document, [ENGINE.plays(document)[number]]))
    alone = run(read(PLAYS[number].text()))
    assert said(alone) == said(of_volume)
    assert [act.title for act in alone.acts] == [act.title for act in of_volume.acts]
    assert (PLAYS[number].title, "Ada Quill") == (of_volume.title, of_volume.author)


def test_lines_name_their_source_in_the_whole_volume(read):
    """A line's words stand in those lines of the volume that it names."""
    document = read(volumes.volume())
    play = parsed(prepared(document, [ENGINE.plays(document)[1]]))
    for line in play.acts[0].scenes[0].lines:
        source = " ".join(one.text for one in document.lines[line.source.first : line.source.last + 1])
        assert letters(line.text) in letters(source)


def test_joined_plays_keep_their_characters_apart(read, said):
    """The acts of all plays follow each other; JONAS of one play is not JONAS of the other."""
    document = read(volumes.volume())
    play = parsed(prepared(document, ENGINE.plays(document)))
    expected = [words for one in PLAYS for act in range(max(one.acts, 1)) for words in one.speeches(act)]
    assert expected == said(play)
    assert 2 == sum(character.name == "JONAS" for character in play.characters)
    assert "PLAYS FOR A SMALL ROOM" == play.title
    heads = [act.title for act in play.acts]
    assert ["THE COPPER KETTLE · ACT I", "ACT II", "THE LAST FERRY · ACT I", "ACT II", "ACT III", CLOCK.title] == heads


def test_joined_plays_hold_every_word_once(read):
    """What no line has stands before or after the plays; only labels are left out."""
    document = read(volumes.volume())
    play = parsed(prepared(document, ENGINE.plays(document)))
    lines = [line.text for act in play.acts for scene in act.scenes for line in scene.lines]
    kept = [*play.front_matter, *play.back_matter, *play.unplaced, *lines]
    heads = [f"ACT {volumes.NUMERALS[act]}" for one in PLAYS for act in range(one.acts)]
    labels = [name for one in PLAYS for act in range(max(one.acts, 1)) for name, _ in one.speeches(act)]
    source = "".join(line.text for line in document.lines)
    assert Counter(letters(source)) == Counter(letters("".join([*kept, *heads, *labels])))


@pytest.mark.parametrize("chunk_chars", [1, 300, 2_500])
def test_joined_plays_are_the_same_in_any_chunks(chunk_chars, read):
    """Chunks end anywhere within a play, and what is carried survives a round trip through JSON."""
    document = read(volumes.volume())
    plays = ENGINE.plays(document)
    whole = parsed(prepared(document, plays))
    assert whole == parsed(prepared(document, plays, chunk_chars), resumed=True)


def test_chunks_of_joined_plays_cover_the_volume_once(read):
    """Bounds rise from the first line to the last, and each chunk lies within one play."""
    document = read(volumes.volume())
    plays = ENGINE.plays(document)
    bounds = prepared(document, plays, 700).plan.bounds
    assert sorted(set(bounds)) == list(bounds)
    assert {play.first for play in plays} | {len(document.lines)} <= set(bounds)


def test_a_word_document_is_divided_by_its_titles(tmp_path):
    """Pages and headings set the plays apart where there are no blank lines."""
    path = tmp_path / "plays.docx"
    volumes.write_docx(path, (FERRY, KETTLE))
    document = read_document(path, filename=path.name, format="docx", settings=Settings())
    assert [FERRY.title, KETTLE.title] == titles(document)


def test_a_corpus_of_encoded_plays_is_divided_by_their_title_pages(tmp_path):
    """The encoding says which lines are titles, authors and cast lists."""
    path = tmp_path / "plays.xml"
    volumes.write_tei(path)
    document = read_document(path, filename=path.name, format="tei", settings=Settings())
    assert [play.title for play in PLAYS] == titles(document)


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_play_is_never_divided(name, read):
    """Whatever of a volume's signs it has, too few agree."""
    document = read(SINGLE[name]())
    assert (PlaySpan("", 0, len(document.lines)),) == ENGINE.plays(document)


def test_a_file_named_for_one_of_its_plays_means_that_one(read):
    """An appendix with another play does not hide the play that the file is about."""
    document = read(f"Title: {KETTLE.title.title()}\nAuthor: Ada Quill\n\n\n\n{volumes.volume(contents=False)}")
    assert [KETTLE.title] == [play.title for play in usual_choice(ENGINE.plays(document))]


def test_a_file_named_for_all_of_its_plays_means_all(read):
    """The volume's own title may be nothing but theirs."""
    document = read(f"Title: {KETTLE.title.title()}; {FERRY.title.title()}\n\n\n\n{volumes.volume((KETTLE, FERRY))}")
    assert [KETTLE.title, FERRY.title] == [play.title for play in usual_choice(ENGINE.plays(document))]


def test_a_play_that_nobody_speaks_in_is_kept_as_text(read):
    """Of joined plays, one that holds no speech gives its words to the matter behind; alone, it is refused."""
    document = read(KETTLE.text() + "\n\n\n\nA LETTER\n\nThe kettle is found, and I remain yours.\n")
    at = next(number for number, line in enumerate(document.lines) if line.text == "A LETTER")
    spans = [PlaySpan(KETTLE.title, 0, at), PlaySpan("A LETTER", at, len(document.lines))]
    play = parsed(prepared(document, spans))
    assert ["A LETTER", "The kettle is found, and I remain yours."] == play.back_matter[-2:]
    with pytest.raises(NoSpeechFoundError):
        parsed(prepared(document, spans[1:]))
    with pytest.raises(NoSpeechFoundError):
        parsed(prepared(document, [spans[1], PlaySpan("", 0, 0)]))


def test_an_empty_document_holds_one_play_at_most():
    """There is nothing to divide."""
    assert (PlaySpan("", 0, 0),) == ENGINE.plays(Document("txt"))

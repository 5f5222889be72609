"""Scenes that open without a label, headings that only space shows, asides and notes within speeches."""

from __future__ import annotations

import pytest

from playbuddy_desktop.parsing.document import Document, Line, Run
from playbuddy_desktop.parsing.structure.words import everything, sounds_spoken

TALK = "\n".join(f"MAR. Cup {n} is whole, I think.\n\nJON. Then you may fill it.\n" for n in range(6))


def test_the_first_speech_of_a_scene_may_lack_its_label(parse, said):
    """Whom the head of the scene names first speaks; the play says that it is a guess."""
    play = parse(
        f"SCENE I\n\n{TALK}\nSCENE II\n\nMartha, Jonas\n\nI looked for you in the yard, and you were gone.\n"
        f"What keeps you here, my son?\n\nJON. The tea.\n\n{TALK}"
    )
    first = play.acts[0].scenes[1].lines[1]
    assert "I looked for you in the yard, and you were gone. What keeps you here, my son?" == first.text
    names = {character.id: {character.name, *character.aliases} for character in play.characters}
    assert "MAR" in names[first.speakers[0]] | {name[:3].upper() for name in names[first.speakers[0]]}
    assert first.confidence < 0.7
    assert first.reasons


def test_a_description_after_a_list_of_names_is_no_speech(parse, done):
    """What nobody says to anybody is a direction, whoever was named before it."""
    play = parse(
        f"SCENE I\n\n{TALK}\nSCENE II\n\nMartha, Jonas\n\nThe yard of the house. A well stands there.\n\n{TALK}"
    )
    assert ["Martha, Jonas", "The yard of the house. A well stands there."] == [text for _, text in done(play)]


def test_places_with_space_around_them_are_headings(parse):
    """Where no scene is numbered, short lines that stand apart name the scenes."""
    play = parse("".join(f"\n\n\n\n{place}\n\n{TALK}" for place in ("The kitchen", "The yard", "Night", "A road")))
    assert ["The kitchen", "The yard", "Night", "A road"] == [s.title for act in play.acts for s in act.scenes]


def test_only_italic_brackets_direct_where_both_kinds_stand(run, said):
    """What is said aside stands in upright brackets, what is done in italic ones."""
    document = Document("docx", hard_wrapped=False)
    for number in range(24):
        who, held = ("MARTHA", "(He knows nothing yet.)") if number % 2 else ("JONAS", "(sits down)")
        text = f"{who}. {held} The tea is cold."
        start = text.index("(")
        runs = (Run(0, start), Run(start, start + len(held), italic=number % 2 == 0), Run(start + len(held), len(text)))
        document.lines.append(Line(text, runs=runs, paragraph=number, italic=0.3 * (number % 2 == 0), caps=0.3))
    assert {"The tea is cold.", "(He knows nothing yet.) The tea is cold."} == {text for _, text in said(run(document))}


def test_footnotes_in_the_flow_are_kept_apart(parse, said):
    """Paragraphs that begin with a note's number are no part of the speech before them."""
    body = "".join(
        f"MARTHA. A samovar[{n}] is a fine thing.\n\nJONAS. It is.\n\n[{n}] Samovar: an urn for tea,\nof metal.\n\n"
        for n in range(1, 6)
    )
    play = parse(body)
    assert not any("urn" in text for _, text in said(play))
    assert 5 == sum("an urn for tea" in text for text in play.back_matter)


def test_a_bracket_that_nothing_closes_ends_with_its_line(parse, said):
    """Directions at the right margin often lack their bracket; the speech goes on below, at its own indent."""
    play = parse(
        f"{TALK}\nMAR. Good night to you.\n{' ' * 30}[Exit Jonas\n  Now I am alone.\n  How still it is!\n\nJON. No.\n"
    )
    assert "Now I am alone." in " ".join(text for _, text in said(play))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("I never gave you leave to go.", True), ("Hush! Who goes there?", True), ("Ich habe dich gesehen.", True),
        ("The yard of the house. A well stands in the middle of it.", False), ("Enter Jonas with a lamp", False),
    ],
)  # fmt: skip
def test_what_sounds_spoken(text, spoken):
    """Speech addresses somebody; directions tell of persons and things."""
    assert spoken is sounds_spoken(text, everything())

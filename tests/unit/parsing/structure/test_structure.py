"""Headings, cast lists, directions and what surrounds the play."""

from __future__ import annotations

import pytest

from playbuddy_desktop.errors import NoSpeechFoundError

TALK = "\nANN. Good day, my friend.\n\nBEN. Good day to you.\n\nANN. Is it late?\n\nBEN. It is not late.\n"

HEADINGS = {
    "English": ("ACT I", "SCENE I. A street.", "SCENE II. A house.", "ACT II", "SCENE I. A garden."),
    "French": ("ACTE PREMIER", "SCÈNE PREMIÈRE", "SCÈNE II", "ACTE DEUXIÈME", "SCÈNE PREMIÈRE"),
    "German": ("Erster Akt", "Erste Szene", "Zweite Szene", "Zweiter Akt", "Erste Szene"),
    "Spanish": ("ACTO PRIMERO", "ESCENA PRIMERA", "ESCENA II", "ACTO SEGUNDO", "ESCENA PRIMERA"),
    "Italian": ("ATTO PRIMO", "SCENA PRIMA", "SCENA SECONDA", "ATTO SECONDO", "SCENA PRIMA"),
    "Portuguese": ("ACTO PRIMEIRO", "SCENA I", "SCENA II", "ACTO SEGUNDO", "SCENA I"),
    "Dutch": ("EERSTE BEDRIJF", "EERSTE TONEEL", "TWEEDE TONEEL", "TWEEDE BEDRIJF", "EERSTE TONEEL"),
    "Latin": ("ACTVS PRIMVS", "SCENA PRIMA", "SCENA SECVNDA", "ACTVS SECVNDVS", "SCENA PRIMA"),
    "Russian": ("ДЕЙСТВИЕ ПЕРВОЕ", "Явление первое", "Явление второе", "ДЕЙСТВИЕ ВТОРОЕ", "Явление первое"),
    "Swedish": ("FÖRSTA AKTEN", "Första scenen", "Andra scenen", "ANDRA AKTEN", "Första scenen"),
    "Norwegian": ("FØRSTE AKT", "Første scene", "Annen scene", "ANNEN AKT", "Første scene"),
    "Danish": ("FØRSTE AKT", "Første scene", "Anden scene", "ANDEN AKT", "Første scene"),
    "Polish": ("AKT PIERWSZY", "SCENA PIERWSZA", "SCENA DRUGA", "AKT DRUGI", "SCENA PIERWSZA"),
    "Czech": ("PRVNÍ JEDNÁNÍ", "Výstup 1", "Výstup 2", "DRUHÉ JEDNÁNÍ", "Výstup 1"),
    "Hungarian": ("ELSŐ FELVONÁS", "1. jelenet", "2. jelenet", "MÁSODIK FELVONÁS", "1. jelenet"),
}


def titles(play):
    """Titles of acts with those of their scenes."""
    return [(act.title, [scene.title for scene in act.scenes]) for act in play.acts]


@pytest.mark.parametrize("language", HEADINGS)
def test_acts_and_scenes_in_many_languages(language, parse):
    """Two acts, the first of two scenes."""
    act1, scene1, scene2, act2, scene3 = HEADINGS[language]
    text = f"{act1}\n\n{scene1}\n{TALK}\n{scene2}\n{TALK}\n\n{act2}\n\n{scene3}\n{TALK}"
    assert [(act1, [scene1, scene2]), (act2, [scene3])] == titles(parse(text))


def test_act_and_scene_on_one_line(parse):
    """An act that every scene's heading repeats is one act."""
    text = f"ACT I. SCENE 1.\n{TALK}\nACT I. SCENE 2.\n{TALK}\nACT II. SCENE 1.\n{TALK}"
    assert [2, 1] == [len(act.scenes) for act in parse(text).acts]


def test_a_play_without_headings_has_one_scene(parse):
    """Acts and scenes that the script does not mark get default ones."""
    assert [("", [""])] == titles(parse(TALK * 2))


def test_scenes_without_acts(parse):
    """Scenes may stand without acts."""
    assert [("", ["SCENE 1", "SCENE 2"])] == titles(parse(f"SCENE 1\n{TALK}\nSCENE 2\n{TALK}"))


def test_bare_numerals_that_rise_are_headings(parse):
    """Numerals count as headings in their order only: a speaker's initial is none."""
    play = parse(f"I\n{TALK}\nII\n{TALK}\nL.\n{TALK}\nIII\n{TALK}")
    assert [("", ["I", "II", "III"])] == titles(play)


def test_contents_are_no_headings(parse):
    """A table of contents before the play makes no acts."""
    contents = "CONTENTS\n\nACT I\nScene 1\nScene 2\nACT II\nScene 1\n\n"
    body = f"ACT I\n\nScene 1\n{TALK}\nScene 2\n{TALK}\nACT II\n\nScene 1\n{TALK}"
    play = parse(f"THE LAMP\n\n{contents}\n\n{body}")
    assert [("ACT I", ["Scene 1", "Scene 2"]), ("ACT II", ["Scene 1"])] == titles(play)


def test_title_author_and_licence_stay_outside(parse, said):
    """What surrounds the play is kept apart and in no speech."""
    text = (
        "Title: The Lamp\n\nAuthor: Ann Example\n\n*** START OF THE PROJECT GUTENBERG EBOOK THE LAMP ***\n\n"
        f"THE LAMP\n\nACT I\n{TALK}\n*** END OF THE PROJECT GUTENBERG EBOOK THE LAMP ***\n\n"
        "Some licence: read it with care.\n"
    )
    play = parse(text)
    assert ("The Lamp", "Ann Example") == (play.title, play.author)
    assert "licence" not in " ".join(words for _, words in said(play))
    assert any("licence" in paragraph for paragraph in play.back_matter)


def test_cast_list_gives_names_and_descriptions(parse):
    """The cast list's names and descriptions become the characters'; shorter labels are theirs."""
    text = f"DRAMATIS PERSONAE\n\nANNABEL, a baker.\nBENJAMIN, her brother.\n\nACT I\n{TALK}"
    talk = text.replace("ANN.", "Ann.").replace("BEN.", "Ben.")
    characters = [(one.name, one.description, one.aliases) for one in parse(talk).characters]
    assert [("ANNABEL", "a baker", ["Ann"]), ("BENJAMIN", "her brother", ["Ben"])] == characters


def test_joint_speakers(parse, said):
    """``A and B`` speak together; BOTH are the last two who spoke."""
    text = TALK + "\nANN and BEN. Hurrah!\n\nBOTH. And once more!\n"
    assert [("ANN + BEN", "Hurrah!"), ("ANN + BEN", "And once more!")] == said(parse(text))[-2:]


def test_two_characters_of_one_name_stay_two(parse, said):
    """Numbers keep the two soldiers apart."""
    text = "".join(
        f"{('FIRST', 'SECOND')[number % 2]} SOLDIER. Who goes there?\n\n" for number in range(8)
    )  # fmt: skip
    assert {"FIRST SOLDIER", "SECOND SOLDIER"} == {who for who, _ in said(parse(text))}


@pytest.mark.parametrize("brackets", ["()", "[]"])
def test_directions_within_a_speech_part_it(brackets, parse, said, done):
    """A direction in mid-speech is a line of its own and its speaker's."""
    opening, closing = brackets
    text = TALK + f"\nANN. Come in. {opening}She opens the door.{closing} Sit down.\n" + TALK
    play = parse(text)
    assert [("ANN", "Come in."), ("ANN", "Sit down.")] == [
        one for one in said(play) if one[1] in ("Come in.", "Sit down.")
    ]
    assert [("ANN", f"{opening}She opens the door.{closing}")] == done(play)


def test_a_direction_in_the_cue(parse, said, done):
    """What stands between label and words is a direction, also after a comma."""
    text = TALK + "\nANN (softly). I know.\n\nBEN, aside. She knows.\n"
    play = parse(text)
    assert [("ANN", "I know."), ("BEN", "She knows.")] == said(play)[-2:]
    assert ["(softly)", "aside"] == [words for _, words in done(play)]


def test_a_direction_over_several_lines(parse, done):
    """A bracket may close some lines later."""
    play = parse(TALK + "\n[ANN lights the lamp\nand looks about\nthe room.]\n" + TALK)
    assert [("ANN", "[ANN lights the lamp and looks about the room.]")] == done(play)


def test_enter_needs_no_bracket(parse, done):
    """Entrances are known by their first word and name whom they concern."""
    assert [("BEN", "Enter BEN with a lamp.")] == done(parse(f"{TALK}\nEnter BEN with a lamp.\n{TALK}"))


def test_verse_keeps_its_lines_and_prose_does_not(parse):
    """Lines that begin with capitals and end early are verse."""
    verse = (
        "ANN. The morning comes on naked feet,\nAnd where she treads the dew is sweet;\n"
        "The miller sleeps, the mill stands still,\nA lonely cloud is on the hill.\n\n"
    )
    prose = (
        "BEN. I have been to the market this morning, and there I saw a pig that\ncould count up to seven, "
        "though its owner said that on better days it had\n"
        "been known to reach nine without any help from him at all.\n\n"
    )
    play = parse((verse + prose) * 4)
    first, second = play.acts[0].scenes[0].lines[:2]
    assert (True, 4) == (first.formatting.preserve_line_breaks, len(first.text.splitlines()))
    assert (False, 1) == (second.formatting.preserve_line_breaks, len(second.text.splitlines()))


@pytest.mark.parametrize(
    "text",
    [
        "It was a dark night. " * 400,
        "\n\n".join(f"Chapter {n}\n\nShe walked to the river and looked at the water. Nobody came." for n in range(40)),
        "Milk\nBread\nEggs\n",
        "1 2 3",
    ],
    ids=["one paragraph", "a novel", "a list", "figures"],
)
def test_what_is_no_play_is_refused(text, parse):
    """A text in which nobody speaks is refused rather than made a play."""
    with pytest.raises(NoSpeechFoundError):
        parse(text)


@pytest.mark.parametrize(
    ("direction", "words"), [("[aside]", "Too late, too late!"), ("(to Ben)", "On your word, sir.")]
)
def test_a_bracket_after_the_comma_ends_the_direction(direction, words, parse, said, done):
    """What follows the bracket is said, although no point stands before it."""
    play = parse(f"{TALK}\nANN, {direction} {words}\n{TALK}")
    assert ("ANN", words) in said(play)
    assert ("ANN", direction) in done(play)


def test_scarce_brackets_hold_asides(parse, done):
    """Where directions are hardly ever in brackets, those in mid-speech are spoken; one that tells directs."""
    play = parse(TALK * 12 + "\nANN. I saw (so help me) nothing. (Exit.)\n" + TALK)
    assert [("ANN", "(Exit.)")] == done(play)


def test_set_in_paragraphs_direct(parse, done):
    """Paragraphs that stand further in than any speech, and often tell of somebody, are directions."""
    lines = "".join(
        f"\nANN.\n\nGood day, my friend, on day {number}.\n\n  {told}\n\nBEN.\n\nGood day to you.\n"
        for number, told in enumerate(["Ann sits down.", "A bell is heard.", "Ben opens the door.", "Ann laughs."] * 3)
    )
    assert ["Ann sits down.", "A bell is heard.", "Ben opens the door.", "Ann laughs."] * 3 == [
        text for _, text in done(parse(lines))
    ]


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Scena sedicesima", 16), ("ESCENA DÉCIMA TERCIA", 13), ("SCÈNE DIX-SEPTIÈME", 17),
        ("Vingt-et-unième scène", 21), ("Einundzwanzigster Auftritt", 21),
        ("ЯВЛЕНИЕ ДВАДЦАТЬ ПЕРВОЕ", 21), ("Scaena tertia decima", 13),
    ],
)  # fmt: skip
def test_ordinals_beyond_ten_number_scenes(heading, number, parse):
    """Spelled numbers of two words or one."""
    play = parse(f"ACT I\n\nSCENE {number - 1}\n{TALK}\n\n{heading}\n{TALK}")
    assert [f"SCENE {number - 1}", heading] == [scene.title for scene in play.acts[0].scenes]


def test_figures_that_begin_again_number_the_scenes_of_roman_acts(parse):
    """I, 1, 2, II, 1: acts and scenes without a word."""
    play = parse("".join(f"\n\n{act}\n\n\n{scene}\n{TALK}" for act, scene in (("I", 1), ("", 2), ("II", 1), ("", 2))))
    assert [("I", ["1", "2"]), ("II", ["1", "2"])] == [
        (act.title, [scene.title for scene in act.scenes]) for act in play.acts
    ]


def test_an_epilogue_is_a_scene_where_acts_have_scenes(parse):
    """In a play of acts and scenes it belongs to the last act; in a play of acts it is one of its own."""
    scenes = parse(f"ACT I\n\nSCENE I\n{TALK}\nSCENE II\n{TALK}\nEPILOGUE\n{TALK}")
    acts = parse(f"ACT I\n{TALK}\nACT II\n{TALK}\nEPILOGUE\n{TALK}")
    assert ["ACT I"] == [act.title for act in scenes.acts]
    assert ["ACT I", "ACT II", "EPILOGUE"] == [act.title for act in acts.acts]

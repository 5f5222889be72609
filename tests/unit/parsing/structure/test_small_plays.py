"""Short plays of forms that the long ones lack: few speeches must show how a script is set."""

from __future__ import annotations

import pytest

PLACES = {
    "en": ("A comedy in one act by Ann Example", "Ann Example"),
    "en, a musical": ("A Musical in Two Acts\n\nBook and Lyrics by Ann Example", "Ann Example"),
    "fr": ("Comédie en un acte, de Ann Example", "Ann Example"),
    "nl": ("Blijspel in twee bedrijven door Ann Example", "Ann Example"),
    "cs": ("Napsala Ann Example", "Ann Example"),
    "hu": ("Írta: Ann Example", "Ann Example"),
}
TALK = {
    "en": ("What is that to you?", "It is not for you to know."),
    "fr": ("Que dites-vous là, ma bonne amie ?", "Je ne vous dis rien de plus."),
    "nl": ("Wat heb je daar in de hand?", "Dat is niet van jou, maar van mij."),
    "cs": ("Co je to, a kdo to říká?", "Já to říkám, a není to pro tebe."),
    "hu": ("Ki az, és mit akar itt?", "Nem te vagy az, hanem én."),
}


@pytest.mark.parametrize("language", PLACES)
def test_authors_follow_what_a_play_is_called(language, parse):
    """The name stands after the kind of play, or after who wrote it in the script's language."""
    page, author = PLACES[language]
    one, other = TALK[language[:2]]
    talk = f"ANNA: {one}\n\nBERTA: {other}\n\n" * 6
    play = parse(f"THE LAMP\n\n{page}\n\n\n{talk}")
    assert ("THE LAMP", author) == (play.title, play.author)


def test_a_script_may_direct_every_speech(parse, said, done):
    """Labels are found though nearly each has a comma and a direction after it."""
    play = parse(
        "LA LAMPE\n\nPERSONNAGES\n\nANNA, une veuve\nBERTA, sa bonne\n\n\nSCÈNE PREMIÈRE\n\n"
        "ANNA, assise. Que dites-vous ?\n\nBERTA, entrant. Rien, madame.\n\nANNA, se levant. Vous mentez.\n\n"
        "BERTA. Je ne mens pas, madame.\n\nANNA, seule. Elle ment.\n"
    )
    assert [
        ("ANNA", "Que dites-vous ?"), ("BERTA", "Rien, madame."), ("ANNA", "Vous mentez."),
        ("BERTA", "Je ne mens pas, madame."), ("ANNA", "Elle ment."),
    ] == said(play)  # fmt: skip
    assert [("ANNA", "assise"), ("BERTA", "entrant"), ("ANNA", "se levant"), ("ANNA", "seule")] == done(play)


def test_brackets_right_after_a_name_direct(parse, done):
    """Where all brackets stand on the line below the speaker's name, they are directions."""
    play = parse("THE LAMP\n\n" + "ANN\n(rising)\nWhat is that to you?\n\nBEN\nIt is not for you.\n\n" * 3)
    assert [("ANN", "(rising)")] * 3 == done(play)


@pytest.mark.parametrize("sign", ["&", "+"])
def test_a_sign_joins_two_names(sign, parse, said):
    """Both speak under a label with a sign between their names."""
    talk = "ANN: What is that to you?\n\nMRS. BELL: It is not for you.\n\n" * 3
    play = parse(f"THE LAMP\n\n{talk}ANN {sign} MRS. BELL: (together) Put the lamp out.\n\n{talk}")
    assert ("ANN + MRS. BELL", "Put the lamp out.") in said(play)


def test_what_is_sung_in_capitals_is_no_name(parse, said):
    """A line that comes back, and ends in a comma as it holds one, is sung by whoever is named above."""
    song = "ANN\nAWAY, AWAY,\nTHE LAMP IS OUT!\n\nBEN\nAWAY, AWAY,\nTHE NIGHT IS LONG!\n\n"
    play = parse(f"THE LAMP\n\n{song}ANN\nWhat is that to you?\n\nBEN\nIt is not for you.\n\n{song}")
    assert {"ANN", "BEN"} == {name for name, _ in said(play)}


def test_a_listed_name_goes_without_its_article(parse, said):
    """Somebody who speaks once, under the name in the cast list but for ``the``, is known."""
    talk = "Anna: Wat heb je daar in de hand?\n\nKarel: Dat is niet van jou.\n\n" * 3
    play = parse(
        f"DE LAMP\n\nPERSONEN\n\nAnna, weduwe\nKarel, haar zoon\nDe postbode\n\n\n{talk}Postbode: Een brief!\n\n{talk}"
    )
    assert ("De postbode", "Een brief!") in said(play)


def test_short_scripts_keep_their_language(parse):
    """Few words with many an ``a`` are English, not Hungarian."""
    talk = "ANN: A lamp.\n\nBEN: A lamp?\n\nANN: A lamp and a half.\n\nBEN: Come in, then, it was open for you.\n\n"
    assert "en" == parse(f"THE LAMP\n\n{talk * 3}").language


def test_what_is_heard_on_the_radio_speaks_not(parse, said, done):
    """Music and noises set as if they spoke are directions."""
    talk = "ANN: What is that to you?\n\nBEN: It is not for you.\n\n" * 3
    play = parse(
        f"THE LAMP\n\nMUSIC: Fade in,\nthen under.\n\n{talk}F/X: A door.\n\n{talk}MUSIC: Out.\n\nF/X: A bell.\n"
    )
    assert {"ANN", "BEN"} == {name for name, _ in said(play)}
    assert [("", "F/X: A door."), ("", "MUSIC: Out."), ("", "F/X: A bell.")] == done(play)[-3:]


def test_somebody_of_the_cast_may_be_called_music(parse, said):
    """Whom the cast list names speaks."""
    talk = "ANN: What is that to you?\n\nMUSIC: It is not for you.\n\n" * 3
    play = parse(f"THE LAMP\n\nDRAMATIS PERSONAE\n\nANN, a widow\nMUSIC, an allegory\n\n\n{talk}")
    assert {"ANN", "MUSIC"} == {name for name, _ in said(play)}

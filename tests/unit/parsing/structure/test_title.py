"""Title, author, year and translator."""

from __future__ import annotations

import pytest

TALK = "\nANN. Good day, my friend.\n\nBEN. Good day to you.\n\nANN. Is it late?\n\nBEN. It is not late.\n"

PAGES = {
    "title and by": ("THE LAMP\n\nby Eva Example", ("THE LAMP", "Eva Example", None, None)),
    "title and name": ("The Lamp\n\nEva Example", ("The Lamp", "Eva Example", None, None)),
    "by on a line of its own": ("THE LAMP\n\nBy\n\nEva Example", ("THE LAMP", "Eva Example", None, None)),
    "an introduction": (
        "THE LAMP\n\nINTRODUCTION\n\nThe play was liked,\nthe lamp was not.\n\nTHE LAMP\n\nEva Example",
        ("THE LAMP", "Eva Example", None, None),
    ),
    "a year": ("1602\n\nTHE LAMP\n\nby Eva Example", ("THE LAMP", "Eva Example", 1602, None)),
    "a printer's year": (
        "THE LAMP\n\nby Eva Example\n\nLondon: Sample & Son, 1889",
        ("THE LAMP", "Eva Example", 1889, None),
    ),
    "a translator": (
        "THE LAMP\n\nby Eva Example\n\nTranslated by Odo Sample",
        ("THE LAMP", "Eva Example", None, "Translated by Odo Sample"),
    ),
    "rights": ("THE LAMP\n\nby Eva Example\n\nCopyright 1999 by a friend", ("THE LAMP", "Eva Example", None, None)),
    "long notices": (
        "".join(f"Notice {number} of what may be done with files.\n" for number in range(40))
        + "\n<<THIS FILE IS GIVEN AWAY\nBY ITS MAKERS.>>\n\nTHE LAMP\n\nby Eva Example",
        ("THE LAMP", "Eva Example", None, None),
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_title_pages(page, parse):
    """What a title page tells stands with the play."""
    printed, expected = PAGES[page]
    play = parse(f"{printed}\n\nDRAMATIS PERSONAE\n\nANN\nBEN\n\nACT I\n{TALK}\nACT II\n{TALK}")
    assert expected == (play.title, play.author, play.year, play.description)


def test_a_name_above_the_cast_list_is_no_speech(parse, said):
    """The title page stays outside, although a character gives the play its name."""
    talk = TALK.replace("ANN.", "Ann\n").replace("BEN.", "Ben\n")
    play = parse(f"Ann\n\nEva Example\n\nPERSONS\n\nAnn, a widow\nBen, her son\nCarl, a friend\n{talk}{talk}")
    assert "Good day, my friend." == said(play)[0][1]
    assert ("Ann", "Eva Example") == (play.title, play.author)

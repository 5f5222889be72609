"""Cast lists in their layouts: who is named, and what is said of them."""

from __future__ import annotations

import pytest

TALK = "\nANN. Good day, my friend.\n\nBEN. Good day to you.\n\nANN. Is it late?\n\nBEN. It is not late.\n"

SILENT = [("Carl", None), ("Dora", None)]
LISTS = {
    "commas": ("ANN, a widow\nBEN, her son", [("ANN", "a widow"), ("BEN", "her son")]),
    "brackets": ("ANN (a widow)\nBEN (her son)", [("ANN", "a widow"), ("BEN", "her son")]),
    "dots": ("ANN ...... a widow\nBEN ...... her son", [("ANN", "a widow"), ("BEN", "her son")]),
    "capitals alone": ("ANN a widow\nBEN her son", [("ANN", "a widow"), ("BEN", "her son")]),
    "a brace": (
        "ANN   }\nBEN   } two friends\nCARL  }",
        [("ANN", "two friends"), ("BEN", "two friends"), ("CARL", "two friends")],
    ),
    "names in one line": (
        "Ann, Ben, two friends\nCarl\nDora",
        [("Ann", "two friends"), ("Ben", "two friends"), *SILENT],
    ),
    "names joined": ("Ann and Ben, two friends\nCarl\nDora", [("Ann", "two friends"), ("Ben", "two friends"), *SILENT]),
    "silent ones": ("ANN\nBEN\nLords, ladies, soldiers", [("ANN", None), ("BEN", None), ("Lords", "ladies, soldiers")]),
    "a title after it": ("ANN\nBEN\n\nTHE LAMP", [("ANN", None), ("BEN", None)]),
    "a time and place": ("ANN\nBEN\nScene: a kitchen.", [("ANN", None), ("BEN", None)]),
    "an actor": ("ANN, Mrs. Example\nBEN, M. Sample", [("ANN", "Mrs. Example"), ("BEN", "M. Sample")]),
}


@pytest.mark.parametrize("layout", LISTS)
def test_names_and_descriptions(layout, parse):
    """Each layout gives the same kind of characters."""
    printed, expected = LISTS[layout]
    play = parse(f"THE LAMP\n\nby Eva Example\n\nDRAMATIS PERSONAE\n\n{printed}\n\nACT I\n{TALK}\nACT II\n{TALK}")
    assert expected == [(character.name, character.description) for character in play.characters]


def test_descriptions_without_a_mark(parse):
    """Where most entries go on in small letters, names end there, unless a label says otherwise."""
    printed = "Anna a widow of Ulm\nBeno son to the widow\nCarla serving the widow\nDora whom nobody hears"
    talk = (
        TALK.replace("ANN", "ANNA").replace("BEN", "BENO") + "\nCARLA. I am here.\n\nANNA. So you are.\n\nCARLA. Yes.\n"
    )
    play = parse(f"THE LAMP\n\nCHARACTERS\n\n{printed}\n\nACT I\n{talk}")
    names = [(character.name, character.description) for character in play.characters]
    assert [
        ("Anna", "a widow of Ulm"), ("Beno", "son to the widow"), ("Carla", "serving the widow"),
        ("Dora", "whom nobody hears"),
    ] == names  # fmt: skip


def test_the_same_are_nobodys_name(parse, said):
    """Who was present before, named at the head of a scene, says nothing."""
    text = f"ACTE PREMIER\n\nSCÈNE I\n{TALK}\nSCÈNE II\n\nLES MÊMES\n{TALK}\nSCÈNE III\n\nLES MÊMES\n{TALK}"
    play = parse(text)
    assert {"ANN", "BEN"} == {name for name, _ in said(play)}

"""Labels that several bear: the scene tells whom they mean."""

from __future__ import annotations

import pytest

TWINS = "DRAMATIS PERSONAE\n\nODO OF ULM\nODO OF BERN\nMARTHA, a widow\n\n"


def scene(number, entrance, speaker="ODO"):
    """A scene between Martha and one Odo."""
    return (
        f"SCENE {number}\n\n[{entrance}]\n\n{speaker}. Good day, Martha.\n\nMARTHA. Good day to you.\n\n"
        f"{speaker}. Is it late?\n\nMARTHA. It is not late.\n\n"
    )


def test_namesakes_are_told_apart_by_entrances(parse, said):
    """One label, two characters: each scene names the one who enters."""
    text = "ACT I\n\n" + scene(1, "Enter ODO OF ULM and MARTHA") + scene(2, "Enter ODO OF BERN and MARTHA")
    names = [name for name, _ in said(parse(f"THE LAMP\n\n{TWINS}{text}")) if name != "MARTHA"]
    assert ["ODO OF ULM"] * 2 + ["ODO OF BERN"] * 2 == names


def test_when_both_namesakes_are_there_the_line_is_doubtful(parse):
    """The one who was named last is taken, and the reader is told."""
    both = scene(1, "Enter ODO OF BERN, ODO OF ULM and MARTHA")
    play = parse(f"THE LAMP\n\n{TWINS}ACT I\n\n{both}")
    line = play.acts[0].scenes[0].lines[1]
    ulm = next(character.id for character in play.characters if character.name == "ODO OF ULM")
    assert [ulm] == line.speakers
    assert any("several bear this name" in reason for reason in line.reasons)
    assert line.confidence < 0.92


@pytest.mark.parametrize(
    ("speakers", "label", "expected"),
    [
        (("ANN", "BEN", "CARL"), "ALL", "ANN + BEN"),
        (("ANN", "BEN"), "ALL", "ALL"),
        (("ANN", "BEN", "CARL", "DORA"), "ALL", "ALL"),
        (("ANN", "BEN", "CARL"), "BOTH", "ANN + BEN"),
    ],
)
def test_all_and_both_speak_for_several_where_the_scene_is_clear(speakers, label, expected, parse, said):
    """Few who have spoken answer the last of them; a crowd stays one character of that name."""
    talk = "".join(f"{name}. This is not the lamp that you know.\n\n" for name in (*speakers, *speakers))
    play = parse(f"ACT I\n\nSCENE 1\n\n{talk}{label}. Long live the lamp!\n\n{talk}SCENE 2\n\n{talk}")
    assert [expected] == [name for name, text in said(play) if text == "Long live the lamp!"]


def test_whom_the_list_does_not_name_is_doubted(parse):
    """The reason stands with the line."""
    talk = scene(1, "Enter DORA", "DORA") + "".join(scene(number, "Enter ANN", "ANN") for number in range(2, 9))
    play = parse(f"THE LAMP\n\nDRAMATIS PERSONAE\n\nANN\nBEN\nMARTHA\n\nACT I\n\n{talk}")
    reasons = {line.speakers[0]: line.reasons for scene in play.acts[0].scenes for line in scene.lines if line.reasons}
    dora = next(character.id for character in play.characters if character.name == "DORA")
    assert {dora: ["not in the cast list"]} == reasons

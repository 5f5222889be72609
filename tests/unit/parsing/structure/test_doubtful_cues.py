"""Lines that only look like cues, and cues that do not look like them."""

from __future__ import annotations

TALK = "ANN.\nWhat is that to you?\n\nBEN, rising.\nIt is not for you to know.\n\nANN, going.\nThen keep it.\n\n"


def test_a_label_may_follow_the_mark_of_a_note(parse, said):
    """Where marks have no footnotes in the flow, one before a label is a mark, and the speech is kept."""
    talk = "Ann. What is that[1] to you?\n\nBen. It is not[2] for you to know.\n\n" * 5
    play = parse(f"THE LAMP\n\n{talk}[3]Ann. Then keep it.\n\n{talk}")
    assert ("Ann", "Then keep it.") in said(play)


def test_a_name_met_once_speaks_as_those_directed_like_it(parse, said):
    """A new label before a direction is a cue where such lines bear known ones."""
    play = parse(f"THE LAMP\n\n{TALK * 4}A NURSE, entering.\nSomebody is at the door.\n\n{TALK}")
    assert ("A NURSE", "Somebody is at the door.") in said(play)


def test_a_name_and_what_is_done_before_a_cue_is_a_direction(parse):
    """Nobody speaks under a name that another label follows at once."""
    play = parse(f"THE LAMP\n\n{TALK * 4}A NURSE, entering.\n\n{TALK}")
    assert [] == [one.name for one in play.characters if "NURSE" in one.name]


def test_those_present_are_nobodys_label(parse):
    """``The same`` at the head of a scene tells who is present, whoever follows."""
    scenes = "".join(f"SCENE {number}\n\nTHE SAME, THE NEIGHBOURS.\n\n{TALK}" for number in range(1, 5))
    play = parse(f"THE LAMP\n\n{scenes}")
    assert ["ANN", "BEN"] == [one.name for one in play.characters]


def test_a_setting_may_part_an_act_from_its_first_scene(parse):
    """The play begins with its act, though lines of setting stand before the scene and its first, long speech."""
    setting = "\n".join(f"Behind the house there is a garden with a wall, part {n} of it." for n in range(9))
    speech = "\n".join(f"I told you of the lamp, and you did not hear me, {n}." for n in range(150))
    play = parse(f"THE LAMP\n\n\nACT I\n\n{setting}\n\nSCENE I\n\nANN.\n{speech}\n\nSCENE II\n\n{TALK * 6}")
    assert [("ACT I", ["", "SCENE I", "SCENE II"])] == [
        (act.title, [scene.title or "" for scene in act.scenes]) for act in play.acts
    ]

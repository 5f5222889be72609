"""Plays in TEI state who speaks, what is said and what is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import CorruptFileError, SourceError, TooDeepError
from playbuddy_desktop.parsing.document import Document, Furniture, Role
from playbuddy_desktop.parsing.playbook import DirectionKind

Read = Callable[..., Document]

PLAY = """<?xml version="1.0"?><!DOCTYPE TEI SYSTEM "tei.dtd">
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title type="sub">A Play</title>
<title type="main">The Lantern</title><author><persName>Ada <surname>Quill</surname></persName><idno>1</idno></author>
</titleStmt></fileDesc><particDesc><listPerson><person xml:id="tobias"><persName>Tobias</persName></person></listPerson>
</particDesc></teiHeader><text><front><titlePage><docTitle><titlePart>THE LANTERN</titlePart></docTitle>
<docAuthor>A. Quill</docAuthor></titlePage><castList><head>Characters</head><castItem><role>MIRA</role>,
<roleDesc>a lamplighter</roleDesc></castItem></castList></front>
<body><div type="act"><head>Act I</head><div type="scene"><head>Scene 1<lb/>A street</head>
<stage>Dusk.</stage>
<sp who="#mira"><speaker>MIRA.</speaker><lg><l>The lamp is out,</l><lb n="2"/>
<l>the night <stage>(sighs)</stage>, is</l>
<l>long.<note>A note.</note></l></lg><stage>She waits.</stage>
<p>Caf&eacute; <choice><sic>teh</sic><corr>the</corr></choice>
end<lb break="no"/>less <hi rend="italic">night</hi>.</p></sp>
<pb n="2"/><sp who="#tobias"><p>Only me.</p></sp></div></div></body></text></TEI>"""


def test_a_play_is_read_with_its_roles(read: Read) -> None:
    """A direction in mid-speech is a line of its own; an unnamed speech is named by its speaker's id."""
    document = read(PLAY.encode(), "lantern.xml")
    assert ("tei", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert [
        ("THE LANTERN", Role.TITLE),
        ("A. Quill", Role.AUTHOR),
        ("Characters", None),
        ("MIRA, a lamplighter", Role.CAST),
        ("Act I", Role.ACT),
        ("Scene 1", Role.SCENE),
        ("A street", Role.SCENE),
        ("Dusk.", Role.DIRECTION),
        ("MIRA.", Role.CHARACTER),
        ("The lamp is out,", Role.DIALOGUE),
        ("the night", Role.DIALOGUE),
        ("(sighs),", Role.PARENTHETICAL),
        ("is", Role.DIALOGUE),
        ("long.", Role.DIALOGUE),
        ("A note.", None),
        ("She waits.", Role.PARENTHETICAL),
        ("Café the endless night.", Role.DIALOGUE),
        ("Tobias", Role.CHARACTER),
        ("Only me.", Role.DIALOGUE),
    ] == [(line.text, line.role) for line in document.lines]


def test_verse_is_one_paragraph(read: Read) -> None:
    """Across a direction within it."""
    lines = read(PLAY.encode(), "lantern.xml").lines
    verse = lines[9:14]
    assert 1 == len({line.paragraph for line in verse})
    assert [False, True, False, False, True] == [line.soft_break for line in verse]


def test_layout(read: Read) -> None:
    """Outline levels, italics, pages and notes."""
    lines = {line.text: line for line in read(PLAY.encode(), "lantern.xml").lines}
    assert (1, 2) == (lines["Act I"].outline_level, lines["Scene 1"].outline_level)
    prose = lines["Café the endless night."]
    assert ["night"] == [prose.text[run.start : run.end] for run in prose.runs if run.italic]
    assert Furniture.NOTE == lines["A note."].furniture
    assert lines["Tobias"].page_break_before


def test_entities_are_not_expanded(read: Read) -> None:
    """Neither those of the file itself nor others; a bomb is refused."""
    declared = '<!ENTITY e0 "boom"><!ENTITY file SYSTEM "/etc/passwd">'
    play = PLAY.replace('SYSTEM "tei.dtd"', f"[{declared}]").replace("&eacute;", "é")
    assert "Only me." == read(play.replace("Only me.", "Only&e0;&file; me.").encode(), "x.xml").lines[-1].text
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 9))
    play = play.replace(declared, declared + bomb)
    for place, reference in (("Only me.", "&e8;"), ('who="#mira"', 'who="&e8;"')):
        with pytest.raises(CorruptFileError, match="entities"):
            read(play.replace(place, reference).encode(), "bomb.xml")


def test_deep_nesting_is_refused(read: Read) -> None:
    """Divisions in divisions without end."""
    for levels in (240, 5_000):
        play = PLAY.replace("<stage>Dusk.</stage>", "<div>" * levels + "</div>" * levels)
        if levels < 250:
            assert read(play.encode(), "deep.xml").lines
        else:
            with pytest.raises(TooDeepError):
                read(play.encode(), "deep.xml")


def test_every_truncation_is_survived(read: Read) -> None:
    """None gives anything but an error for people."""
    for end in range(100, len(PLAY) - 5, 43):
        with pytest.raises(SourceError):
            read(PLAY[:end].encode(), "x.xml")


def test_a_direction_is_of_the_kind_that_is_stated(read: Read) -> None:
    """One known type is taken, several or none are left to the words; whatever stands around the direction."""
    typed = PLAY.replace("<stage>Dusk.", '<stage type="location">Dusk.')
    typed = typed.replace("<stage>(sighs)", '<stage type="fall/delivery">(sighs)')
    typed = typed.replace("<stage>She waits.", '<stage type="exit entrance">She waits.')
    lines = read(typed.encode(), "lantern.xml").lines
    told = {line.text: line.direction for line in lines if line.role in (Role.DIRECTION, Role.PARENTHETICAL)}
    assert {"Dusk.": DirectionKind.SETTING, "(sighs),": DirectionKind.DELIVERY, "She waits.": None} == told
    assert {None} == {line.direction for line in read(PLAY.encode(), "lantern.xml").lines}

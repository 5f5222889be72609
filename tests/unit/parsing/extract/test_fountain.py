"""Fountain states by its marks what each line is."""

from __future__ import annotations

from collections.abc import Callable

from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Role

Read = Callable[..., Document]

SCRIPT = """Title: _The Lantern_
Author: Ada Quill
Contact:
    12 Lamp Street

/* put
aside */
# ACT I

= Where it all begins.

INT. A STREET - DUSK #1-A#

The lamp is *out*. [[Check the lamp.]]

MIRA (O.S.)
(whispering)
Who goes there?
It is **dark**.
(pause)
~Dark, dark, dark.

TOBIAS ^
Only me.
{blank}
Still me.

@McAvoy
Evening.

!NOBODY
speaks here.

> THE END <

CUT TO:

===

.NOWHERE

5 * 3 * 2 is thirty, \\*truly\\*.
""".replace("{blank}", "  ")


def test_a_script_is_read_with_its_roles(read: Read) -> None:
    """Every element of the syntax."""
    document = read(SCRIPT.encode(), "lantern.fountain")
    assert ("fountain", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert [
        ("The Lantern", Role.TITLE),
        ("Ada Quill", Role.AUTHOR),
        ("12 Lamp Street", None),
        ("ACT I", None),
        ("Where it all begins.", None),
        ("INT. A STREET - DUSK", Role.SCENE),
        ("The lamp is out.", Role.DIRECTION),
        ("Check the lamp.", None),
        ("MIRA (O.S.)", Role.CHARACTER),
        ("(whispering)", Role.PARENTHETICAL),
        ("Who goes there?", Role.DIALOGUE),
        ("It is dark.", Role.DIALOGUE),
        ("(pause)", Role.PARENTHETICAL),
        ("Dark, dark, dark.", Role.DIALOGUE),
        ("TOBIAS", Role.CHARACTER),
        ("Only me.", Role.DIALOGUE),
        ("Still me.", Role.DIALOGUE),
        ("McAvoy", Role.CHARACTER),
        ("Evening.", Role.DIALOGUE),
        ("NOBODY", Role.DIRECTION),
        ("speaks here.", Role.DIRECTION),
        ("THE END", None),
        ("CUT TO:", Role.DIRECTION),
        ("NOWHERE", Role.SCENE),
        ("5 * 3 * 2 is thirty, *truly*.", Role.DIRECTION),
    ] == [(line.text, line.role) for line in document.lines]


def test_looks_and_layout(read: Read) -> None:
    """Emphasis, outline levels, notes beside the text, centred lines, pages."""
    lines = {line.text: line for line in read(SCRIPT.encode(), "lantern.fountain").lines}
    bold = lines["It is dark."]
    assert ["dark"] == [bold.text[run.start : run.end] for run in bold.runs if run.bold]
    assert bold.soft_break
    assert 1.0 == lines["Dark, dark, dark."].italic
    assert (1, 2) == (lines["ACT I"].outline_level, lines["NOWHERE"].outline_level)
    assert Furniture.NOTE == lines["Check the lamp."].furniture == lines["Where it all begins."].furniture
    assert Alignment.CENTRE == lines["THE END"].alignment
    assert lines["NOWHERE"].page_break_before


def test_marks_without_partner_are_text(read: Read) -> None:
    """So are notes and asides that never end."""
    lines = read(b"A *star and _one [[open\n\nB /* C\n", "x.fountain").lines
    assert ["A *star and _one [[open", "B /* C"] == [line.text for line in lines]


def test_endless_openings_take_no_time(read: Read) -> None:
    """Every opening could look for its end through the whole file."""
    for mark in (b"[[", b"/*", b"(", b"*a", b"#a"):
        assert read(b"X " + mark * 50_000, "x.fountain").lines

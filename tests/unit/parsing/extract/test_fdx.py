"""Final Draft documents state what each paragraph is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playbuddy_desktop.errors import CorruptFileError, SourceError
from playbuddy_desktop.jobs.pipeline import parse_file
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Role
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]

SCRIPT = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5"><Content>
<Paragraph Type="New Act"><Text>Act I</Text></Paragraph>
<Paragraph Type="Scene Heading" Number="1"><Text>A STREET</Text></Paragraph>
<Paragraph Type="Action" Alignment="Right"><ScriptNote><Paragraph><Text>Check.</Text></Paragraph></ScriptNote>
<Text>The lamp is </Text><Text Style="Bold+Italic" Size="14">out</Text><Text>.</Text></Paragraph>
<Paragraph><DualDialogue>
<Paragraph Type="Character"><Text Style="AllCaps">Mira</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(low)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Who goes
there?</Text></Paragraph></DualDialogue></Paragraph>
<Paragraph Type="General" StartsNewPage="Yes"><Text>Curtain</Text></Paragraph>
</Content><HeaderAndFooter><Header><Paragraph><Text>LANTERN</Text></Paragraph></Header></HeaderAndFooter>
<TitlePage><Content><Paragraph Type="Action"><Text>The Lantern</Text></Paragraph></Content></TitlePage></FinalDraft>"""


def test_a_script_is_read_with_its_roles(read: Read) -> None:
    """Title page first; two speeches side by side one after the other."""
    document = read(SCRIPT.encode(), "lantern.fdx")
    assert "fdx" == document.format
    assert [
        ("LANTERN", None, Furniture.HEADER),
        ("The Lantern", None, None),
        ("Act I", Role.ACT, None),
        ("A STREET", Role.SCENE, None),
        ("Check.", None, Furniture.NOTE),
        ("The lamp is out.", Role.DIRECTION, None),
        ("MIRA", Role.CHARACTER, None),
        ("(low)", Role.PARENTHETICAL, None),
        ("Who goes", Role.DIALOGUE, None),
        ("there?", Role.DIALOGUE, None),
        ("Curtain", None, None),
    ] == [(line.text, line.role, line.furniture) for line in document.lines]


def test_looks_and_layout(read: Read) -> None:
    """Styles of the runs, alignment, pages."""
    lines = {line.text: line for line in read(SCRIPT.encode(), "lantern.fdx").lines}
    action = lines["The lamp is out."]
    (run,) = [run for run in action.runs if run.bold]
    assert ("out", True, 14.0) == (action.text[run.start : run.end], run.italic, run.size)
    assert Alignment.RIGHT == action.alignment
    assert lines["Curtain"].page_break_before
    assert (1, 2) == (lines["Act I"].outline_level, lines["A STREET"].outline_level)


@pytest.mark.parametrize("opening", ["Scene Heading", "Action"])
def test_what_stands_before_the_first_scene_is_no_title(tmp_path: Path, opening: str) -> None:
    """Without a title page the play has the file's name."""
    paragraphs = [(opening, "FADE IN"), ("Scene Heading", "A STREET")]
    paragraphs += [("Character", "MIRA"), ("Dialogue", "Who?"), ("Character", "TOBIAS"), ("Dialogue", "I.")] * 3
    body = "".join(f'<Paragraph Type="{kind}"><Text>{text}</Text></Paragraph>' for kind, text in paragraphs)
    path = tmp_path / "the_lantern.fdx"
    path.write_text(f'<FinalDraft DocumentType="Script"><Content>{body}</Content></FinalDraft>', encoding="utf-8")
    assert "the lantern" == parse_file(path, Settings()).title


def test_a_damaged_script_is_told(read: Read) -> None:
    """Truncated, or without content."""
    for whole in (SCRIPT[:-40], "<FinalDraft/>"):
        with pytest.raises(CorruptFileError):
            read(whole.encode(), "x.fdx")


def test_every_truncation_is_survived(read: Read) -> None:
    """None gives anything but an error for people."""
    for end in range(60, len(SCRIPT), 41):
        with pytest.raises(SourceError):
            read(SCRIPT[:end].encode(), "x.fdx")

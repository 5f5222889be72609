"""The packed files of screenplay programs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Role

Read = Callable[..., Document]

OSF = """<?xml version="1.0"?><document type="Open Screenplay Format document" version="40">
<info title="The Lantern" {author}="Ada Quill"/>
<titlepage><para><style align="center"/><text>THE LANTERN</text></para></titlepage>
<paragraphs><para><style {style}="Scene Heading"/><text>A STREET</text></para>
<para><style {style}="Character" align="center"/><text>MIRA</text></para>
<para><style {style}="Dialogue"/><text>It is </text><text bold="1" italic="1">dark</text></para>
</paragraphs></document>"""


def packed(**parts: str) -> bytes:
    """An archive; ``__`` in a name stands for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def test_a_highland_script_is_fountain_in_a_bundle(read: Read) -> None:
    """Whatever the name of the bundle."""
    script = "Title: The Lantern\n\nMIRA\nWho goes there?\n"
    document = read(packed(**{"Lantern.textbundle/text__md": script, "info__json": "{}"}), "lantern.highland")
    assert ("highland", "The Lantern") == (document.format, document.title)
    assert [Role.TITLE, Role.CHARACTER, Role.DIALOGUE] == [line.role for line in document.lines]


@pytest.mark.parametrize(("author", "style"), [("writtenby", "basestylename"), ("written_by", "base_style_name")])
def test_a_fade_in_screenplay(read: Read, author: str, style: str) -> None:
    """Of newer and older versions."""
    document = read(packed(document__xml=OSF.format(author=author, style=style)), "lantern.fadein")
    assert ("fadein", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert [
        ("THE LANTERN", None, Alignment.CENTRE),
        ("A STREET", Role.SCENE, None),
        ("MIRA", Role.CHARACTER, Alignment.CENTRE),
        ("It is dark", Role.DIALOGUE, None),
    ] == [(line.text, line.role, line.alignment) for line in document.lines]
    assert ["dark"] == [line.text[run.start : run.end] for line in document.lines for run in line.runs if run.bold]


def test_damaged_bundles_are_told(read: Read) -> None:
    """Truncated archives, and archives without a script."""
    for content, name in (
        (packed(**{"A.textbundle/text__md": "MIRA"})[:60], "x.highland"),
        (packed(document__xml='<document type="Open Screenplay Format document"/>'), "x.fadein"),
        (packed(document__xml='<document type="Open Screenplay Format document"><'), "x.fadein"),
    ):
        with pytest.raises(CorruptFileError):
            read(content, name)

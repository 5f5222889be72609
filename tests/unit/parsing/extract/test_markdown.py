"""Markdown is read with its headings, emphasis and lists, and line by line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playbuddy_desktop.parsing.document import Alignment, Document, Role

Read = Callable[..., Document]

SCRIPT = """---
title: "The Lantern"
author: Ada Quill
---

# ACT *I*

<center><b>SCENE 1</b></center>

- MIRA, a lamplighter
- TOBIAS

**MIRA.** Who goes *there*?<br>It is
dark.

        TOBIAS
    Only me.

    Only I.

1. first

> quoted

| MIRA | Hello |
|------|-------|
| T.   | **Bye** |
"""


def test_a_script_is_read(read: Read) -> None:
    """Text and roles, as far as the file states them."""
    document = read(SCRIPT.encode(), "lantern.md")
    assert ("md", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert [
        ("The Lantern", Role.TITLE),
        ("Ada Quill", Role.AUTHOR),
        ("ACT I", None),
        ("SCENE 1", None),
        ("MIRA, a lamplighter", None),
        ("TOBIAS", None),
        ("MIRA. Who goes there?", None),
        ("It is", None),
        ("dark.", None),
        ("TOBIAS", None),
        ("Only me.", None),
        ("Only I.", None),
        ("1. first", None),
        ("quoted", None),
        ("MIRA", None),
        ("Hello", None),
        ("T.", None),
        ("Bye", None),
    ] == [(line.text, line.role) for line in document.lines]


def test_looks_and_layout(read: Read) -> None:
    """Headings, HTML, emphasis, indents, cells."""
    lines = read(SCRIPT.encode(), "lantern.md").lines
    act, scene, speech, cue = lines[2], lines[3], lines[6], lines[9]
    assert (1, ["I"]) == (act.outline_level, [act.text[run.start : run.end] for run in act.runs if run.italic])
    assert (Alignment.CENTRE, 1.0) == (scene.alignment, scene.bold)
    assert ["MIRA."] == [speech.text[run.start : run.end] for run in speech.runs if run.bold]
    assert [False, True, True] == [line.soft_break for line in lines[6:9]]
    assert (48.0, 24.0) == (cue.indent, lines[10].indent)
    assert [(0, 0), (0, 1), (1, 0), (1, 1)] == [line.table_cell for line in lines[-4:]]


def test_a_long_script_is_read_whole(read: Read) -> None:
    """It is parsed in pieces, which must not show."""
    speeches = [f"**MIRA.** This is lantern number {number}." for number in range(5_000)]
    lines = read("\n\n".join(speeches).encode(), "long.md").lines
    assert [speech.replace("**", "") for speech in speeches] == [line.text for line in lines]


@pytest.mark.parametrize("mark", ["*", "[a](", "> ", "`a``", "- ", "_a ", "![[", "<a ", "|", "&", "\\"])
def test_endless_marks_take_no_time(read: Read, mark: str) -> None:
    """They are text, or nothing, but never a hang."""
    assert read(("Hello\n\n" + mark * 10_000 + "\n\nBye").encode(), "x.md").lines

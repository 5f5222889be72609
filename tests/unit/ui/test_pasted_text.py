from __future__ import annotations

from pathlib import Path

import pytest

from playbuddy_desktop.ui.pasted_text import is_script, title_of, write


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  THE LANTERN \nby Ada Quill\n", "THE LANTERN"),
        ("# The Lantern\n\nADA. Good morning.", "The Lantern"),
        ("\ufeff***\nWho's there: Act 1/2?\nBEN.", "Who's there Act 1 2"),
        ("..\n–\n", "Pasted script"),
        ("", "Pasted script"),
        ("word " * 40 + "\nADA.", "word " * 15 + "word…"),
    ],
)
def test_title_is_the_first_line_that_says_something(text: str, title: str) -> None:
    """It can be a file's name on every system."""
    assert title == title_of(text)


@pytest.mark.parametrize(("text", "expected"), [("", False), ("a word\n\n", False), ("ADA.\nGood morning.", True)])
def test_one_line_is_no_script(text: str, expected: bool) -> None:
    """A word that was copied for another use is not imported."""
    assert expected is is_script(text)


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """Line ends and letters stay; half a character does not stop the rest."""
    path = write("ÉDITH.\nOui\ud83c.\n", tmp_path)
    assert ("ÉDITH.txt", "ÉDITH.\nOui?.\n".encode()) == (path.name, path.read_bytes())

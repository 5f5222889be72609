"""Fifteen languages in the layouts of printed scripts: every speech, direction and heading in its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from stage_scripts import LANGUAGES, LAYOUTS, StageScript, abbreviated, write_play

from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.parsing.playbook import LineType, Playbook
from playbuddy_desktop.settings import Settings

DIVISIONS = ("both", "acts", "scenes", "none", "present")
WITHOUT_BRACKETS = "capitals, directions without brackets"
ITALIC_NAMES = "italic name, run in"


def words(text: str) -> str:
    """A text's words, however they are wrapped and pointed."""
    return " ".join(re.findall(r"\w+", text)).casefold()


def heard(play: Playbook) -> list[tuple[str, str]]:
    """Who says what, a speech that directions part put together."""
    names = {character.id: character.name for character in play.characters}
    found: list[tuple[str, str]] = []
    for line in (line for act in play.acts for scene in act.scenes for line in scene.lines):
        if line.type is LineType.DIALOGUE:
            who = words(" and ".join(names[speaker] for speaker in line.speakers))
            before = f"{found.pop()[1]} " if found and found[-1][0] == who else ""
            found.append((who, before + words(line.text)))
    return found


def seen(play: Playbook) -> str:
    """All directions, in order."""
    lines = (line for act in play.acts for scene in act.scenes for line in scene.lines)
    return " ".join(words(line.text) for line in lines if line.type is LineType.STAGE_DIRECTION)


def written(script: StageScript, layout: str) -> list[tuple[str, str]]:
    """Who says what in the script, by the names that a parser can know."""
    shortened = layout.startswith("abbreviated") and not script.cast
    return [(words(abbreviated(who) if shortened else who), words(said)) for who, said in script.speeches]


def told(script: StageScript, layout: str) -> str:
    """The directions of the script; one layout has none in its speeches."""
    asides = {piece.aside for piece in script.pieces} if layout == ITALIC_NAMES else set()
    return " ".join(words(text) for text in script.directions if text not in asides)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_in_each_layout(
    language: str, layout: str, tmp_path: Path, run: Callable[[Document], Playbook]
) -> None:
    """What is said and done, by whom, and where acts and scenes begin, is found as it was written."""
    turn = LANGUAGES.index(language) + list(LAYOUTS).index(layout)
    kinds = DIVISIONS[:3] if layout == WITHOUT_BRACKETS else DIVISIONS
    for variant in range(2):
        script = write_play(
            language,
            headings=turn + variant,
            divisions=kinds[(turn + variant) % len(kinds)],
            verse=variant == 0,
            cast=(turn // 2 + variant) % 2 == 0,
        )
        path = tmp_path / f"script.{LAYOUTS[layout].format}"
        path.write_text(LAYOUTS[layout].set(script), encoding="utf-8")
        play = run(read_document(path, filename=path.name, format=LAYOUTS[layout].format, settings=Settings()))
        assert written(script, layout) == heard(play)
        assert told(script, layout) == seen(play)
        divided = [(words(act.title), [words(scene.title) for scene in act.scenes]) for act in play.acts]
        assert [(words(act), list(map(words, scenes))) for act, scenes in script.divisions] == divided

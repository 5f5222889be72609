"""Little scripts of our own, one per convention, and the way to parse them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.parsing.playbook import Line, Playbook
from playbuddy_desktop.parsing.structure.rules import RulesEngine, RulesParse
from playbuddy_desktop.settings import Settings

Speeches = list[tuple[str, str]]

SPEECHES: Speeches = [
    ("MARTHA", "Is the kettle on the fire?"),
    ("JONAS", "It has been there since noon."),
    ("MARTHA", "Then pour the tea before it turns to tar."),
    ("OLD PETER", "I take mine with a spoon of honey."),
    ("JONAS", "There is no honey left in the house."),
    ("MARTHA", "Who ate the honey?"),
    ("OLD PETER", "Not I, and not the cat."),
    ("JONAS", "The cat says nothing, so it was the cat."),
    ("MARTHA", "Hush, somebody knocks at the door."),
    ("OLD PETER", "Let them knock."),
]
"""What is said in the scripts that differ in layout only."""

FORMS: dict[str, Callable[[str, str], str]] = {
    "capitals and point, run in": lambda who, said: f"{who}. {said}\n",
    "capitals and colon, run in": lambda who, said: f"{who}: {said}\n",
    "capitals and dash, run in": lambda who, said: f"{who} -- {said}\n",
    "capitals, point and dash without a blank": lambda who, said: f"{who}.—{said}\n",
    "capitals and wide gap": lambda who, said: f"{who}  {said}\n",
    "mixed case and point, run in": lambda who, said: f"{who.title()}. {said}\n",
    "mixed case and colon, run in": lambda who, said: f"{who.title()}: {said}\n",
    "italics and point, run in": lambda who, said: f"_{who.title()}._ {said}\n",
    "capitals on their own line": lambda who, said: f"{who}\n{said}\n",
    "capitals and point on their own line": lambda who, said: f"{who}.\n{said}\n",
    "capitals on their own line, blank after": lambda who, said: f"{who}\n\n{said}\n",
    "capitals, far from the margin": lambda who, said: f"{' ' * 30}{who}\n{said}\n",
    "capitals, centred": lambda who, said: f"{who.center(70).rstrip()}\n{said}\n",
    "mixed case and point on their own line": lambda who, said: f"{who.title()}.\n{said}\n",
    "mixed case on their own line": lambda who, said: f"{who.title()}\n{said}\n",
}


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Document]:
    """Reads a text as the program does."""

    def read_it(text: str) -> Document:
        path = tmp_path / "script.txt"
        path.write_text(text, encoding="utf-8")
        return read_document(path, filename=path.name, format="txt", settings=Settings())

    return read_it


@pytest.fixture
def run() -> Callable[..., Playbook]:
    """Parses a document chunk by chunk."""

    def run_it(document: Document, chunk_chars: int = 20_000) -> Playbook:
        parse = RulesEngine().prepare(document, chunk_chars=chunk_chars, fallback_title="Untitled")
        return assembled(parse)

    return run_it


@pytest.fixture
def parse(read: Callable[[str], Document], run: Callable[..., Playbook]) -> Callable[[str], Playbook]:
    """Reads and parses a text."""
    return lambda text: run(read(text))


def assembled(parse: RulesParse) -> Playbook:
    """Label all chunks in order, then assemble."""
    context, items = parse.start(), []
    for index in range(parse.plan.count):
        result = parse.chunk(index, context)
        context = result.context
        items.extend(result.items)
    return parse.assemble(items)


@pytest.fixture
def said() -> Callable[[Playbook], Speeches]:
    """Who says what: names and texts of the dialogue lines, in order."""

    def said_in(play: Playbook) -> Speeches:
        names = {character.id: character.name for character in play.characters}
        return [
            (" + ".join(names[speaker] for speaker in line.speakers), line.text)
            for line in lines_of(play)
            if line.type == "dialogue"
        ]

    return said_in


@pytest.fixture
def done() -> Callable[[Playbook], Speeches]:
    """Who does what: names and texts of the stage directions, in order."""

    def done_in(play: Playbook) -> Speeches:
        names = {character.id: character.name for character in play.characters}
        return [
            (" + ".join(names[speaker] for speaker in line.speakers), line.text)
            for line in lines_of(play)
            if line.type == "stage_direction"
        ]

    return done_in


def lines_of(play: Playbook) -> list[Line]:
    """All lines of the play."""
    return [line for act in play.acts for scene in act.scenes for line in scene.lines]


@pytest.fixture(params=FORMS, ids=str)
def form(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """A way to set a speech."""
    found: Callable[[str, str], str] = FORMS[request.param]
    return found


@pytest.fixture
def speeches() -> Speeches:
    """What is said in the scripts that differ in layout only."""
    return SPEECHES


@pytest.fixture
def long_script() -> str:
    """A script with acts, scenes, a cast list, directions and verse, of some length."""
    parts = [
        "THE TEAPOT\n\nby Ann Example\n\nDRAMATIS PERSONAE\n\nMARTHA, a widow\nJONAS, her son\nOLD PETER, a lodger\n\n"
    ]
    for act in ("I", "II", "III"):
        parts.append(f"\nACT {act}\n")
        for scene in range(1, 4):
            parts.append(f"\nSCENE {scene}. A kitchen.\n\n[Enter MARTHA and JONAS.]\n")
            for number, (who, text) in enumerate(SPEECHES):
                aside = " (aside)" if number % 4 == 1 else ""
                parts.append(
                    f"\n{who}{aside}. {text}\nWe count the cups and find them whole,\n"
                    "And none has fallen from the shelf.\n"
                )
                if number % 5 == 2:
                    parts.append("[She pours\nthe tea.]\nNow drink.\n")
            parts.append("\n[Exeunt.]\n")
    parts.append("\nTHE END\n")
    return "".join(parts)

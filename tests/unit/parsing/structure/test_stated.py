"""Documents that say themselves what their lines are: by roles, or by the names of their paragraph styles."""

from __future__ import annotations

import pytest

from playbuddy_desktop.parsing.document import Document, Line, Role
from playbuddy_desktop.parsing.structure.stated import Statement, role_of_style, roles_of

STATED = [
    (Role.ACT, "Morning"), (Role.SCENE, "The kitchen"), (Role.DIRECTION, "Martha is alone."),
    (Role.CHARACTER, "MARTHA"), (Role.DIALOGUE, "Is anybody there?"), (Role.PARENTHETICAL, "listens"),
    (Role.DIALOGUE, "ANN. is no label here. (Nor is this a direction.)"), (Role.CHARACTER, "jonas (outside)"),
    (Role.DIALOGUE, "Act II is a good name for a cat."), (Role.SCENE, "The yard"), (Role.CHARACTER, "MARTHA"),
    (Role.DIALOGUE, "Come in."),
]  # fmt: skip


def document_of(lines, **more):
    """A document of those roles and texts."""
    return Document(
        "fdx",
        [Line(text, role=role, paragraph=number, **more) for number, (role, text) in enumerate(lines)],
        hard_wrapped=False,
    )


def test_roles_are_taken_as_stated(run, said, done):
    """Whatever the words look like, a stated role decides."""
    play = run(document_of(STATED))
    assert [("Morning", ["The kitchen", "The yard"])] == [(a.title, [s.title for s in a.scenes]) for a in play.acts]
    assert [
        ("MARTHA", "Is anybody there?"), ("MARTHA", "ANN. is no label here. (Nor is this a direction.)"),
        ("jonas", "Act II is a good name for a cat."), ("MARTHA", "Come in."),
    ] == said(play)  # fmt: skip
    assert [("MARTHA", "Martha is alone."), ("MARTHA", "listens"), ("jonas", "(outside)")] == done(play)
    assert not play.unplaced


def test_a_stated_cast_list_names_the_characters(run):
    """Entries of a cast list need no heading."""
    cast = [(Role.TITLE, "Tea"), (Role.CAST, "MARTHA, a widow"), (Role.CAST, "JONAS, her son")]
    play = run(document_of([*cast, *STATED]))
    assert [("MARTHA", "a widow"), ("JONAS", "her son")] == [(c.name, c.description) for c in play.characters]


def test_styles_are_evidence(run, said, done):
    """Paragraph styles that are named for cues and directions are believed; brackets within speeches still direct."""
    names = {Role.CHARACTER: "Character", Role.DIALOGUE: "Dialogue", Role.DIRECTION: "Stage Direction"}
    lines = [
        (Role.DIRECTION, "Martha is alone."), (Role.CHARACTER, "MARTHA"),
        (Role.DIALOGUE, "Who is it? (Listens.) Well?"),
        (Role.CHARACTER, "JONAS, outside"), (Role.DIALOGUE, "It is I."), (Role.CHARACTER, "MARTHA"),
        (Role.DIALOGUE, "Come in."), (Role.DIRECTION, "He comes in."),
    ]  # fmt: skip
    document = document_of(lines)
    for line in document.lines:
        line.style, line.role = names[line.role], None
    play = run(document)
    assert [("MARTHA", "Who is it?"), ("MARTHA", "Well?"), ("JONAS", "It is I."), ("MARTHA", "Come in.")] == said(play)
    assert ["Martha is alone.", "(Listens.)", "outside", "He comes in."] == [text for _, text in done(play)]


@pytest.mark.parametrize(
    ("style", "role"),
    [
        ("Character", Role.CHARACTER), ("p.speaker", Role.CHARACTER), ("Stage Direction", Role.DIRECTION),
        ("Dialogue", Role.DIALOGUE), ("Character List", None), ("Normal", None), (None, None),
    ],
)  # fmt: skip
def test_style_names(style, role):
    """The words of a style's name tell its role."""
    assert role is role_of_style(style)


def test_a_few_stray_roles_state_nothing():
    """One cue among many plain lines does not make a stated script."""
    assert Statement.NONE is roles_of([(Role.CHARACTER, None), *[(None, "Normal")] * 90])

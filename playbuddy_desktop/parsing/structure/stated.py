"""What a document says of its lines: stated roles, or paragraph styles that are named for what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final

from playbuddy_desktop.parsing.document import Role
from playbuddy_desktop.parsing.structure.words import fold

_LEAST_CUES: Final = 3
_LEAST_SHARE: Final = 0.02
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_STYLE_WORDS: Final = {
    Role.PARENTHETICAL: ("parenthetical", "parentheticals", "paren"),
    Role.DIRECTION: (
        "direction", "directions", "stage", "stagedirection", "stagedirections", "didascalie", "didascalia",
        "regieanweisung", "acotacion", "rubrica", "remarka", "action",
    ),
    Role.CHARACTER: (
        "character", "speaker", "speakers", "cue", "personaje", "personnage", "personaggio", "personagem", "sprecher",
        "rolle", "postac", "postava", "personaz", "rollnamn",
    ),
    Role.DIALOGUE: (
        "dialogue", "dialog", "dialogo", "speech", "line", "verse", "replique", "replik", "battuta", "fala",
    ),
}  # fmt: skip
"""Words in the names of styles and classes, the more telling ones first."""


class Statement(StrEnum):
    """How far the document itself says what its lines are."""

    NONE = "none"
    STYLES = "styles"
    ROLES = "roles"


@cache
def role_of_style(style: str | None) -> Role | None:
    """The role that the name of a paragraph style tells; a list of characters is none of its cues."""
    words = _LETTERS.findall(fold(style or ""))
    if "list" in words:
        return None
    return next((role for role, names in _STYLE_WORDS.items() if any(word in names for word in words)), None)


def roles_of(lines: Iterable[tuple[Role | None, str | None]]) -> Statement:
    """Whether to go by the roles of the lines, by the names of their styles, or by what they look like.

    Args:
        lines: role and style of each line.
    """
    total = roles = styles = spoken = 0
    for role, style in lines:
        total += 1
        roles += role is Role.CHARACTER
        told = role_of_style(style)
        styles += told is Role.CHARACTER
        spoken += told is Role.DIALOGUE
    least = max(_LEAST_CUES, total * _LEAST_SHARE)
    if roles >= least:
        return Statement.ROLES
    return Statement.STYLES if styles >= least and spoken >= styles else Statement.NONE

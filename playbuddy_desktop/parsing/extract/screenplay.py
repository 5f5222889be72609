"""What the paragraph kinds of screenplay programs are called, and what role each states."""

from __future__ import annotations

from typing import Final

from playbuddy_desktop.parsing.document import Role

ROLES: Final = {
    "scene heading": Role.SCENE,
    "scene": Role.SCENE,
    "slugline": Role.SCENE,
    "act": Role.ACT,
    "new act": Role.ACT,
    "act break": Role.ACT,
    "act heading": Role.ACT,
    "start of act": Role.ACT,
    "act/scene": Role.SCENE,
    "action": Role.DIRECTION,
    "general action": Role.DIRECTION,
    "stage direction": Role.DIRECTION,
    "stage directions": Role.DIRECTION,
    "end of act": Role.DIRECTION,
    "transition": Role.DIRECTION,
    "shot": Role.DIRECTION,
    "character": Role.CHARACTER,
    "dialogue": Role.DIALOGUE,
    "lyrics": Role.DIALOGUE,
    "lyric": Role.DIALOGUE,
    "singing": Role.DIALOGUE,
    "parenthetical": Role.PARENTHETICAL,
}
OUTLINE: Final = {Role.ACT: 1, Role.SCENE: 2}


def role_of(kind: str) -> Role | None:
    """The role of a paragraph of that kind; None for kinds that say nothing, such as "General"."""
    return ROLES.get(kind.strip().lower())

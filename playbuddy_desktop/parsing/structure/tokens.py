"""The words at the beginning of a line, as far as they do not depend on where they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.structure.view import is_caps
from playbuddy_desktop.parsing.structure.words import Words, fold

NOTE_MARK: Final = re.compile(r"(?:\[\d{1,4}\]|\[[A-Z]\]|<\d{1,4}>|\{\d+\}|\^\d+|[*†‡¹²³⁴-⁹]+)+(?=[.,:]?$)")
_CORE: Final = re.compile(r"^[¿¡\[]?[^\W_](?:[\w'’´`\-/&]|\.(?=\w))*\]?$")
OPENING: Final = re.compile(r"[(\[]")
JOINS: Final = frozenset("&+")
"""Signs that join two names in one label."""
_LEADING_MARK: Final = re.compile(r"\[(?:\d{1,3}\]\s*|[A-Z]\]\s+)(?=[^\W\d_])")


class Token(NamedTuple):
    """What of a token does not depend on where it stands.

    Attributes:
        bare: without the marks of notes.
        core: what may belong to a label; "" if nothing may.
        tail: the punctuation after the core.
        glued: a bracket follows without a blank.
        folded: the core, for comparison.
        lower: the core begins in lower case.
        caps: the core is set in capitals.
    """

    bare: str
    core: str
    tail: str
    glued: bool
    folded: str
    lower: bool
    caps: bool


@lru_cache(maxsize=65_536)
def token_of(token: str) -> Token:
    """What there is to know of a token; most words of a script come back."""
    bare = NOTE_MARK.sub("", token) or token
    core = bare.rstrip(".,:;)—–-")
    glued = OPENING.search(core[1:])
    if glued:
        core = core[: glued.start() + 1]
    if not core or not _CORE.match(core):
        core = ""
    lower = core[:1].islower()
    return Token(bare, core, bare[len(core) :], glued is not None, fold(core), lower, is_caps(core))


def after_mark(text: str) -> int:
    """Where a line begins after the mark of a note, as in ``[2]ANN. Words``; 0 without a mark."""
    mark = _LEADING_MARK.match(text) if text[0] == "[" else None
    return mark.end() if mark else 0


def is_dash(word: str) -> bool:
    """Whether a token is nothing but a dash, with a point or colon at most."""
    return not word.strip("-–—.:")


def mark_name(tail: str) -> str:
    """The name of the mark that closes a label, by the punctuation after it; "" when it is none."""
    if ":" in tail:
        return ":"
    if "—" in tail or "–" in tail or "--" in tail:
        return "dash"
    return "." if "." in tail else ")" if ")" in tail else ""


def may_go_on(core: str, tail: str, words: Words, following: str) -> bool:
    """Whether a point may stand inside a label: after a title or initial, or between capitals."""
    if tail != ".":
        return False
    short = len(core) == 1 or core.isdigit() or fold(core) in words.titles
    nexts = following.split()
    return short or (is_caps(core) and bool(nexts) and is_caps(nexts[0].strip(".,:")))

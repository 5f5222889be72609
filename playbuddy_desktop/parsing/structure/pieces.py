"""Parting a line into what is said, what is done, and an editor's notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.structure.directions import (
    CLOSING,
    FIRST_WORD,
    NOTE_MARK,
    DirectionStyle,
    begins_with_move,
)
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine
from playbuddy_desktop.parsing.structure.words import Words, fold

_EMENDED: Final = re.compile(r"\[[^\W\d_]{1,12}\]")
_SHORT_BRACKET: Final = 5
_TRAILING: Final = re.compile(r"\s{3,}(?=[\[(]?[^\W\d_])")
_HELD_CHARS: Final = 160
_MARK: Final = re.compile(r"\S\[\d{1,3}\]")
_FOOTNOTE: Final = re.compile(r"\[\d{1,3}\]\s*\S")
_LEAST_MARKS: Final = 3
_TOLD_SHARE: Final = 0.3
"""Where less than this share of the marks has a footnote in the flow, a mark that begins a line is a mark, too."""


class Piece(NamedTuple):
    """A part of a line: a direction, an editor's note, or words spoken."""

    kind: str
    text: str


def is_note(text: str, words: Words) -> bool:
    """Whether a bracket holds an editor's note: ``[Footnote 3: …]``, ``[Illustration]``."""
    match = FIRST_WORD.match(text.lstrip("[ "))
    return text.startswith("[") and match is not None and fold(match[0]) in words.note


def begins_footnote(text: str) -> bool:
    """Whether a line begins as a footnote in the flow does: ``[3] A word``."""
    return _FOOTNOTE.match(text) is not None


def has_footnotes(script: Script) -> bool:
    """Whether numbered footnotes stand in the flow: there are marks, and paragraphs that begin with most of them."""
    marks = sum(len(_MARK.findall(line.text)) for line in script.lines)
    told = sum(begins_footnote(line.text) for line in script.lines)
    return marks >= _LEAST_MARKS and told >= _TOLD_SHARE * marks


def split_brackets(
    text: str, style: DirectionStyle, waiting: str, words: Words, spoken: Callable[[int], bool]
) -> tuple[list[Piece], str]:  # fmt: skip
    """Part a line into what is said and what is done.

    Args:
        text: the line, or what is left of it after a label.
        style: of this script.
        waiting: the closing bracket that an earlier line left open, prefixed with "!" in a note; or "".
        words: of the script's language.
        spoken: whether the bracket at a place of the text holds an aside.

    Returns:
        The pieces in order, and the bracket that stays open.
    """
    if not waiting and "(" not in text and "[" not in text:
        return ([Piece("say", text.strip())] if text.strip() else []), ""
    pieces: list[Piece] = []
    at = 0
    note = waiting.startswith("!")
    closer = waiting.lstrip("!")
    depth = 1 if closer else 0
    opener = "(" if closer == ")" else "["
    start = 0
    while at < len(text):
        char = text[at]
        if depth:
            depth += (char == opener) - (char == closer)
            if depth == 0:
                _add(pieces, "note" if note else "dir", text[start : at + 1])
                start, note, closer = at + 1, False, ""
        elif char in style.brackets:
            if _is_emendation(text, at) or spoken(at):
                at += 1
                continue
            mark = NOTE_MARK.match(text, at)
            _add(pieces, "say", text[start:at])
            if mark:
                _add(pieces, "note", mark[0])
                start = at = mark.end()
                continue
            start, opener, closer, depth = at, char, CLOSING[char], 1
            note = is_note(text[at : at + _HELD_CHARS], words)
        at += 1
    if depth:
        _add(pieces, "note" if note else "dir", text[start:])
        return pieces, ("!" if note else "") + closer
    _add(pieces, "say", text[start:])
    return pieces, ""


def _is_emendation(text: str, at: int) -> bool:
    """Whether a square bracket only adds letters to a word: ``t[ha]t``, ``[k]night``, ``[is]``."""
    match = _EMENDED.match(text, at)
    if match is None:
        return False
    glued = text[at - 1 : at].isalpha() or text[match.end() : match.end() + 1].isalpha()
    return glued or len(match[0]) <= _SHORT_BRACKET


def split_italics(line: ScriptLine, begin: int) -> list[Piece]:
    """Part a line where italics are directions."""
    pieces: list[Piece] = []
    at = begin
    for a, b in line.italic:
        if b <= at:
            continue
        _add(pieces, "say", line.text[at : max(a, at)])
        _add(pieces, "dir", line.text[max(a, at) : b])
        at = b
    _add(pieces, "say", line.text[at:])
    return pieces


def split_trailing(text: str, words: Words) -> tuple[str, str]:
    """A direction that old prints set at the line's right end: words, wide gap, ``Exit Ghost``."""
    for match in _TRAILING.finditer(text):
        tail = text[match.end() :]
        if begins_with_move(tail, words):
            return text[: match.start()], tail
    return text, ""


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    text = text.strip()
    if not text:
        return
    if kind == "say" and not any(map(str.isalnum, text)) and pieces:
        pieces[-1] = Piece(pieces[-1].kind, pieces[-1].text + text)
        return
    pieces.append(Piece(kind, text))


def closes_soon(script: Script, position: int, closer: str, stops: Collection[int], limit: int = 40) -> bool:
    """Whether a bracket left open in this line is closed before the next cue or heading."""
    for at in range(position + 1, min(position + limit, len(script))):
        if at in stops:
            return False
        if closer in script.lines[at].text:
            return True
    return False

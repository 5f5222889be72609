"""What RTF says about how paragraphs are set: each control word changes the state of the group that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from playbuddy_desktop.parsing.extract.flow import PLAIN_BLOCK
from playbuddy_desktop.parsing.extract.rtf_state import State
from playbuddy_desktop.parsing.extract.rtf_words import ALIGNMENTS

TWIPS: Final = 20.0
_LINE_HEIGHT: Final = 14.0
_FARTHEST: Final = 31_680
"""Twips: 22 inches, the most that Word allows."""
_DEEPEST: Final = 8
"""Of the nine levels that a list has, counted from 0."""

Change = Callable[[State, str, int | None], None]


def _pard(state: State, _word: str, _number: int | None) -> None:
    state.block, state.style, state.in_table = PLAIN_BLOCK, None, False
    state.in_list, state.level = False, 0


def _align(state: State, word: str, _number: int | None) -> None:
    state.block = replace(state.block, alignment=ALIGNMENTS[word])


def _measure(state: State, word: str, number: int | None) -> None:
    points = min(max(number or 0, -_FARTHEST), _FARTHEST) / TWIPS
    names = {"li": "indent", "fi": "first_line", "sb": "space_before", "sa": "space_after"}
    value = points if word in ("li", "fi") else points / _LINE_HEIGHT
    state.block = replace(state.block, **{names[word]: value})  # type: ignore[arg-type]  # numbers, all four


def _style(state: State, _word: str, number: int | None) -> None:
    state.style = number


def _outline(state: State, _word: str, number: int | None) -> None:
    if number is not None and 0 <= number < 9:  # noqa: PLR2004 - nine levels; the tenth is body text
        state.block = replace(state.block, outline_level=number + 1)


def _page_before(state: State, _word: str, number: int | None) -> None:
    state.block = replace(state.block, page_break_before=number != 0)


def _direction(state: State, word: str, _number: int | None) -> None:
    state.block = replace(state.block, rtl=word == "rtlpar")


def _list(state: State, _word: str, number: int | None) -> None:
    """The paragraph is an item of a list; list 0 takes it out."""
    state.in_list = bool(number)


def _list_level(state: State, _word: str, number: int | None) -> None:
    state.level = min(max(number or 0, 0), _DEEPEST)


PARAGRAPH: Final[dict[str, Change]] = {
    **dict.fromkeys(ALIGNMENTS, _align),
    **dict.fromkeys(("li", "fi", "sb", "sa"), _measure),
    **dict.fromkeys(("rtlpar", "ltrpar"), _direction),
    "pard": _pard, "s": _style, "outlinelevel": _outline, "pagebb": _page_before, "ls": _list, "ilvl": _list_level,
}  # fmt: skip
"""The control words, each with the change that it makes."""

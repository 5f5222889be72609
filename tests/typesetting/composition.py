"""Made-up scripts in four layouts, word by word with the style of each: what the readers are measured by.

The words come from small lists and a counter, so that every script is the same at every time, and all lines differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

LAYOUTS = ("centred", "hanging", "manuscript", "columns")
NAMES = ("Anna", "Benedict", "Clara", "Duke", "Edgar", "Old Porter")
_FIRST = [
    "rain", "snow", "light", "wind", "stone", "river", "bread", "glass", "smoke", "thorn", "lantern",
    "harbour", "winter", "copper",
]  # fmt: skip
_SECOND = [
    "waits", "burns", "falls", "sings", "sleeps", "turns", "breaks", "stands", "listens", "answers",
    "wanders", "remembers",
]  # fmt: skip
_THIRD = [
    "gently", "twice", "again", "below", "beyond", "tonight", "forever", "alone", "slowly", "nearby",
    "elsewhere",
]  # fmt: skip
_SMALL = [
    "and", "then", "the", "old", "while", "every", "so", "this", "before", "that", "where", "each",
]  # fmt: skip


class Word(NamedTuple):
    """A word as it is set; a small-caps word is spelled with a capital."""

    text: str
    bold: bool = False
    italic: bool = False
    small_caps: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it is set; lengths in points, ``blank`` lines stand before it.

    ``first`` is how far its first line is set in from the others.
    """

    words: tuple[Word, ...]
    indent: float = 0.0
    first: float = 0.0
    width: float = 400.0
    centred: bool = False
    blank: int = 0


def compose(layout: str, speeches: int) -> list[Paragraph]:
    """A script of so many speeches."""
    paragraphs: list[Paragraph] = []
    for number in range(speeches):
        if number % 30 == 0:
            paragraphs.append(_heading(number // 30, centred=layout != "manuscript"))
        if number % 7 == 3:
            paragraphs.append(_direction(layout, number))
        paragraphs += _SPEECHES[layout](number)
    return paragraphs


def sentence(number: int, words: int) -> Iterator[str]:
    """Words that no other number gives in this order."""
    for at in range(words):
        source = (_FIRST, _SECOND, _THIRD, _SMALL)[at % 4]
        word = source[(number * 31 + at * 17 + number // (at + 2)) % len(source)]
        yield word.capitalize() if at == 0 else word
    yield f"{_TENS[number // 10 % 10]}{_ONES[number % 10]}{_TENS[number // 100 % 10]}{_ONES[number // 1000 % 10]}."


_TENS = ("ma", "li", "ro", "te", "su", "ba", "no", "ki", "da", "ve")
_ONES = ("ren", "dol", "sim", "tas", "wen", "gor", "pel", "mik", "hus", "lan")


def _set(texts: Iterator[str] | tuple[str, ...], **style: bool) -> tuple[Word, ...]:
    return tuple(Word(text, **style) for text in texts)


def _name(number: int) -> str:
    return NAMES[(number * 5 + number // 6) % len(NAMES)]


def _heading(number: int, *, centred: bool) -> Paragraph:
    return Paragraph(_set((f"SCENE {_TENS[number % 10]}{_ONES[number // 10 % 10]}".upper(),), bold=True),
                     centred=centred, blank=2)  # fmt: skip


def _direction(layout: str, number: int) -> Paragraph:
    words = _set(tuple(sentence(number + 5_000, 7)), italic=True)
    return Paragraph(words, blank=1, centred=layout == "centred", width=230.0 if layout == "columns" else 400.0)


def _centred(number: int) -> Iterator[Paragraph]:
    yield Paragraph(_set((_name(number),), small_caps=True), centred=True, blank=1)
    if number % 4 == 0:
        yield Paragraph(_set((f"({_SECOND[number % 12]}", f"{_THIRD[number % 11]})"), italic=True), centred=True)
    spoken = list(_set(sentence(number, 8 + number % 21)))
    if number % 3 == 0:
        spoken[2] = spoken[2]._replace(italic=True)
    yield Paragraph(tuple(spoken))


def _hanging(number: int, width: float = 400.0) -> Iterator[Paragraph]:
    name = _set(tuple(f"{_name(number)}.".split()), small_caps=number % 2 == 0, bold=number % 2 == 1)
    aside = _set((f"({_SECOND[number % 12]}", f"{_THIRD[number % 11]})"), italic=True) if number % 4 == 0 else ()
    yield Paragraph((*name, *aside, *_set(sentence(number, 10 + number % 23))), 18.0, -18.0, width)


def _manuscript(number: int) -> Iterator[Paragraph]:
    yield Paragraph(_set((_name(number).upper(),)), 216.0, blank=1)
    if number % 4 == 0:
        yield Paragraph(_set((f"({_SECOND[number % 12]}", f"{_THIRD[number % 11]})"), italic=True), 144.0)
    yield Paragraph(_set(sentence(number, 8 + number % 17)), 72.0, width=330.0)


_SPEECHES = {
    "centred": _centred,
    "hanging": _hanging,
    "manuscript": _manuscript,
    "columns": lambda number: _hanging(number, 230.0),
}

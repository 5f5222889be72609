"""Reads the words of a PDF page with their places and styles.

The text of a page is fetched in one call; places are asked twice a word and styles once a text object, not once a
character, and all of a kind together: that is what makes the reader fast.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from playbuddy_desktop.parsing.extract.pdf_chars import Matrix, PageChars, fonts_of, render_modes
from playbuddy_desktop.parsing.extract.pdf_fonts import FontTraits, font_traits

LINE_END_HYPHENS: Final = "\x02\ufffe"
"""What PDFium gives for a hyphen at a line's end, by version."""

_WORD: Final = re.compile(rf"[^\s\x00{LINE_END_HYPHENS}]+[{LINE_END_HYPHENS}]?|[{LINE_END_HYPHENS}]")
_UNMAPPED: Final = re.compile("[\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
"""No letters: control characters, which PDFium gives for codes without a meaning, and those of private use."""
_FILL_AND_STROKE: Final = 2
_INVISIBLE: Final = 3
_SKEW: Final = 0.12
"""Shear of an upright font from which on it shows as italic: programs slant by 0.2 to 0.35."""
_RAISED: Final = 0.15
"""Change of the baseline, in font sizes, that begins a new word: superscripts, other lines."""
SMALL_NUMBER: Final = 0.85
"""A number in letters smaller than this share of the text's, at the end of a line, may be one of the margin."""
_QUARTER_TURNS: Final = 4
_FARTHEST: Final = 100_000.0
"""Points; the largest page that PDF allows has 14,400."""

_Stretch = tuple[int, int, int, bool]
"""First character and the one after the last, their text object, and whether they go on with the word before."""


class Style(NamedTuple):
    """How a stretch of text is set; ``size`` in points."""

    bold: bool
    italic: bool
    small_caps: bool
    size: float
    font: str


@dataclass(slots=True)
class Piece:
    """A stretch of a word in one style."""

    text: str
    style: Style


@dataclass(slots=True)
class Word:
    """A word as it stands on the page, turned upright.

    Attributes:
        pieces: its text by style.
        x0, x1: its sides, y: its baseline, in points from the page's top left.
        size: of its largest piece.
        glued: no blank stands between it and the word before.
        confidence: of a text recognition, 0 to 1; None where the file holds the text.
    """

    pieces: list[Piece]
    x0: float
    x1: float
    y: float
    size: float
    glued: bool = False
    confidence: float | None = None

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class PageWords:
    """The words of a page in the order of its content.

    Attributes:
        hidden: characters of an invisible layer, as text recognition leaves it.
        chars: all characters.
        unmapped: characters that are no letters; they stand as U+FFFD in the words.
        guessed: characters whose font does not say which letters they show: taken for those that their codes stand
            for elsewhere, which is right for some old fonts and nonsense for others. The unmapped ones are among them.
        turned: words at another angle than most, such as notes along the margin.
        turn: by how many quarter turns most of the text is turned.
    """

    words: list[Word]
    chars: int
    hidden: int
    unmapped: int
    guessed: int
    turned: list[Word]
    turn: int


class _ObjectInfo(NamedTuple):
    """What there is to know of a text object; ``guessed`` if the font says not even its first letter."""

    style: Style
    turn: int | None
    hidden: bool
    guessed: bool


class PageReader:
    """Reads one page after the other."""

    def __init__(self) -> None:
        self._chars = PageChars()
        self._left = self._bottom = self._right = self._top = 0.0
        self._turn = 0

    def read(self, text_page: Any, box: tuple[float, float, float, float]) -> PageWords:
        """Read all words of a page.

        Args:
            text_page: PDFium's handle.
            box: left, bottom, right and top of the page.
        """
        self._chars.turn_to(text_page)
        self._left, self._bottom, self._right, self._top = box
        text, unmapped = _UNMAPPED.subn("\ufffd", self._chars.text())
        stretches = self._stretches(text)
        infos = self._describe(stretches)
        letters: Counter[int | None] = Counter()
        hidden = 0
        doubtful = unmapped > 0
        for start, end, pointer, _goes_on in stretches:
            info = infos[pointer]
            letters[info.turn] += end - start
            if info.hidden:
                hidden += end - start
            elif info.guessed:
                doubtful = True
        self._turn = max((turn for turn in letters if turn is not None), key=letters.__getitem__, default=0)
        upright, turned = self._words(text, stretches, infos)
        guessed = self._guessed(stretches, infos) if doubtful else 0
        return PageWords(upright, letters.total(), hidden, unmapped, max(guessed, unmapped), turned, self._turn)

    def _stretches(self, text: str) -> list[_Stretch]:
        """The words, in parts where they are made of several text objects."""
        spans = [match.span() for match in _WORD.finditer(text)]
        firsts = self._chars.objects(start for start, _end in spans)
        lasts = self._chars.objects(end - 1 for _start, end in spans)
        stretches: list[_Stretch] = []
        for (start, end), first, last in zip(spans, firsts, lasts, strict=True):
            if last in (first, 0):
                stretches.append((start, end, first, False))
            else:
                stretches += self._parts(start, end)
        return stretches

    def _parts(self, start: int, end: int) -> Iterator[_Stretch]:
        """The parts of a word by text object; what PDFium made up goes with what stands before it."""
        current, *others = self._chars.objects(range(start, end))
        begin = start
        for at, pointer in enumerate(others, start=start + 1):
            if pointer and pointer != current:
                yield begin, at, current, begin > start
                begin, current = at, pointer
        yield begin, end, current, begin > start

    def _describe(self, stretches: Sequence[_Stretch]) -> dict[int, _ObjectInfo]:
        """What there is to know of each text object; nearly all of a page are of a few kinds."""
        samples = {pointer: start for start, _end, pointer, _goes_on in reversed(stretches)}
        pointers, indexes = list(samples), list(samples.values())
        kinds = zip(
            fonts_of(pointers),
            render_modes(pointers),
            self._chars.font_sizes(indexes),
            self._chars.matrices(indexes),
            strict=True,
        )
        fonts: dict[int, FontTraits] = {}
        known: dict[tuple[int, int, float, Matrix], _ObjectInfo] = {}
        infos: dict[int, _ObjectInfo] = {}
        for pointer, index, kind in zip(pointers, indexes, kinds, strict=True):
            info = known.get(kind)
            if info is None:
                font = kind[0]
                if font not in fonts:
                    fonts[font] = font_traits(*self._chars.font(index))
                guessed = bool(self._chars.without_letter([index])[0])
                info = known[kind] = _info(fonts[font], *kind[1:], guessed=guessed)
            infos[pointer] = info
        return infos

    def _guessed(self, stretches: Sequence[_Stretch], infos: dict[int, _ObjectInfo]) -> int:
        """How many characters have a font that does not say which letters they show.

        The font of a text recognition shows nothing and need not say it: its codes are the letters.
        """
        shown = [range(start, end) for start, end, pointer, _goes_on in stretches if not infos[pointer].hidden]
        return sum(self._chars.without_letter(itertools.chain.from_iterable(shown)))

    def _words(
        self, text: str, stretches: Sequence[_Stretch], infos: dict[int, _ObjectInfo]
    ) -> tuple[list[Word], list[Word]]:
        """The words at the angle of most, and the others; one ends where its baseline changes."""
        upright: list[Word] = []
        turned: list[Word] = []
        word: Word | None = None
        for (start, end, pointer, goes_on), x0, x1, y in zip(stretches, *self._places(stretches), strict=True):
            style, turn, _hidden, _guessed = infos[pointer]
            piece = Piece(text[start:end], style)
            if goes_on and word is not None and _belongs(piece, y, word):
                word.pieces.append(piece)
                word.x1 = max(x1, word.x0)
                word.size = max(style.size, word.size)
            else:
                word = Word([piece], x0, max(x0, x1), y, style.size, goes_on)
                (upright if turn == self._turn else turned).append(word)
        return upright, turned

    def _places(self, stretches: Sequence[_Stretch]) -> tuple[list[float], list[float], list[float]]:
        """For each stretch where its baseline begins, where its last advance ends, and how far down it stands."""
        xs, ys = self._chars.origins([start for start, _end, _pointer, _goes_on in stretches])
        lefts, tops, rights, bottoms = self._chars.boxes([end - 1 for _start, end, _pointer, _goes_on in stretches])
        along, ends, down = ((xs, rights, ys), (ys, tops, xs), (xs, lefts, ys), (ys, bottoms, xs))[self._turn]
        left, rightward = ((self._left, 1), (self._bottom, 1), (self._right, -1), (self._top, -1))[self._turn]
        top, downward = ((self._top, -1), (self._left, 1), (self._bottom, 1), (self._right, -1))[self._turn]
        return _lengths(along, left, rightward), _lengths(ends, left, rightward), _lengths(down, top, downward)


def _belongs(piece: Piece, y: float, word: Word) -> bool:
    """Whether a stretch that no blank parts from a word is one with it: not if raised, nor a small number after it."""
    size = piece.style.size
    small_number = size < SMALL_NUMBER * word.size and piece.text.isdecimal()
    return abs(y - word.y) <= _RAISED * max(size, 1.0) and not small_number


def _info(font: FontTraits, mode: int, size: float, matrix: Matrix, *, guessed: bool) -> _ObjectInfo:
    height, turn, shear = _geometry(*matrix)
    style = Style(
        font.bold or mode == _FILL_AND_STROKE,
        font.italic or abs(shear) > _SKEW,
        font.small_caps,
        round(_bounded(abs(size * height)), 1),
        font.name,
    )
    return _ObjectInfo(style, turn, mode == _INVISIBLE or font.glyphless, guessed)


def _geometry(a: float, b: float, c: float, d: float) -> tuple[float, int | None, float]:
    """What a text matrix does: its factor of height, its quarter turns (None if it stands askew), its shear."""
    if b == 0.0 == c and a > 0.0 < d:  # nearly all text: upright and straight
        return d, 0, 0.0
    height = math.hypot(c, d)
    quarters = math.atan2(b, a) / (math.pi / 2)
    turn = round(quarters) % _QUARTER_TURNS if abs(quarters - round(quarters)) < _SKEW else None
    area = math.hypot(a, b) * height
    return height, turn, (a * c + b * d) / area if area else 0.0


def _bounded(points: float) -> float:
    """A length that damaged files cannot make infinite, or no number at all."""
    return points if -_FARTHEST < points < _FARTHEST else 0.0


def _lengths(places: Sequence[float], zero: float, sign: int) -> list[float]:
    return [length if -_FARTHEST < (length := sign * (place - zero)) < _FARTHEST else 0.0 for place in places]

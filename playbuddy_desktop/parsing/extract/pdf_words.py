"""Reads the words of a PDF page with their places and styles, over PDFium's C interface.

The text of a page is fetched in one call; places and styles are asked once or twice a word and once a text object,
not once a character: that is what makes the reader fast.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from playbuddy_desktop.parsing.extract.pdf_fonts import FontTraits, font_traits

LINE_END_HYPHENS: Final = "\x02\ufffe"
"""What PDFium gives for a hyphen at a line's end, by version."""

_WORD: Final = re.compile(rf"[^\s\x00{LINE_END_HYPHENS}]+[{LINE_END_HYPHENS}]?|[{LINE_END_HYPHENS}]")
_FILL_AND_STROKE: Final = 2
_INVISIBLE: Final = 3
_SKEW: Final = 0.12
"""Shear of an upright font from which on it shows as italic: programs slant by 0.2 to 0.35."""
_RAISED: Final = 0.15
"""Change of the baseline, in font sizes, that begins a new word: superscripts, other lines."""
_QUARTER_TURNS: Final = 4
_FARTHEST: Final = 100_000.0
"""Points; the largest page that PDF allows has 14,400."""

# PDFium's pointers as plain numbers: comparing ctypes pointers costs more than fetching them.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


_font_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p).value or 0
)
_render_mode = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_void_p).value or 0
)


class Style(NamedTuple):
    """How a stretch of text is set; ``size`` in points."""

    bold: bool
    italic: bool
    small_caps: bool
    size: float
    font: str


class Piece(NamedTuple):
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
        unmapped: characters whose font does not say which letters they show.
        turned: words at another angle than most, such as notes along the margin.
    """

    words: list[Word]
    chars: int
    hidden: int
    unmapped: int
    turned: list[Word]


class _ObjectInfo(NamedTuple):
    style: Style
    turn: int | None
    hidden: bool


class PageReader:
    """Reads one page; keep neither it nor PDFium's handles beyond the page."""

    def __init__(self, text_page: Any, box: tuple[float, float, float, float]) -> None:
        """``text_page`` is PDFium's handle; ``box`` is left, bottom, right and top of the page."""
        self._handle = ctypes.cast(text_page, ctypes.c_void_p).value
        self._text_page = text_page
        self._left, self._bottom, self._right, self._top = box
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_ref, self._y_ref = ctypes.byref(self._x), ctypes.byref(self._y)
        self._rect = pdfium.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)
        self._matrix = pdfium.FS_MATRIX()
        self._objects: dict[int, _ObjectInfo] = {}
        self._fonts: dict[int | None, FontTraits] = {}
        self._turn = 0

    @property
    def turn(self) -> int:
        """By how many quarter turns the page's text is turned, once it was read."""
        return self._turn

    def read(self) -> PageWords:
        """Read all words."""
        text = self._text()
        spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        firsts = [_text_object(self._handle, start) or 0 for start, _end in spans]
        turns: Counter[int] = Counter()
        hidden = 0
        for (start, end), pointer in zip(spans, firsts, strict=True):
            info = self._info(pointer, start)
            hidden += (end - start) if info.hidden else 0
            if info.turn is not None:
                turns[info.turn] += end - start
        self._turn = turns.most_common(1)[0][0] if turns else 0
        upright: list[Word] = []
        turned: list[Word] = []
        for (start, end), pointer in zip(spans, firsts, strict=True):
            glued = False
            for word in self._words(text, start, end, pointer):
                word.glued, glued = glued, True
                (upright if self._objects[pointer].turn == self._turn else turned).append(word)
        unmapped = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text)
        return PageWords(upright, sum(end - start for start, end in spans), hidden, unmapped, turned)

    def _text(self) -> str:
        """The page's text, one code point for each of PDFium's character indexes."""
        count = pdfium.FPDFText_CountChars(self._text_page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_uint16 * (count + 1))()
        written = pdfium.FPDFText_GetText(self._text_page, 0, count, buffer) - 1
        text = bytes(buffer)[: 2 * written].decode("utf-16-le", errors="surrogatepass")
        if len(text) == count:
            return text
        codes = (pdfium.FPDFText_GetUnicode(self._text_page, index) for index in range(count))
        return "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)  # noqa: PLR2004 - Unicode's end

    def _info(self, pointer: int, index: int) -> _ObjectInfo:
        info = self._objects.get(pointer)
        if info is None:
            info = self._objects[pointer] = self._describe(pointer, index)
        return info

    def _describe(self, pointer: int, index: int) -> _ObjectInfo:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text_page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text_page, index)
        traits = self._font(pointer, index)
        mode = _render_mode(pointer) if pointer else 0
        height, turn, shear = _geometry(matrix.a, matrix.b, matrix.c, matrix.d)
        style = Style(
            traits.bold or mode == _FILL_AND_STROKE,
            traits.italic or abs(shear) > _SKEW,
            traits.small_caps,
            round(_bounded(abs(size * height)), 1),
            traits.name,
        )
        return _ObjectInfo(style, turn, mode == _INVISIBLE or traits.glyphless)

    def _font(self, pointer: int, index: int) -> FontTraits:
        font = _font_of(pointer) if pointer else None
        traits = self._fonts.get(font)
        if traits is None:
            name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
            pdfium.FPDFText_GetFontInfo(self._text_page, index, name, len(name), ctypes.byref(flags))
            traits = self._fonts[font] = font_traits(name.value.decode("utf-8", errors="replace"), flags.value)
        return traits

    def _words(self, text: str, start: int, end: int, pointer: int) -> Iterator[Word]:
        """The word from ``start`` to ``end``, in parts where its baseline changes."""
        handle = self._handle
        if (_text_object(handle, end - 1) or pointer) == pointer:
            yield self._place(text, start, end, [(start, end, self._objects[pointer].style)])
            return
        stretches: list[tuple[int, int, Style]] = []
        begin, current = start, pointer
        baseline = self._origin(start)[1]
        for index in range(start + 1, end + 1):
            other = (_text_object(handle, index) or current) if index < end else 0
            if other == current:
                continue
            stretches.append((begin, index, self._info(current, begin).style))
            if index < end:
                style = self._info(other, index).style
                height = self._origin(index)[1]
                if abs(height - baseline) > _RAISED * max(style.size, 1.0):
                    yield self._place(text, stretches[0][0], index, stretches)
                    stretches, baseline = [], height
            begin, current = index, other
        yield self._place(text, stretches[0][0], end, stretches)

    def _place(self, text: str, start: int, end: int, stretches: list[tuple[int, int, Style]]) -> Word:
        x0, y = self._origin(start)
        x1 = self._far_side(end - 1)
        pieces = [Piece(text[begin:stop], style) for begin, stop, style in stretches]
        return Word(pieces, x0, max(x1, x0), y, max(piece.style.size for piece in pieces))

    def _origin(self, index: int) -> tuple[float, float]:
        """Where a character's baseline begins."""
        pdfium.FPDFText_GetCharOrigin(self._text_page, index, self._x_ref, self._y_ref)
        x, y = self._upright(self._x.value, self._y.value)
        return _bounded(x), _bounded(y)

    def _far_side(self, index: int) -> float:
        """Where a character's advance ends."""
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._text_page, index, self._rect_ref)
        if self._turn == 0:
            return _bounded(rect.right - self._left)
        corners = (self._upright(rect.left, rect.bottom), self._upright(rect.right, rect.top))
        return _bounded(max(x for x, _y in corners))

    def _upright(self, x: float, y: float) -> tuple[float, float]:
        if self._turn == 0:
            return x - self._left, self._top - y
        if self._turn == 1:
            return y - self._bottom, x - self._left
        if self._turn == 2:  # noqa: PLR2004 - upside down
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x


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

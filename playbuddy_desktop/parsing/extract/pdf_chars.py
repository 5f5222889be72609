"""Asks PDFium about many characters of a page at once, over its C interface.

PDFium answers one character a call, and the call costs ten times the answer. So the calls are driven by ``map``, which
loops in C, into buffers that are made once, and without declared argument types, whose conversion is the dearest part:
a tenth of a microsecond for a character remains.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

_BATCH: Final = 1024
_DOUBLE: Final = ctypes.sizeof(ctypes.c_double)
_BOX: Final = 4
_MATRIX: Final = 6
"""Numbers of a rectangle (left, top, right, bottom) and of a matrix (a to f), as PDFium lays them out."""
_LAST_CODE: Final = 0x10FFFF

Matrix = tuple[float, float, float, float]
"""a, b, c and d of ISO 32000-1, 8.3.3."""


def _undeclared(function: Any, result: Any) -> Callable[..., Any]:
    """A function of PDFium whose arguments go as they are: plain numbers as C's int, handles as ``c_void_p``."""
    call: Callable[..., Any] = ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)
    return call


def _of_object(function: Any, result: Any) -> Callable[[int], int]:
    """A function of PDFium that takes a handle given as a plain number."""
    call: Callable[[int], int] = ctypes.CFUNCTYPE(result, ctypes.c_void_p)(
        ctypes.cast(function, ctypes.c_void_p).value or 0
    )
    return call


_text_object = _undeclared(pdfium.FPDFText_GetTextObject, ctypes.c_size_t)
_has_no_letter = _undeclared(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_font_size = _undeclared(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_origin = _undeclared(pdfium.FPDFText_GetCharOrigin, None)
_loose_box = _undeclared(pdfium.FPDFText_GetLooseCharBox, None)
_matrix = _undeclared(pdfium.FPDFText_GetMatrix, None)
_font_of = _of_object(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t)
_render_mode = _of_object(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)


class PageChars:
    """The characters of one page after the other; a character is named by PDFium's index of it.

    Handles of text objects and fonts are plain numbers here, 0 for none; they are good until the page is closed.
    """

    def __init__(self) -> None:
        self._page: Any = None
        self._handle = ctypes.c_void_p()
        self._points = (ctypes.c_double * (2 * _BATCH))()
        self._xs = [ctypes.byref(self._points, at * _DOUBLE) for at in range(_BATCH)]
        self._ys = [ctypes.byref(self._points, at * _DOUBLE) for at in range(_BATCH, 2 * _BATCH)]
        self._floats = (ctypes.c_float * (_MATRIX * _BATCH))()
        size = ctypes.sizeof(ctypes.c_float)
        self._boxes = [ctypes.byref(self._floats, at * _BOX * size) for at in range(_BATCH)]
        self._matrices = [ctypes.byref(self._floats, at * _MATRIX * size) for at in range(_BATCH)]

    def turn_to(self, text_page: Any) -> None:
        """Answer for this page of PDFium from now on."""
        self._page = text_page
        self._handle = ctypes.cast(text_page, ctypes.c_void_p)

    def text(self) -> str:
        """The page's text, one code point for each character."""
        count = pdfium.FPDFText_CountChars(self._page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_uint16 * (count + 1))()
        written = pdfium.FPDFText_GetText(self._page, 0, count, buffer) - 1
        text = bytes(buffer)[: 2 * written].decode("utf-16-le", errors="surrogatepass")
        if len(text) == count:
            return text
        codes = (pdfium.FPDFText_GetUnicode(self._page, index) for index in range(count))
        return "".join(chr(code) if code <= _LAST_CODE else "\ufffd" for code in codes)

    def objects(self, indexes: Iterable[int]) -> list[int]:
        """The text object of each character; 0 for one that PDFium made up, such as a blank at a line's end."""
        return list(map(_text_object, repeat(self._handle), indexes))

    def without_letter(self, indexes: Iterable[int]) -> list[int]:
        """For each character, 1 if its font does not say which letter it shows, else 0."""
        return list(map(_has_no_letter, repeat(self._handle), indexes))

    def font_sizes(self, indexes: Iterable[int]) -> list[float]:
        """The font size of each character before its matrix enlarges it."""
        return list(map(_font_size, repeat(self._handle), indexes))

    def origins(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where the baseline of each character begins: its x, and its y from the page's foot."""
        xs: list[float] = []
        ys: list[float] = []
        for batch in _batched(indexes):
            _run(map(_origin, repeat(self._handle), batch, self._xs, self._ys))
            xs += self._points[: len(batch)]
            ys += self._points[_BATCH : _BATCH + len(batch)]
        return xs, ys

    def boxes(self, indexes: Sequence[int]) -> tuple[list[float], list[float], list[float], list[float]]:
        """Left, top, right and bottom sides of the places that the characters take up with their advance."""
        numbers: list[float] = []
        for batch in _batched(indexes):
            _run(map(_loose_box, repeat(self._handle), batch, self._boxes))
            numbers += self._floats[: _BOX * len(batch)]
        return numbers[0::_BOX], numbers[1::_BOX], numbers[2::_BOX], numbers[3::_BOX]

    def matrices(self, indexes: Sequence[int]) -> Iterator[Matrix]:
        """The matrix of each character, without its shift."""
        numbers: list[float] = []
        for batch in _batched(indexes):
            _run(map(_matrix, repeat(self._handle), batch, self._matrices))
            numbers += self._floats[: _MATRIX * len(batch)]
        return zip(numbers[0::_MATRIX], numbers[1::_MATRIX], numbers[2::_MATRIX], numbers[3::_MATRIX], strict=True)

    def font(self, index: int) -> tuple[str, int]:
        """PostScript name and descriptor flags of a character's font."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._page, index, name, len(name), ctypes.byref(flags))
        return name.value.decode("utf-8", errors="replace"), flags.value


def fonts_of(objects: Iterable[int]) -> list[int]:
    """The font of each text object."""
    return [_font_of(pointer) if pointer else 0 for pointer in objects]


def render_modes(objects: Iterable[int]) -> list[int]:
    """How each text object is painted, by ISO 32000-1, table 106."""
    return [_render_mode(pointer) if pointer else 0 for pointer in objects]


def _batched(indexes: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(indexes), _BATCH):
        yield indexes[start : start + _BATCH]


def _run(calls: Iterator[Any]) -> None:
    deque(calls, maxlen=0)

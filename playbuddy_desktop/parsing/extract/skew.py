"""Draws pages of scans upright: paper hardly ever lies straight on a scanner, but recognitions read along level rows.

The slope of the lines is the one at which the ink of a page, summed up along it, falls into the most distinct rows of
text and gaps (projection profiles).
"""

from __future__ import annotations

import contextlib
import math
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # as above

_SCALE: Final = 100 / 72
"""Of the sketch on which the slope is measured: a line of text is some ten pixels high on it."""
_STRIP: Final = 16
"""Pixels: within so much, no slope that matters lifts a line by a whole pixel."""
_STEEPEST: Final = 0.05
_STEP: Final = 0.0025
_CLEARER: Final = 1.03
"""How much more distinct the rows of a slope must be than those of none, to be believed."""
_INK: Final = bytes([1] * 128 + [0] * 128)
_MOST_DOTS: Final = 4_000_000


def drawn_upright(page: pypdfium2.PdfPage, scale: float) -> tuple[bytes, int, int]:
    """A page in shades of grey, its lines level.

    Args:
        page: the page.
        scale: pixels a point.

    Returns:
        one byte a pixel, row by row; width and height in pixels.
    """
    width, height = page.get_size()
    sketch = min(_SCALE, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
    return _drawn(page, scale, slope_of(*_drawn(page, sketch, 0.0)))


def slope_of(pixels: bytes, width: int, height: int) -> float:
    """How much the lines on a picture fall (rise: negative) with each pixel to the right."""
    ink = pixels.translate(_INK)
    margin = math.ceil(_STEEPEST * width / 2) + 1
    edge = [0] * margin
    strips = [
        (left + _STRIP / 2 - width / 2, [*edge, *_profile(ink, width, height, left), *edge])
        for left in range(0, width - _STRIP + 1, _STRIP)
    ]

    def distinct(slope: float) -> int:
        """The sum of squares of the rows' ink: the higher, the more of it stands in few rows."""
        shifted = (strip[margin + round(slope * x) :][:height] for x, strip in strips)
        return sum(row * row for row in map(sum, zip(*shifted, strict=True)))

    steps = round(_STEEPEST / _STEP)
    scores = {step * _STEP: distinct(step * _STEP) for step in range(-steps, steps + 1)}
    best = max(scores, key=lambda slope: (scores[slope], -abs(slope)))
    return best if scores[best] > _CLEARER * scores[0.0] else 0.0


def _profile(ink: bytes, width: int, height: int, left: int) -> list[int]:
    """How many pixels of a strip are dark, row by row."""
    return [sum(ink[row * width + left : row * width + left + _STRIP]) for row in range(height)]


def _drawn(page: pypdfium2.PdfPage, scale: float, slope: float) -> tuple[bytes, int, int]:
    """The page turned about its middle, so that lines of that slope become level."""
    across, down = page.get_size()
    width, height = max(1, math.ceil(across * scale)), max(1, math.ceil(down * scale))
    angle = math.atan(slope)
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    shift_x = (scale * across - cos * across - sin * down) / 2
    shift_y = (scale * down + sin * across - cos * down) / 2
    matrix = pdfium.FS_MATRIX(cos, -sin, sin, cos, shift_x, shift_y)
    clip = pdfium.FS_RECTF(0, 0, width, height)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    with contextlib.closing(bitmap):
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        data, stride = bytes(bitmap.buffer), bitmap.stride
        return b"".join(data[row * stride : row * stride + width] for row in range(height)), width, height

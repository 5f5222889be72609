"""Pages that lay askew on the scanner are drawn upright."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.parsing.extract.skew import drawn_upright, slope_of

SCALE = 100 / 72
WIDTH, HEIGHT = 420, 595


@contextmanager
def page(path: Path, degrees: float, lines: int = 25) -> Iterator[pypdfium2.PdfPage]:
    """A printed page, turned to the left about its middle."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(degrees)
    canvas.translate(-WIDTH / 2, -HEIGHT / 2)
    for row in range(lines):
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(
            60, 530 - row * 18, "The lamp of the old house is out, and so is the wind: " + "so" * (row % 5)
        )
    canvas.save()
    pdf = pypdfium2.PdfDocument(path)
    try:
        yield pdf[0]
    finally:
        pdf.close()


def plain(shown: pypdfium2.PdfPage, scale: float = SCALE) -> tuple[bytes, int, int]:
    """The page as it is."""
    bitmap = shown.render(scale=scale, grayscale=True)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    rows = (data[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
    return b"".join(rows), bitmap.width, bitmap.height


@pytest.mark.parametrize("degrees", [-2.5, -1.0, 0.0, 0.6, 2.0])
def test_lines_become_level(tmp_path: Path, degrees: float) -> None:
    """The slope is found, and gone when the page is drawn."""
    with page(tmp_path / "page.pdf", degrees) as shown:
        found = slope_of(*plain(shown))
        assert -math.tan(math.radians(degrees)) == pytest.approx(found, abs=0.003)
        assert 0.0 == pytest.approx(slope_of(*drawn_upright(shown, SCALE)), abs=0.0026)


@pytest.mark.parametrize("rotation", [0, 90, 180])
def test_a_straight_page_is_drawn_as_ever(tmp_path: Path, rotation: int) -> None:
    """Pixel by pixel as PDFium draws it, also when the file turns its pages."""
    with page(tmp_path / "page.pdf", 0.0) as shown:
        shown.set_rotation(rotation)
        assert plain(shown, 2.0) == drawn_upright(shown, 2.0)


@pytest.mark.parametrize("lines", [0, 1])
def test_a_page_without_rows_is_left_alone(tmp_path: Path, lines: int) -> None:
    """There is nothing to level on an empty page."""
    with page(tmp_path / "page.pdf", 0.0, lines) as shown:
        assert 0.0 == slope_of(*plain(shown))
    assert 0.0 == slope_of(bytes(4), 2, 2)
    assert 0.0 == slope_of(bytes(10_000), 100, 100)

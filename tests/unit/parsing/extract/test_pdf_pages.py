"""What pages of a PDF have beside their text, and how they lie, is told from the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.parsing.document import Document, Furniture, Line

Read = Callable[..., Document]
Body = Callable[[Document], list[Line]]

LEADING = 14.0


@contextmanager
def printing(path: Path) -> Iterator[Canvas]:
    """A file that is saved at the end."""
    canvas = Canvas(str(path), pagesize=(400, 600), pageCompression=0)
    yield canvas
    canvas.save()


def sentence(number: int) -> str:
    """A sentence like no other."""
    words = ["rain", "snow", "light", "wind", "stone", "river", "bread", "glass", "smoke", "thorn"]
    first, second, third = (words[number // step % 10] for step in (1, 10, 100))
    return f"The {first} and the {second} came by the {third} gate"


@pytest.mark.parametrize(("gap", "heads"), [(1.5, 0), (1.7, 20)])
def test_heads_that_change_stand_apart_from_the_text(
    tmp_path: Path, read: Read, body: Body, gap: float, heads: int
) -> None:
    """By 1.6 lines or more; names over speeches that fill a page each do not."""
    path = tmp_path / "script.pdf"
    with printing(path) as canvas:
        for page in range(20):
            canvas.drawString(60, 540, ["The Harbour", "The Ship", "The Island", "The House"][page % 4])
            for row in range(25):
                canvas.drawString(60, 540 - LEADING * (gap + row), sentence(page * 25 + row))
            canvas.showPage()
    document = read(path)
    assert [Furniture.HEADER] * heads == [line.furniture for line in document.lines if line.furniture]
    assert 20 * 26 - heads == len(body(document))


def test_a_word_divided_at_the_foot_of_a_page_goes_on_below_the_next_head(tmp_path: Path, read: Read) -> None:
    """The furniture between its halves does not count."""
    path = tmp_path / "script.pdf"
    words = [("lan", "tern"), ("har", "bour"), ("win", "ter"), ("cop", "per")]
    with printing(path) as canvas:
        for page, (head, _tail) in enumerate(words):
            canvas.drawString(180, 580, "The Lantern")
            canvas.drawString(195, 20, str(page + 1))
            canvas.drawString(60, 540, f"{words[page - 1][1]} {sentence(page)}" if page else sentence(99))
            for row in range(1, 10):
                canvas.drawString(60, 540 - LEADING * row, sentence(100 + page * 10 + row))
            canvas.drawString(60, 540 - LEADING * 10, f"{sentence(page + 50)} {head}-")
            canvas.showPage()
    lines = read(path).lines
    assert [f"{head}-" for head, _tail in words[:-1]] == [line.text.split()[-1] for line in lines if line.hyphenated]


def test_each_page_is_turned_as_most_of_its_text_is(tmp_path: Path, read: Read) -> None:
    """A page across the paper among upright ones; its size is that of the page as it is read."""
    path = tmp_path / "script.pdf"
    with printing(path) as canvas:
        for page in range(4):
            if page == 2:
                canvas.translate(400, 0)
                canvas.rotate(90)
            for row in range(5):
                canvas.drawString(60, (300 if page == 2 else 540) - LEADING * row, sentence(page * 5 + row))
            canvas.showPage()
    document = read(path)
    assert [sentence(number) for number in range(20)] == [line.text for line in document.lines]
    assert [(400, 600), (400, 600), (600, 400), (400, 600)] == document.page_sizes


def test_a_font_without_shapes_is_the_layer_of_a_recognition(tmp_path: Path, read: Read) -> None:
    """Programs that recognise text write it with such a font, above the picture of the page."""
    path = tmp_path / "script.pdf"
    with printing(path) as canvas:
        canvas.setFont("Times-Roman", 11)
        for row in range(10):
            canvas.drawString(60, 540 - LEADING * row, sentence(row))
    path.write_bytes(path.read_bytes().replace(b"/BaseFont /Times-Roman", b"/BaseFont /GlyphLessFont"))
    document = read(path)
    assert document.scanned
    assert [sentence(row) for row in range(10)] == [line.text for line in document.lines]


@pytest.mark.parametrize("numbered", [True, False])
def test_small_numbers_that_touch_full_lines(tmp_path: Path, read: Read, body: Body, numbered: bool) -> None:
    """They count the lines if many such numbers do, and belong to the text if not."""
    path = tmp_path / "script.pdf"
    with printing(path) as canvas:
        for row in range(1, 31):
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(60, 560 - LEADING * row, sentence(row))
            if row % 5 == 0 and (numbered or row == 15):
                end = 60 + canvas.stringWidth(sentence(row), "Times-Roman", 11)
                canvas.setFont("Times-Roman", 7)
                canvas.drawString(end, 560 - LEADING * row, str(row))
    document = read(path)
    numbers = [line.text for line in document.lines if line.furniture is Furniture.LINE_NUMBER]
    assert (["5", "10", "15", "20", "25", "30"] if numbered else []) == numbers
    assert [sentence(row) + ("15" if row == 15 and not numbered else "") for row in range(1, 31)] == [
        line.text for line in body(document)
    ]


def test_a_head_with_a_blank_above_the_gutter_is_one_line(tmp_path: Path, read: Read, body: Body) -> None:
    """No word of it crosses the middle, yet it runs across both columns."""
    path = tmp_path / "script.pdf"
    widest = max(stringWidth(sentence(number), "Times-Roman", 7) for number in range(180))
    middle = (40 + widest + 210) / 2
    with printing(path) as canvas:
        for page in range(3):
            canvas.setFont("Times-Roman", 10)
            canvas.drawRightString(middle - 1.2, 570, "The Lantern")
            canvas.drawString(middle + 1.2, 570, "of the Harbour")
            canvas.setFont("Times-Roman", 7)
            for row in range(30):
                for column, x in enumerate((40, 210)):
                    canvas.drawString(x, 550 - LEADING * row, sentence((page * 2 + column) * 30 + row))
            canvas.showPage()
    document = read(path)
    assert ["The Lantern of the Harbour"] * 3 == [line.text for line in document.lines if line.furniture]
    assert [sentence(number) for number in range(180)] == [line.text for line in body(document)]


def test_pages_of_thousands_of_words_keep_each_in_its_place(tmp_path: Path, read: Read) -> None:
    """However many are asked for at once."""
    path = tmp_path / "script.pdf"
    with printing(path) as canvas:
        canvas.setFont("Times-Roman", 3)
        for row in range(140):
            canvas.drawString(20 + row, 590 - 4 * row, f"{sentence(row)} {sentence(row + 300)}")
    lines = read(path).lines
    assert [f"{sentence(row)} {sentence(row + 300)}" for row in range(140)] == [line.text for line in lines]
    assert [20.0 + row for row in range(140)] == [line.x0 for line in lines]
    assert [
        pytest.approx(20 + row + stringWidth(line.text, "Times-Roman", 3), abs=0.3) for row, line in enumerate(lines)
    ] == [line.x1 for line in lines]

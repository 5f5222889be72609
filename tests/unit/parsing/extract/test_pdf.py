"""PDF pages are read with their layout."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    FileTooLargeError,
    ScannedFileError,
    TooLongError,
    TooManyPagesError,
)
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Line
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]
Body = Callable[[Document], list[Line]]

WIDTH, HEIGHT = 400.0, 600.0
LEFT, TOP, LEADING = 60.0, 540.0, 14.0


class Printer:
    """Sets lines on pages as a typesetter would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
        self.y = TOP

    def line(
        self, text: str, x: float = LEFT, font: str = "Times-Roman", size: float = 11.0, *, centred: bool = False
    ) -> Printer:
        """Set a line below the last one."""
        self.canvas.setFont(font, size)
        if centred:
            self.canvas.drawCentredString(WIDTH / 2, self.y, text)
        else:
            self.canvas.drawString(x, self.y, text)
        self.y -= LEADING
        return self

    def at(self, x: float, y: float, text: str, font: str = "Times-Roman", size: float = 11.0) -> Printer:
        """Set text anywhere."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return self

    def skip(self, lines: float) -> Printer:
        """Leave lines blank."""
        self.y -= LEADING * lines
        return self

    def page(self) -> Printer:
        """Begin a new page."""
        self.canvas.showPage()
        self.y = TOP
        return self

    def save(self) -> Path:
        """Write the file."""
        self.canvas.save()
        return self.path


@pytest.fixture
def printer(tmp_path: Path) -> Printer:
    """An empty PDF."""
    return Printer(tmp_path / "script.pdf")


def numbered(number: int) -> str:
    """A sentence like no other."""
    words = ["rain", "snow", "light", "wind", "stone", "river", "bread", "glass", "smoke", "thorn"]
    return f"The {words[number % 10]} and the {words[number // 10 % 10]} came by"


def test_lines_have_text_place_and_style(printer: Printer, read: Read) -> None:
    """Points from the page's top left; the style is that of the fonts."""
    printer.line("ANNA", font="Times-Bold").line("(softly)", LEFT + 20, font="Times-Italic").line("Who goes there?")
    name, aside, speech = read(printer.save()).lines
    assert ["ANNA", "(softly)", "Who goes there?"] == [name.text, aside.text, speech.text]
    assert [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)] == [(line.bold, line.italic) for line in (name, aside, speech)]
    assert [LEFT, LEFT + 20, LEFT] == [line.x0 for line in (name, aside, speech)]
    assert [0.0, 20.0, 0.0] == [line.indent for line in (name, aside, speech)]
    assert [pytest.approx(HEIGHT - TOP - 0.8 * 11 + LEADING * row, abs=0.5) for row in range(3)] == [
        line.y for line in (name, aside, speech)
    ]
    assert {1} == {line.page for line in (name, aside, speech)}


def test_a_line_of_several_fonts_has_runs(printer: Printer, read: Read) -> None:
    """They cover the line without gaps."""
    printer.canvas.setFont("Times-Bold", 11)
    text = printer.canvas.beginText(LEFT, TOP)
    for font, part in (("Times-Bold", "ANNA. "), ("Times-Italic", "(softly) "), ("Times-Roman", "Who goes there?")):
        text.setFont(font, 11)
        text.textOut(part)
    printer.canvas.drawText(text)
    (line,) = read(printer.save()).lines
    assert "ANNA. (softly) Who goes there?" == line.text
    assert [("ANNA. ", True, False), ("(softly) ", False, True), ("Who goes there?", False, False)] == [
        (line.text[run.start : run.end], run.bold, run.italic) for run in line.runs
    ]


def test_capitals_in_two_sizes_are_small_capitals(printer: Printer, read: Read) -> None:
    """A large initial and reduced capitals are one name."""
    text = printer.canvas.beginText(LEFT, TOP)
    for size, part in ((11, "H"), (8.5, "AMLET"), (11, ". Words, words, words.")):
        text.setFont("Times-Roman", size)
        text.textOut(part)
    printer.canvas.drawText(text)
    (line,) = read(printer.save()).lines
    assert ("HAMLET. Words, words, words.", 0) == (line.text, line.size_rank)
    assert ["AMLET"] == [line.text[run.start : run.end] for run in line.runs if run.small_caps]


def test_centred_names_are_told_from_indented_lines(printer: Printer, read: Read) -> None:
    """Names around the middle are centred, verse at one indent is not."""
    for number, name in enumerate(["ANNA", "BENEDICT", "THE OLD KING", "DUKE OF YORK"] * 3):
        printer.line(name, centred=True).line(numbered(number)).line("and went away", LEFT + 40)
    lines = read(printer.save()).lines
    assert [Alignment.CENTRE, Alignment.LEFT, Alignment.LEFT] * 12 == [line.alignment for line in lines]
    assert {40.0} == {line.indent for line in lines[2::3]}


def test_gaps_are_blank_lines_and_sizes_are_ranked(printer: Printer, read: Read) -> None:
    """Gaps are measured by the usual distance of lines."""
    printer.line("ACT ONE", size=18).skip(2).line("SCENE ONE", size=14).skip(1)
    for number in range(12):
        printer.line(numbered(number))
    lines = read(printer.save()).lines
    assert [0, 2, 1, 0, 0] == [line.blank_before for line in lines[:5]]
    assert [2, 1, 0] == [line.size_rank for line in lines[:3]]


def test_running_heads_and_folios_are_furniture(printer: Printer, read: Read, body: Body) -> None:
    """The text goes on across the pages."""
    for page in range(1, 7):
        printer.at(LEFT, 570, "The Lantern" if page % 2 else f"Act {1 + page // 4}").at(330, 570, str(page))
        for row in range(5):
            printer.line(numbered(page * 10 + row))
        printer.page()
    document = read(printer.save())
    assert [Furniture.HEADER] * 6 == [line.furniture for line in document.lines if line.furniture]
    assert [numbered(page * 10 + row) for page in range(1, 7) for row in range(5)] == [
        line.text for line in body(document)
    ]
    assert [False, *[row == 0 for _page in range(5) for row in range(5)]] == [
        line.page_break_before for line in body(document)[4:]
    ]


def test_a_folio_at_the_foot_is_a_page_number(printer: Printer, read: Read, body: Body) -> None:
    """Numbers that rise with the pages are no text."""
    for page in range(1, 6):
        printer.line(numbered(page)).line(numbered(page + 20)).at(195, 30, f"- {page + 11} -").page()
    document = read(printer.save())
    assert 5 == sum(line.furniture is Furniture.PAGE_NUMBER for line in document.lines)
    assert 10 == len(body(document))


def test_names_at_the_tops_of_pages_are_no_running_heads(printer: Printer, read: Read, body: Body) -> None:
    """They repeat at the same height, but stand inside the pages too."""
    names = ["ANNA", "BENEDICT", "CLARA", "DUKE", "EDGAR"]
    for number in range(36):
        printer.line(names[number % 5], centred=True).line(numbered(number)).skip(1)
        if number % 4 == 3:
            printer.page()
    document = read(printer.save())
    assert document.lines == body(document)
    assert 72 == len(document.lines)


def test_line_numbers_and_footnotes_are_set_apart(printer: Printer, read: Read, body: Body) -> None:
    """Neither is in the words of the text."""
    for row in range(1, 31):
        printer.line(numbered(row))
        if row % 5 == 0:
            printer.at(330, printer.y + LEADING, str(row))
    text = printer.canvas.beginText(LEFT, printer.y)
    text.setFont("Times-Roman", 11)
    text.textOut("A hard word")
    text.setFont("Times-Roman", 6)
    text.setRise(4)
    text.textOut("1")
    text.setRise(0)
    text.setFont("Times-Roman", 11)
    text.textOut(" ends it.")
    printer.canvas.drawText(text)
    printer.at(LEFT, 40, "1 Hard: not soft.", size=8)
    document = read(printer.save())
    assert [*(numbered(row) for row in range(1, 31)), "A hard word ends it."] == [line.text for line in body(document)]
    numbers = [line.text for line in document.lines if line.furniture is Furniture.LINE_NUMBER]
    assert ["5", "10", "15", "20", "25", "30"] == numbers
    assert ["1", "1 Hard: not soft."] == [line.text for line in document.lines if line.furniture is Furniture.NOTE]


def test_two_columns_are_read_one_after_the_other(printer: Printer, read: Read, body: Body) -> None:
    """A title across both stays above them."""
    for page in range(3):
        printer.at(100, 570, "A title that runs across both of the columns")
        for row in range(30):
            for column, x in enumerate((40, 215)):
                printer.at(x, 550 - 14 * row, numbered((page * 2 + column) * 30 + row), size=9.5)
        printer.page()
    document = read(printer.save())
    assert [numbered(number) for number in range(180)] == [line.text for line in body(document)]
    assert {0.0} == {line.indent for line in body(document)}


def test_speaker_and_line_side_by_side_are_no_columns(printer: Printer, read: Read) -> None:
    """The left half is mostly empty: a row is one line, with a tab where the gap is."""
    for row in range(25):
        printer.at(60, 540 - 14 * row, ["ANNA", "BEN"][row % 2]).at(150, 540 - 14 * row, numbered(row))
    lines = read(printer.save()).lines
    assert [f"{['ANNA', 'BEN'][row % 2]}\t{numbered(row)}" for row in range(25)] == [line.text for line in lines]


def test_a_word_divided_at_the_line_end_is_marked(printer: Printer, read: Read) -> None:
    """The hyphen stays in the text."""
    printer.line("He spoke of the magnifi-").line("cent castle on the hill.")
    first, second = read(printer.save()).lines
    assert ("He spoke of the magnifi-", True, False) == (first.text, first.hyphenated, second.hyphenated)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_are_read_upright(printer: Printer, read: Read, angle: int) -> None:
    """The direction of most of the text is upright."""
    canvas = printer.canvas
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(angle)
    for row in range(5):
        printer.at(-150, 100 - row * 14, numbered(row))
    lines = read(printer.save()).lines
    assert [numbered(row) for row in range(5)] == [line.text for line in lines]
    assert {0.0} == {line.indent for line in lines}
    assert [0] * 5 == [line.blank_before for line in lines]


def test_text_askew_is_kept_as_a_note(printer: Printer, read: Read, body: Body) -> None:
    """Such as a stamp across the page."""
    for row in range(5):
        printer.line(numbered(row))
    printer.canvas.rotate(40)
    printer.at(350, 100, "DRAFT", size=40)
    document = read(printer.save())
    assert [numbered(row) for row in range(5)] == [line.text for line in body(document)]
    assert ["DRAFT"] == [line.text for line in document.lines if line.furniture is Furniture.NOTE]
    assert 1 == len(document.warnings)


def test_slanted_and_stroked_text_is_italic_and_bold(printer: Printer, read: Read) -> None:
    """Programs make up styles that a font lacks."""
    slanted = printer.canvas.beginText()
    slanted.setFont("Times-Roman", 11)
    slanted.setTextTransform(1, 0, math.tan(math.radians(14)), 1, LEFT, TOP)
    slanted.textOut("slanted words")
    printer.canvas.drawText(slanted)
    stroked = printer.canvas.beginText(LEFT, TOP - 14)
    stroked.setFont("Times-Roman", 11)
    stroked.setTextRenderMode(2)
    stroked.textOut("stroked words")
    printer.canvas.drawText(stroked)
    assert [(0.0, 1.0), (1.0, 0.0)] == [(line.bold, line.italic) for line in read(printer.save()).lines]


def test_title_and_author_come_from_the_metadata(printer: Printer, read: Read) -> None:
    """And the number of pages is told."""
    printer.canvas.setTitle("The Lantern")
    printer.canvas.setAuthor("Ada Quill")
    printer.line("ANNA. Yes.").page().line("BEN. No.")
    document = read(printer.save())
    assert ("The Lantern", "Ada Quill", 2) == (document.title, document.author, document.page_count)


def test_progress_is_told_page_by_page(printer: Printer) -> None:
    """From the first to the last."""
    for page in range(4):
        printer.line(numbered(page)).page()
    told: list[tuple[int, int | None]] = []
    read_document(
        printer.save(), filename="a.pdf", format="pdf", settings=Settings(), progress=lambda *step: told.append(step)
    )
    assert [(1, 4), (2, 4), (3, 4), (4, 4)] == told


def test_a_picture_of_a_page_is_a_scan(printer: Printer, read: Read) -> None:
    """There are things on the page, but no text."""
    printer.canvas.rect(50, 50, 300, 400, fill=1)
    with pytest.raises(ScannedFileError):
        read(printer.save())


def test_invisible_text_over_a_picture_is_read_with_a_warning(printer: Printer, read: Read) -> None:
    """That is what text recognition leaves."""
    for row in range(10):
        text = printer.canvas.beginText(LEFT, TOP - row * 14)
        text.setFont("Times-Roman", 11)
        text.setTextRenderMode(3)
        text.textOut(numbered(row))
        printer.canvas.drawText(text)
    document = read(printer.save())
    assert [numbered(row) for row in range(10)] == [line.text for line in document.lines]
    assert ["scanned" in warning for warning in document.warnings] == [True]


def test_blank_pages_are_empty(printer: Printer, read: Read) -> None:
    """There is nothing to recognise on them either."""
    printer.page()
    printer.page()
    with pytest.raises(EmptyFileError):
        read(printer.save())


def test_a_password_is_asked_for(tmp_path: Path, read: Read) -> None:
    """A password that only guards printing is none."""
    for user, guarded in (("secret", True), ("", False)):
        path = tmp_path / f"script{user}.pdf"
        canvas = Canvas(str(path), encrypt=StandardEncryption(user, ownerPassword="owner", strength=128))
        canvas.drawString(100, 700, "ANNA. Yes.")
        canvas.save()
        if guarded:
            with pytest.raises(EncryptedFileError):
                read(path)
        else:
            assert ["ANNA. Yes."] == [line.text for line in read(path).lines]


def test_a_file_that_only_begins_like_a_pdf_is_damaged(read: Read) -> None:
    """The reader says so."""
    with pytest.raises(CorruptFileError):
        read(b"%PDF-1.7\n" + b"nothing of the kind\n" * 50, "script.pdf")


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        (Settings(max_pages=2), TooManyPagesError),
        (Settings(max_lines=2), TooLongError),
        (Settings(max_chars=30), TooLongError),
        (Settings(max_pdf_bytes=500), FileTooLargeError),
    ],
)
def test_limits_are_kept(printer: Printer, read: Read, settings: Settings, error: type[Exception]) -> None:
    """Each limit has its own error."""
    for page in range(3):
        printer.line(numbered(page)).page()
    with pytest.raises(error):
        read(printer.save(), settings=settings)


def test_numbers_that_are_no_numerals_do_no_harm(printer: Printer, read: Read) -> None:
    """A raised two counts as a digit, but not as a number."""
    for row in range(6):
        printer.line(numbered(row)).at(330, printer.y + LEADING, "\u00b2")
    assert 6 == len(read(printer.save()).lines)


def test_sizes_and_places_beyond_any_page_do_no_harm(printer: Printer, read: Read) -> None:
    """Matrices of damaged files may hold anything."""
    printer.line("ANNA. Yes.")
    printer.canvas.scale(1e30, 1e30)
    printer.line("BEN. No.").page()
    assert "ANNA. Yes." in [line.text for line in read(printer.save()).lines]

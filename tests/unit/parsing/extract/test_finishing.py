"""What every document gets, whatever its format."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Line
from playbuddy_desktop.parsing.extract.finishing import complete

Read = Callable[..., Document]


def test_places_where_many_lines_begin_are_numbered() -> None:
    """From left to right; centred lines and a place of its own have no number."""
    lines = [Line("Speech", indent=indent) for _time in range(5) for indent in (0.0, 36.4, 144.0, 36.0)]
    lines += [Line("ANNA", indent=100.0, alignment=Alignment.CENTRE), Line("lonely", indent=80.0)]
    complete(Document("docx", lines), "docx")
    assert [0, 1, 2, 1] * 5 + [None, None] == [line.x_cluster for line in lines]


def test_blanks_of_plain_text_make_places_too() -> None:
    """Where no indent in points is known."""
    lines = [Line("Speech", indent_chars=indent) for _time in range(4) for indent in (0, 10)]
    complete(Document("txt", lines), "txt")
    assert [0, 1] * 4 == [line.x_cluster for line in lines]


def test_the_distance_from_the_middle_of_the_page_is_measured() -> None:
    """To the right it is positive; furniture and pages of unknown size have none."""
    lines = [
        Line("left", page=1, x0=50.0, x1=150.0),
        Line("middle", page=2, x0=200.0, x1=300.0),
        Line("1", page=2, x0=200.0, x1=300.0, furniture=Furniture.PAGE_NUMBER),
        Line("flowing"),
    ]
    complete(Document("pdf", lines, page_sizes=[(400.0, 600.0), (500.0, 600.0)]), "pdf")
    assert [-100.0, 0.0, None, None] == [line.off_middle for line in lines]


def test_reader_language_and_encoding_are_told(read: Read) -> None:
    """With how sure they are."""
    speech = "ANNA. Où êtes-vous ? Je ne vous ai pas vu, et il n'est pas dans la maison, mais on le cherche.\n"
    document = read((speech * 5).encode("cp1252"))
    assert ("txt", "cp1252", "fr") == (document.reader, document.encoding, document.language)
    assert 0.5 < (document.encoding_confidence or 0.0) <= 1.0
    assert 0.2 < document.language_confidence <= 1.0


def test_lines_of_plain_text_name_their_place_in_the_file(read: Read) -> None:
    """Blank ones are counted."""
    lines = read(b"ANNA. Yes.\n\n\nBEN. No.\n").lines
    assert [1, 4] == [line.source for line in lines]


def test_hebrew_runs_from_right_to_left(read: Read) -> None:
    """Its neighbours in Latin letters do not."""
    lines = read("אנה: מי שם? (Anna)\nANNA: Who is there?\n".encode()).lines
    assert [True, False] == [line.rtl for line in lines]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.html", "<body><p>Cast</p><ul><li>ANNA<ol><li>her child</li></ol></li><li>BEN</li></ul><p>End</p>"),
        ("list.md", "Cast\n\n- ANNA\n\n  - her child\n\n- BEN\n\nEnd\n"),
    ],
)
def test_items_of_lists_have_their_level(read: Read, name: str, content: str) -> None:
    """From the outermost on; other paragraphs have none."""
    lines = read(content.encode(), name).lines
    assert ["Cast", "ANNA", "her child", "BEN", "End"] == [line.text for line in lines]
    assert [None, 0, 1, 0, None] == [line.list_level for line in lines]

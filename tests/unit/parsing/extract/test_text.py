"""Plain texts are read with what their blanks, breaks and marks say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playbuddy_desktop.errors import EmptyFileError, FileTooLargeError, TooLongError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Line
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]
Body = Callable[[Document], list[Line]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\u2028"])
def test_any_line_ending_ends_a_line(read: Read, end: str) -> None:
    """Old Macs, Windows and editors disagree."""
    document = read(end.join(["ANNA.", "Who goes there?", "", "BEN.", "I."]).encode())
    assert [("ANNA.", 0), ("Who goes there?", 0), ("BEN.", 1), ("I.", 0)] == [
        (line.text, line.blank_before) for line in document.lines
    ]


def test_leading_blanks_are_counted_and_tabs_go_to_the_next_stop(read: Read) -> None:
    """Stops stand at every eighth column."""
    document = read(b"ANNA\n   Softly.\n\tAside.\n   \tTo him.\n")
    assert [0, 3, 8, 8] == [line.indent_chars for line in document.lines]
    assert ["ANNA", "Softly.", "Aside.", "To him."] == [line.text for line in document.lines]


def test_tabs_inside_a_line_stay(read: Read) -> None:
    """They divide a speaker from the speech."""
    assert ["ANNA\tWho goes there?"] == [line.text for line in read(b"ANNA\tWho goes there?").lines]


def test_form_feeds_break_pages_and_running_heads_are_set_apart(read: Read, body: Body) -> None:
    """The heads of the pages carry their numbers, and the text goes on across the break."""
    pages = [
        f"{'THE LANTERN':>30}{number:>20}\n\nANNA. Line {number * 7}.\nBEN. The {number}th of them."
        for number in range(1, 6)
    ]
    document = read("\f".join(pages).encode())
    assert 5 == document.page_count
    assert [Furniture.HEADER] * 5 == [line.furniture for line in document.lines if line.furniture]
    assert [False, False, True, False] == [line.page_break_before for line in body(document)][:4]
    assert [1, 1, 2, 2] == [line.page for line in body(document)][:4]
    assert {0} == {line.blank_before for line in body(document)[1:]}


def test_a_name_that_begins_many_pages_is_no_running_head(read: Read, body: Body) -> None:
    """The name is inside the pages as often."""
    speeches = [f"{name}\n\nThis is speech {n}.\n" for n in range(20) for name in ("ANNA", "BEN", "CARL")]
    pages = ["\n".join(speeches[start : start + 4]) for start in range(0, 60, 4)]
    document = read("\f".join(pages).encode())
    assert document.lines == body(document)


def test_line_numbers_in_the_margin_are_set_apart(read: Read, body: Body) -> None:
    """They count in fives; the words stay what they were."""
    verse = [f"The {n}th line of verse" + (f"          {n}" if n % 5 == 0 else "") for n in range(1, 41)]
    document = read("\n".join(verse).encode())
    assert [f"The {n}th line of verse" for n in range(1, 41)] == [line.text for line in body(document)]
    numbers = [line for line in document.lines if line.furniture is Furniture.LINE_NUMBER]
    assert [str(n) for n in range(5, 41, 5)] == [line.text for line in numbers]


def test_numbers_that_do_not_count_stay_in_the_text(read: Read) -> None:
    """A table of contents is text."""
    text = "ACT I      3\nACT II     17\nACT III    22\nACT IV     41\nACT V      58\nNOTES      60\n"
    assert 6 == len(read(text.encode()).lines)


def test_centred_lines_are_told_from_indented_ones(read: Read) -> None:
    """Cues around one middle are centred; directions at one indent are not."""
    names = ["ANNA", "BENEDICT", "THE OLD KING", "CLAIRE", "DUKE OF YORK"]
    text = "".join(
        f"{name:^60}\nWhat shall we do now, my friends and lords?\n          (Aside.)\n" for name in names * 4
    )
    document = read(text.encode())
    centred = {line.text for line in document.lines if line.alignment is Alignment.CENTRE}
    assert set(names) == centred


def test_cues_at_a_common_indent_are_not_centred(read: Read) -> None:
    """As in manuscripts: they begin in one column and differ in length."""
    names = ["ANNA", "BENEDICT", "THE OLD KING", "CLAIRE", "DUKE OF YORK"]
    text = "".join(f"{' ' * 30}{name}\nWhat shall we do now, my friends?\n" for name in names * 4)
    assert {None} == {line.alignment for line in read(text.encode()).lines}


def test_underscores_become_italic_runs(read: Read) -> None:
    """Also across the lines of a paragraph."""
    document = read(b"ANNA [_aside_]. He is _very\nold_ indeed.\n")
    first, second = document.lines
    assert ("ANNA [aside]. He is very", "old indeed.") == (first.text, second.text)
    assert ["aside", "very"] == [first.text[run.start : run.end] for run in first.runs if run.italic]
    assert ["old"] == [second.text[run.start : run.end] for run in second.runs if run.italic]
    assert pytest.approx(3 / 9) == second.italic


@pytest.mark.parametrize(
    "text", ["Don_Rodrigue is here, Don_Sancho too.", "_An open mark.", "____ and ____", "a _ b _ c"]
)
def test_underscores_that_are_no_marks_stay(read: Read, text: str) -> None:
    """A blank to be filled in, a name, a mark without its partner."""
    (line,) = read(text.encode()).lines
    assert (text, 0.0) == (line.text, line.italic)


def test_words_divided_at_line_ends_are_marked(read: Read) -> None:
    """A compound that the script writes with a hyphen elsewhere is left alone."""
    document = read(
        b"He is a well-known man and spoke mag-\nnificently to the court, so well-\nknown that London-\nBerry came."
    )
    assert [True, False, False, False] == [line.hyphenated for line in document.lines]


def test_wrapped_prose_is_told_from_one_paragraph_per_line(read: Read) -> None:
    """The first has lines of one width, the second has lines of any length."""
    words = ("It was a dark and stormy night, and the rain fell in torrents upon the old house. " * 4).split()
    wrapped = "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    long = "\n".join("ANNA. " + " ".join(words[:count]) for count in range(5, 60))
    assert (True, False) == (read(wrapped.encode()).hard_wrapped, read(long.encode()).hard_wrapped)


def test_the_share_of_capitals_is_told(read: Read) -> None:
    """Of the letters that have a case."""
    assert [1.0, 0.5, 0.0] == [line.caps for line in read(b"ACT I.\nABcd\n1234\n").lines]


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n \f ", b"\xef\xbb\xbf"])
def test_a_text_without_letters_is_empty(read: Read, content: bytes) -> None:
    """Blanks are no script."""
    with pytest.raises(EmptyFileError):
        read(content)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        (Settings(max_lines=10), TooLongError),
        (Settings(max_chars=100), TooLongError),
        (Settings(max_file_bytes=200), FileTooLargeError),
    ],
)
def test_limits_are_kept(read: Read, settings: Settings, error: type[Exception]) -> None:
    """Each limit has its own error."""
    with pytest.raises(error):
        read(b"ANNA. Who goes there?\n" * 20, settings=settings)


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    """The last step is the number of steps, and no step goes back."""
    path = tmp_path / "long.txt"
    path.write_text("ANNA. Go on.\n" * 12_000, encoding="utf-8")
    told: list[tuple[int, int | None]] = []
    read_document(
        path, filename="long.txt", format="txt", settings=Settings(), progress=lambda *step: told.append(step)
    )
    assert sorted(told) == told
    assert told[-1][0] == told[-1][1]

"""Rich text is read with its looks, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import CorruptFileError, EmptyFileError, SourceError, TooDeepError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture
from playbuddy_desktop.parsing.extract.rtf import read_rtf

Read = Callable[..., Document]

HEAD = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times{\*\falt Serif};}
{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Gothic;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b heading 1;}
{\*\cs15 Strong;}{\s2 Cue;}}{\info{\title The Lantern}{\author Ada Quill}{\operator Nobody}}
"""


def rtf(body: str) -> bytes:
    """A document with this body."""
    return (HEAD + body + "}").encode("latin-1")


def texts(document: Document) -> list[str]:
    """The text of its lines."""
    return [line.text for line in document.lines]


def test_paragraphs_and_lines(read: Read) -> None:
    """With style, outline level, alignment, indent and space."""
    document = read(
        rtf(
            r"\pard\plain\s1\qc\b ACT I\par\pard\plain\s2\li1440\fi-720\sb280 MIRA\par\par"
            r"\pard\plain The lamp\line is out.\par"
        ),
        "lantern.rtf",
    )
    act, cue, first, second = document.lines
    assert ("rtf", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert ("heading 1", 1, Alignment.CENTRE, 1.0) == (act.style, act.outline_level, act.alignment, act.bold)
    assert ("Cue", 36.0, 1) == (cue.style, cue.indent, cue.blank_before)
    assert ("The lamp", 1, False) == (first.text, first.blank_before, first.soft_break)
    assert ("is out.", True, first.paragraph) == (second.text, second.soft_break, second.paragraph)


def test_looks(read: Read) -> None:
    """Groups end what they began; hidden text stands beside, deleted text is left out."""
    line, hidden = read(
        rtf(r"\pard\plain\fs24 A {\b bold} {\i it{\b0\i0 x}} {\scaps sc} {\caps caps} {\v no}{\deleted no}{\ul u}\par"),
        "x.rtf",
    ).lines
    assert "A bold itx sc CAPS u" == line.text
    flags = {
        line.text[run.start : run.end]: (run.bold, run.italic, run.small_caps, run.underline)
        for run in line.runs
        if run.bold or run.italic or run.small_caps or run.underline
    }
    assert {
        "bold": (True, False, False, False),
        "it": (False, True, False, False),
        "sc": (False, False, True, False),
        "u": (False, False, False, True),
    } == flags
    assert ("no", Furniture.NOTE, [True]) == (hidden.text, hidden.furniture, [run.hidden for run in hidden.runs])
    assert ({12.0}, "Times") == ({run.size for run in line.runs}, line.runs[0].font or "Times")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 \u8212? na\u239\'efve", "café — naïve"),
        (r"{\uc2\u960\'83\'ce}x", "πx"),
        (r"{\uc0\u960 x}", "πx"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"{\f1\'c4\'ee\'ec}", "Дом"),
        (r"{\f2\'82\'a0\'82\'a2}", "あい"),
        (r"\lquote a\rquote  \ldblquote b\rdblquote\emdash c\~d\_e\{\}\\", "‘a’ “b”—c\xa0d-e{}\\"),
        ("a\nb\r\nc", "abc"),
        (r"soft\-hyphen", "softhyphen"),
        (r"{\upr{old}{\*\ud{n\u235\'eb\'}w}}", "nëw"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict 0102}{\*\unknown gone}{\*\bkmkstart a}.", "link."),
        (r"a\bin3 {{{b", "ab"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt boxed}}}", "boxed"),
    ],
)
def test_characters(read: Read, body: str, text: str) -> None:
    """Code pages, Unicode with its stand-ins, symbols, and what is no text."""
    assert [text] == texts(read(rtf(r"\pard " + body + r"\par"), "x.rtf"))


def test_a_sloppy_font_table_means_the_code_page_of_the_document(read: Read) -> None:
    """Where all fonts claim to be western and the document does not."""
    source = rb"{\rtf1\ansi\ansicpg1251{\fonttbl\f0\fcharset0 Times;\f1\fcharset0 Arial;}\f0\'c4\'ee\'ec\par}"
    assert ["Дом"] == texts(read(source, "x.rtf"))


def test_notes_and_running_heads_stand_beside(read: Read) -> None:
    """They do not tear the paragraph apart."""
    document = read(
        rtf(r"{\header\pard Head\par}{\footer Foot}\pard To be{\footnote\pard A note.} or not.\par"), "x.rtf"
    )
    assert [
        ("Head", Furniture.HEADER),
        ("Foot", Furniture.FOOTER),
        ("To be or not.", None),
        ("A note.", Furniture.NOTE),
    ] == [(line.text, line.furniture) for line in document.lines]


def test_tables_give_cells(read: Read) -> None:
    """Rows of one cell only place things on the page."""
    row = r"\trowd\cellx1000\cellx2000\pard\intbl {a}\cell {b}\cell\row"
    single = r"\pard\par\trowd\cellx1000\pard\intbl c\cell\row"
    document = read(rtf(row.format(a="MIRA", b="Hello.") + row.format(a="TOBIAS", b="Bye.") + single), "x.rtf")
    assert [("MIRA", (0, 0)), ("Hello.", (0, 1)), ("TOBIAS", (1, 0)), ("Bye.", (1, 1)), ("c", None)] == [
        (line.text, line.table_cell) for line in document.lines
    ]


def test_a_page_break_is_kept(read: Read) -> None:
    """In the text, before a paragraph, or with a section."""
    document = read(rtf(r"\pard a\page b\par\pard\pagebb c\par d\sect e\par"), "x.rtf")
    assert [False, True, True, True, True] == [line.page_break_before for line in document.lines][:5]


def test_a_file_that_breaks_off_is_read_with_a_warning(read: Read) -> None:
    """What is there is worth having."""
    document = read(rtf(r"\pard one\par two")[:-2], "x.rtf")
    assert ["one", "tw"] == texts(document)
    assert 1 == len(document.warnings)


def test_deep_nesting_is_refused(read: Read) -> None:
    """Groups in groups without end."""
    with pytest.raises(TooDeepError):
        read(b"{\\rtf1" + b"{" * 1_000_000, "x.rtf")


def test_unbalanced_braces_are_survived(read: Read) -> None:
    """What follows the last group is no text."""
    assert ["a"] == texts(read(rb"{\rtf1 a\par}}}}} b\par", "x.rtf"))


def test_a_file_without_text_is_empty(read: Read) -> None:
    """A head alone is no script."""
    with pytest.raises(EmptyFileError):
        read(rtf(""), "x.rtf")


def test_what_is_no_rich_text_is_told(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]  # fixtures
    """The reader does not rely on the detection."""
    path = tmp_path / "x.rtf"
    path.write_bytes(b"plain text")
    with pytest.raises(CorruptFileError):
        read_rtf(path, settings, lambda _done, _total: None)


def test_every_truncation_is_survived(read: Read) -> None:
    """None gives anything but an error for people or a document."""
    whole = rtf(
        r"{\header\pard H\par}\pard\b\u8212?\'e9{\footnote n}\trowd\cellx1\intbl x\cell\row\par{\f2\'82\'a0}\bin2 ab"
    )
    for end in range(6, len(whole), 3):
        try:
            read(whole[:end], "x.rtf")
        except SourceError as error:
            assert error.message  # noqa: PT017 - a document is right too


def test_lists_have_levels_and_their_numbers(read: Read) -> None:
    """Numbers are printed, so they are text; bullets are none. Old lists have no level but the outermost."""
    document = read(
        rtf(
            r"\pard\ls1\ilvl0{\listtext\f1 1.\tab}first\par"
            r"\pard\ls1\ilvl2{\listtext\'b7\tab}inner\par"
            r"\pard{\*\pntext\pnlvlblt\'b7\tab}old\par"
            r"\pard\ls0\ilvl3 out\par\pard plain\par"
        ),
        "x.rtf",
    )
    assert [("1. first", 0), ("inner", 2), ("old", 0), ("out", None), ("plain", None)] == [
        (line.text, line.list_level) for line in document.lines
    ]


def test_what_the_file_says_of_itself(read: Read) -> None:
    """Its paper, its code page, the direction of its paragraphs."""
    document = read(rtf(r"\ansicpg1252\paperw11906\paperh16838\pard\rtlpar Hello\par\pard There\par"), "x.rtf")
    assert [(595.3, 841.9)] == document.page_sizes
    assert ("cp1252", 1.0) == (document.encoding, document.encoding_confidence)
    assert [True, False] == [line.rtl for line in document.lines]
    assert 0.5 == read(rb"{\rtf1 Hello}", "x.rtf").encoding_confidence

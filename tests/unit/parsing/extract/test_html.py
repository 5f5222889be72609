"""Web pages are read as a browser shows them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import EmptyFileError, TooDeepError, TooLongError, TooManySelectorsError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]

PAGE = """<!DOCTYPE html>
<html><head><title>The Lantern, by Ada Quill</title><meta charset="utf-8">
<style>
  p { margin: 0 }
  .cue { text-align: center; font-variant: small-caps }
  #aside { font-style: italic }
  p.verse { margin-left: 2em !important; text-indent: 1em }
  .unseen { display: none }
  @media print { .cue { text-align: right } }
</style></head><body>
<h2>ACT <b>I</b></h2>
<p class="cue">Mira</p>
<p class="verse" style="margin-left: 9em">The lamp is out,<br>the <i>night</i>   is long.</p>
<p class="unseen">Nobody sees this.</p>
<p>Before <span id="aside">(aside)</span> after.</p>
<script>alert("no text")</script>
</body></html>"""


def test_styles_are_resolved(read: Read) -> None:
    """Rules by class, id and name, inline style, importance and inheritance all count."""
    document = read(PAGE.encode(), "page.html")
    heading, cue, first, second, speech = document.lines
    assert ("html", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert ("ACT I", 2, 1.0) == (heading.text, heading.outline_level, heading.bold)
    assert ("Mira", Alignment.CENTRE, 1.0, "p.cue") == (cue.text, cue.alignment, cue.small_caps, cue.style)
    assert (36.0, 24.0) == (first.indent, second.indent)
    assert ["(aside)"] == [speech.text[run.start : run.end] for run in speech.runs if run.italic]
    assert heading.size_rank > cue.size_rank == 0


def test_a_break_ends_the_line_but_not_the_paragraph(read: Read) -> None:
    """Verse stays one paragraph of several lines, and blanks collapse."""
    _heading, _cue, first, second, _speech = read(PAGE.encode(), "page.html").lines
    assert ("The lamp is out,", False) == (first.text, first.soft_break)
    assert ("the night is long.", True) == (second.text, second.soft_break)
    assert first.paragraph == second.paragraph


def test_margins_become_blank_lines(read: Read) -> None:
    """The larger of two margins counts, as in a browser."""
    html = (
        "<html><p style='margin:0 0 3em'>One</p><p style='margin:1em 0 0'>Two</p><p style='margin:0'>Three</p></html>"
    )
    assert [0, 3, 0] == [line.blank_before for line in read(html.encode(), "page.html").lines]


def test_tables_give_cells_unless_they_have_one_column(read: Read) -> None:
    """A table of one column only places things on the page."""
    html = "<html><table><tr><td>MIRA<td>Hello.<tr><td>TOBIAS<td>Bye.</table><table><tr><td>Alone</table></html>"
    lines = read(html.encode(), "page.html").lines
    expected = [("MIRA", (0, 0)), ("Hello.", (0, 1)), ("TOBIAS", (1, 0)), ("Bye.", (1, 1)), ("Alone", None)]
    assert expected == [(line.text, line.table_cell) for line in lines]


def test_what_stands_beside_the_text_is_furniture(read: Read) -> None:
    """Page numbers, navigation and notes are kept but do not tear the line apart."""
    html = """<html><style>.pn { position: absolute } .ln { float: right }</style><body><nav>Home</nav>
    <p>To be or <span class="pn">[Pg 12]</span>not <span class="ln">25</span>to be.</p>
    <aside epub:type="footnote" role="doc-footnote">A note.</aside></body></html>"""
    found = {line.text: line.furniture for line in read(html.encode(), "page.html").lines}
    assert {
        "Home": Furniture.HEADER,
        "To be or not to be.": None,
        "[Pg 12]": Furniture.PAGE_NUMBER,
        "25": Furniture.LINE_NUMBER,
        "A note.": Furniture.NOTE,
    } == found


def test_a_first_letter_set_apart_stays_in_its_word(read: Read) -> None:
    """Drop capitals float or are pictures."""
    html = "<html><p><span style='float:left'>I</span>t is <img alt='L' src='l.png'>ate.</p></html>"
    assert ["It is Late."] == [line.text for line in read(html.encode(), "page.html").lines]


def test_preformatted_text_keeps_its_blanks(read: Read) -> None:
    """Blank lines and leading blanks are the layout of such a page."""
    html = "<html><pre>\n          MIRA\nWho  goes there?\n\nTOBIAS\n</pre></html>"
    lines = read(html.encode(), "page.html").lines
    assert [("MIRA", 60.0, 0), ("Who  goes there?", 0.0, 0), ("TOBIAS", 0.0, 1)] == [
        (line.text, line.indent, line.blank_before) for line in lines
    ]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("<html><meta charset='windows-1252'><p>Où ça ?".encode("cp1252"), "windows-1252"),
        ("<html><meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>Où ça ?".encode(), "utf-8"),
        ("\ufeff<html><p>Où ça ?".encode("utf-16"), "utf-16"),
    ],
)
def test_the_declared_encoding_counts_where_it_fits(read: Read, content: bytes, encoding: str) -> None:
    """A byte order mark and bad bytes prove it wrong."""
    document = read(content, "page.html")
    if encoding != "utf-8":
        assert encoding == document.encoding
        assert "Où ça ?" == document.lines[0].text
    else:
        assert 1 == len(document.lines)


def test_xhtml_is_parsed_as_xml(read: Read) -> None:
    """An empty anchor does not swallow what follows, and named characters are known."""
    html = (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p><i><a id="x"/></i>Caf&eacute;</p></body></html>'
    )
    (line,) = read(html.encode(), "page.html").lines
    assert ("Café", 0.0) == (line.text, line.italic)


def test_shorthands_and_units_are_understood(read: Read) -> None:
    """Margins, fonts, and the sizes around them."""
    html = """<html><style>.a { margin: 0 0 0 1in; font: italic small-caps bold 24px/2 serif }
    .b { margin: 0 96px; font-variant-caps: small-caps; text-transform: uppercase }
    .c { margin: 0 1cm 0; padding-left: 10%; font-weight: 700; text-decoration-line: underline }
    .d { margin: 0; font-size: larger; break-before: page }</style>
    <p class="a">a</p><p class="b">b</p><p class="c">c</p><p class="d">d</p><p style="margin:0">e</p></html>"""
    a, b, c, d, _e = read(html.encode(), "page.html").lines
    assert (72.0, 72.0, pytest.approx(73.35, abs=0.1)) == (a.indent, b.indent, c.indent)
    assert (1.0, 1.0, 1.0, 18.0) == (a.italic, a.small_caps, a.bold, a.runs[0].size)
    assert ("B", 1.0) == (b.text, b.small_caps)
    assert (True, 1.0) == (c.runs[0].underline, c.bold)
    assert (True, 1) == (d.page_break_before, d.size_rank)


def test_more_selectors_than_allowed_are_a_limit_of_its_own(read: Read) -> None:
    """Those count that name something on the page."""
    rules = "".join(f".c{number} {{ margin: 0 }}" for number in range(60))
    names = " ".join(f"c{number}" for number in range(60))
    html = f"<html><style>{rules}</style><p class='{names}'>Hello</p></html>"
    with pytest.raises(TooManySelectorsError, match="50") as caught:
        read(html.encode(), "page.html", Settings(max_selectors=50))
    assert "max_selectors" in caught.value.advice
    assert ["Hello"] == [line.text for line in read(html.encode(), "page.html").lines]


def test_selectors_of_nothing_do_not_count(read: Read) -> None:
    """Publishers use one large style sheet for all their pages; what is wanted in it may stand last."""
    rules = "".join(f".c{n} {{ margin: 0 }} #i{n} em {{ color: red }}" for n in range(60)) + "p { text-align: center }"
    html = f"<html><style>{rules}</style><p>Hello</p></html>"
    document = read(html.encode(), "page.html", Settings(max_selectors=10))
    assert Alignment.CENTRE is document.lines[0].alignment


def test_endless_rules_are_not_read(read: Read) -> None:
    """Also when they apply to nothing."""
    html = f"<html><style>{'.a{margin:0}' * 300}</style><p>Hello</p></html>"
    with pytest.raises(TooManySelectorsError):
        read(html.encode(), "page.html", Settings(max_selectors=10))


def test_siblings_are_known_on_long_pages(read: Read) -> None:
    """Where a selector asks for what stands before; of very many, the nearest are looked at."""
    style = "h2 + p { font-style: italic } h2 ~ p { margin-left: 10pt } p:first-child { font-weight: bold }"
    body = "<p>first</p>" + "<p>plain</p>" * 500 + "<h2>HEAD</h2><p>next</p><p>after</p>" + "<p>far</p>" * 500
    lines = read(f"<html><style>{style}</style><body><div>{body}</div></body>".encode(), "page.html").lines
    first, *_plain, head, after_head, after = lines[:504]
    assert (1.0, 0.0, "HEAD") == (first.bold, lines[200].bold, head.text)
    assert (1.0, 10.0) == (after_head.italic, after_head.indent)
    assert (0.0, 10.0) == (after.italic, after.indent)
    assert [0.0] * 501 == [line.bold for line in lines[-501:]]


@pytest.mark.parametrize(
    "style",
    [
        "p { color: red",
        "@media screen { p { margin: ",
        ":not(" * 3_000 + "p" + ")" * 3_000 + " { margin: 0 }",
        "p" + " > p" * 5_000 + " { margin: 0 }",
        "p" + " div" * 40 + " { margin: 0 }",
        "{" * 20_000,
        "p { margin-left: 99999999999999999999999em; font-size: -3em; text-indent: calc(1em + 2px) }",
        "\x00\ud800".encode("utf-8", "replace").decode(),
    ],
)
def test_damaged_styles_do_no_harm(read: Read, style: str) -> None:
    """The text is read as if they were not there."""
    html = f"<html><style>{style}</style><body><p>Hello</p></body></html>"
    assert ["Hello"] == [line.text for line in read(html.encode(), "page.html").lines]


def test_deep_nesting_is_refused(read: Read) -> None:
    """Whether the parser or the walk through the tree meets the limit."""
    for levels in (300, 100_000):
        with pytest.raises(TooDeepError):
            read(b"<html><body>" + b"<div>" * levels + b"deep", "page.html")


def test_a_page_without_text_is_empty(read: Read) -> None:
    """Hidden text is no text."""
    with pytest.raises(EmptyFileError):
        read(b"<html><script>1</script><p hidden>x</p></html>", "page.html")


def test_too_much_text_is_refused(read: Read) -> None:
    """The limit of characters holds."""
    with pytest.raises(TooLongError):
        read(b"<html><p>" + b"word " * 1_000, "page.html", Settings(max_chars=2_000))

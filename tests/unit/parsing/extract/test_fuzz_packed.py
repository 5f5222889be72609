"""Packed and binary formats: their structures in any order, their parts missing or misplaced, their numbers wrong."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_97 import HIDDEN, ITALIC, Paragraph, compound, word_streams

from playbuddy_desktop.errors import SourceError
from playbuddy_desktop.parsing.extract.reader import READERS
from playbuddy_desktop.settings import Settings

LIMITS = Settings(max_depth=40, max_selectors=30, max_parts=12)
MANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def packed(parts: dict[str, str]) -> bytes:
    """An archive with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def check(folder: Path, format_: str, content: bytes) -> None:
    """The file is read, each line of it well made, or refused with a sentence."""
    path = folder / "script"
    path.write_bytes(content)
    try:
        document = READERS[format_](path, LIMITS, lambda _done, _total: None)
    except SourceError as error:
        assert error.message  # noqa: PT017 - a document is right too
        return
    for line in document.lines:
        assert line.text
        assert line.text == line.text.strip()
        ends = [run.end for run in line.runs]
        assert [0, *ends] == [*(run.start for run in line.runs), len(line.text)]


# Word 97-2003: a list of changes may hold any number, a file any offset.

_SPRMS = (
    0x0835,
    0x083C,
    0x0800,
    0x2403,
    0x2416,
    0x2417,
    0x2640,
    0x260A,
    0x460B,
    0x4A43,
    0x4A4F,
    0x4A30,
    0x845E,
    0xD608,
)
_CHANGE = st.tuples(st.sampled_from(_SPRMS), st.binary(max_size=4)).map(lambda c: struct.pack("<H", c[0]) + c[1])
_CHANGES = st.lists(_CHANGE | st.sampled_from([ITALIC, HIDDEN]) | st.binary(max_size=3), max_size=2).map(b"".join)
_TEXTS = st.sampled_from(
    [
        "MIRA",
        " ",
        "\t",
        "\x0b",
        "\x02",
        "\x13",
        "\x14",
        "\x15",
        "\x0c",
        "\x07",
        "\x1e",
        "Who?\r",
        "é",
        "\u2028",
        "א",
        "\x13a",
    ]
)
_PARAGRAPHS: st.SearchStrategy[list[Paragraph]] = st.lists(
    st.tuples(
        st.integers(0, 5),
        _CHANGES,
        st.lists(st.tuples(_TEXTS, _CHANGES), max_size=3).map(lambda runs: [*runs, ("\r", b"")]),
    ),
    min_size=1,
    max_size=6,
)
_FIB_PLACES = (0x0A, 0x4C, 0x50, 0x54, 0x60, 0x64, 0xA2, 0xF2, 0xFA, 0x102, 0x112, 0x1A2, 0x1A6)


@MANY
@given(
    paragraphs=_PARAGRAPHS,
    wide=st.booleans(),
    wrong=st.lists(st.tuples(st.sampled_from(_FIB_PLACES), st.integers(0, 2**32 - 1)), max_size=2),
    torn=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4),
)
def test_a_word_file_of_any_shape(
    tmp_path: Path,
    paragraphs: list[Paragraph],
    wide: bool,
    wrong: list[tuple[int, int]],
    torn: list[tuple[int, int]],
) -> None:
    """Any changes on any text, then wrong numbers in its head and its tables."""
    streams = {name: bytearray(part) for name, part in word_streams(paragraphs, [], wide=wide).items()}
    for place, number in wrong:
        struct.pack_into("<I", streams["WordDocument"], place, number)
    for place, byte in torn:
        streams["1Table"][place % len(streams["1Table"])] = byte
    check(tmp_path, "doc", compound({name: bytes(part) for name, part in streams.items()}))


@pytest.mark.parametrize(
    "paragraphs",
    [
        [(0, b"\x17\x24\x01", [("\x07", b""), ("\r", b"")])],
        [(5, b"\x08\xd6\xff\xff", [("MIRA\r", b"\x30\x4a\x05\x00")])],
        [(0, b"\x0b\x46\x01\x00\x0a\x26\xff", [("\x15\x14\x13a\r", HIDDEN)])],
    ],
)
def test_kept_word_files(tmp_path: Path, paragraphs: list[Paragraph]) -> None:
    """A row's end without a row, a table's definition without a table, fields that only end, in hidden text."""
    check(tmp_path, "doc", compound(word_streams(paragraphs, [], wide=True)))


# Electronic books: parts that are missing, misplaced or no pages at all.

_NAMES = st.sampled_from(
    ["a.xhtml", "b.xhtml", "t/a.xhtml", "s.css", "nav.xhtml", "../a.xhtml", "/a.xhtml", "a%20.xhtml", "", "?"]
)
_MARKS = st.lists(
    st.sampled_from([
        "<p>", "</p>", "<br/>", "<h1>", "</h1>", "<table>", "<tr>", "<td>", "</td>", "<nav>", "</nav>", "MIRA", "&amp;",
        "&nbsp;", "<aside role='doc-footnote'>", "</aside>", "<link rel='stylesheet' href='s.css'/>", "<style>",
        "p~p{margin:1em}", "</style>", "<span class='x' hidden=''>", "</span>", "\x00", "é",
    ]),
    max_size=25,
).map(" ".join)  # fmt: skip
_WHOLE_PAGE = _MARKS.map(lambda body: f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>")
_STYLES = st.lists(
    st.sampled_from(["p", ".x", "#", "~", "+", "{", "}", "margin:1em;", "@media", ":not(", ")", ","]), max_size=20
)


@MANY
@given(
    items=st.lists(st.tuples(_NAMES, st.sampled_from(["application/xhtml+xml", "text/css", "image/png"])), max_size=5),
    spine=st.lists(st.integers(0, 6), max_size=6),
    pages=st.dictionaries(_NAMES.filter(bool), _WHOLE_PAGE | _MARKS, max_size=4),
    sheet=_STYLES.map("".join),
    container=st.sampled_from(["b.opf", "x/b.opf", "", "../b.opf"]),
)
def test_a_book_of_any_shape(  # noqa: PLR0917 - all of them are drawn
    tmp_path: Path, items: list[tuple[str, str]], spine: list[int], pages: dict[str, str], sheet: str, container: str
) -> None:
    """Whatever its table of parts says."""
    manifest = "".join(f'<item id="i{at}" href="{name}" media-type="{kind}"/>' for at, (name, kind) in enumerate(items))
    order = "".join(f'<itemref idref="i{at}"/>' for at in spine)
    parts = {
        "META-INF/container.xml": f'<container><rootfile full-path="{container}"/></container>',
        "b.opf": f"<package><manifest>{manifest}</manifest><spine>{order}</spine></package>",
        **pages,
        "s.css": sheet,
    }
    check(tmp_path, "epub", packed(parts))


# Screenplays in packages.

_OSF_TAGS = ["para", "para", "text", "text", "style", "info", "titlepage", "paragraphs", "lists"]
_OSF_ATTRIBUTES = ["", 'basestylename="Character"', 'name="Dialogue"', 'align="center"', 'bold="1"', 'size="99999"',
                   'written_by="x"', 'title="x"', 'font=""']  # fmt: skip


def _element(part: tuple[str, str, list[str]]) -> str:
    return f"<{part[0]} {part[1]}>{''.join(part[2])}</{part[0]}>"


_OSF = st.recursive(
    st.sampled_from(["MIRA", "\n", " ", "&amp;", "&#9;", "é"]),
    lambda inner: st.tuples(
        st.sampled_from(_OSF_TAGS), st.sampled_from(_OSF_ATTRIBUTES), st.lists(inner, max_size=4)
    ).map(_element),
    max_leaves=25,
)


@MANY
@given(body=st.lists(_OSF, max_size=5).map("".join), whole=st.booleans())
def test_a_fade_in_package_of_any_shape(tmp_path: Path, body: str, whole: bool) -> None:
    """Its elements in each other as no program would put them."""
    inside = f"<paragraphs>{body}</paragraphs>" if whole else body
    check(tmp_path, "fadein", packed({"document.xml": f"<document>{inside}</document>"}))


@MANY
@given(
    name=st.sampled_from(["text.md", "a.textbundle/text.fountain", "TEXT.TXT", "notes.md", "a/b/text.markdown"]),
    text=st.lists(
        st.sampled_from([*"\n#=><!.@~^()*_\\\ue000é", "\n\n", "Title: ", "[[", "]]", "/*", "*/", "MIRA", "INT. "])
    ),
)
def test_a_highland_bundle_of_any_shape(tmp_path: Path, name: str, text: list[str]) -> None:
    """Whatever its text is called."""
    check(tmp_path, "highland", packed({name: "".join(text), "info.json": "{}"}))


@pytest.mark.parametrize(
    ("format_", "parts"),
    [
        ("epub", {"META-INF/container.xml": "<container/>"}),
        (
            "epub",
            {"b.opf": '<package><item id="a" href="b.opf" media-type="text/html"/><itemref idref="a"/></package>'},
        ),
        ("fadein", {"document.xml": "<document><paragraphs><para/></paragraphs></document>"}),
        ("fadein", {"other.xml": ""}),
        ("highland", {"text.md": ""}),
        ("highland", {}),
    ],
)
def test_kept_packages(tmp_path: Path, format_: str, parts: dict[str, str]) -> None:
    """A book that is its own page, paragraphs of nothing, packages without their text."""
    check(tmp_path, format_, packed(parts))

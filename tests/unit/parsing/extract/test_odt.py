"""OpenDocument texts are read with their styles resolved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import CorruptFileError, EncryptedFileError, SourceError, TooDeepError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture

Read = Callable[..., Document]

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
STYLES = """<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="12pt"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Speaker" style:display-name="Play Speaker" style:family="paragraph"
  style:parent-style-name="Standard">
  <style:paragraph-properties fo:margin-left="2in" fo:margin-top="0.2in"/>
  <style:text-properties fo:text-transform="uppercase" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:default-outline-level="1" style:parent-style-name="Standard">
  <style:paragraph-properties fo:text-align="center" fo:break-before="page"/>
  <style:text-properties fo:font-size="150%"/></style:style></office:styles>"""
AUTOMATIC = """<office:automatic-styles>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Speaker">
  <style:text-properties fo:font-weight="normal"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-variant="small-caps"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>
</office:automatic-styles>"""
MASTERS = """<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>THE LANTERN</text:p>
</style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page></office:master-styles>"""
BODY = """<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:h text:style-name="Heading_20_1" text:outline-level="1">ACT I</text:h>
<text:p text:style-name="Standard"/>
<text:p text:style-name="Speaker">Mira</text:p>
<text:p text:style-name="Standard">The <text:span text:style-name="T1">night</text:span>   is<text:s
text:c="3"/>long,<text:line-break/><text:tab/>so long<text:note
><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p
></text:note-body></text:note>.<text:span text:style-name="T3">unseen</text:span></text:p>
<text:p text:style-name="P1">To<text:span text:style-name="T2">bias</text:span></text:p>
<text:list><text:list-item><text:p text:style-name="Standard">first</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>MIRA</text:p></table:table-cell>
<table:table-cell><text:p>Hello.</text:p></table:table-cell></table:table-row></table:table>
<text:p>Before<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame> after</text:p>"""
META = "<office:meta><dc:title xmlns:dc='x'>The Lantern</dc:title><meta:initial-creator>Ada Quill</meta:initial-creator></office:meta>"  # noqa: E501 - one element


def content(body: str = BODY) -> str:
    """The part with the text."""
    return f"<office:document-content {SPACES}>{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body></office:document-content>"  # noqa: E501 - one element


def odt(**changes: str) -> bytes:
    """A packed document; parts can be replaced by name (``__`` for a dot)."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content(),
        "styles.xml": f"<office:document-styles {SPACES}>{STYLES}{MASTERS}</office:document-styles>",
        "meta.xml": f"<office:document-meta {SPACES}>{META}</office:document-meta>",
        **{name.replace("__", "."): part for name, part in changes.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def flat() -> bytes:
    """The same document as one file of XML."""
    return (
        f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{META}{STYLES}{AUTOMATIC}{MASTERS}<office:body><office:text>{BODY}</office:text></office:body></office:document>"
    ).encode()


@pytest.mark.parametrize("whole", [odt(), flat()])
def test_text_comes_in_order_with_what_stands_beside_it(read: Read, whole: bytes) -> None:
    """Packed or flat; hidden text beside it, without deletions."""
    document = read(whole, "lantern.odt")
    assert ("odt", "The Lantern", "Ada Quill") == (document.format, document.title, document.author)
    assert [
        ("THE LANTERN", Furniture.HEADER),
        ("Page 1", Furniture.FOOTER),
        ("ACT I", None),
        ("MIRA", None),
        ("The night is   long,", None),
        ("so long.", None),
        ("1 A note.", Furniture.NOTE),
        ("unseen", Furniture.NOTE),
        ("TOBIAS", None),
        ("first", None),
        ("MIRA", None),
        ("Hello.", None),
        ("Before after", None),
        ("In a box", None),
    ] == [(line.text, line.furniture) for line in document.lines]


def test_styles_are_resolved_through_their_parents(read: Read) -> None:
    """Automatic styles over named ones over defaults."""
    lines = [line for line in read(odt(), "lantern.odt").lines if line.furniture is None]
    heading, speaker, verse, second, automatic = lines[:5]
    assert (1, Alignment.CENTRE, True) == (heading.outline_level, heading.alignment, heading.page_break_before)
    assert ("Heading 1", 18.0) == (heading.style, heading.runs[0].size)
    assert heading.size_rank > speaker.size_rank
    assert ("Play Speaker", 144.0, 1.0, 2) == (speaker.style, speaker.indent, speaker.bold, speaker.blank_before)
    assert ["night"] == [verse.text[run.start : run.end] for run in verse.runs if run.italic]
    assert (True, 36.0, verse.paragraph) == (second.soft_break, second.indent, second.paragraph)
    assert ("Play Speaker", 0.0) == (automatic.style, automatic.bold)
    assert 4 / 6 == pytest.approx(automatic.small_caps)


def test_tables_give_cells(read: Read) -> None:
    """Row and column."""
    cells = {line.text: line.table_cell for line in read(odt(), "lantern.odt").lines if line.table_cell}
    assert {"MIRA": (0, 0), "Hello.": (0, 1)} == cells


def test_circular_styles_do_no_harm(read: Read) -> None:
    """Parents are followed only so far."""
    loop = "".join(
        f'<style:style style:name="{a}" style:family="paragraph" style:parent-style-name="{b}"/>'
        for a, b in ("AB", "BA")
    )
    styles = f"<office:document-styles {SPACES}><office:styles>{loop}</office:styles></office:document-styles>"
    document = read(odt(styles__xml=styles, content__xml=content('<text:p text:style-name="A">Hi</text:p>')), "x.odt")
    assert ["Hi"] == [line.text for line in document.lines]


def test_an_encrypted_document_is_told(read: Read) -> None:
    """The list of parts says so."""
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    with pytest.raises(EncryptedFileError):
        read(odt(**{"META-INF/manifest__xml": manifest}), "x.odt")


def test_a_damaged_document_is_told(read: Read) -> None:
    """Truncated XML, no text, or a truncated archive."""
    for whole in (
        odt(content__xml=content()[:-40]),
        odt(content__xml=f"<office:document-content {SPACES}/>"),
        odt()[:-40],
    ):
        with pytest.raises(CorruptFileError):
            read(whole, "x.odt")


def test_deep_nesting_is_refused(read: Read) -> None:
    """Sections in sections without end."""
    body = "<text:section>" * 300 + "<text:p>x</text:p>" + "</text:section>" * 300
    with pytest.raises(TooDeepError):
        read(odt(content__xml=content(body)), "x.odt")


def test_every_truncation_is_survived(read: Read) -> None:
    """None gives anything but an error for people or a document."""
    for whole, name in ((odt(), "x.odt"), (flat(), "x.fodt")):
        for end in range(1, len(whole), 61):
            try:
                read(whole[:end], name)
            except SourceError as error:
                assert error.message  # noqa: PT017 - a document is right too


def test_hidden_text_is_kept_and_marked(read: Read) -> None:
    """By a style, in a hidden section, or under a condition that holds."""
    body = (
        '<text:p>Seen<text:span text:style-name="T3"> un<text:line-break/>seen</text:span> again</text:p>'
        '<text:section text:display="none"><text:p>away</text:p></text:section>'
        '<text:p>If <text:hidden-text text:is-hidden="true">so</text:hidden-text></text:p>'
    )
    document = read(odt(content__xml=content(body)), "x.odt")
    told = [
        (line.text, [run.hidden for run in line.runs])
        for line in document.lines
        if line.furniture is not Furniture.HEADER
    ]
    assert [("Seen again", [False]), ("un seen", [True]), ("away", [True]), ("If", [False]), ("so", [True])] == told[1:]
    assert ["Hidden text was set apart as notes."] == document.warnings

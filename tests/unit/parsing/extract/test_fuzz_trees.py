"""Well-formed files of any shape: elements of a format in each other as no program would put them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bombs import in_word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbuddy_desktop.errors import SourceError
from playbuddy_desktop.parsing.extract.reader import READERS
from playbuddy_desktop.settings import Settings

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
TAGS = {
    "docx": "w:p w:p w:r w:r w:t w:t w:pPr w:rPr w:b w:vanish w:numPr w:numId w:ilvl w:tbl w:tr w:tc w:sdt "
    "w:sdtContent w:br w:tab w:ins w:del w:fldChar w:lastRenderedPageBreak w:pict w:txbxContent "
    "w:AlternateContent w:Choice w:footnoteReference w:sectPr w:hyperlink w:gridSpan w:sym w:bidi w:jc "
    "w:ind",
    "odt": "text:p text:p text:h text:span text:list text:list-item text:s text:tab text:line-break text:note "
    "text:note-body text:section text:tracked-changes text:a table:table table:table-row table:table-cell "
    "text:index-body",
    "tei": "div sp speaker p l lg lb stage note castList castItem role roleDesc choice sic corr head pb front "
    "back hi body text teiHeader title author ab seg foreign milestone",
    "fdx": "Paragraph Paragraph Text Text DualDialogue ScriptNote SceneProperties TitlePage Content",
    "html": "p p br td tr table pre style h1 ul li nav span div blockquote i b sup aside details ruby rt select "
    "template",
}
HEADS = {
    "odt": f'<office:document xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" '
    f'xmlns:table="{OFFICE}:table:1.0"><office:body><office:text>',
    "tei": "<TEI><text>",
    "fdx": "<FinalDraft><Content>",
    "html": "<html><body>",
}
TAILS = {
    "odt": "</office:text></office:body></office:document>",
    "tei": "</text></TEI>",
    "fdx": "</Content></FinalDraft>",
    "html": "</body></html>",
}
ATTRIBUTES = {
    "docx": ['w:val="center"', 'w:val="1"', 'w:val="-9"', 'w:type="page"', 'w:fldCharType="begin"', 'w:id="x"',
             'w:left="99999999999"', 'w:hanging="1e9"'],
    "odt": ['text:outline-level="1"', 'text:outline-level="99"', 'text:c="9"', 'text:c="-1"', 'text:style-name="x"',
            'table:number-columns-repeated="9"', 'table:number-columns-repeated="99999999"'],
    "tei": ['who="#a #b"', 'type="act"', 'part="M"', 'rend="italic"', 'n="5"', 'xml:id="a"', 'place="foot"'],
    "fdx": ['Type="Character"', 'Type="Dialogue"', 'Style="Bold+Italic"', 'Alignment="Center"', 'Number="3"'],
    "html": ['style="margin-left:9e9em"', 'style="display:table-cell"', 'colspan="99999"', 'class="x"', "hidden",
             'style="font:italic 3px/2 x"', 'dir="rtl"', 'align="center"'],
}  # fmt: skip
WORDS = ["MIRA", "Who goes there?", " ", "\t", "5", "ACT I", "&amp;", "[aside]", "אב", "\u2028", "é\u0301"]
LIMITS = Settings(max_depth=40, max_selectors=10)


def trees(format_: str) -> st.SearchStrategy[str]:
    """Text, and elements with attributes that hold more of it."""
    tag = st.sampled_from(TAGS[format_].split())
    attribute = st.sampled_from(["", *ATTRIBUTES[format_]])
    return st.recursive(
        st.sampled_from(WORDS),
        lambda inner: st.tuples(tag, attribute, st.lists(inner, max_size=5)).map(
            lambda element: f"<{element[0]} {element[1]}>{''.join(element[2])}</{element[0]}>"
        ),
        max_leaves=30,
    )


def check(folder: Path, format_: str, body: str) -> None:
    """The file is read, each line of it well made, or refused with a sentence."""
    path = folder / "script"
    whole = HEADS.get(format_, "") + body + TAILS.get(format_, "")
    path.write_bytes(in_word(body) if format_ == "docx" else whole.encode())
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


@pytest.mark.parametrize("format_", sorted(TAGS))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_reader_survives_any_shape(tmp_path: Path, format_: str, data: st.DataObject) -> None:
    """A document or a refusal, never another error."""
    check(tmp_path, format_, "".join(data.draw(st.lists(trees(format_), max_size=6))))


@pytest.mark.parametrize(
    ("format_", "body"),
    [
        ("docx", "<w:p><w:pPr><w:numPr><w:numId/><w:ilvl/></w:numPr></w:pPr><w:r><w:t>MIRA</w:t></w:r></w:p>"),
        ("docx", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>MIRA</w:t><w:br/></w:r></w:p>"),
        ("docx", '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:t>MIRA</w:t></w:r></w:p><w:p/>'),
        ("odt", '<table:table><table:table-cell table:number-columns-repeated="99999999"/>MIRA</table:table>'),
        ("odt", '<text:p><text:s text:c="999999999"/>MIRA</text:p>'),
        ("html", '<p style="margin-left:9e99em">MIRA</p>'),
        ("tei", "<sp/><sp><speaker/></sp>"),
        ("fdx", "<Paragraph/>"),
    ],
)  # fmt: skip
def test_kept_seeds_are_read_or_refused(tmp_path: Path, format_: str, body: str) -> None:
    """Shapes that have broken a reader, or come near to it."""
    check(tmp_path, format_, body)

"""Whatever stands in a file, its reader ends with a document or an error for people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbuddy_desktop.errors import SourceError
from playbuddy_desktop.parsing.extract.reader import READERS
from playbuddy_desktop.settings import Settings

PIECES = {
    "html": "<p> </p> <br> <td> <tr> <table> </table> <pre> </pre> <style> </style> <h1> <ul> <li> <nav> <span MIRA "
    "style='text-align:center'> class='pagenum'> 12 &eacute; &#0; <!-- --> <![CDATA[ ]]> .a{margin:1em} @media{ } "
    ":not( <?xml xmlns='http://www.w3.org/1999/xhtml' <html> </html>",
    "rtf": r"{ } \par \pard \b \b0 \i \u8212 ? \'e9 \f1 \fs24 {\fonttbl {\stylesheet {\info{\title \s1 \trowd \cellx1 "
    r"\intbl \cell \row {\footnote {\header {\*\x {\upr {\*\ud \uc0 \uc9 \bin3 \bin-1 \line \li-99999 \outlinelevel8 "
    r"\ansicpg932 \ansicpg0 \v \caps \shptxt MIRA \\ \{ \~ \- \* \cell \u-1 \u99999 \page \sect é",
    "fountain": "\n \n\n Title: # = > < ! . @ ~ ^ ( ) [[ ]] /* */ * ** *** _ \\ MIRA INT. === TO: #1# (V.O.) hello",
    "md": "\n \n\n # > - 1. * ** _ ` ``` ~~~ | |-| --- <b> </b> <br> <div> <!-- [a]( ) ![ \\ & title: MIRA hello",
    "tei": "<TEI> </TEI> <text> </text> <div> </div> <sp> </sp> <speaker> </speaker> <p> </p> <l> </l> <lg> </lg> "
    "<lb/> <stage> </stage> <note> </note> <castItem> </castItem> <choice> </choice> <head> </head> <pb/> "
    "MIRA &amp; &x;",
    "fdx": "<FinalDraft> </FinalDraft> <Content> </Content> <Paragraph> </Paragraph> <Text> </Text> <DualDialogue> "
    "</DualDialogue> <ScriptNote> </ScriptNote> MIRA",
}
HEADS = {"rtf": "{\\rtf1 ", "tei": "<TEI><text>", "fdx": "<FinalDraft><Content>"}
TAILS = {"tei": "</text></TEI>", "fdx": "</Content></FinalDraft>"}
LIMITS = Settings(max_depth=40, max_groups=40, max_selectors=10)


@pytest.mark.parametrize("format_", sorted(PIECES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_reader_survives_any_order_of_its_marks(tmp_path: Path, format_: str, data: st.DataObject) -> None:
    """The marks of a format in any order, with anything between them."""
    mark = st.sampled_from([*PIECES[format_].split(" "), " ", "\n"]) | st.text(max_size=3)
    body = "".join(data.draw(st.lists(mark, max_size=40)))
    path = tmp_path / "script"
    path.write_bytes((HEADS.get(format_, "") + body + TAILS.get(format_, "")).encode("utf-8", "replace") or b" ")
    try:
        document = READERS[format_](path, LIMITS, lambda _done, _total: None)
    except SourceError as error:
        assert error.message  # noqa: PT017 - a document is right too
    else:
        for line in document.lines:
            assert line.text == line.text.strip()
            covered = [(run.start, run.end) for run in line.runs]
            assert [0, *(end for _start, end in covered)] == [*(start for start, _end in covered), len(line.text)]

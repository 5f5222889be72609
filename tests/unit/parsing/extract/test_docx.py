"""Word documents are read with their styles resolved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Pt

from playbuddy_desktop.errors import (
    CorruptFileError,
    EmptyFileError,
    FileTooLargeError,
    TooLongError,
    TooManyPartsError,
)
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Line
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]
Body = Callable[[Document], list[Line]]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def word() -> WordDocument:
    """An empty Word document."""
    return docx.Document()


@pytest.fixture
def read_word(read: Read, tmp_path: Path) -> Callable[[WordDocument], Document]:
    """Saves a document and reads it back."""

    def read_word(word: WordDocument) -> Document:
        path = tmp_path / "script.docx"
        word.save(str(path))
        return read(path)

    return read_word


def changed(word: WordDocument, changes: dict[str, Callable[[bytes], bytes]], **more: bytes) -> bytes:
    """The document's file with some parts rewritten."""
    source, target = io.BytesIO(), io.BytesIO()
    word.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return target.getvalue()


def add_xml(word: WordDocument, xml: str) -> None:
    """Append raw XML to the body."""
    word.element.body.insert(len(word.element.body) - 1, parse_xml(xml))


def texts(document: Document) -> list[str]:
    """The texts of all lines."""
    return [line.text for line in document.lines]


def test_runs_carry_bold_italic_size_and_font(word: WordDocument, read_word: Any) -> None:
    """Direct formatting of runs."""
    paragraph = word.add_paragraph()
    name = paragraph.add_run("ANNA ")
    name.bold, name.font.size, name.font.name = True, Pt(14), "Garamond"
    paragraph.add_run("(softly) ").italic = True
    paragraph.add_run("Who goes there?")
    (line,) = read_word(word).lines
    assert "ANNA (softly) Who goes there?" == line.text
    assert [(0, 5, True, False), (5, 14, False, True), (14, 29, False, False)] == [
        (run.start, run.end, run.bold, run.italic) for run in line.runs
    ]
    assert (14.0, "Garamond") == (line.runs[0].size, line.runs[0].font)
    assert pytest.approx(4 / 22) == line.bold


def test_styles_are_inherited(word: WordDocument, read_word: Any) -> None:
    """A style that is based on another takes what it does not set itself."""
    cue = word.styles.add_style("Cue", WD_STYLE_TYPE.PARAGRAPH)
    cue.base_style = word.styles["Normal"]
    cue.font.bold, cue.font.small_caps = True, True
    cue.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    king = word.styles.add_style("King's Cue", WD_STYLE_TYPE.PARAGRAPH)
    king.base_style = cue
    king.font.italic = True
    word.add_paragraph("Body text of the play.")
    word.add_paragraph("The King", style="King's Cue")
    line = read_word(word).lines[1]
    assert ("King's Cue", Alignment.CENTRE) == (line.style, line.alignment)
    assert (1.0, 1.0, 1.0) == (line.bold, line.italic, line.small_caps)


def test_a_toggle_of_both_styles_is_off_and_direct_formatting_wins(word: WordDocument, read_word: Any) -> None:
    """Bold in bold is not bold, as the standard has it."""
    cue = word.styles.add_style("Cue", WD_STYLE_TYPE.PARAGRAPH)
    cue.font.bold = True
    strong = word.styles.add_style("Loud", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    paragraph = word.add_paragraph(style="Cue")
    paragraph.add_run("one", style="Loud")
    paragraph.add_run("two")
    paragraph.add_run("three").bold = False
    (line,) = read_word(word).lines
    assert "onetwothree" == line.text
    assert [(0, 3, False), (3, 6, True), (6, 11, False)] == [(run.start, run.end, run.bold) for run in line.runs]


def test_headings_have_levels_and_sizes_have_ranks(word: WordDocument, read_word: Any) -> None:
    """Larger than the body is positive."""
    word.add_heading("ACT ONE", level=1)
    word.add_heading("Scene One", level=2)
    word.add_paragraph("ANNA. Here we are, in the middle of it all.")
    act, scene, speech = read_word(word).lines
    assert [("Heading 1", 1), ("Heading 2", 2), ("Normal", None)] == [
        (line.style, line.outline_level) for line in (act, scene, speech)
    ]
    assert act.size_rank > scene.size_rank > speech.size_rank == 0


def test_indents_and_alignment_are_told(word: WordDocument, read_word: Any) -> None:
    """Points from the body's margin; a hanging first line is counted."""
    for left, first, alignment in (
        (0, 0, WD_ALIGN_PARAGRAPH.LEFT),
        (36, 0, WD_ALIGN_PARAGRAPH.JUSTIFY),
        (36, -18, WD_ALIGN_PARAGRAPH.RIGHT),
    ):
        paragraph = word.add_paragraph("Some words.")
        paragraph.paragraph_format.left_indent = Pt(left)
        paragraph.paragraph_format.first_line_indent = Pt(first)
        paragraph.alignment = alignment
    lines = read_word(word).lines
    assert [0.0, 36.0, 18.0] == [line.indent for line in lines]
    assert [Alignment.LEFT, Alignment.JUSTIFIED, Alignment.RIGHT] == [line.alignment for line in lines]


def test_soft_breaks_make_lines_of_one_paragraph(word: WordDocument, read_word: Any) -> None:
    """Verse is often typed so."""
    run = word.add_paragraph().add_run("To be,")
    run.add_break()
    run.add_text("or not to be")
    word.add_paragraph("BEN. Well?")
    lines = read_word(word).lines
    assert [("To be,", 1, False), ("or not to be", 1, True), ("BEN. Well?", 2, False)] == [
        (line.text, line.paragraph, line.soft_break) for line in lines
    ]


def test_empty_paragraphs_are_blank_lines_and_page_breaks_are_kept(word: WordDocument, read_word: Any) -> None:
    """A break within a paragraph counts for what follows it."""
    word.styles["Normal"].paragraph_format.space_after = Pt(0)
    word.add_paragraph("ANNA. One.")
    word.add_paragraph("")
    word.add_paragraph("BEN. Two.").add_run().add_break(WD_BREAK.PAGE)
    word.add_paragraph("ANNA. Three.")
    lines = read_word(word).lines
    assert [(0, False), (1, False), (0, True)] == [(line.blank_before, line.page_break_before) for line in lines]


def test_cells_of_tables_know_their_place(word: WordDocument, read_word: Any) -> None:
    """A speaker | line table keeps its order."""
    table = word.add_table(rows=2, cols=2)
    for row, (name, speech) in enumerate([("ANNA", "Who goes there?"), ("BEN", "I.")]):
        table.cell(row, 0).text, table.cell(row, 1).text = name, speech
    assert [("ANNA", (0, 0)), ("Who goes there?", (0, 1)), ("BEN", (1, 0)), ("I.", (1, 1))] == [
        (line.text, line.table_cell) for line in read_word(word).lines
    ]


def test_insertions_are_kept_and_deletions_dropped(word: WordDocument, read_word: Any) -> None:
    """The text reads as if all changes had been accepted."""
    add_xml(
        word,
        f"<w:p {W}><w:r><w:t>ANNA. I </w:t></w:r><w:del><w:r><w:delText>hate </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>love </w:t></w:r></w:ins><w:r><w:t>it.</w:t></w:r></w:p>",
    )
    assert ["ANNA. I love it."] == texts(read_word(word))


def test_controls_links_fields_and_text_boxes_are_kept(word: WordDocument, read_word: Any) -> None:
    """Only the instructions of fields are left out."""
    add_xml(
        word,
        f"<w:sdt {W}><w:sdtContent><w:p><w:hyperlink><w:r><w:t>ANNA. </w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Result</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>!</w:t></w:r></w:p></w:sdtContent></w:sdt>',
    )
    add_xml(
        word,
        f'<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>BEN. Beside.</w:t></w:r><w:r><w:pict><v:shape>'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>CLARA. In a box.</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r></w:p>",
    )
    assert ["ANNA. Result!", "BEN. Beside.", "CLARA. In a box."] == texts(read_word(word))


def test_tabs_hyphens_and_capitals_are_set_as_printed(word: WordDocument, read_word: Any) -> None:
    """Capitals by formatting are capitals in print."""
    paragraph = word.add_paragraph()
    paragraph.add_run("anna").font.all_caps = True
    paragraph.add_run("\tYes.")
    add_xml(
        word,
        f"<w:p {W}><w:r><w:t>a well</w:t><w:noBreakHyphen/><w:t>known</w:t><w:softHyphen/><w:t>s</w:t></w:r></w:p>",
    )
    assert ["ANNA\tYes.", "a well-knowns"] == texts(read_word(word))


def test_hidden_text_is_set_apart_with_a_warning(word: WordDocument, read_word: Any, body: Body) -> None:
    """It is not printed, but not lost either."""
    paragraph = word.add_paragraph("ANNA. Seen.")
    paragraph.add_run(" Unseen.").font.hidden = True
    document = read_word(word)
    assert ["ANNA. Seen."] == [line.text for line in body(document)]
    (note,) = [line for line in document.lines if line.furniture is Furniture.NOTE]
    assert ("Unseen.", [True]) == (note.text, [run.hidden for run in note.runs])
    assert 1 == len(document.warnings)


def numbered_list(word: WordDocument, *levels: tuple[str, str], list_id: int = 77) -> Callable[[str, int], None]:
    """Defines a list by the format and text of each level; gives what adds an item to it."""
    rows = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{list_id}">{rows}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'))

    def add(text: str, level: int) -> None:
        item = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        word.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(item))

    return add


def test_automatic_numbers_are_part_of_the_text(word: WordDocument, read_word: Any) -> None:
    """They are printed; deeper levels begin anew below each item."""
    add = numbered_list(word, ("upperRoman", "Act %1"), ("decimal", "%1.%2"), ("lowerLetter", "%3)"))
    add("The street", 0)
    add("Dusk", 1)
    add("Night", 1)
    add("Late", 2)
    add("The house", 0)
    add("", 1)
    add("Dawn", 1)
    lines = read_word(word).lines
    assert ["Act I The street", "I.1 Dusk", "I.2 Night", "a) Late", "Act II The house", "II.2 Dawn"] == [
        line.text for line in lines
    ]
    assert [0, 1, 1, 2, 0, 1] == [line.list_level for line in lines]
    assert [0.0, 36.0, 36.0, 72.0, 0.0, 36.0] == [line.indent for line in lines]
    assert {-18.0} == {line.first_line_indent for line in lines}


def test_bullets_are_no_text(word: WordDocument, read_word: Any) -> None:
    """Only the level is told."""
    numbered_list(word, ("bullet", "•"))("ANNA, a baker", 0)
    (line,) = read_word(word).lines
    assert ("ANNA, a baker", 0) == (line.text, line.list_level)


def test_pages_are_told_as_word_last_showed_them(word: WordDocument, read_word: Any) -> None:
    """The marks that Word leaves where pages begin; a document that it never showed has none."""
    for number in range(4):
        run = word.add_paragraph().add_run()
        if number % 2:
            run._r.append(parse_xml(f"<w:lastRenderedPageBreak {W}/>"))
        run.add_text(f"ANNA. Number {number}.")
    document = read_word(word)
    assert ([1, 2, 2, 3], 3) == ([line.page for line in document.lines], document.page_count)


def test_a_document_without_marks_has_no_pages(word: WordDocument, read_word: Any) -> None:
    """Nobody knows where they begin."""
    word.add_paragraph("ANNA. Yes.")
    document = read_word(word)
    assert (None, None) == (document.lines[0].page, document.page_count)


def test_headers_and_footers_are_furniture(word: WordDocument, read_word: Any, body: Body) -> None:
    """They follow the text, apart from it."""
    word.sections[0].header.paragraphs[0].text = "The Lantern"
    word.sections[0].footer.paragraphs[0].text = "Draft"
    word.add_paragraph("ANNA. Yes.")
    document = read_word(word)
    assert [("The Lantern", Furniture.HEADER), ("Draft", Furniture.FOOTER)] == [
        (line.text, line.furniture) for line in document.lines if line.furniture
    ]
    assert ["ANNA. Yes."] == [line.text for line in body(document)]


def test_footnotes_follow_their_paragraph_as_notes(word: WordDocument, read: Read) -> None:
    """They are kept, but are no speech."""
    add_xml(word, f'<w:p {W}><w:r><w:t>ANNA. Fie</w:t><w:footnoteReference w:id="2"/><w:t>!</w:t></w:r></w:p>')
    add_xml(word, f"<w:p {W}><w:r><w:t>BEN. What?</w:t></w:r></w:p>")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>An old word.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    content = changed(
        word,
        {"word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation)},
        **{"word/footnotes.xml": notes.encode()},
    )
    assert [("ANNA. Fie!", None), ("An old word.", Furniture.NOTE), ("BEN. What?", None)] == [
        (line.text, line.furniture) for line in read(content, "script.docx").lines
    ]


def test_the_strict_variant_is_read(word: WordDocument, read: Read) -> None:
    """Its names are the same in other namespaces."""
    word.add_paragraph("ANNA. Yes.").runs[0].bold = True

    def strict(part: bytes) -> bytes:
        return part.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    names = ("_rels/.rels", "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels")
    (line,) = read(changed(word, dict.fromkeys(names, strict)), "script.docx").lines
    assert ("ANNA. Yes.", 1.0) == (line.text, line.bold)


def test_title_and_author_come_from_the_metadata(word: WordDocument, read_word: Any) -> None:
    """What a program fills in by itself does not count."""
    word.add_paragraph("ANNA. Yes.")
    plain = read_word(word)
    word.core_properties.title, word.core_properties.author = "The Lantern", "Ada Quill"
    named = read_word(word)
    assert (None, None, "The Lantern", "Ada Quill") == (plain.title, plain.author, named.title, named.author)


def test_a_document_without_text_is_empty(word: WordDocument, read_word: Any) -> None:
    """Whatever else it holds."""
    word.add_paragraph("  ")
    with pytest.raises(EmptyFileError):
        read_word(word)


BOMB = (
    '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    f"]><w:document {W}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("part", "error"),
    [
        (BOMB.encode(), CorruptFileError),
        (b"<w:document", CorruptFileError),
        (b"", CorruptFileError),
        (f"<w:document {W}/>".encode(), CorruptFileError),
        (f"<w:document {W}><w:body>{'<w:p/>' * 300_000}</w:body></w:document>".encode(), EmptyFileError),
    ],
)
def test_a_hostile_main_part_is_refused(word: WordDocument, read: Read, part: bytes, error: type[Exception]) -> None:
    """No entity is expanded and nothing hangs."""
    with pytest.raises(error):
        read(changed(word, {"word/document.xml": lambda _old: part}), "script.docx")


def test_an_external_entity_is_not_read(word: WordDocument, read: Read, tmp_path: Path) -> None:
    """A document cannot name other files."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>&s;</w:t></w:r></w:p></w:body></w:document>"
    part = f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]>{body}'
    with pytest.raises(CorruptFileError):
        read(changed(word, {"word/document.xml": lambda _old: part.encode()}), "script.docx")


def test_a_zip_bomb_is_stopped_at_the_limit(word: WordDocument, read: Read) -> None:
    """A part is unpacked no further than the settings allow, whatever it says about its size."""
    bomb = f"<w:document {W}><w:body>{' ' * 40_000_000}</w:body></w:document>".encode()
    content = changed(word, {"word/document.xml": lambda _old: bomb})
    assert len(content) < 1_000_000
    with pytest.raises(FileTooLargeError):
        read(content, "script.docx")


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        (Settings(max_lines=5), TooLongError),
        (Settings(max_chars=50), TooLongError),
        (Settings(max_parts=3), TooManyPartsError),
    ],
)
def test_limits_are_kept(
    word: WordDocument, read: Read, settings: Settings, error: type[Exception], tmp_path: Path
) -> None:
    """Each limit has its own error."""
    for number in range(20):
        word.add_paragraph(f"ANNA. This is number {number}.")
    path = tmp_path / "script.docx"
    word.save(str(path))
    with pytest.raises(error):
        read(path, settings=settings)

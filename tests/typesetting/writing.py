"""Writes composed scripts in the formats of flowing text. A paragraph is a line there."""

from __future__ import annotations

import html
import itertools
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx
from composition import Paragraph, Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

Line = tuple[Word, ...]


def stretches(words: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """Neighbours of one style as one text, blanks between them included."""
    groups = [list(group) for _style, group in itertools.groupby(words, key=lambda word: word[1:])]
    for at, group in enumerate(groups):
        yield " ".join(word.text for word in group) + (" " if at < len(groups) - 1 else ""), group[0]


def write_docx(path: Path, paragraphs: Sequence[Paragraph], layout: str) -> None:
    """A Word document."""
    word = docx.Document()
    if layout == "columns":
        word.sections[0].header.paragraphs[0].text = "The Lantern of the Harbour"
    for paragraph in paragraphs:
        for _blank in range(paragraph.blank):
            word.add_paragraph()
        written = word.add_paragraph()
        form = written.paragraph_format
        form.left_indent, form.first_line_indent = Pt(paragraph.indent), Pt(paragraph.first)
        if paragraph.centred:
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, style in stretches(paragraph.words):
            run = written.add_run(text)
            run.bold, run.italic, run.font.small_caps = style.bold, style.italic, style.small_caps
    word.save(str(path))


def write_rtf(path: Path, paragraphs: Sequence[Paragraph], _layout: str) -> None:
    """A file of Rich Text Format."""
    rows = [r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\fs22"]
    for paragraph in paragraphs:
        rows += [r"\pard\par"] * paragraph.blank
        place = rf"\li{paragraph.indent * 20:.0f}\fi{paragraph.first * 20:.0f}" + (r"\qc" if paragraph.centred else "")
        text = "".join(
            r"{\plain" + r"\b" * style.bold + r"\i" * style.italic + r"\scaps" * style.small_caps + f" {text}" + "}"
            for text, style in stretches(paragraph.words)
        )
        rows.append(rf"\pard{place} {text}\par")
    path.write_text("\n".join([*rows, "}"]), encoding="ascii")


_ODF = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.text">'
)


def write_odt(path: Path, paragraphs: Sequence[Paragraph], _layout: str) -> None:
    """An OpenDocument text in one plain XML file."""
    styles: dict[str, str] = {}

    def named(family: str, properties: str) -> str:
        body = f'style:family="{family}"><style:{family}-properties {properties}/></style:style>'
        return styles.setdefault(body, f"S{len(styles)}")

    rows = []
    for paragraph in paragraphs:
        rows += ["<text:p/>"] * paragraph.blank
        align = ' fo:text-align="center"' if paragraph.centred else ""
        name = named("paragraph", f'fo:margin-left="{paragraph.indent}pt" fo:text-indent="{paragraph.first}pt"{align}')
        spans = "".join(
            f'<text:span text:style-name="{named("text", _odf_look(style))}">{html.escape(text)}</text:span>'
            for text, style in stretches(paragraph.words)
        )
        rows.append(f'<text:p text:style-name="{name}">{spans}</text:p>')
    defined = "".join(f'<style:style style:name="{name}" {body}' for body, name in styles.items())
    path.write_text(
        f"{_ODF}<office:automatic-styles>{defined}</office:automatic-styles><office:body><office:text>"
        + "\n".join(rows)
        + "</office:text></office:body></office:document>",
        encoding="utf-8",
    )


def _odf_look(style: Word) -> str:
    weight, slant = ("bold" if style.bold else "normal"), ("italic" if style.italic else "normal")
    variant = "small-caps" if style.small_caps else "normal"
    return f'fo:font-weight="{weight}" fo:font-style="{slant}" fo:font-variant="{variant}"'


def write_html(path: Path, paragraphs: Sequence[Paragraph], _layout: str) -> None:
    """A web page."""
    path.write_text(_page(paragraphs), encoding="utf-8")


def _page(paragraphs: Sequence[Paragraph]) -> str:
    rows = []
    for paragraph in paragraphs:
        text = "".join(_tagged(html.escape(text), style) for text, style in stretches(paragraph.words))
        place = f"margin-left:{paragraph.indent}pt;text-indent:{paragraph.first}pt;margin-top:{paragraph.blank}em"
        rows.append(f'<p style="{place}"{" class=" + chr(34) + "c" + chr(34) if paragraph.centred else ""}>{text}</p>')
    style = "p{margin:0} .c{text-align:center} .sc{font-variant:small-caps}"
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
        f"<style>{style}</style></head><body>" + "\n".join(rows) + "</body></html>"
    )


def _tagged(text: str, style: Word) -> str:
    for wanted, before, after in (
        (style.bold, "<b>", "</b>"),
        (style.italic, "<i>", "</i>"),
        (style.small_caps, '<span class="sc">', "</span>"),
    ):
        text = f"{before}{text}{after}" if wanted else text
    return text


def write_epub(path: Path, paragraphs: Sequence[Paragraph], _layout: str) -> None:
    """An electronic book of three chapters."""
    third = len(paragraphs) // 3 + 1
    chapters = [paragraphs[at : at + third] for at in range(0, len(paragraphs), third)]
    names = [f"c{number}.xhtml" for number in range(len(chapters))]
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        book.writestr(
            "b.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>",
        )
        for name, chapter in zip(names, chapters, strict=True):
            book.writestr(name, _page(chapter))


def write_markdown(path: Path, paragraphs: Sequence[Paragraph], _layout: str) -> None:
    """Markdown, which knows bold and italic."""
    rows = []
    for paragraph in paragraphs:
        words = [f"{'**' * w.bold}{'*' * w.italic}{w.text}{'*' * w.italic}{'**' * w.bold}" for w in paragraph.words]
        rows.append(" ".join(words).replace("** **", " ").replace("* *", " "))
    path.write_text("\n\n".join(rows) + "\n", encoding="utf-8")


WRITERS: dict[str, Callable[[Path, Sequence[Paragraph], str], None]] = {
    "docx": write_docx,
    "fodt": write_odt,
    "rtf": write_rtf,
    "html": write_html,
    "epub": write_epub,
    "md": write_markdown,
}


def lines_of(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The lines of flowing text: its paragraphs."""
    return [paragraph.words for paragraph in paragraphs]

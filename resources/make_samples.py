"""Makes the sample scripts: every play of ``samples/source`` as TXT, DOCX and PDF, typeset in the layout it asks for.

    python resources/make_samples.py [FOLDER]

A source file begins with ``key: value`` lines and the cast as ``NAME = description``. Its blocks, divided by blank
lines, are ``# act``, ``## scene``, ``(direction)`` and ``CUE | speech``; lines after ``/`` are verse, and a comma in a
cue begins a direction. The same source always gives the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph

SAMPLES = Path(__file__).parent / "samples"
WIDTH = 70
"""Characters in a line of the TXT files."""

MADE_AT = datetime(2026, 1, 1)  # noqa: DTZ001 - the zone of a document's date is not written
BY = {"en": "by", "fr": "par"}

Layout = Literal["centred", "run-in", "colon"]
Kind = Literal["act", "scene", "direction", "speech"]


@dataclass(frozen=True)
class Block:
    """A heading, a direction or a speech; for a speech, ``lines`` has one entry for prose and one per line of verse."""

    kind: Kind
    lines: tuple[str, ...]
    cue: str = ""
    cue_direction: str = ""
    verse: bool = False

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Script:
    """A play as its source says it; ``cast`` holds names and descriptions."""

    title: str
    subtitle: str
    author: str
    language: str
    layout: Layout
    cast_heading: str
    cast: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    @property
    def byline(self) -> str:
        """Such as "by NAME", in the language of the play."""
        return f"{BY[self.language]} {self.author}"


def read_source(file: Path) -> Script:
    """Read a source file."""
    source = file.read_text(encoding="utf-8").strip()
    if "language: fr\n" in source:
        source = re.sub(r"(?<=«) | (?=[!?;:»])", "\N{NO-BREAK SPACE}", source)
    paragraphs = [part.splitlines() for part in re.split(r"\n\s*\n", source)]
    fields = dict(line.split(": ", 1) for line in paragraphs[0])
    cast = tuple((name, about) for name, about in (line.split(" = ", 1) for line in paragraphs[1]))
    layout = fields["layout"]
    if layout not in ("centred", "run-in", "colon"):
        raise ValueError(f"{file.name}: no layout is called {layout}")
    return Script(
        title=fields["title"],
        subtitle=fields["subtitle"],
        author=fields["author"],
        language=fields["language"],
        layout=layout,  # type: ignore[arg-type]  # checked above
        cast_heading=fields["cast"],
        cast=cast,
        blocks=tuple(_block(lines) for lines in paragraphs[2:]),
    )


def _block(lines: list[str]) -> Block:
    head = lines[0]
    if head.startswith("## "):
        return Block("scene", (head.removeprefix("## "),))
    if head.startswith("# "):
        return Block("act", (head.removeprefix("# "),))
    if head.startswith("("):
        return Block("direction", (head,))
    cue, _, text = head.partition(" |")
    name, _, direction = cue.partition(", ")
    verse = tuple(line.removeprefix("/ ") for line in lines[1:])
    return Block("speech", verse or (text.strip(),), name, direction, verse=bool(verse))


# Plain text


def to_text(script: Script) -> str:
    """The play as plain text: cues centred and prose wrapped, or cues run in, or each speech on one long line."""
    front = [script.title.upper(), script.subtitle, script.byline]
    body = {"centred": _text_centred, "run-in": _text_run_in, "colon": _text_colon}[script.layout]
    cast = [f"{name}, {about}" for name, about in script.cast]
    margin = "" if script.layout == "colon" else "  "
    lines = [
        *_spaced(_centred(line) for line in front),
        "",
        _centred(script.cast_heading),
        "",
        *(margin + member for member in cast),
        "",
        "",
    ]
    for block in script.blocks:
        lines += ["", _centred(block.text), ""] if block.kind in {"act", "scene"} else body(block)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _centred(text: str) -> str:
    return text.center(WIDTH).rstrip()


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        yield ""


def _wrapped(text: str, margin: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)


def _text_centred(block: Block) -> list[str]:
    if block.kind == "direction":
        return [*_wrapped(block.text, margin=" " * 8), ""]
    words = list(block.lines) if block.verse else _wrapped(block.text)
    return [_centred(block.cue), *words, ""]


def _text_run_in(block: Block) -> list[str]:
    if block.kind == "direction":
        return [*_wrapped(block.text, margin=" " * 4), ""]
    direction = f", {block.cue_direction}" if block.cue_direction else ""
    return [*_wrapped(f"{block.cue}{direction}. {block.text}"), ""]


def _text_colon(block: Block) -> list[str]:
    if block.kind == "direction":
        return ["", block.text, ""]
    return [f"{block.cue}: {block.text}"]


# DOCX


def to_docx(script: Script) -> bytes:
    """The play as a word processor's file: styled headings and bold centred cues, or bold cues at the line's start."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = script.title, script.author, script.language
    properties.created = properties.modified = MADE_AT
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11.5)
    normal.paragraph_format.space_after = Pt(6)

    styled = script.layout == "centred"
    document.add_paragraph(script.title, style="Title" if styled else None)
    document.add_paragraph(script.subtitle, style="Subtitle" if styled else None)
    document.add_paragraph(script.byline)
    _docx_heading(document.add_paragraph(script.cast_heading))
    for name, about in script.cast:
        member = document.add_paragraph()
        member.add_run(name).bold = True
        member.add_run(f", {about}")
    for block in script.blocks:
        if block.kind == "direction":
            document.add_paragraph().add_run(block.text).italic = True
        elif block.kind == "speech":
            _docx_speech(document.add_paragraph, block, script.layout)
        elif styled:
            document.add_heading(block.text, level=1 if block.kind == "act" else 2)
        else:
            _docx_heading(document.add_paragraph(block.text))
    stream = io.BytesIO()
    document.save(stream)
    return _without_dates(stream.getvalue())


def _docx_heading(paragraph: DocxParagraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(14)
    paragraph.paragraph_format.keep_with_next = True
    for run in paragraph.runs:
        run.bold = True


def _docx_speech(add_paragraph: Callable[[], DocxParagraph], block: Block, layout: Layout) -> None:
    paragraph = add_paragraph()
    if layout == "centred":
        paragraph.add_run(block.cue).bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph = add_paragraph()
    else:
        paragraph.add_run(block.cue if block.cue_direction else _cue_end(block.cue, layout)).bold = True
        if block.cue_direction:
            paragraph.add_run(f", {block.cue_direction}").italic = True
            paragraph.add_run(_cue_end("", layout))
        paragraph.add_run(" ")
    for number, line in enumerate(block.lines):
        for text, direction in _parts(line):
            paragraph.add_run(text).italic = direction or None
        if number < len(block.lines) - 1:
            paragraph.add_run().add_break()


def _cue_end(cue: str, layout: Layout) -> str:
    return f"{cue}:" if layout == "colon" else f"{cue}."


def _parts(line: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a line, and whether each is a direction in brackets."""
    for text in re.split(r"(\([^)]*\))", line):
        if text:
            yield text, text.startswith("(")


def _without_dates(package: bytes) -> bytes:
    """The same ZIP with the dates of its entries set to its epoch, so that equal content makes equal bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return result.getvalue()


# PDF


def to_pdf(script: Script) -> bytes:
    """The play as a small book: title page with the cast, running head, page numbers, Times."""
    stream = io.BytesIO()
    book = BaseDocTemplate(
        stream,
        pagesize=A5,
        leftMargin=48,
        rightMargin=48,
        topMargin=60,
        bottomMargin=54,
        title=script.title,
        author=script.author,
        lang=script.language,
        invariant=1,
    )
    frame = Frame(book.leftMargin, book.bottomMargin, book.width, book.height, 0, 0, 0, 0)

    def furniture(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Times-Italic", 9)
        canvas.drawCentredString(A5[0] / 2, A5[1] - 38, script.title)
        canvas.setFont("Times-Roman", 9)
        canvas.drawCentredString(A5[0] / 2, 30, str(canvas.getPageNumber()))

    book.addPageTemplates(
        [PageTemplate("title", [frame], autoNextPageTemplate="text"), PageTemplate("text", [frame], onPage=furniture)]
    )
    book.build(list(_pdf_story(script)))
    return stream.getvalue()


_BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=10.5, leading=13.5, alignment=TA_JUSTIFY, spaceAfter=5, splitLongWords=0
)
_VERSE = ParagraphStyle("verse", _BODY, alignment=0)
_RUN_IN = ParagraphStyle("run-in", _BODY, leftIndent=12, firstLineIndent=-12)
_DIRECTION = ParagraphStyle("direction", _BODY, fontName="Times-Italic", leftIndent=24, alignment=0, spaceBefore=2)
_CUE = ParagraphStyle("cue", _BODY, alignment=TA_CENTER, spaceBefore=3, spaceAfter=1, keepWithNext=1)
_ACT = ParagraphStyle(
    "act", _CUE, fontName="Times-Bold", fontSize=14, leading=18, spaceBefore=22, spaceAfter=10, splitLongWords=0
)
_SCENE = ParagraphStyle("scene", _ACT, fontSize=11.5, leading=15, spaceBefore=12, spaceAfter=8)
_TITLE = ParagraphStyle("title", _ACT, fontSize=22, leading=27, spaceBefore=70, spaceAfter=12)
_MEMBER = ParagraphStyle("member", _BODY, alignment=0, leftIndent=12, firstLineIndent=-12, spaceAfter=3)


def _pdf_story(script: Script) -> Iterator[Flowable]:
    yield Paragraph(escape(script.title), _TITLE)
    yield Paragraph(escape(script.subtitle), _CUE)
    yield Paragraph(f"<i>{escape(script.byline)}</i>", ParagraphStyle("byline", _CUE, spaceAfter=60))
    yield Paragraph(escape(script.cast_heading), _SCENE)
    for name, about in script.cast:
        yield Paragraph(f"{escape(name)}, <i>{escape(about)}</i>", _MEMBER)
    yield PageBreak()
    for block in script.blocks:
        if block.kind == "speech":
            yield from _pdf_speech(block, script.layout)
        else:
            style = {"act": _ACT, "scene": _SCENE, "direction": _DIRECTION}[block.kind]
            yield Paragraph(escape(block.text, quote=False), style)


def _pdf_speech(block: Block, layout: Layout) -> Iterator[Flowable]:
    words = "<br/>".join(
        "".join(
            f"<i>{escape(text, quote=False)}</i>" if italic else escape(text, quote=False) for text, italic in parts
        )
        for parts in map(_parts, block.lines)
    )
    if layout == "centred":
        yield Paragraph(escape(block.cue), _CUE)
        yield Paragraph(words, _VERSE if block.verse else _BODY)
        return
    direction = f", <i>{escape(block.cue_direction, quote=False)}</i>" if block.cue_direction else ""
    end = _cue_end("", layout)
    yield Paragraph(f"<b>{escape(block.cue)}</b>{direction}{end} {words}", _RUN_IN)


def make(folder: Path) -> list[Path]:
    """Write all samples into ``folder``; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for source in sorted((SAMPLES / "source").glob("*.play")):
        script = read_source(source)
        contents = {".txt": to_text(script).encode(), ".docx": to_docx(script), ".pdf": to_pdf(script)}
        for suffix, content in contents.items():
            file = folder / f"{source.stem}{suffix}"
            file.write_bytes(content)
            made.append(file)
    return made


if __name__ == "__main__":
    for made_file in make(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES):
        print(made_file)

"""Reads Final Draft documents (FDX): paragraphs that state what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Role
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import local_name, parse_xml
from playbuddy_desktop.parsing.extract.screenplay import OUTLINE, role_of
from playbuddy_desktop.settings import Settings

_ALIGNMENTS: Final = {
    "Left": Alignment.LEFT,
    "Center": Alignment.CENTRE,
    "Right": Alignment.RIGHT,
    "Full": Alignment.JUSTIFIED,
}


def read_fdx(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Final Draft document.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    root = parse_xml(read_bytes(path, settings.max_file_bytes), settings)
    content = root.find("Content")
    if local_name(root) != "FinalDraft" or content is None:
        raise CorruptFileError("The file is damaged: it is no Final Draft document.")
    document = Document("fdx", encoding=(root.getroottree().docinfo.encoding or "utf-8").lower(), hard_wrapped=False)
    flow = Flow(document, settings, progress)
    for kind, furniture in (("Header", Furniture.HEADER), ("Footer", Furniture.FOOTER)):
        for part in root.iterfind(f"HeaderAndFooter/{kind}"):
            flow.step_aside(furniture)
            _feed(part, flow)
            flow.step_back()
    title_page = root.find("TitlePage/Content")
    if title_page is not None:
        _feed(title_page, flow, "Title page")
        flow.page_break()
    _feed(content, flow)
    return flow.finish()


def _feed(container: etree._Element, flow: Flow, style: str | None = None) -> None:
    for paragraph in container.iterfind("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is not None:
            _feed(dual, flow, style)
            continue
        for note in paragraph.iter("ScriptNote"):
            flow.step_aside(Furniture.NOTE)
            _feed(note, flow)
            flow.step_back()
        _feed_paragraph(paragraph, flow, style)


def _feed_paragraph(paragraph: etree._Element, flow: Flow, style: str | None) -> None:
    for text in paragraph.iterfind("Text"):
        look = _look(text)
        for number, line in enumerate("".join(map(str, text.itertext())).split("\n")):
            if number:
                flow.line_break()
            flow.text(line, look)
    kind = paragraph.get("Type") or ""
    role = role_of(kind) if style is None else None
    flow.end_paragraph(
        Block(
            alignment=_ALIGNMENTS.get(paragraph.get("Alignment") or ""),
            style=style or kind or None,
            role=role,
            outline_level=OUTLINE.get(role) if role is not None else None,
            space_before=1.0 if role in (Role.ACT, Role.SCENE, Role.CHARACTER, Role.DIRECTION) else 0.0,
            page_break_before=paragraph.get("StartsNewPage") == "Yes",
        )
    )


def _look(text: etree._Element) -> Look:
    styles = set((text.get("Style") or "").split("+"))
    size = text.get("Size") or ""
    return Look(
        bold="Bold" in styles,
        italic="Italic" in styles,
        underline="Underline" in styles,
        caps="AllCaps" in styles,
        size=float(size) if size.isdecimal() and len(size) < 4 else None,  # noqa: PLR2004 - sizes have three digits at most
        font=text.get("Font"),
    )

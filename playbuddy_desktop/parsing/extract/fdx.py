"""Reads Final Draft documents (FDX): paragraphs that state what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Role
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import encoding_of, local_name, parse_xml
from playbuddy_desktop.parsing.extract.screenplay import OUTLINE, role_of
from playbuddy_desktop.settings import Settings

_INCHES: Final = re.compile(r"-?\d{1,3}(?:\.\d{1,6})?")
_WIDEST: Final = 22.0
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
    document = Document("fdx", encoding=encoding_of(root), encoding_confidence=1.0, hard_wrapped=False)
    flow = Flow(document, settings, progress)
    for kind, furniture in (("Header", Furniture.HEADER), ("Footer", Furniture.FOOTER)):
        for part in root.iterfind(f"HeaderAndFooter/{kind}"):
            flow.step_aside(furniture)
            _feed(part, flow, {})
            flow.step_back()
    title_page = root.find("TitlePage/Content")
    if title_page is not None:
        _feed(title_page, flow, {}, "Title page")
        flow.page_break()
    _feed(content, flow, dict(_places(root)))
    return flow.finish()


def _places(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """How the paragraphs of each kind are set, unless they say so themselves."""
    for settings in root.iterfind("ElementSettings"):
        place = settings.find("ParagraphSpec")
        if place is not None:
            yield settings.get("Type") or "", place


def _feed(
    container: etree._Element, flow: Flow, places: Mapping[str, etree._Element], style: str | None = None
) -> None:
    for paragraph in container.iterfind("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is not None:
            _feed(dual, flow, places, style)
            continue
        for note in paragraph.iter("ScriptNote"):
            flow.step_aside(Furniture.NOTE)
            _feed(note, flow, {})
            flow.step_back()
        _feed_paragraph(paragraph, flow, places, style)


def _feed_paragraph(
    paragraph: etree._Element, flow: Flow, places: Mapping[str, etree._Element], style: str | None
) -> None:
    for text in paragraph.iterfind("Text"):
        look = _look(text)
        for number, line in enumerate("".join(map(str, text.itertext())).split("\n")):
            if number:
                flow.line_break()
            flow.text(line, look)
    kind = paragraph.get("Type") or ""
    role = role_of(kind) if style is None else None
    place = places.get(kind)

    def stated(name: str) -> str:
        return paragraph.get(name) or (place.get(name) if place is not None else None) or ""

    flow.end_paragraph(
        Block(
            alignment=_ALIGNMENTS.get(stated("Alignment")),
            indent=_points(stated("LeftIndent")),
            first_line=_points(stated("FirstIndent")),
            style=style or kind or None,
            role=role,
            outline_level=OUTLINE.get(role) if role is not None else None,
            space_before=1.0 if role in (Role.ACT, Role.SCENE, Role.CHARACTER, Role.DIRECTION) else 0.0,
            page_break_before=stated("StartsNewPage") == "Yes",
        )
    )


def _points(inches: str) -> float:
    """A length, which Final Draft gives in inches."""
    return min(max(float(inches), -_WIDEST), _WIDEST) * 72.0 if _INCHES.fullmatch(inches) else 0.0


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

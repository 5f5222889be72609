"""Reads packed screenplays: Highland (a text bundle in Fountain) and Fade In (XML in Open Screenplay Format)."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Role
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.parsing.extract.fountain import feed_fountain
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import encoding_of, parse_xml
from playbuddy_desktop.parsing.extract.safe_zip import open_zip
from playbuddy_desktop.parsing.extract.screenplay import OUTLINE, role_of
from playbuddy_desktop.settings import Settings

_TEXTS: Final = ("text.fountain", "text.md", "text.markdown", "text.txt")
_SCREENPLAY: Final = "document.xml"
_ALIGNMENTS: Final = {"left": Alignment.LEFT, "center": Alignment.CENTRE, "right": Alignment.RIGHT}


def read_highland(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Highland script.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    with open_zip(path, settings) as bundle:
        name = next((name for name in bundle.names if posixpath.basename(name).lower() in _TEXTS), None)
        if name is None:
            raise CorruptFileError("The file is damaged: there is no text in the bundle.")
        decoded = decode(bundle.read(name))
    document = Document(
        "highland", encoding=decoded.encoding, encoding_confidence=decoded.confidence, hard_wrapped=False
    )
    flow = Flow(document, settings, progress)
    feed_fountain(decoded.text, flow, settings)
    return flow.finish()


def read_fadein(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Fade In screenplay.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    with open_zip(path, settings) as package:
        root = parse_xml(package.read(_SCREENPLAY), settings)
    document = Document("fadein", encoding=encoding_of(root), encoding_confidence=1.0, hard_wrapped=False)
    info = root.find("info")
    if info is not None:
        document.title = title_of(info.get("title"))
        document.author = author_of(_attribute(info, "writtenby"))
    flow = Flow(document, settings, progress)
    title_page = root.find("titlepage")
    if title_page is not None:
        _feed(title_page, flow, "Title page")
        flow.page_break()
    paragraphs = root.find("paragraphs")
    if paragraphs is None:
        raise CorruptFileError("The file is damaged: there is no screenplay in it.")
    _feed(paragraphs, flow, None)
    return flow.finish()


def _feed(container: etree._Element, flow: Flow, style: str | None) -> None:
    for paragraph in container.iterfind("para"):
        own = paragraph.find("style")
        kind = (_attribute(own, "basestylename") or _attribute(own, "name") or "") if own is not None else ""
        for text in paragraph.iterfind("text"):
            flow.text("".join(map(str, text.itertext())), _look(text))
        role = role_of(kind) if style is None else None
        flow.end_paragraph(
            Block(
                alignment=_ALIGNMENTS.get((own.get("align") or "") if own is not None else ""),
                style=style or kind or None,
                role=role,
                outline_level=OUTLINE.get(role) if role is not None else None,
                space_before=1.0 if role in (Role.ACT, Role.SCENE, Role.CHARACTER, Role.DIRECTION) else 0.0,
            )
        )


def _look(text: etree._Element) -> Look:
    bold, italic, underline = (text.get(flag) in ("1", "true") for flag in ("bold", "italic", "underline"))
    size = text.get("size") or ""
    return Look(
        bold,
        italic,
        underline,
        caps=text.get("allcaps") in ("1", "true"),
        size=float(size) if size.isdecimal() and len(size) < 4 else None,  # noqa: PLR2004 - sizes have three digits at most
        font=text.get("font"),
    )


def _attribute(element: etree._Element, name: str) -> str | None:
    """An attribute whose words older versions of the format joined by underscores."""
    for key, value in element.attrib.items():
        if str(key).replace("_", "").lower() == name and value:
            return str(value)
    return None

"""Reads OpenDocument texts, packed (ODT) and flat (FODT), over their XML."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError, EncryptedFileError
from playbuddy_desktop.parsing.document import Document, Furniture
from playbuddy_desktop.parsing.extract.flow import Flow, Look
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.odt_styles import OdtStyles, paper_of
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import all_text, encoding_of, entity_text, local_name, parse_xml
from playbuddy_desktop.parsing.extract.safe_zip import open_zip
from playbuddy_desktop.settings import Settings

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_PAGE_MARK: Final = "soft-page-break"
"""Where a page ended when the program last showed the document; breaks that its author made have no such mark."""
_LIST_STEP: Final = 18.0
_MAX_SPACES: Final = 1_000
_UNSHOWN: Final = frozenset({
    "tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls", "user-field-decls",
    "dde-connection-decls", "event-listeners", "title", "desc", "ruby-text", "script", "object",
    "object-ole", "image", "plugin", "math", "alphabetical-index-auto-mark-file", "note-citation",
})  # fmt: skip
_INDEXES: Final = ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index")


def read_odt(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read an OpenDocument text.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    document = Document("odt")
    if zipfile.is_zipfile(path):
        content, styles, meta = _unpacked(path, settings)
    else:
        content = styles = meta = parse_xml(read_bytes(path, settings.max_file_bytes), settings)
    _set_metadata(document, meta)
    document.encoding, document.encoding_confidence = encoding_of(content), 1.0
    named, body = _child(styles, "styles"), _child(_child(content, "body"), "text")
    if body is None:
        raise CorruptFileError("The file is damaged: it is no text document.")
    flow = Flow(document, settings, progress)
    paper = paper_of(_child(styles, "automatic-styles"))
    masters = _child(styles, "master-styles")
    if masters is not None:
        _Reader(flow, OdtStyles([named, _child(styles, "automatic-styles")])).feed_margins(masters)
    if any(True for _mark in body.iter(_TEXT + _PAGE_MARK)):
        flow.page = 1
    _Reader(flow, OdtStyles([named, _child(content, "automatic-styles")])).feed(body)
    document.page_count = flow.page
    document.page_sizes = [paper] * (flow.page or 1) if paper else []
    return flow.finish()


def _unpacked(path: Path, settings: Settings) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
    with open_zip(path, settings) as package:
        if "META-INF/manifest.xml" in package.names:
            manifest = parse_xml(package.read("META-INF/manifest.xml"), settings)
            if any(local_name(element) == "encryption-data" for element in manifest.iter(etree.Element)):
                raise EncryptedFileError
        parts = [
            parse_xml(package.read(name), settings) if name in package.names or name == "content.xml" else None
            for name in ("content.xml", "styles.xml", "meta.xml")
        ]
    content, styles, meta = parts
    if content is None:
        raise CorruptFileError
    return content, styles, meta


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == name), None) if element is not None else None


def _set_metadata(document: Document, root: etree._Element | None) -> None:
    found: dict[str, str] = {}
    for element in _child(root, "meta") if _child(root, "meta") is not None else ():  # type: ignore[union-attr]  # asked
        found[local_name(element)] = all_text(element)
    document.title = title_of(found.get("title"))
    document.author = author_of(found.get("initial-creator")) or author_of(found.get("creator"))


class _Reader:
    """Feeds the paragraphs of one part of the document."""

    def __init__(self, flow: Flow, styles: OdtStyles) -> None:
        self._flow = flow
        self._styles = styles
        self._boxes: list[etree._Element] = []
        self._hidden = False
        self._inline: dict[str, Callable[[etree._Element, Look], None]] = {
            "s": self._spaces,
            "tab": lambda _element, look: flow.text("\t", look),
            "line-break": lambda _element, look: flow.line_break(look),
            "note": self._note,
            "frame": lambda element, _look: self._boxes.append(element),
            "custom-shape": lambda element, _look: self._boxes.append(element),
            "span": self._span,
            "hidden-text": self._hidden_field,
            _PAGE_MARK: lambda _element, _look: self._next_page(),
        }

    def feed_margins(self, masters: etree._Element) -> None:
        """Feed the running heads and feet of the page styles."""
        for part in (part for master in masters for part in master):
            kind = local_name(part).partition("-")[0]
            if kind in ("header", "footer") and part.get(_STYLE + "display") != "false":
                self._flow.step_aside(Furniture.HEADER if kind == "header" else Furniture.FOOTER)
                self.feed(part)
                self._flow.step_back()

    def feed(self, container: etree._Element, cell: tuple[int, int] | None = None, level: int = 0) -> None:
        """Feed what is in a body, section, list, cell or box."""
        for element in container:
            name = local_name(element)
            if name in ("p", "h"):
                self._paragraph(element, cell, level)
            elif name == "table":
                self._table(element)
            elif name in _INDEXES:
                self._flow.step_aside(Furniture.HEADER)
                self.feed(element, cell, level)
                self._flow.step_back()
            elif name == "list":
                self.feed(element, cell, level + 1)
            elif name == _PAGE_MARK:
                self._next_page()
            elif name and name not in _UNSHOWN:
                around, self._hidden = self._hidden, self._hidden or element.get(_TEXT + "display") == "none"
                self.feed(element, cell, level)
                self._hidden = around

    def _paragraph(self, element: etree._Element, cell: tuple[int, int] | None, level: int) -> None:
        style = element.get(_TEXT + "style-name")
        block, look = self._styles.paragraph(style)
        outline = element.get(_TEXT + "outline-level") or ""
        if cell is not None or level or outline:
            block = replace(
                block,
                cell=cell,
                indent=block.indent or level * _LIST_STEP,
                list_level=level - 1 if level else None,
                outline_level=int(outline) if outline.isdecimal() and len(outline) < 3 else block.outline_level,  # noqa: PLR2004 - 1 to 10
            )
        if block.page_break_before:
            self._next_page()
        self._content(element, replace(look, hidden=True) if self._hidden else look)
        self._flow.end_paragraph(block)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.feed(box)

    def _next_page(self) -> None:
        if self._flow.page is not None:
            self._flow.page += 1

    def _content(self, element: etree._Element, look: Look) -> None:
        """Feed what stands in a paragraph or a span."""
        self._flow.text(element.text or "", look, collapse=True)
        for child in element:
            name = local_name(child)
            if child.tag is etree.Entity:
                self._flow.text(entity_text(child), look)
            elif name in self._inline:
                self._inline[name](child, look)
            elif name and name not in _UNSHOWN:
                self._content(child, look)
            self._flow.text(child.tail or "", look, collapse=True)

    def _span(self, element: etree._Element, look: Look) -> None:
        self._content(element, self._styles.span(look, element.get(_TEXT + "style-name")))

    def _hidden_field(self, element: etree._Element, look: Look) -> None:
        """Text that shows under a condition."""
        self._content(element, replace(look, hidden=look.hidden or element.get(_TEXT + "is-hidden") == "true"))

    def _spaces(self, element: etree._Element, look: Look) -> None:
        count = element.get(_TEXT + "c") or "1"
        self._flow.text(" " * min(_MAX_SPACES, int(count) if count.isdecimal() and len(count) < 6 else 1), look)  # noqa: PLR2004 - no script has a million blanks

    def _note(self, element: etree._Element, _look: Look) -> None:
        """A note stands at the foot of the page; its mark goes with it."""
        self._flow.step_aside(Furniture.NOTE)
        for part in element:
            if local_name(part) == "note-citation":
                self._flow.text(all_text(part) + " ")
            elif local_name(part) == "note-body":
                self.feed(part)
        self._flow.step_back()

    def _table(self, table: etree._Element) -> None:
        """Feed a table; one of a single column only places things on the page."""
        rows = [row for row in table.iter(_TABLE + "table-row") if _table_of(row) is table]
        cells = [[cell for cell in row if local_name(cell) in ("table-cell", "covered-table-cell")] for row in rows]
        columns = max(map(len, cells), default=0)
        for row, in_row in enumerate(cells):
            for column, cell in enumerate(in_row):
                if local_name(cell) == "table-cell":
                    self.feed(cell, (row, column) if columns > 1 else None)


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors(_TABLE + "table"), None)

"""Walks through the text of a Word document and feeds it to the flow, in reading order.

Kept: tracked insertions, content controls, hyperlinks, results of fields, text boxes, tables, footnotes. Left out:
tracked deletions, instructions of fields, comments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from lxml import etree

from playbuddy_desktop.parsing.document import Furniture
from playbuddy_desktop.parsing.extract.docx_numbering import Numbering
from playbuddy_desktop.parsing.extract.docx_styles import (
    Properties,
    Styles,
    attribute,
    block_of,
    look_of,
    paragraph_properties,
    run_properties,
)
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.parsing.extract.safe_xml import entity_text, local_name

_WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "ins", "moveTo", "fldSimple", "dir", "bdo", "ruby",
     "rubyBase", "oMath", "oMathPara", "body", "hdr", "ftr", "footnote", "endnote", "txbxContent", "subDoc"}
)  # fmt: skip
_DRAWINGS: Final = frozenset({"drawing", "pict", "object", "AlternateContent"})
_NO_PAGE: Final = frozenset({"continuous", "nextColumn"})
_SYMBOLS: Final = {"f02d": "-", "f0b7": "•", "f02a": "*", "f0be": "—", "f0a7": "§", "f0d2": "®", "f0d3": "©"}
_Cell = tuple[int, int]


class BodyWalker:
    """Feeds the parts of a document to one flow.

    Attributes:
        pages: how many pages Word counted when it last showed the document; 1 if it never did.
    """

    def __init__(
        self,
        flow: Flow,
        styles: Styles,
        notes: Mapping[tuple[str, str], etree._Element],
        numbering: Numbering | None = None,
    ) -> None:
        """``notes`` are the foot- and endnotes by kind ("footnote", "endnote") and id."""
        self._flow = flow
        self._styles = styles
        self._notes = notes
        self._numbering = numbering or Numbering()
        self._boxes: list[etree._Element] = []
        self._field_depth = 0
        self._instructions: set[int] = set()
        self._blocks: dict[tuple[tuple[str, object], ...], tuple[Properties, Block]] = {}
        self._looks: dict[tuple[str | None, tuple[tuple[str, object], ...]], Look] = {}
        self.pages = 1

    def walk(self, parent: etree._Element, cell: _Cell | None = None, furniture: Furniture | None = None) -> None:
        """Feed all paragraphs and tables in an element."""
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element, cell, furniture)
            elif name == "tbl":
                self._table(element, cell, furniture)
            elif name in _WRAPPERS:
                self.walk(element, cell, furniture)
            elif name == "AlternateContent":
                self._alternative(element, lambda choice: self.walk(choice, cell, furniture))

    def _table(self, table: etree._Element, outer: _Cell | None, furniture: Furniture | None) -> None:
        rows = [row for row in table.iter() if local_name(row) == "tr" and _nearest(row, "tbl") is table]
        for row_number, row in enumerate(rows):
            column = 0
            for cell in row.iter():
                if local_name(cell) == "tc" and _nearest(cell, "tr") is row:
                    self.walk(cell, outer or (row_number, column), furniture)
                    column += _span(cell)

    def _paragraph(self, element: etree._Element, cell: _Cell | None, furniture: Furniture | None) -> None:
        own = next((child for child in element if local_name(child) == "pPr"), None)
        properties, block = self._set(own)
        if cell is not None or furniture is not None:
            block = replace(block, cell=cell, furniture=furniture)
        level, number = self._numbering.item(properties)
        if level is not None:
            block = replace(block, list_level=level)
        if number and _has_text(element):
            self._flow.text(f"{number} ", self._look(properties, {}))
        self._inline(element, properties, block)
        if not _is_deleted(own):  # a deleted mark joins the paragraph to the next
            self._flow.end_paragraph(block)
        if _ends_section(own):
            self._flow.page_break()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.walk(box, cell, furniture)

    def _set(self, own: etree._Element | None) -> tuple[Properties, Block]:
        """How a paragraph is set. Scripts repeat few combinations, so they are remembered."""
        direct = paragraph_properties(own)
        key = tuple(direct.items())
        if key not in self._blocks:
            properties = self._styles.paragraph(direct)
            listed = self._numbering.paragraph(properties)
            if listed:
                properties = self._styles.paragraph(direct, listed)
            size = self._styles.run(properties, {}).get("size")
            block = block_of(properties, self._styles.name(properties.get("style")), size)
            self._blocks[key] = properties, block
        return self._blocks[key]

    def _inline(self, parent: etree._Element, paragraph: Properties, block: Block) -> None:
        for element in parent:
            name = local_name(element)
            if name == "r":
                self._run(element, paragraph, block)
            elif name in _WRAPPERS:
                self._inline(element, paragraph, block)
            elif name in _DRAWINGS:
                self._drawing(element)

    def _run(self, run: etree._Element, paragraph: Properties, block: Block) -> None:
        own = next((child for child in run if local_name(child) == "rPr"), None)
        look = self._look(paragraph, run_properties(own))
        for element in run:
            name = local_name(element)
            if name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif self._in_instruction():
                continue
            elif name in _DRAWINGS:
                self._drawing(element)
            elif name in {"footnoteReference", "endnoteReference"}:
                self._note(name.removesuffix("Reference"), attribute(element, "id") or "")
            elif name == "lastRenderedPageBreak":
                self.pages += 1
                self._flow.page = self.pages
            elif name == "br" and attribute(element, "type") == "page" and not look.hidden:
                self._page_break(block)
            elif name in {"br", "cr"}:
                self._flow.line_break(look)
            else:
                self._flow.text(_text(element, name), look)

    def _look(self, paragraph: Properties, direct: Properties) -> Look:
        """The look of a run, remembered too."""
        key = (paragraph.get("style"), tuple(direct.items()))
        if key not in self._looks:
            properties = self._styles.run(paragraph, direct)
            self._looks[key] = look_of(properties)
        return self._looks[key]

    def _field(self, kind: str | None) -> None:
        """Follow the nesting of fields: between begin and separate stands the instruction, then the result."""
        if kind == "begin":
            self._field_depth += 1
            self._instructions.add(self._field_depth)
        elif kind == "separate":
            self._instructions.discard(self._field_depth)
        elif kind == "end" and self._field_depth:
            self._instructions.discard(self._field_depth)
            self._field_depth -= 1

    def _in_instruction(self) -> bool:
        return bool(self._instructions)

    def _page_break(self, block: Block) -> None:
        if not self._flow.empty:
            self._flow.end_paragraph(block, continues=True)
        self._flow.page_break()

    def _note(self, kind: str, note_id: str) -> None:
        note = self._notes.get((kind, note_id))
        if note is None:
            return
        self._flow.step_aside(Furniture.NOTE)
        self.walk(note)
        self._flow.step_back()

    def _drawing(self, element: etree._Element) -> None:
        """Remember the text boxes of a drawing; they follow the paragraph that holds it."""
        if local_name(element) == "AlternateContent":
            self._alternative(element, self._drawing)
            return
        for child in element:
            if local_name(child) == "txbxContent":
                self._boxes.append(child)
            else:
                self._drawing(child)

    def _alternative(self, element: etree._Element, use: Callable[[etree._Element], None]) -> None:
        """Of the variants of one thing, take the first: the others repeat it for older programs."""
        for choice in element:
            if local_name(choice) in {"Choice", "Fallback"}:
                use(choice)
                return


def _has_text(paragraph: etree._Element) -> bool:
    return any(local_name(element) == "t" and (element.text or "").strip() for element in paragraph.iter())


def _text(element: etree._Element, name: str) -> str:
    if name == "t":
        return (element.text or "") + "".join(
            (entity_text(child) if child.tag is etree.Entity else "") + (child.tail or "") for child in element
        )
    if name in {"tab", "ptab"}:
        return "\t"
    if name == "noBreakHyphen":
        return "-"
    if name == "sym":
        return _SYMBOLS.get((attribute(element, "char") or "").lower(), "")
    return ""


def _nearest(element: etree._Element, name: str) -> etree._Element | None:
    return next((above for above in element.iterancestors() if local_name(above) == name), None)


def _span(cell: etree._Element) -> int:
    spans = (attribute(child, "val") for child in cell.iter() if local_name(child) == "gridSpan")
    value = next(spans, None) or "1"
    return int(value) if value.isdecimal() else 1


def _is_deleted(own: etree._Element | None) -> bool:
    """Whether the mark at the paragraph's end was deleted under change tracking."""
    marks = (child for child in own if local_name(child) == "rPr") if own is not None else ()
    return any(local_name(change) in {"del", "moveFrom"} for mark in marks for change in mark)


def _ends_section(own: etree._Element | None) -> bool:
    """Whether a section ends with the paragraph whose successor begins on a page of its own."""
    section = next((child for child in own if local_name(child) == "sectPr"), None) if own is not None else None
    if section is None:
        return False
    kinds = (attribute(child, "val") for child in section if local_name(child) == "type")
    return next(kinds, None) not in _NO_PAGE

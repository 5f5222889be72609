"""Reads HTML as a browser shows it: with its own style sheets resolved, without what is hidden.

Typists of HTML scripts mark speakers, verse and directions by style alone, so the styles are what matters; class
names are read only for what stands beside the text, such as the page numbers of a transcription.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import webencodings  # type: ignore[import-untyped]  # it has no stubs
from lxml import etree

from playbuddy_desktop.errors import CorruptFileError, EmptyFileError, TooDeepError, TooMuchMemoryError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture
from playbuddy_desktop.parsing.extract.css import Declarations, StyleRules, StyleSheets, children, wrapped
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.flow import POINTS_PER_BLANK, Block, Flow
from playbuddy_desktop.parsing.extract.html_style import BASE_SIZE, Style, computed, length, presentational
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import (
    all_text,
    encoding_of,
    entity_text,
    explained,
    local_name,
    parse_xml,
)
from playbuddy_desktop.settings import Settings

if TYPE_CHECKING:
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # it has no stubs

_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_HEAD_BYTES: Final = 4096
_XHTML: Final = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<\?xml|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml")
_PAGE_TITLE: Final = re.compile(
    r"(?:the project gutenberg e-?(?:book|text) of )?(?P<title>.*?)(?:, (?:by|par) (?P<author>.+?))?"
    r"(?:\s?[—–-]\s?a project gutenberg ebook|: entire play|\.)?",
    re.IGNORECASE,
)
"""Pages of the large collections name collection and author in their titles."""
_HEADING: Final = re.compile("h([1-6])")
_NUMBER: Final = re.compile(
    r"\W*(?:(?:pg|page|p|s|seite)\W+)?\d{1,5}\W*|[\[({]\s*(?:(?:pg|page|p)\W+)?[ivxlcdm]+\W*", re.IGNORECASE
)
_PAGE_CLASS: Final = re.compile(r"\bpage-?_?(?:num|no|nb|nr|break)|\bpagebreak\b|\bfolio\b", re.IGNORECASE)
_LINE_CLASS: Final = re.compile(r"\bline-?_?(?:num|no|nb|nr)|\blnum\b|\bverse-?num", re.IGNORECASE)
_BESIDE_CLASS: Final = re.compile(r"\b(?:mw-editsection|noprint|ws-noexport|navbox|toc)\b")
_NOTE_TYPE: Final = re.compile(r"\b(?:foot|end|rear)?note\b|\bdoc-(?:foot|end)note\b")
_LINE_NUMBER_STEP: Final = 5
_LONGEST_NUMBER: Final = 20
_MAX_ALT: Final = 1
_MAX_STYLES: Final = 5_000
_NO_HTML: Final = "The file is damaged: it is no HTML."
_OUTERMOST: Final = Style()


def read_html(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a web page.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    document = Document("html")
    root = parse_html(read_bytes(path, settings.max_file_bytes), settings, document)
    page = HtmlPage(root, settings, StyleRules(settings))
    _set_metadata(document, root)
    flow = Flow(document, settings, progress)
    page.feed(flow)
    return flow.finish()


def parse_html(data: bytes, settings: Settings, document: Document | None = None) -> etree._Element:
    """The root element of an HTML or XHTML file, its names without namespaces.

    Raises:
        SourceError: it cannot be parsed, or is nested too deeply.
    """
    if _XHTML.search(data[:_HEAD_BYTES]):
        try:
            root = _without_namespaces(parse_xml(data, settings))
        except CorruptFileError:
            pass  # XHTML that is none: browsers read it as HTML
        else:
            if document is not None:
                document.encoding, document.encoding_confidence = encoding_of(root), 1.0
            return root
    content, encoding, confidence = _in_utf8(data)
    if document is not None:
        document.encoding, document.encoding_confidence = encoding, confidence
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        known = explained(error)
        raise known if isinstance(known, TooMuchMemoryError) else CorruptFileError(_NO_HTML) from error
    except ValueError as error:
        raise CorruptFileError(_NO_HTML) from error
    if root is None:
        raise EmptyFileError("There is no text in the file.")
    return root


def _in_utf8(data: bytes) -> tuple[bytes, str, float]:
    """The file in UTF-8, its own encoding, and how sure that is."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared:
        codec = webencodings.lookup((declared[1] or declared[2]).decode("ascii"))
        if codec is not None and not codec.name.startswith("utf-16"):
            try:
                text = data.decode(codec.codec_info.name)
                return data if codec.name == "utf-8" else text.encode("utf-8", "replace"), codec.name, 1.0
            except UnicodeDecodeError:
                pass  # it declares what it is not
    decoded = decode(data)
    return decoded.text.encode("utf-8", "replace"), decoded.encoding, decoded.confidence


def _without_namespaces(root: etree._Element) -> etree._Element:
    for element in root.iter(etree.Element):
        element.tag = local_name(element).lower()
        if "{http://www.idpf.org/2007/ops}type" in element.attrib:
            element.set("epub-type", element.attrib["{http://www.idpf.org/2007/ops}type"])
    return root


def _set_metadata(document: Document, root: etree._Element) -> None:
    title = root.find(".//head/title")
    if title is not None:
        match = _PAGE_TITLE.fullmatch(all_text(title))
        document.title = title_of(match["title"]) if match else None
        document.author = author_of(match["author"]) if match else None
    for meta in root.iterfind(".//head/meta"):
        name = (meta.get("name") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name in ("author", "dc.creator", "dcterms.creator", "citation_author") and content:
            document.author = document.author or author_of(content)


@dataclass(slots=True)
class _Frame:
    """An element that is being read.

    Attributes:
        nodes: its children that are still to be read, comments and entities included.
        children: the same for the matcher, elements only.
        block: how a paragraph directly in it is set.
        tables: of the tables around it, the row and column reached.
        beside: it stands beside the text.
    """

    element: etree._Element
    style: Style
    nodes: Iterator[etree._Element]
    children: Iterator[ElementWrapper]
    block: Block
    cursor: list[int] | None = None
    beside: bool = False


class HtmlPage:
    """One HTML file with its style sheets.

    Attributes:
        sheets: those in the file itself; more can be added before it is fed.
    """

    def __init__(self, root: etree._Element, settings: Settings, rules: StyleRules) -> None:
        """``rules`` are those of the document that the page belongs to."""
        self.sheets = StyleSheets(root, rules)
        self._root = root
        self._max_depth = settings.max_depth
        self._space = 0.0
        self._styles: dict[tuple[int, str, tuple[tuple[str, str], ...]], tuple[Style, Style]] = {}
        for style in root.iter("style"):
            self.sheets.add("".join(map(str, style.itertext())))

    def feed(self, flow: Flow) -> None:
        """Feed the text of the page, in order.

        Raises:
            TooDeepError: its elements are nested too deeply.
        """
        self._flow = flow
        self._space = 0.0
        root = self._entered(wrapped(self._root), None)
        frames = [root] if root else []
        while frames:
            frame = frames[-1]
            for node in frame.nodes:
                if not local_name(node):
                    self._text(entity_text(node) if node.tag is etree.Entity else "", frame)
                elif child := self._entered(next(frame.children), frame):
                    frames.append(child)
                    break
                self._text(node.tail, frame)
            else:
                self._leave(frames.pop(), frames[-1] if frames else None)
            if len(frames) > self._max_depth:
                raise TooDeepError(f"The elements of the file are nested deeper than {self._max_depth:,} levels.")

    def _entered(self, wrapper: ElementWrapper, parent: _Frame | None) -> _Frame | None:
        """Begin an element; None if nothing of it is shown."""
        self._flow.step()
        element = wrapper.etree_element
        tag = element.tag
        if tag in ("br", "img", "wbr"):
            self._void(tag, element, parent)
            return None
        attributes = element.attrib
        declared = self.sheets.declarations(wrapper, attributes.get("style"))
        if attributes:
            declared = presentational(tag, attributes) | declared
        style = self._computed(parent.style if parent else _OUTERMOST, tag, declared)
        if style.display == "none":
            return None
        frame = _Frame(
            element, style, iter(element), children(wrapper), parent.block if parent else Block(),
            parent.cursor if parent else None,
        )  # fmt: skip
        beside = _beside(element, style, in_table=frame.cursor is not None)
        if beside is not None:
            frame.beside = True
            self._flow.step_aside(beside)
        if style.display != "inline":
            self._begin_block(tag, frame, parent)
        elif self._flow.empty:
            indent = sum(length(declared.get(side, "0"), style.look.size or BASE_SIZE) for side in _START)
            self._flow.text("\xa0" * min(200, max(0, round(indent / POINTS_PER_BLANK))))
        self._text((element.text or "").removeprefix("\n") if tag == "pre" else element.text, frame)
        return frame

    def _computed(self, parent: Style, tag: str, declared: Declarations) -> Style:
        """The style of an element; scripts repeat few combinations, so they are remembered."""
        key = id(parent), tag, tuple(declared.items())
        known = self._styles.get(key)
        if known is None:
            if len(self._styles) > _MAX_STYLES:
                self._styles.clear()
            known = self._styles[key] = parent, computed(parent, tag, declared)
        return known[1]

    def _begin_block(self, tag: str, frame: _Frame, parent: _Frame | None) -> None:
        style, element = frame.style, frame.element
        if parent is not None:
            self._end_paragraph(parent)
        self._space = max(self._space, style.before)
        if style.page_break:
            self._flow.page_break()
        cell = frame.block.cell
        if style.display == "table":
            frame.cursor = [-1, -1] if _has_columns(element) else None
            cell = None
        elif style.display == "table-row" and frame.cursor is not None:
            frame.cursor[:] = [frame.cursor[0] + 1, -1]
        elif style.display == "table-cell" and frame.cursor is not None:
            frame.cursor[1] += 1
            cell = (max(0, frame.cursor[0]), frame.cursor[1])
        heading = _HEADING.fullmatch(tag)
        classes = (element.get("class") or "").split()
        frame.block = Block(
            alignment=style.alignment or (Alignment.RIGHT if style.rtl else Alignment.LEFT),
            rtl=style.rtl,
            indent=style.left,
            first_line=style.first_line,
            style=f"{tag}.{classes[0]}" if classes else tag,
            outline_level=int(heading[1]) if heading else frame.block.outline_level,
            cell=cell,
            list_level=_list_level(tag, frame.block.list_level),
        )

    def _leave(self, frame: _Frame, parent: _Frame | None) -> None:
        if frame.style.display != "inline":
            self._end_paragraph(frame)
            self._space = max(self._space, frame.style.after)
        if frame.beside:
            self._flow.step_back()
        if parent is not None:
            self._text(frame.element.tail, parent)

    def _end_paragraph(self, frame: _Frame) -> None:
        if self._flow.empty:
            return
        block = frame.block
        if self._space:
            block = replace(block, space_before=self._space / (BASE_SIZE * 1.2))
        self._flow.end_paragraph(block)
        self._space = 0.0

    def _void(self, tag: str, element: etree._Element, parent: _Frame | None) -> None:
        """Elements without content: a line break; a picture that stands for the first letter of a text."""
        if parent is None or parent.style.unseen:
            return
        if tag == "br":
            self._flow.line_break()
        elif tag == "img" and len(letter := (element.get("alt") or "").strip()) == _MAX_ALT and letter.isalpha():
            self._flow.text(letter, parent.style.look)

    def _text(self, text: str | None, frame: _Frame) -> None:
        if not text or frame.style.unseen:
            return
        if not frame.style.preserve:
            self._flow.text(text, frame.style.look, collapse=True)
            return
        for number, line in enumerate(text.expandtabs().splitlines() or [""]):
            if number:
                self._flow.line_break()
            self._flow.text(line, frame.style.look)
        if text.endswith("\n"):
            self._flow.line_break()


_START: Final = ("margin-left", "padding-left")


def _has_columns(table: etree._Element) -> bool:
    """Whether a table has rows of several cells; others only serve to place things on the page."""
    return any(sum(cell.tag in ("td", "th") for cell in row) > 1 for row in table.iter("tr"))


def _beside(element: etree._Element, style: Style, *, in_table: bool) -> Furniture | None:
    """What part of the page furniture an element is, by its place, its kind, and the names in common use."""
    if element.tag == "nav" or element.get("role") == "navigation":
        return Furniture.HEADER
    kind = f"{element.get('epub-type') or ''} {element.get('role') or ''}"
    names = f"{element.get('class') or ''} {kind}"
    if element.tag in ("aside", "li", "div", "section") and _NOTE_TYPE.search(kind):
        return Furniture.NOTE
    if element.tag not in ("html", "body") and _BESIDE_CLASS.search(names):
        return Furniture.HEADER
    page, line = bool(_PAGE_CLASS.search(names)), bool(_LINE_CLASS.search(names))
    return _number(element, page=page or in_table, line=line) if page or line or style.out_of_flow else None


def _number(element: etree._Element, *, page: bool, line: bool) -> Furniture | None:
    """Whether the element is the number of a page or a line; those of lines go up in steps of five."""
    text = _short_text(element)
    if not _NUMBER.fullmatch(text):
        return None
    in_steps = text.isdecimal() and int(text) % _LINE_NUMBER_STEP == 0
    return Furniture.LINE_NUMBER if line or (in_steps and not page) else Furniture.PAGE_NUMBER


def _short_text(element: etree._Element) -> str:
    """The text of an element if it is no longer than a number can be, else nothing."""
    found = ""
    for text in element.itertext():
        found += str(text)
        if len(found) > _LONGEST_NUMBER:
            return ""
    return " ".join(found.split())


def _list_level(tag: str, outer: int | None) -> int | None:
    """How deep in lists an element stands, given the level around it."""
    if tag not in ("ul", "ol"):
        return outer
    return 0 if outer is None else outer + 1

"""Reads plays in TEI-XML (Text Encoding Initiative, module "drama"): who speaks, what is said, what is done.

The encoding states roles, so they are taken over. What the editors added is told apart: of two readings the edited
one is taken, notes and page numbers stand beside the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Role
from playbuddy_desktop.parsing.extract.flow import PLAIN, Block, Flow, Look
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import all_text, encoding_of, entity_text, local_name, parse_xml
from playbuddy_desktop.parsing.playbook import DirectionKind
from playbuddy_desktop.settings import Settings

_ROOTS: Final = ("TEI", "TEI.2", "teiCorpus")
_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_DIVISION: Final = re.compile(r"div\d?")
_ACTS: Final = frozenset("act acte akt aufzug handlung acto ato atto jornada bedrijf czyn akcja deystvie actus".split())  # noqa: SIM905 - a list of words
_SCENES: Final = frozenset("scene scène szene auftritt escena cena scena scen tooneel yavlenie cuadro tableau".split())  # noqa: SIM905 - a list of words
_UNREAD: Final = frozenset({
    "teiHeader", "standOff", "facsimile", "sourceDoc", "del", "rdg", "figDesc", "sic", "orig", "abbr", "am",
    "surplus", "gap", "index", "listPerson", "milestone", "anchor",
})  # fmt: skip
_BETWEEN: Final = ("", "lb", "cb")
"""Stand between lines of verse without ending it."""
_EDITED: Final = {"sic": "corr", "orig": "reg", "abbr": "expan"}
_BLOCKS: Final[dict[str, tuple[str, Role | None]]] = {
    "p": ("Paragraph", None), "ab": ("Paragraph", None), "s": ("Paragraph", None), "head": ("Heading", None),
    "speaker": ("Character", Role.CHARACTER), "stage": ("Stage direction", Role.DIRECTION),
    "set": ("Stage direction", Role.DIRECTION), "castItem": ("Cast entry", Role.CAST),
    "roleDesc": ("Cast entry", Role.CAST), "titlePart": ("Title", Role.TITLE), "docAuthor": ("Author", Role.AUTHOR),
    "byline": ("Author", Role.AUTHOR), "docDate": ("Title page", None), "docImprint": ("Title page", None),
    "docEdition": ("Title page", None), "imprimatur": ("Title page", None), "trailer": ("Trailer", None),
    "item": ("Paragraph", None), "label": ("Paragraph", None), "salute": ("Paragraph", None),
    "signed": ("Paragraph", None), "dateline": ("Paragraph", None), "opener": ("Paragraph", None),
    "closer": ("Paragraph", None), "row": ("Paragraph", None), "argument": ("Paragraph", None),
}  # fmt: skip
_PAGE_FURNITURE: Final = {"pageNum": Furniture.PAGE_NUMBER, "header": Furniture.HEADER, "head": Furniture.HEADER}
_ALIGNMENTS: Final = {"cent": Alignment.CENTRE, "right": Alignment.RIGHT, "justify": Alignment.JUSTIFIED}
_KINDS: Final = {kind.value: kind for kind in DirectionKind} | {"location": DirectionKind.SETTING}
"""Types of directions (https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-stage.html); others tell too little."""
_LONE_MARK: Final = re.compile(r"\s*([.,;:!?…)\]]+)(?=\s|$)")


def is_tei(root: etree._Element) -> bool:
    """Whether an XML file is encoded in TEI."""
    return local_name(root) in _ROOTS


def read_tei(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a play in TEI.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    root = parse_xml(read_bytes(path, settings.max_file_bytes), settings)
    if not is_tei(root):
        raise CorruptFileError("The file is no play in TEI-XML.")
    document = Document("tei", encoding=encoding_of(root), encoding_confidence=1.0, hard_wrapped=False)
    _set_metadata(document, root)
    flow = Flow(document, settings, progress)
    reader = _Reader(flow, _names(root))
    for text in _texts(root):
        reader.feed(text)
    document.page_count = flow.page
    return flow.finish()


def _texts(root: etree._Element) -> list[etree._Element]:
    """The outermost texts of the file."""
    texts = [element for element in root.iter(etree.Element) if local_name(element) == "text"]
    return [text for text in texts if not any(local_name(around) == "text" for around in text.iterancestors())]


def _set_metadata(document: Document, root: etree._Element) -> None:
    """Title and author from the first statement in the header."""
    statement = next((e for e in root.iter(etree.Element) if local_name(e) == "titleStmt"), None)
    titles = [child for child in _children(statement, "title") if all_text(child)]
    main = next((title for title in titles if title.get("type") == "main"), titles[0] if titles else None)
    document.title = all_text(main) if main is not None else None
    for author in _children(statement, "author"):
        person = next((e for e in author.iter(etree.Element) if local_name(e) in ("persName", "name")), author)
        document.author = document.author or all_text(person) or None


def _children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return [child for child in element if local_name(child) == name] if element is not None else []


def _names(root: etree._Element) -> dict[str, str]:
    """The characters that the header or the cast list names, by their ids."""
    names: dict[str, str] = {}
    for element in root.iter(etree.Element):
        if local_name(element) in ("person", "personGrp", "role") and (key := element.get(_XML_ID)):
            name = next((e for e in element.iter(etree.Element) if local_name(e) in ("persName", "name")), element)
            names.setdefault(key, all_text(name))
    return names


class _Reader:
    """Feeds the text of a play. Recursion is safe: the depth of the file has been checked."""

    def __init__(self, flow: Flow, names: dict[str, str]) -> None:
        self._flow = flow
        self._names = names
        self._in_verse = False

    def feed(self, element: etree._Element, depth: int = 0, *, in_speech: bool = False) -> None:
        """Feed what is in a division, a speech or any other frame."""
        self._stray(element.text, in_speech=in_speech)
        for child in element:
            name = local_name(child)
            if name not in _BETWEEN and name not in _UNREAD and not self._beside(child, name):
                self._feed_one(child, name, depth, in_speech=in_speech)
            self._stray(child.tail, in_speech=in_speech)
        self._end_verse(in_speech=in_speech)

    def _feed_one(self, child: etree._Element, name: str, depth: int, *, in_speech: bool) -> None:
        if name == "l":
            self._verse(child, in_speech=in_speech)
            return
        self._end_verse(in_speech=in_speech)
        if name == "sp":
            self._speech(child, depth)
        elif name in _BLOCKS and not self._frames(child):
            self._block(child, name, depth, in_speech=in_speech)
        else:
            self.feed(child, depth + bool(_DIVISION.fullmatch(name)), in_speech=in_speech)

    def _stray(self, text: str | None, *, in_speech: bool) -> None:
        """Text that stands directly in a frame, where TEI allows none: kept as a paragraph."""
        if text and text.strip():
            self._end_verse(in_speech=in_speech)
            self._flow.text(text, collapse=True)
            self._flow.end_paragraph(Block(style="Paragraph"), blank_if_empty=False)

    def _frames(self, element: etree._Element) -> bool:
        """Whether an element only frames others that are set on lines of their own."""
        return any(local_name(child) in _BLOCKS or local_name(child) in ("l", "lg", "sp") for child in element) and (
            local_name(element) not in ("p", "ab", "s", "stage", "castItem", "speaker")
        )

    def _speech(self, speech: etree._Element, depth: int) -> None:
        if not any(local_name(child) == "speaker" for child in speech.iter(etree.Element)):
            ids = (speech.get("who") or "").replace("#", " ").split()
            names = [self._names[key] for key in ids if self._names.get(key)]
            if names:
                self._flow.text(", ".join(names))
                self._flow.end_paragraph(Block(style="Character", role=Role.CHARACTER, space_before=1.0))
        self.feed(speech, depth, in_speech=True)

    def _block(self, element: etree._Element, name: str, depth: int, *, in_speech: bool) -> None:
        style, role = _BLOCKS[name]
        block = Block(
            style=style,
            role=role,
            alignment=_alignment(element),
            space_before=0.0 if in_speech and name != "speaker" else 1.0,
            direction=_kind(element),
        )
        if name == "head":
            block = self._heading(element, block, depth)
        elif role is None and in_speech:
            block = replace(block, style="Dialogue", role=Role.DIALOGUE)
        elif role is Role.DIRECTION and in_speech:
            block = replace(block, style="Parenthetical", role=Role.PARENTHETICAL)
        self._content(element, PLAIN, block, lines=name in ("head", "titlePart", "castItem"))
        self._flow.end_paragraph(block, blank_if_empty=False)

    def _heading(self, head: etree._Element, block: Block, depth: int) -> Block:
        parent = head.getparent()
        if parent is None or not _DIVISION.fullmatch(local_name(parent)):
            return block
        kinds = {part for part in re.split(r"[\W_]+", (parent.get("type") or "").lower()) if part}
        role = Role.ACT if kinds & _ACTS else Role.SCENE if kinds & _SCENES else None
        return replace(block, role=role, outline_level=max(1, depth))

    def _verse(self, line: etree._Element, *, in_speech: bool) -> None:
        block = self._verse_block(in_speech=in_speech)
        if self._in_verse:
            self._flow.line_break()
        self._content(line, PLAIN, block, lines=False)
        self._in_verse = True

    def _end_verse(self, *, in_speech: bool) -> None:
        if self._in_verse:
            self._flow.end_paragraph(self._verse_block(in_speech=in_speech), blank_if_empty=False)
            self._in_verse = False

    def _verse_block(self, *, in_speech: bool) -> Block:
        return Block(style="Verse", role=Role.DIALOGUE if in_speech else None, space_before=float(not in_speech))

    def _content(self, element: etree._Element, look: Look, block: Block, *, lines: bool) -> None:
        """Feed what stands on the lines of a paragraph."""
        look = _look(element, look)
        self._flow.text(element.text or "", look, collapse=True)
        for child in element:
            name = local_name(child)
            tail = child.tail or ""
            if child.tag is etree.Entity:
                self._flow.text(entity_text(child), look)
            elif name == "lb":
                self._line_end(child, lines=lines)
            elif name == "stage":
                tail = self._inner_direction(child, look, block, tail)
            elif name == "choice":
                self._choice(child, look, block, lines=lines)
            elif name and not self._beside(child, name) and (name not in _UNREAD or name in _EDITED):
                self._content(child, look, block, lines=lines)
            self._flow.text(tail, look, collapse=True)

    def _line_end(self, element: etree._Element, *, lines: bool) -> None:
        """Where the printed edition broke a line: kept in headings, a blank in prose, nothing inside a word."""
        if lines:
            self._flow.line_break()
        elif element.get("break") != "no":
            self._flow.text(" ", collapse=True)

    def _inner_direction(self, stage: etree._Element, look: Look, block: Block, tail: str) -> str:
        """A direction in the middle of a text is a line of its own; returns the tail without the mark that ends it."""
        if block.role is not Role.DIALOGUE:
            self._content(stage, look, block, lines=False)
            return tail
        self._flow.end_paragraph(block, blank_if_empty=False, continues=True)
        self._content(stage, look, block, lines=False)
        mark = _LONE_MARK.match(tail)
        if mark:
            self._flow.text(mark[1], look)
            tail = tail[mark.end() :]
        self._flow.end_paragraph(
            replace(block, style="Parenthetical", role=Role.PARENTHETICAL, direction=_kind(stage)),
            blank_if_empty=False,
            continues=True,
        )
        return tail

    def _choice(self, choice: etree._Element, look: Look, block: Block, *, lines: bool) -> None:
        """Of the printed and the edited form, the edited one."""
        forms = {local_name(form): form for form in choice if local_name(form)}
        for printed, edited in _EDITED.items():
            if edited in forms:
                forms.pop(printed, None)
        form = next(iter(forms.values()), None)
        if form is not None:
            self._content(form, look, block, lines=lines)

    def _beside(self, element: etree._Element, name: str) -> bool:
        """Feed what stands beside the text; false for all else."""
        if name == "pb":
            self._flow.page = (self._flow.page or 0) + 1
            if self._flow.empty:
                self._flow.page_break()
            return True
        if name not in ("note", "fw"):
            return False
        furniture = _PAGE_FURNITURE.get(element.get("type") or "", Furniture.FOOTER) if name == "fw" else Furniture.NOTE
        self._flow.step_aside(furniture)
        self._flow.text(all_text(element))
        self._flow.step_back()
        return True


def _alignment(element: etree._Element) -> Alignment | None:
    rend = (element.get("rend") or "").lower()
    return next((alignment for word, alignment in _ALIGNMENTS.items() if word in rend), None)


def _kind(element: etree._Element) -> DirectionKind | None:
    """What kind of direction an element says it is: the only type of its list that is known; ``mixed`` says none."""
    if local_name(element) == "set":
        return DirectionKind.SETTING
    if local_name(element) != "stage":
        return None
    types = re.split(r"[^a-z]+", (element.get("type") or "").lower())
    kinds = {_KINDS[one] for one in types if one in _KINDS}
    return kinds.pop() if len(kinds) == 1 else None


def _look(element: etree._Element, around: Look) -> Look:
    """How an element is set, by its rendition; emphasis is italic."""
    name = local_name(element)
    rend = f"{element.get('rend') or ''} {element.get('rendition') or ''} {element.get('style') or ''}".lower()
    if name == "emph" and not rend.strip():
        return replace(around, italic=True)
    if not rend.strip():
        return around
    return replace(
        around,
        bold=around.bold or "bold" in rend,
        italic=around.italic or "italic" in rend or rend.split()[0] in ("i", "it", "#i"),
        underline=around.underline or "underline" in rend,
        caps=around.caps or "uppercase" in rend or "all-caps" in rend or rend.split()[0] == "caps",
        small_caps=around.small_caps or "small-caps" in rend or "smallcaps" in rend or rend.split()[0] == "sc",
    )

"""Reads Word documents (DOCX and its kin, also strict ones) straight from their parts.

The parts are found by their relationships (ECMA-376 part 2, 9), not by their usual names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.parsing.document import Document, Furniture
from playbuddy_desktop.parsing.extract.docx_body import BodyWalker
from playbuddy_desktop.parsing.extract.docx_numbering import Numbering
from playbuddy_desktop.parsing.extract.docx_styles import TWIPS, Styles, attribute, measure
from playbuddy_desktop.parsing.extract.flow import Flow
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.plain_layout import is_hard_wrapped
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import all_text, encoding_of, local_name, parse_xml
from playbuddy_desktop.parsing.extract.safe_zip import SafeZip, open_zip
from playbuddy_desktop.settings import Settings

_MAIN: Final = "word/document.xml"
_ASIDE: Final = (("header", Furniture.HEADER), ("footer", Furniture.FOOTER))
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Word document.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    document = Document("docx")
    with open_zip(path, settings) as package:
        parts = _Parts(package, settings)
        main = parts.main
        root = parts.xml(main)
        document.encoding, document.encoding_confidence = encoding_of(root), 1.0
        body = next((child for child in root if local_name(child) == "body"), None)
        if body is None:
            raise CorruptFileError("The file is damaged: it holds no text of a Word document.")
        styles = Styles.of(parts.related(main, "styles"))
        flow = Flow(document, settings, progress)
        walker = BodyWalker(flow, styles, dict(_notes(parts, main)), Numbering.of(parts.related(main, "numbering")))
        walker.walk(body)
        flow.page = None
        for kind, furniture in _ASIDE:
            for part in parts.all_related(main, kind):
                walker.walk(part, furniture=furniture)
        document.title, document.author = _metadata(parts)
    flow.finish()
    _count_pages(document, walker.pages)
    document.page_sizes = [size] * walker.pages if (size := _paper(body)) else []
    lines = [line for line in document.lines if line.furniture is None]
    document.hard_wrapped = is_hard_wrapped(lines) is True
    return document


def _count_pages(document: Document, pages: int) -> None:
    """Word leaves marks where pages began when it last showed the document; other programs leave none."""
    if pages == 1:
        return
    document.page_count = pages
    for line in document.lines:
        if line.page is None and line.furniture is None:
            line.page = 1


def _paper(body: etree._Element) -> tuple[float, float] | None:
    """Width and height of the first section's pages in points."""
    for element in body.iter(etree.Element):
        if local_name(element) == "pgSz":
            sides = (measure(attribute(element, "w"), TWIPS), measure(attribute(element, "h"), TWIPS))
            return (round(sides[0], 1), round(sides[1], 1)) if sides[0] and sides[1] else None
    return None


@dataclass(slots=True)
class _Parts:
    """The parts of the package and how they are related."""

    package: SafeZip
    settings: Settings

    @property
    def main(self) -> str:
        """The name of the part with the text."""
        return next(self._targets("", "officeDocument"), _MAIN)

    def xml(self, name: str) -> etree._Element:
        """The root element of a part.

        Raises:
            CorruptFileError: it is missing, no XML, or declares a document type, which no part of Word's has.
        """
        root = parse_xml(self.package.read(name), self.settings)
        if root.getroottree().docinfo.internalDTD is not None:
            raise CorruptFileError("The file declares a document type of its own, which no Word document does.")
        return root

    def related(self, source: str, kind: str) -> etree._Element | None:
        """The first part that a part refers to by this kind of relationship."""
        return next(self.all_related(source, kind), None)

    def all_related(self, source: str, kind: str) -> Iterator[etree._Element]:
        """All parts that a part refers to by this kind of relationship."""
        for name in self._targets(source, kind):
            if name in self.package.names:
                yield self.xml(name)

    def _targets(self, source: str, kind: str) -> Iterator[str]:
        folder, _slash, name = source.rpartition("/")
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.package.names:
            return
        for relation in self.xml(relations):
            target = relation.get("Target") or ""
            if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _notes(parts: _Parts, main: str) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    """The foot- and endnotes by kind and id."""
    for kind in ("footnote", "endnote"):
        root = parts.related(main, f"{kind}s")
        for note in root if root is not None else ():
            if local_name(note) == kind and attribute(note, "type") not in _SEPARATORS:
                yield (kind, attribute(note, "id") or ""), note


def _metadata(parts: _Parts) -> tuple[str | None, str | None]:
    """Title and author."""
    properties = parts.related("", "core-properties")
    found = {local_name(child): all_text(child) for child in properties} if properties is not None else {}
    return title_of(found.get("title")), author_of(found.get("creator"))

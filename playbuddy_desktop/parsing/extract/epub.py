"""Reads EPUB: the web pages of a book in the order of its spine, with the book's own style sheets."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError, EncryptedFileError
from playbuddy_desktop.parsing.document import Document, Furniture
from playbuddy_desktop.parsing.extract.css import StyleRules
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.flow import Flow
from playbuddy_desktop.parsing.extract.html import HtmlPage, parse_html
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.safe_xml import all_text, local_name, parse_xml
from playbuddy_desktop.parsing.extract.safe_zip import SafeZip, open_zip
from playbuddy_desktop.settings import Settings

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGE_TYPES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_FONT_METHODS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""These only garble fonts, which readers do not need."""


def read_epub(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read an electronic book.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    document = Document("epub")
    with open_zip(path, settings) as book:
        package_path = _package_path(book, settings)
        package = parse_xml(book.read(package_path), settings)
        spine = list(_spine(package, posixpath.dirname(package_path)))
        if not spine:
            raise CorruptFileError("The file is damaged: the book has no pages.")
        _refuse_encrypted(book, {name for name, _is_contents in spine}, settings)
        document.title = title_of(_metadata(package, "title"))
        document.author = author_of(_metadata(package, "creator"))
        done = 0
        flow = Flow(document, settings, lambda _done, _total: progress(done, len(spine)))
        rules = StyleRules(settings)
        for name, is_contents in spine:
            if name in book.names:
                _feed_page(book, name, flow, rules, settings, is_contents=is_contents)
            else:
                document.warnings.append("A page of the book is missing.")
            done += 1
            progress(done, len(spine))
    return flow.finish()


def _package_path(book: SafeZip, settings: Settings) -> str:
    """Where the description of the book is."""
    if _CONTAINER in book.names:
        for element in parse_xml(book.read(_CONTAINER), settings).iter(etree.Element):
            if local_name(element) == "rootfile" and element.get("full-path"):
                return str(element.get("full-path"))
    found = next((name for name in book.names if name.lower().endswith(".opf")), None)
    if found is None:
        raise CorruptFileError("The file is damaged: the book has no table of its parts.")
    return found


def _spine(package: etree._Element, folder: str) -> Iterator[tuple[str, bool]]:
    """The pages in reading order, each with whether it is only the table of contents."""
    items: dict[str, etree._Element] = {}
    for element in package.iter(etree.Element):
        if local_name(element) == "item":
            items[element.get("id") or ""] = element
    for element in package.iter(etree.Element):
        item = items.get(element.get("idref") or "") if local_name(element) == "itemref" else None
        if item is not None and item.get("media-type") in _PAGE_TYPES:
            yield _resolved(folder, item.get("href") or ""), "nav" in (item.get("properties") or "").split()


def _resolved(folder: str, reference: str) -> str:
    """The name of a part in the archive, given a reference to it from another part."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(reference).path))).lstrip("/")


def _refuse_encrypted(book: SafeZip, pages: set[str], settings: Settings) -> None:
    if _ENCRYPTION not in book.names:
        return
    for element in parse_xml(book.read(_ENCRYPTION), settings).iter(etree.Element):
        if local_name(element) != "EncryptedData":
            continue
        inside = list(element.iter(etree.Element))
        method = next((e.get("Algorithm") for e in inside if local_name(e) == "EncryptionMethod"), None)
        names = {unquote(e.get("URI") or "") for e in inside if local_name(e) == "CipherReference"}
        if method not in _FONT_METHODS and names & pages:
            raise EncryptedFileError("The book is protected against copying (DRM).")


def _metadata(package: etree._Element, name: str) -> str | None:
    for element in package.iter(etree.Element):
        if local_name(element) == name and (text := all_text(element)):
            return text
    return None


def _feed_page(
    book: SafeZip, name: str, flow: Flow, rules: StyleRules, settings: Settings, *, is_contents: bool
) -> None:
    data = book.read(name)
    if not data.strip():
        return
    root = parse_html(data, settings, flow.document if flow.document.encoding is None else None)
    page = HtmlPage(root, settings, rules)
    for link in root.iter("link"):
        sheet = _resolved(posixpath.dirname(name), link.get("href") or "")
        if "stylesheet" in (link.get("rel") or "").lower() and sheet in book.names:
            page.sheets.add(decode(book.read(sheet)).text)
    flow.page_break()
    if is_contents:
        flow.step_aside(Furniture.HEADER)
    page.feed(flow)
    if is_contents:
        flow.step_back()
    elif not flow.empty:
        flow.end_paragraph()

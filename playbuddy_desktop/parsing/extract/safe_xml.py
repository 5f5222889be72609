"""Parses XML from unknown hands: nothing is fetched, no entity is expanded, depth and size are bounded."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Final

from lxml import etree

from playbuddy_desktop.errors import CorruptFileError, SourceError, TooDeepError, TooLongError, TooMuchMemoryError
from playbuddy_desktop.settings import Settings

_LIBRARY_DEPTH: Final = 256
"""The XML library goes no deeper unless it is told that the tree may be huge."""


def parse_xml(data: bytes, settings: Settings) -> etree._Element:
    """The root element of an XML file.

    Raises:
        CorruptFileError: it is not well-formed.
        TooDeepError: its elements are nested deeper than the settings allow.
        TooLongError: a single text in it is longer than the XML library allows (10 million characters).
        TooMuchMemoryError: there is not enough for its elements.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        remove_comments=True,
        huge_tree=settings.max_depth > _LIBRARY_DEPTH,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise explained(error) from error
    check_depth(root, settings)
    return root


def check_depth(root: etree._Element, settings: Settings) -> None:
    """Refuse a tree that is deeper than the settings allow.

    Raises:
        TooDeepError: it is.
    """
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > settings.max_depth:
            raise TooDeepError(f"The elements of the file are nested deeper than {settings.max_depth:,} levels.")


def encoding_of(root: etree._Element) -> str:
    """The encoding of the file that an element stands in; XML states it, or it is UTF-8."""
    return (root.getroottree().docinfo.encoding or "utf-8").lower()


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag: object = element.tag  # comments and entities have a function here
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def entity_text(entity: etree._Element) -> str:
    """What a reference to one of the well-known characters (such as ``&eacute;``) stands for; else nothing.

    Entities that a file declares itself are never expanded.
    """
    reference = entity.text or ""
    character = html.unescape(reference)
    return "" if character == reference else character


def all_text(element: etree._Element) -> str:
    """The text in an element and all its descendants, with blanks collapsed."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    for node in element.iter():
        if node.tag is etree.Entity:
            yield entity_text(node)
        elif local_name(node):
            yield node.text or ""
        if node is not element:
            yield node.tail or ""


def explained(error: etree.XMLSyntaxError) -> SourceError:
    """What the XML library refused a file for, told to a person."""
    if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
        return TooMuchMemoryError()
    reason = (error.msg or "").lower()
    if "depth" in reason:
        return TooDeepError()
    if "huge" in reason or "too long" in reason:
        return TooLongError("A single text in the file is too long.")
    if "amplification" in reason or "entity reference loop" in reason:
        return CorruptFileError("The file expands entities without end, which is not allowed.")
    # The library's own words quote the file, and errors are kept in places where nothing of a script may stand.
    return CorruptFileError(f"The file is damaged: it is not well-formed XML (line {error.lineno or 1}).")

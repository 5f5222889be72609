"""The formats that can be read: what they are called and how their files' names end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """A format that has a reader.

    Attributes:
        name: short, as in ``Document.format``.
        label: for people.
        suffixes: of file names, in small letters, with the dot.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]


FORMATS: Final[dict[str, Format]] = {
    format_.name: format_
    for format_ in (
        Format("txt", "plain text (TXT)", (".txt", ".text")),
        Format("md", "Markdown", (".md", ".markdown")),
        Format("pdf", "PDF", (".pdf",)),
        Format("docx", "Word (DOCX)", (".docx", ".docm", ".dotx", ".dotm")),
        Format("doc", "Word 97–2003 (DOC)", (".doc", ".dot")),
        Format("odt", "OpenDocument (ODT)", (".odt", ".ott", ".fodt")),
        Format("rtf", "RTF", (".rtf",)),
        Format("epub", "EPUB", (".epub",)),
        Format("html", "HTML", (".html", ".htm", ".xhtml")),
        Format("fountain", "Fountain", (".fountain", ".spmd")),
        Format("fdx", "Final Draft (FDX)", (".fdx",)),
        Format("highland", "Highland", (".highland",)),
        Format("fadein", "Fade In", (".fadein",)),
        Format("tei", "TEI-XML", (".xml", ".tei")),
    )
}


def has_known_suffix(filename: str) -> bool:
    """Whether a file's name promises a format that can be read."""
    return format_by_suffix(filename) is not None


def format_by_suffix(filename: str) -> str | None:
    """The name of the format that a file's name promises."""
    suffix = PurePath(filename).suffix.lower()
    return next((format_.name for format_ in FORMATS.values() if suffix in format_.suffixes), None)


def supported() -> str:
    """A sentence that lists the formats."""
    labels = [format_.label for format_ in FORMATS.values()]
    return f"Scripts can be imported from {', '.join(labels[:-1])} and {labels[-1]}."

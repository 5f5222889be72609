"""What the name and flags of a PDF font say about its style.

Names are the best witness: subset fonts keep them, whereas the weight that a file states is often wrong (Times-Roman is
given 2,140, bold fonts 400).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SUBSET_PREFIX: Final = re.compile(r"^[A-Z]{6}\+")
_BOLD: Final = re.compile(r"bold|black|heavy|demi|fett|(?<![a-z])gras|-bd|^cmb|bx\d|(?<=[a-z])Bd\b", re.IGNORECASE)
_ITALIC: Final = re.compile(
    r"ital|obliq|slanted|kursiv|-it\b|boldit\b|^cmti|^cmsl|^cmbxti|^ec?ti\d|^sfti", re.IGNORECASE
)
_SMALL_CAPS: Final = re.compile(r"small-?_?cap|smcp|csc\d*|[-_]sc\b|(?<=[a-z])SC\b|^sfcc|^eccc", re.IGNORECASE)
_GLYPHLESS: Final = re.compile(r"glyph-?less|invisible", re.IGNORECASE)

_ITALIC_FLAG: Final = 1 << 6
_FORCE_BOLD_FLAG: Final = 1 << 18
"""Font descriptor flags of ISO 32000-1, table 123."""


@dataclass(frozen=True, slots=True)
class FontTraits:
    """A font's style.

    Attributes:
        name: without the prefix of a subset.
        glyphless: the font of an OCR layer, which shows nothing.
    """

    name: str
    bold: bool
    italic: bool
    small_caps: bool
    glyphless: bool


@lru_cache(maxsize=1024)
def font_traits(name: str, flags: int) -> FontTraits:
    """Read the style from a font's PostScript name and descriptor flags."""
    name = _SUBSET_PREFIX.sub("", name)
    return FontTraits(
        name,
        bold=bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD_FLAG),
        italic=bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG),
        small_caps=bool(_SMALL_CAPS.search(name)),
        glyphless=bool(_GLYPHLESS.search(name)),
    )

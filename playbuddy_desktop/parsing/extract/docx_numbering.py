"""Counts the automatic numbers of a Word document: they are printed, but stand nowhere in its text.

Follows ECMA-376 part 1, 17.9 (numbering). A number belongs to the text of its paragraph; the sign of an unnumbered
list does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from playbuddy_desktop.parsing.extract.docx_styles import Properties, attribute, paragraph_properties
from playbuddy_desktop.parsing.extract.safe_xml import local_name

_PLACE: Final = re.compile(r"%([1-9])")
_DEEPEST: Final = 8
_LARGEST: Final = 9_999
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNNUMBERED: Final = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of one level are numbered.

    Attributes:
        format: as in the file, such as "decimal" or "upperRoman".
        text: what is printed, with %1 to %9 for the numbers of the levels.
        start: the first number.
        paragraph: the properties of its paragraphs.
    """

    format: str
    text: str
    start: int
    paragraph: Properties


_Levels = Mapping[int, _Level]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, asked paragraph by paragraph in reading order."""

    _lists: dict[str, tuple[str, _Levels]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """Read the part ``numbering.xml``; without one, nothing is numbered."""
        numbering = cls()
        abstract: dict[str, _Levels] = {}
        for element in root if root is not None else ():
            if local_name(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif local_name(element) == "num":
                children = {local_name(child): child for child in element}
                name = attribute(children.get("abstractNumId"), "val") or ""
                number = attribute(element, "numId") or ""
                changed = _overrides(element, abstract.get(name, {}))
                numbering._lists[number] = (number if changed else name, {**abstract.get(name, {}), **changed})
        return numbering

    def paragraph(self, properties: Properties) -> Properties:
        """The properties that a paragraph has from its list; the paragraph's own come before these."""
        level = self._level(properties)
        return level.paragraph if level is not None else {}

    def item(self, properties: Properties) -> tuple[int | None, str]:
        """Count a paragraph: its level, None if it is in no list, and its number as printed, which may be empty."""
        level = self._level(properties)
        if level is None:
            return None, ""
        depth = min(int(properties.get("list_level", 0)), _DEEPEST)
        name, levels = self._lists[str(properties["list"])]
        counts = self._counts[name]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.format in _UNNUMBERED:
            return depth, ""

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            shown = levels.get(at, level)
            return _written(counts.get(at, shown.start), shown.format)

        return depth, _PLACE.sub(number, level.text).strip()

    def _level(self, properties: Properties) -> _Level | None:
        _name, levels = self._lists.get(str(properties.get("list")), ("", {}))
        return levels.get(min(int(properties.get("list_level", 0)), _DEEPEST))


def _levels(element: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for child in element:
        if local_name(child) != "lvl":
            continue
        parts: dict[str, Any] = {local_name(part): part for part in child}
        found[_integer(attribute(child, "ilvl"), 0)] = _Level(
            attribute(parts.get("numFmt"), "val") or "decimal",
            attribute(parts.get("lvlText"), "val") or "",
            _integer(attribute(parts.get("start"), "val"), 0),
            paragraph_properties(parts.get("pPr")),
        )
    return found


def _overrides(element: etree._Element, levels: _Levels) -> dict[int, _Level]:
    """The levels that a list numbers otherwise than the one it is based on."""
    changed: dict[int, _Level] = {}
    for child in element:
        if local_name(child) != "lvlOverride":
            continue
        at = _integer(attribute(child, "ilvl"), 0)
        changed.update(_levels(child))
        start = next((part for part in child if local_name(part) == "startOverride"), None)
        old = changed.get(at) or levels.get(at)
        if start is not None and old is not None:
            changed[at] = _Level(old.format, old.text, _integer(attribute(start, "val"), 0), old.paragraph)
    return changed


def _integer(value: str | None, missing: int) -> int:
    return min(int(value), _LARGEST) if value and value.isdecimal() else missing


def _written(number: int, format_: str) -> str:
    if format_.endswith("Roman"):
        roman = _roman(number)
        return roman.upper() if format_.startswith("upper") else roman
    if format_.endswith("Letter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter.upper() if format_.startswith("upper") else letter
    return f"{number:02d}" if format_ == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written

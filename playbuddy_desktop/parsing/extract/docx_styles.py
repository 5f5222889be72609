"""Resolves the styles of a Word document: defaults, styles and what they are based on, direct formatting.

Follows ECMA-376 part 1, 17.7 (styles). Elements are told by their local names, since the strict variant of the format
uses other namespaces for the same names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from playbuddy_desktop.parsing.document import Alignment
from playbuddy_desktop.parsing.extract.flow import Block, Look
from playbuddy_desktop.parsing.extract.safe_xml import local_name

TWIPS: Final = 20
_HALF_POINTS: Final = 2
_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MEASURE: Final = re.compile(r"(-?\d{1,7}(?:\.\d{1,7})?)(pt|in|cm|mm|pc|pi)?")
_ALIGNMENTS: Final = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTRE,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFIED,
    "distribute": Alignment.JUSTIFIED,
}
_TOGGLES: Final = {"b": "bold", "i": "italic", "caps": "caps", "smallCaps": "small_caps", "vanish": "hidden"}
_OFF: Final = frozenset({"0", "false", "off"})
_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_BODY_LEVEL: Final = 9
_LINE_HEIGHT: Final = 1.2
_AUTOMATIC_SPACE: Final = 14.0
"""Points that Word puts around a paragraph whose space is automatic, as in web pages."""
_DEFAULT_SIZE: Final = 10.0
_DEEPEST_BASE: Final = 50

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    paragraph: Properties
    run: Properties


@dataclass(slots=True)
class Styles:
    """The styles of a document, asked by their ids."""

    default_paragraph: Properties = field(default_factory=dict)
    default_run: Properties = field(default_factory=dict)
    default_style: str | None = None
    _styles: dict[str, _Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Read the part ``styles.xml``; without one, everything is plain."""
        styles = cls()
        for element in root if root is not None else ():
            if local_name(element) == "docDefaults":
                defaults = {local_name(child): child for child in element.iter()}
                styles.default_run = run_properties(defaults.get("rPr"))
                styles.default_paragraph = paragraph_properties(defaults.get("pPr"))
            elif local_name(element) == "style":
                styles._add(element)
        return styles

    def _add(self, element: etree._Element) -> None:
        children = {local_name(child): child for child in element}
        style_id = attribute(element, "styleId") or ""
        name = attribute(children.get("name"), "val") or style_id
        based_on = attribute(children.get("basedOn"), "val")
        paragraph = dict(paragraph_properties(children.get("pPr")))
        heading = _HEADING.fullmatch(name)
        if heading and "outline" not in paragraph:
            paragraph["outline"] = int(heading[1]) - 1
        self._styles[style_id] = _Style(name, based_on, paragraph, run_properties(children.get("rPr")))
        if attribute(element, "type") == "paragraph" and is_on(element, "default", missing=False):
            self.default_style = style_id

    def name(self, style_id: str | None) -> str | None:
        """The name that people see, such as "Heading 1"."""
        style = self._styles.get(style_id or self.default_style or "")
        if style is None:
            return style_id
        return style.name.capitalize() if _HEADING.fullmatch(style.name) else style.name

    def paragraph(self, direct: Properties, listed: Properties | None = None) -> Properties:
        """All properties of a paragraph, given its own, which may name its style, and those of its list."""
        merged = dict(self.default_paragraph)
        for style in self._chain(direct.get("style") or self.default_style):
            merged.update(style.paragraph)
        merged.update(listed or {})
        merged.update(direct)
        return merged

    def run(self, paragraph: Properties, direct: Properties) -> Properties:
        """All properties of a run in a paragraph.

        A toggle (bold, italic, …) that both the paragraph's and the character style switch on is off (17.7.3).
        """
        outer = dict(self.default_run)
        for style in self._chain(paragraph.get("style") or self.default_style):
            outer.update(style.run)
        inner: dict[str, Any] = {}
        for style in self._chain(direct.get("style")):
            inner.update(style.run)
        merged = outer | inner
        for toggle in _TOGGLES.values():
            if outer.get(toggle) and inner.get(toggle):
                merged[toggle] = False
        merged.update(direct)
        return merged

    def _chain(self, style_id: str | None) -> Iterator[_Style]:
        """A style after all that it is based on."""
        chain: list[_Style] = []
        while style_id in self._styles and len(chain) < _DEEPEST_BASE:
            style = self._styles[style_id]
            chain.append(style)
            style_id = style.based_on
        return reversed(chain)


def look_of(properties: Properties) -> Look:
    """The look of a run with these properties."""
    return Look(
        bold=bool(properties.get("bold")),
        italic=bool(properties.get("italic")),
        underline=bool(properties.get("underline")),
        small_caps=bool(properties.get("small_caps")),
        caps=bool(properties.get("caps")),
        hidden=bool(properties.get("hidden")),
        size=properties.get("size", _DEFAULT_SIZE),
        font=properties.get("font"),
    )


def block_of(properties: Properties, style_name: str | None, size: float | None) -> Block:
    """How a paragraph with these properties is set; ``size`` of its letters gives the height of its lines."""
    line = (size or _DEFAULT_SIZE) * _LINE_HEIGHT
    level = properties.get("outline", _BODY_LEVEL)
    return Block(
        alignment=properties.get("alignment", Alignment.LEFT),
        indent=properties.get("left", 0.0),
        first_line=properties.get("first_line", 0.0),
        space_before=properties.get("before", 0.0) / line,
        space_after=properties.get("after", 0.0) / line,
        style=style_name,
        outline_level=level + 1 if level < _BODY_LEVEL else None,
        page_break_before=bool(properties.get("page_break")),
        rtl=bool(properties.get("rtl")),
    )


def run_properties(element: etree._Element | None) -> Properties:
    """The properties that an ``rPr`` sets itself."""
    found: dict[str, Any] = {}
    for child in element if element is not None else ():
        name = local_name(child)
        if name in _TOGGLES:
            found[_TOGGLES[name]] = is_on(child, "val")
        elif name == "u":
            found["underline"] = (attribute(child, "val") or "single") != "none"
        elif name == "sz" and (half_points := measure(attribute(child, "val"), _HALF_POINTS)) is not None:
            found["size"] = half_points
        elif name == "rFonts" and (font := attribute(child, "ascii") or attribute(child, "hAnsi")):
            found["font"] = font
        elif name == "rStyle":
            found["style"] = attribute(child, "val")
    return found


def paragraph_properties(element: etree._Element | None) -> Properties:
    """The properties that a ``pPr`` sets itself."""
    found: dict[str, Any] = {}
    for child in element if element is not None else ():
        name = local_name(child)
        value = attribute(child, "val")
        if name == "jc" and value in _ALIGNMENTS:
            found["alignment"] = _ALIGNMENTS[value]
        elif name == "ind":
            found.update(_indents(child))
        elif name == "spacing":
            found.update(_spaces(child))
        elif name == "outlineLvl" and value is not None and value.isdecimal():
            found["outline"] = int(value)
        elif name == "pStyle":
            found["style"] = value
        elif name == "pageBreakBefore":
            found["page_break"] = is_on(child, "val")
        elif name == "bidi":
            found["rtl"] = is_on(child, "val")
        elif name == "numPr":
            found.update(_list_place(child))
    return found


def _list_place(element: etree._Element) -> Iterator[tuple[str, Any]]:
    """The list that a paragraph belongs to, and its level there; list 0 takes it out of its style's list."""
    for child in element:
        value = attribute(child, "val") or ""
        if local_name(child) == "numId":
            yield "list", value
        elif local_name(child) == "ilvl" and value.isdecimal():
            yield "list_level", int(value)


def _indents(element: etree._Element) -> Iterator[tuple[str, float]]:
    left = measure(attribute(element, "left") or attribute(element, "start"), TWIPS)
    first = measure(attribute(element, "firstLine"), TWIPS)
    hanging = measure(attribute(element, "hanging"), TWIPS)
    if left is not None:
        yield "left", left
    if hanging is not None:
        yield "first_line", -hanging
    elif first is not None:
        yield "first_line", first


def _spaces(element: etree._Element) -> Iterator[tuple[str, float]]:
    for side in ("before", "after"):
        if is_on(element, f"{side}Autospacing", missing=False):
            yield side, _AUTOMATIC_SPACE
        elif (space := measure(attribute(element, side), TWIPS)) is not None:
            yield side, space


def measure(value: str | None, parts: int) -> float | None:
    """A measure in points: a plain number counts parts of a point, strict documents may name the unit."""
    match = _MEASURE.fullmatch(value or "")
    if match is None:
        return None
    return float(match[1]) * _UNITS[match[2]] if match[2] else float(match[1]) / parts


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute of the element's own namespace."""
    if element is None or not isinstance(element.tag, str):
        return None
    namespace = element.tag.rpartition("}")[0]
    value = element.get(f"{namespace}}}{name}" if namespace else name)
    return value if value is None else str(value)


def is_on(element: etree._Element, name: str, *, missing: bool = True) -> bool:
    """Whether a switch is on; an element without the attribute is, unless told otherwise."""
    value = attribute(element, name)
    return missing if value is None else value.lower() not in _OFF

"""Resolves the styles of an OpenDocument text: named ones with their parents, and the automatic ones over them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from lxml import etree

from playbuddy_desktop.parsing.document import Alignment
from playbuddy_desktop.parsing.extract.flow import Block, Look
from playbuddy_desktop.parsing.extract.safe_xml import local_name

Properties = dict[str, str]

_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LENGTH: Final = re.compile(r"(-?\d{0,6}\.?\d{0,6})(in|cm|mm|pt|pc|px)")
_UNITS: Final = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "pc": 12.0, "px": 0.75}
_ALIGNMENTS: Final = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTRE,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "justify": Alignment.JUSTIFIED,
}
_DEFAULT_SIZE: Final = 12.0
_MAX_PARENTS: Final = 30
_BOLD: Final = 600


class OdtStyles:
    """The styles of one part of a document.

    Args:
        containers: elements that hold styles; what stands in a later one wins.
    """

    def __init__(self, containers: Iterable[etree._Element | None]) -> None:
        self._defaults: dict[str, Properties] = {}
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._named: set[tuple[str, str]] = set()
        self._resolved: dict[tuple[str, str | None], Properties] = {}
        self._blocks: dict[str | None, tuple[Block, Look]] = {}
        for container in containers:
            named = container is not None and local_name(container) == "styles"
            for style in container if container is not None else ():
                self._collect(style, named=named)

    def paragraph(self, name: str | None) -> tuple[Block, Look]:
        """How a paragraph of that style, and the text in it, is set."""
        if name not in self._blocks:
            properties = self._properties("paragraph", name)
            size = _number(properties.get("font-size", ""), _DEFAULT_SIZE)
            rtl = properties.get("writing-mode", "").startswith("rl")
            usual = Alignment.RIGHT if rtl else Alignment.LEFT
            block = Block(
                alignment=_ALIGNMENTS.get(properties.get("text-align", ""), usual),
                rtl=rtl,
                indent=points(properties.get("margin-left", "")),
                first_line=points(properties.get("text-indent", "")),
                space_before=points(properties.get("margin-top", "")) / (size * 1.2),
                space_after=points(properties.get("margin-bottom", "")) / (size * 1.2),
                style=self._shown_name(name),
                outline_level=_level(properties.get("default-outline-level", "")),
                page_break_before=properties.get("break-before") == "page",
            )
            self._blocks[name] = block, _look(Look(size=size), properties)
        return self._blocks[name]

    def span(self, around: Look, name: str | None) -> Look:
        """How text of that style is set inside text set like ``around``."""
        properties = self._properties("text", name) if name else {}
        return _look(around, properties) if properties else around

    def _collect(self, style: etree._Element, *, named: bool) -> None:
        family = style.get(_STYLE + "family") or ""
        kind = local_name(style)
        if kind == "default-style":
            self._defaults[family] = _own(style)
        elif kind == "style":
            key = family, style.get(_STYLE + "name") or ""
            self._styles[key] = style
            if named:
                self._named.add(key)

    def _properties(self, family: str, name: str | None) -> Properties:
        """Everything that applies to text of a style, its parents included."""
        key = family, name
        if key not in self._resolved:
            chain: list[etree._Element] = []
            at = name
            while (
                at is not None and len(chain) < _MAX_PARENTS and (style := self._styles.get((family, at))) is not None
            ):
                chain.append(style)
                at = style.get(_STYLE + "parent-style-name")
            merged = dict(self._defaults.get(family, {})) if family == "paragraph" else {}
            for style in reversed(chain):
                own = _own(style)
                if own.get("font-size", "").endswith("%") and "font-size" in merged:
                    own["font-size"] = _scaled(merged["font-size"], own["font-size"])
                merged |= own
            self._resolved[key] = merged
        return self._resolved[key]

    def _shown_name(self, name: str | None) -> str | None:
        """The style's name as its author knows it; automatic styles go by the named one that they are based on."""
        for _step in range(_MAX_PARENTS):
            style = self._styles.get(("paragraph", name or ""))
            if style is None:
                return name
            if ("paragraph", name or "") in self._named:
                return style.get(_STYLE + "display-name") or name
            name = style.get(_STYLE + "parent-style-name")
        return name


def _own(style: etree._Element) -> Properties:
    """The properties that a style sets itself, by their names without namespaces."""
    found: Properties = {}
    level = style.get(_STYLE + "default-outline-level")
    if level:
        found["default-outline-level"] = level
    for group in style:
        if local_name(group) in ("paragraph-properties", "text-properties"):
            for name, value in group.attrib.items():
                found[str(name).rpartition("}")[2]] = str(value)
    return found


def _look(around: Look, properties: Properties) -> Look:
    look = around
    if "font-weight" in properties:
        weight = properties["font-weight"]
        look = replace(look, bold=weight == "bold" or (weight.isdigit() and int(weight) >= _BOLD))
    if "font-style" in properties:
        look = replace(look, italic=properties["font-style"] in ("italic", "oblique"))
    if "text-underline-style" in properties:
        look = replace(look, underline=properties["text-underline-style"] != "none")
    if "font-variant" in properties:
        look = replace(look, small_caps=properties["font-variant"] == "small-caps")
    if "text-transform" in properties:
        look = replace(look, caps=properties["text-transform"] == "uppercase")
    if "display" in properties:
        look = replace(look, hidden=properties["display"] == "none")
    if "font-size" in properties:
        size = properties["font-size"]
        base = around.size or _DEFAULT_SIZE
        look = replace(look, size=_number(_scaled(f"{base}pt", size) if size.endswith("%") else size, base))
    font = properties.get("font-name") or properties.get("font-family")
    return replace(look, font=font.strip("'")) if font else look


def paper_of(container: etree._Element | None) -> tuple[float, float] | None:
    """Width and height in points of the first page layout; None if there is none."""
    for layout in container if container is not None else ():
        for properties in layout if local_name(layout) == "page-layout" else ():
            own = {str(name).rpartition("}")[2]: str(value) for name, value in properties.attrib.items()}
            size = points(own.get("page-width", "")), points(own.get("page-height", ""))
            if all(size):
                return round(size[0], 1), round(size[1], 1)
    return None


def points(value: str) -> float:
    """A length in points; 0 for what is none."""
    match = _LENGTH.fullmatch(value)
    return float(match[1]) * _UNITS[match[2]] if match and match[1].strip("-.") else 0.0


def _number(value: str, otherwise: float) -> float:
    return round(points(value), 1) or otherwise


def _scaled(size: str, percent: str) -> str:
    try:
        return f"{points(size) * float(percent.rstrip('%')) / 100:.1f}pt"
    except ValueError:
        return size


def _level(value: str) -> int | None:
    return int(value) if value.isdecimal() and 0 < len(value) <= 2 and int(value) > 0 else None  # noqa: PLR2004 - 1 to 10

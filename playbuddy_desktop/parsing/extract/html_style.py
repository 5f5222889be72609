"""Computes how an element of HTML is set: browsers' defaults, declarations, and what it inherits.

Lengths are points. Percentages are taken of a page 450 points wide, since HTML has no page of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from playbuddy_desktop.parsing.document import Alignment
from playbuddy_desktop.parsing.extract.css import Declarations
from playbuddy_desktop.parsing.extract.flow import Look

BASE_SIZE: Final = 12.0
BASE_LOOK: Final = Look(size=BASE_SIZE)
_PAGE_WIDTH: Final = 450.0
_UNITS: Final = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "q": 0.709, "rem": BASE_SIZE}
_LENGTH: Final = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))([a-z%]*)")
_SIZES: Final = {
    "xx-small": 7.0, "x-small": 7.5, "small": 10.0, "medium": 12.0, "large": 14.5, "x-large": 18.0, "xx-large": 24.0,
}  # fmt: skip
_FONT_SIZES: Final = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 14.0, "5": 18.0, "6": 24.0, "7": 36.0}
_ALIGNMENTS: Final = {
    "left": Alignment.LEFT, "start": Alignment.LEFT, "center": Alignment.CENTRE, "middle": Alignment.CENTRE,
    "-webkit-center": Alignment.CENTRE, "right": Alignment.RIGHT, "end": Alignment.RIGHT,
    "justify": Alignment.JUSTIFIED,
}  # fmt: skip
_BOLD_WEIGHT: Final = 600

_BLOCKS: Final = (
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary ul"
)
_HIDDEN: Final = (
    "area audio base button canvas datalist embed head iframe img input link map meta noframes object param "
    "script select source style svg math template textarea title track video"
)
_ONE_LINE: Final = {"margin-top": "1em", "margin-bottom": "1em"}
_INDENTED: Final = _ONE_LINE | {"margin-left": "30pt"}
DEFAULTS: Final[dict[str, Declarations]] = {name: {"display": "block"} for name in _BLOCKS.split()}
DEFAULTS.update({name: {"display": "none"} for name in _HIDDEN.split()})
for _names, _declared in (
    ("p dl", _ONE_LINE),
    ("blockquote figure ul ol menu dir", _INDENTED),
    ("dd", {"margin-left": "30pt"}),
    ("pre", _ONE_LINE | {"white-space": "pre"}),
    ("center", {"text-align": "center"}),
    ("h1", {"font-size": "200%", "font-weight": "bold", "margin-top": ".67em", "margin-bottom": ".67em"}),
    ("h2", {"font-size": "150%", "font-weight": "bold", "margin-top": ".83em", "margin-bottom": ".83em"}),
    ("h3", {"font-size": "117%", "font-weight": "bold"} | _ONE_LINE),
    ("h4", {"font-weight": "bold"} | _ONE_LINE),
    ("h5", {"font-size": "83%", "font-weight": "bold"} | _ONE_LINE),
    ("h6", {"font-size": "67%", "font-weight": "bold"} | _ONE_LINE),
    ("b strong", {"font-weight": "bold"}),
    ("i em cite var dfn address", {"font-style": "italic"}),
    ("u ins", {"text-decoration": "underline"}),
    ("big", {"font-size": "larger"}),
    ("small sub sup", {"font-size": "smaller"}),
    ("table", {"display": "table", "text-align": "start"}),
    ("caption", {"display": "block", "text-align": "center"}),
    ("thead tbody tfoot", {"display": "block"}),
    ("tr", {"display": "table-row"}),
    ("td", {"display": "table-cell"}),
    ("th", {"display": "table-cell", "font-weight": "bold", "text-align": "center"}),
    ("xmp listing plaintext", {"display": "block", "white-space": "pre"}),
    ("textarea option", {"display": "none"}),
):
    for _name in _names.split():
        DEFAULTS[_name] = DEFAULTS.get(_name, {}) | _declared


@dataclass(frozen=True, slots=True)
class Style:
    """How an element is set.

    Attributes:
        display: "inline", "block", "table", "table-row", "table-cell" or "none".
        look: of its text.
        alignment: of its lines.
        left: where its lines begin, in points.
        first_line: how much further its first line begins.
        before, after: the space around it, in points.
        preserve: blanks and line ends count as typed.
        unseen: it is there but not shown.
        out_of_flow: it stands beside the text.
        page_break: a page begins with it.
        rtl: its lines run from right to left.
    """

    display: str = "inline"
    look: Look = BASE_LOOK
    alignment: Alignment | None = None
    left: float = 0.0
    first_line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    preserve: bool = False
    unseen: bool = False
    out_of_flow: bool = False
    page_break: bool = False
    rtl: bool = False


def computed(parent: Style, tag: str, declared: Declarations) -> Style:
    """The style of an element inside another one."""
    values = DEFAULTS.get(tag, {}) | declared if declared else DEFAULTS.get(tag)
    if not values:
        return _inherited(parent)
    display = _display(values.get("display", "inline"))
    if display == "none":
        return replace(parent, display="none")
    look = _look(parent.look, values)
    size = look.size or BASE_SIZE
    style = replace(
        _inherited(parent),
        display=display,
        look=look,
        alignment=_ALIGNMENTS.get(values.get("text-align", ""), parent.alignment),
        preserve=values["white-space"].startswith(("pre", "break")) if "white-space" in values else parent.preserve,
        unseen=values["visibility"] in ("hidden", "collapse") if "visibility" in values else parent.unseen,
        out_of_flow=values.get("position") in ("absolute", "fixed") or values.get("float") in ("left", "right"),
        page_break=values.get("page-break-before") in ("always", "page", "left", "right"),
        rtl=values["direction"] == "rtl" if "direction" in values else parent.rtl,
    )
    if "text-indent" in values:
        style = replace(style, first_line=length(values["text-indent"], size))
    if display == "inline":
        return style
    left = 0.0
    if tag not in ("html", "body"):
        sides = ("margin-left", "padding-left", "left") if values.get("position") == "relative" else _LEFT_SIDES
        left = sum(length(values.get(side, "0"), size) for side in sides)
    return replace(
        style,
        left=parent.left + left,
        before=sum(length(values.get(side, "0"), size) for side in ("margin-top", "padding-top")),
        after=sum(length(values.get(side, "0"), size) for side in ("margin-bottom", "padding-bottom")),
    )


_LEFT_SIDES: Final = ("margin-left", "padding-left")


def _inherited(parent: Style) -> Style:
    return replace(parent, display="inline", before=0.0, after=0.0, out_of_flow=False, page_break=False)


def _display(value: str) -> str:
    if value in ("none", "table-row", "table-cell", "table"):
        return value
    if value.startswith(("inline", "contents", "ruby", "initial", "unset")):
        return "inline"
    return "block"


def length(value: str, em: float) -> float:
    """A CSS length in points; 0 for what is none (``auto``, ``inherit``)."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return 0.0
    number, unit = min(max(float(match[1]), -10_000.0), 10_000.0), match[2]
    if unit == "em":
        return number * em
    if unit in ("ex", "ch"):
        return number * em / 2
    if unit in ("%", "vw"):
        return number / 100 * _PAGE_WIDTH
    return number * _UNITS.get(unit, 0.0)


def font_size(value: str, parent: float) -> float:
    """A CSS font size in points, given the one around it."""
    if value in _SIZES:
        return _SIZES[value]
    if value in ("larger", "smaller"):
        return parent * 1.2 if value == "larger" else parent / 1.2
    match = _LENGTH.fullmatch(value)
    if match is None:
        return parent
    size = float(match[1]) / 100 * parent if match[2] == "%" else length(value, parent)
    return min(max(size, 1.0), 500.0) if size > 0 else parent


def _look(parent: Look, values: Declarations) -> Look:
    weight = values.get("font-weight", "")
    slant = values.get("font-style", "")
    variant = values.get("font-variant", "")
    transform = values.get("text-transform", "")
    decoration = values.get("text-decoration", "")
    size = parent.size or BASE_SIZE
    return Look(
        bold=_is_bold(weight) if weight and weight != "inherit" else parent.bold,
        italic=slant.startswith(("italic", "oblique")) if slant and slant != "inherit" else parent.italic,
        underline=parent.underline or "underline" in decoration,
        small_caps="small-caps" in variant if variant and variant != "inherit" else parent.small_caps,
        caps=transform == "uppercase" if transform and transform != "inherit" else parent.caps,
        size=font_size(values["font-size"], size) if "font-size" in values else size,
        font=_family(values["font-family"], parent.font) if "font-family" in values else parent.font,
    )


def _family(value: str, parent: str | None) -> str | None:
    """The first of the fonts that CSS names."""
    name = value.partition(",")[0].strip(" '\"")
    return parent if name in ("inherit", "") else name


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= _BOLD_WEIGHT)


def presentational(tag: str, attributes: dict[str, str]) -> Declarations:
    """What the attributes for looks (``align``, ``size``, ``face``, ``dir``, ``hidden``) declare."""
    declared: Declarations = {}
    align = attributes.get("align", "").strip().lower()
    if align in _ALIGNMENTS and tag not in ("img", "table", "hr"):
        declared["text-align"] = align
    if tag == "font" and attributes.get("size", "") in _FONT_SIZES:
        declared["font-size"] = f"{_FONT_SIZES[attributes['size']]}pt"
    if tag == "font" and attributes.get("face"):
        declared["font-family"] = attributes["face"].lower()
    if attributes.get("dir", "").lower() in ("rtl", "ltr"):
        declared["direction"] = attributes["dir"].lower()
    if "hidden" in attributes:
        declared["display"] = "none"
    return declared

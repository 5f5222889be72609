"""Finds which declarations of a script's own style sheets apply to an element (the cascade of CSS).

Only properties that the layout of a script can use are kept, shorthands taken apart. Rules for print, rules whose
selectors cannot be read, and pseudo-elements are passed over, as browsers do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import cssselect2  # type: ignore[import-untyped]  # it has no stubs
import tinycss2  # type: ignore[import-untyped]  # it has no stubs
from lxml import etree

from playbuddy_desktop.errors import TooManySelectorsError
from playbuddy_desktop.settings import Settings

Declarations = dict[str, str]

_KEPT: Final = frozenset({
    "display", "visibility", "position", "float", "white-space", "text-align", "text-indent", "text-transform",
    "text-decoration", "text-decoration-line", "font", "font-weight", "font-style", "font-variant",
    "font-variant-caps", "font-size", "font-family", "direction", "margin", "margin-left", "margin-top",
    "margin-bottom", "margin-inline-start",
    "padding", "padding-left", "padding-top", "padding-bottom", "padding-inline-start", "left",
    "page-break-before", "break-before",
})  # fmt: skip
_SIDES: Final = ("top", "right", "bottom", "left")
_MEDIA: Final = ("all", "screen", "only screen", "")
_MAX_PRELUDE: Final = 1_200
_MAX_STEPS: Final = 8
"""Selectors of more steps than this take too long to match, and no script needs them."""
_READ_PER_APPLIED: Final = 20
"""How many rules are read for each one that may apply; reading is cheap, but not free."""
_SIBLINGS: Final = 200
_IMPORTANT: Final = 1


class _Rule(NamedTuple):
    """Selectors with what they declare; ``text`` is the same for the same selectors, wherever they stand."""

    text: str
    selectors: list[Any]
    declared: tuple[Declarations, Declarations]


class StyleRules:
    """The style rules of a document; a style sheet that many pages share is read once.

    Selectors that apply to something in the document are counted, each once. Those of other selectors cost nothing
    but their reading, and books are full of them: publishers use one style sheet for all.
    """

    def __init__(self, settings: Settings) -> None:
        self._most = settings.max_selectors
        self._sheets: dict[str, list[_Rule]] = {}
        self._applied: set[tuple[str, int]] = set()
        self._read = 0

    def of(self, sheet: str) -> list[_Rule]:
        """The rules of a style sheet; what cannot be understood in it is ignored.

        Raises:
            TooManySelectorsError: there are far more than a script can need.
        """
        if sheet not in self._sheets:
            self._read += sheet.count("{")
            if self._read > self._most * _READ_PER_APPLIED:
                raise TooManySelectorsError(f"The file has more than {self._most * _READ_PER_APPLIED:,} style rules.")
            self._sheets[sheet] = list(_rules(sheet))
        return self._sheets[sheet]

    def apply(self, rule: _Rule, at: int) -> None:
        """Account for a selector of a rule that applies to something.

        Raises:
            TooManySelectorsError: it is one too many.
        """
        self._applied.add((rule.text, at))
        if len(self._applied) > self._most:
            raise TooManySelectorsError(f"More than {self._most:,} style rules apply to the text of the file.")


class StyleSheets:
    """The style sheets of a page, in order."""

    def __init__(self, root: etree._Element, rules: StyleRules) -> None:
        """``root`` is the page's, ``rules`` those of the document that it belongs to."""
        self._matcher = cssselect2.Matcher()
        self._rules = rules
        self._tags: set[str] = set()
        self._names: set[str] = set()
        for element in root.iter(etree.Element):
            self._tags.add(str(element.tag))
            if element.attrib:
                self._names.update((element.get("class") or "").split())
                self._names.add(element.get("id") or "")

    def add(self, text: str) -> None:
        """Apply one more style sheet.

        Raises:
            TooManySelectorsError: the document has more of them than the settings allow.
        """
        for rule in self._rules.of(text):
            for at, selector in enumerate(rule.selectors):
                if self._may_match(selector):
                    self._rules.apply(rule, at)
                    self._matcher.add_selector(selector, rule.declared)

    def _may_match(self, selector: Any) -> bool:
        """Whether there is an element of the name, id and classes that the last part of a selector asks for."""
        if selector.id is not None:
            return selector.id in self._names
        if selector.class_name is not None:
            return selector.class_name in self._names
        return selector.local_name is None or selector.lower_local_name in self._tags

    def declarations(self, element: cssselect2.ElementWrapper, inline: str | None) -> Declarations:
        """What applies to an element, its ``style`` attribute included."""
        normal: Declarations = {}
        important: Declarations = {}
        for _specificity, _order, pseudo, (plain, strong) in self._matcher.match(element):
            if pseudo is None:
                normal |= plain
                important |= strong
        if inline:
            plain, strong = _parsed(tinycss2.parse_blocks_contents(inline, skip_comments=True, skip_whitespace=True))
            normal |= plain
            important |= strong
        return normal | important if important else normal


def _rules(sheet: str) -> Iterator[_Rule]:
    try:
        parsed = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    except RecursionError:
        return
    for rule in _screen_rules(parsed):
        if len(rule.prelude) > _MAX_PRELUDE or _steps(rule.prelude) > _MAX_STEPS:
            continue
        try:
            declared = _parsed(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))
            if any(declared):
                yield _Rule(tinycss2.serialize(rule.prelude), cssselect2.compile_selector_list(rule.prelude), declared)
        except (cssselect2.SelectorError, RecursionError, MemoryError, SyntaxError, ValueError):
            continue


def _steps(prelude: list[Any]) -> int:
    """How many elements the longest of the selectors asks for, at most."""
    most = steps = 0
    for part in prelude:
        steps = 0 if part == "," else steps + (part.type == "whitespace" or part == ">")
        most = max(most, steps)
    return most


def _screen_rules(rules: Iterable[Any]) -> Iterator[Any]:
    """The rules that apply on a screen."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            media = tinycss2.serialize(rule.prelude).strip().lower()
            if media in _MEDIA or any(part.strip() in _MEDIA for part in media.split(",")):
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                yield from (rule for rule in inner if rule.type == "qualified-rule")


def _parsed(content: Iterable[Any]) -> tuple[Declarations, Declarations]:
    """The declarations of a block: the normal ones and the important ones."""
    found: tuple[Declarations, Declarations] = ({}, {})
    for node in content:
        if node.type != "declaration" or node.lower_name not in _KEPT:
            continue
        value = tinycss2.serialize(node.value).strip().lower()
        target = found[_IMPORTANT if node.important else 0]
        for name, part in _longhands(node.lower_name, value):
            target.pop(name, None)
            target[name] = part
    return found


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    if name in ("margin", "padding"):
        parts = value.split()[:4]
        if parts:
            top, right, bottom, left = (parts * 4)[:4] if len(parts) != 3 else (*parts, parts[1])  # noqa: PLR2004 - CSS
            yield from zip((f"{name}-{side}" for side in _SIDES), (top, right, bottom, left), strict=True)
    elif name == "font":
        yield from _font_parts(value)
    elif name.endswith("-inline-start"):
        yield name.replace("inline-start", "left"), value
    elif name in ("font-variant-caps", "text-decoration-line", "break-before"):
        short = {"font-variant-caps": "font-variant", "text-decoration-line": "text-decoration"}
        yield short.get(name, "page-break-before"), value
    else:
        yield name, value


def _font_parts(value: str) -> Iterator[tuple[str, str]]:
    """Style, variant, weight, size and family out of the ``font`` shorthand."""
    for part in value.split():
        if part in ("italic", "oblique"):
            yield "font-style", part
        elif part == "small-caps":
            yield "font-variant", part
        elif part in ("bold", "bolder") or (part.isdigit() and len(part) == 3):  # noqa: PLR2004 - 100 to 900
            yield "font-weight", part
        elif part[0].isdigit() or part in ("small", "medium", "large", "smaller", "larger"):
            yield "font-size", part.partition("/")[0]
            family = value.partition(part)[2].strip()
            if family:
                yield "font-family", family
            return


def children(parent: cssselect2.ElementWrapper) -> Iterator[cssselect2.ElementWrapper]:
    """The children of an element as the matcher wants them.

    Each one knows its elder siblings, all of them, which fills the memory where a page has a hundred thousand
    paragraphs; so only some hundred are remembered.
    """
    for child in parent.iter_children():
        eldest = child.previous
        if eldest is not None and child.index % _SIBLINGS == 0:
            eldest.previous = None
            eldest._previous_siblings = None  # noqa: SLF001 - what the library has reckoned from the former
        yield child


def wrapped(root: etree._Element) -> cssselect2.ElementWrapper:
    """The root of a tree as the matcher wants it."""
    return cssselect2.ElementWrapper.from_html_root(root)

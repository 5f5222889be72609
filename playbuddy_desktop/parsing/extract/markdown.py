"""Reads Markdown (CommonMark with tables): headings, emphasis, lists, and HTML in it.

Line ends within a paragraph are kept as typed, since scripts set a cue and its words on lines of their own without
caring that Markdown would join them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from playbuddy_desktop.errors import CorruptFileError, EmptyFileError, TooDeepError, TooLongError
from playbuddy_desktop.parsing.document import Document, Role
from playbuddy_desktop.parsing.extract.css import StyleRules
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.flow import PLAIN, Block, Flow
from playbuddy_desktop.parsing.extract.html import HtmlPage, parse_html
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.settings import Settings

_PIECE: Final = 64 * 1024
"""Parsed at a time, in characters: the parser holds all it is given in memory, and tells no progress."""
_SEAM: Final = re.compile(r"\n[ \t]*\n(?![\s>|\d]|[-+*][ \t])")
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD: Final = re.compile(r"(title|author)\s*:\s*[\"']?(.*?)[\"']?\s*", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)(br|i|em|b|strong|u)\b", re.IGNORECASE)
_LOOKS: Final = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold", "u": "underline"}
_INDENT: Final = 24.0
_DEEPEST: Final = 40
_TOO_DEEP: Final = re.compile(rf"^(?:[ \t]{{0,3}}(?:>|[-*+][ \t])){{{_DEEPEST + 1}}}[ \t>*+-]*[^\s>*+-]", re.MULTILINE)
"""The parser passes over what is nested more deeply than it is told, without a word."""


def read_markdown(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Markdown file.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    decoded = decode(read_bytes(path, settings.max_file_bytes))
    document = Document("md", encoding=decoded.encoding, encoding_confidence=decoded.confidence)
    if decoded.warning:
        document.warnings.append(decoded.warning)
    flow = Flow(document, settings, progress)
    feed_markdown(decoded.text, flow, settings, progress)
    return flow.finish()


def feed_markdown(text: str, flow: Flow, settings: Settings, progress: Progress) -> None:
    """Feed a Markdown text.

    Raises:
        TooLongError: it is longer than the settings allow.
        TooDeepError: its quotations and lists are nested too deeply.
    """
    if len(text) > settings.max_chars:
        raise TooLongError(f"The file has more than {settings.max_chars:,} characters.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front:
        _feed_front_matter(front[1], flow)
        text = text[front.end() :]
    if _TOO_DEEP.search(text):
        raise TooDeepError(f"Quotations and lists in the file are nested deeper than {_DEEPEST} levels.")
    parser = MarkdownIt("commonmark", {"maxNesting": 2 * _DEEPEST}).enable("table")
    reader = _Reader(flow, settings)
    for number, piece in enumerate(_pieces(text)):
        reader.feed(parser.parse(piece))
        progress(number + 1, None)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that end between two paragraphs."""
    at = 0
    while at < len(text):
        seam = _SEAM.search(text, at + _PIECE)
        end = seam.end() if seam else len(text)
        yield text[at:end]
        at = end


def _feed_front_matter(fields: str, flow: Flow) -> None:
    """Title and author of the file's header are printed at the top of what is made from it."""
    for line in fields.split("\n"):
        match = _FIELD.fullmatch(line)
        if not match or not match[2]:
            continue
        name = match[1].lower()
        if name == "title":
            flow.document.title = match[2]
        else:
            flow.document.author = match[2]
        flow.text(match[2])
        flow.end_paragraph(Block(style=name.capitalize(), role=Role.TITLE if name == "title" else Role.AUTHOR))


class _Reader:
    """Follows the tokens of the parser and feeds their text."""

    def __init__(self, flow: Flow, settings: Settings) -> None:
        self._flow = flow
        self._settings = settings
        self._rules = StyleRules(settings)
        self._block = Block(space_before=1.0)
        self._outer: list[Block] = []
        self._look = PLAIN
        self._row = self._column = -1

    def feed(self, tokens: list[Token]) -> None:
        """Feed the text of some tokens."""
        for token in tokens:
            if token.type in ("code_block", "fence"):
                self._code(token.content)
            elif token.type == "html_block":
                self._html(token.content)
            elif token.type == "inline":
                self._inline(token.children or [])
            elif token.type == "hr":
                self._flow.blank_line()
            elif token.nesting > 0:
                self._enter(token)
            elif token.nesting < 0:
                self._leave(token)

    def _enter(self, token: Token) -> None:
        self._outer.append(self._block)
        tag = token.tag
        if token.type == "heading_open":
            self._block = replace(self._block, outline_level=int(tag[1]), style=f"Heading {tag[1]}", space_before=1.0)
        elif tag in ("ul", "ol", "blockquote"):
            self._block = replace(self._block, indent=self._block.indent + _INDENT)
            if tag != "blockquote":
                level = -1 if self._block.list_level is None else self._block.list_level
                self._block = replace(self._block, list_level=level + 1)
        elif tag == "li":
            self._block = replace(self._block, style="List item", space_before=0.0)
            if token.info:
                self._flow.text(f"{token.info}{token.markup} ")
        elif tag == "table":
            self._row = -1
        elif tag == "tr":
            self._row, self._column = self._row + 1, -1
        elif tag in ("td", "th"):
            self._column += 1
            self._block = replace(self._block, cell=(self._row, self._column))

    def _leave(self, token: Token) -> None:
        if token.tag in ("p", "td", "th", "li") or token.type == "heading_close":
            if not self._flow.empty:
                self._flow.end_paragraph(self._block)
            self._look = PLAIN
        if self._outer:
            self._block = self._outer.pop()

    def _inline(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.type in ("text", "code_inline"):
                self._flow.text(token.content, self._look)
            elif token.type in ("softbreak", "hardbreak"):
                self._flow.line_break()
            elif token.type == "html_inline":
                self._tag(token.content)
            elif token.tag in _LOOKS:
                self._set_look(token.tag, on=token.nesting > 0)

    def _tag(self, markup: str) -> None:
        match = _TAG.match(markup)
        if match is None:
            return
        name = match[2].lower()
        if name == "br":
            self._flow.line_break()
        else:
            self._set_look(name, on=not match[1])

    def _set_look(self, name: str, *, on: bool) -> None:
        self._look = replace(self._look, **{_LOOKS[name]: on})  # type: ignore[arg-type]  # the names are those of flags

    def _code(self, content: str) -> None:
        """Text that is set in: in a script no code, but lines that keep their blanks."""
        for line in content.rstrip("\n").split("\n"):
            if not line.strip():
                self._flow.end_paragraph(replace(self._block, indent=self._block.indent + _INDENT))
            elif not self._flow.empty:
                self._flow.line_break()
            self._flow.text(line.expandtabs(8))
        self._flow.end_paragraph(replace(self._block, indent=self._block.indent + _INDENT))

    def _html(self, content: str) -> None:
        try:
            root = parse_html(content.encode("utf-8", "replace"), self._settings)
        except (CorruptFileError, EmptyFileError):
            return  # a comment, or a tag without text
        page = HtmlPage(root, self._settings, self._rules)
        page.feed(self._flow)
        if not self._flow.empty:
            self._flow.end_paragraph(self._block)

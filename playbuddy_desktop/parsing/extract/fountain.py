"""Reads Fountain, the plain text form of screenplays and stage plays (syntax of fountain.io, version 1.1).

Sections (``# Act I``) are headings without a stated role: what they say decides, as it does in any other format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playbuddy_desktop.errors import TooLongError
from playbuddy_desktop.parsing.document import Alignment, Document, Furniture, Role
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.flow import Block, Flow, Look
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.screenplay import OUTLINE
from playbuddy_desktop.settings import Settings

_TITLE_KEY: Final = re.compile(r"([A-Za-z][A-Za-z ]{0,30}):[ \t]*(.*)")
_NOTE: Final = re.compile(r"\[\[((?:(?!\]\]|\[\[).)*)\]\]", re.DOTALL)
_MAX_NOTE_LINES: Final = 50
_SCENE: Final = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ]", re.IGNORECASE)
_SCENE_NUMBER: Final = re.compile(r"#[\w.-]+#$")
_EXTENSION: Final = re.compile(r"\([^()]*\)")
_EMPHASIS: Final = re.compile(r"\\[*_\\]|\*{1,3}|_")
_NOTE_MARK: Final = "\ue000"
"""Stands where a note was, so that its line is known."""


def read_fountain(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a Fountain file.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    decoded = decode(read_bytes(path, settings.max_file_bytes))
    document = Document(
        "fountain", encoding=decoded.encoding, encoding_confidence=decoded.confidence, hard_wrapped=False
    )
    if decoded.warning:
        document.warnings.append(decoded.warning)
    flow = Flow(document, settings, progress)
    feed_fountain(decoded.text, flow, settings)
    return flow.finish()


def feed_fountain(text: str, flow: Flow, settings: Settings) -> None:
    """Feed the text of a Fountain script.

    Raises:
        TooLongError: it is longer than the settings allow.
    """
    if len(text) > settings.max_chars:
        raise TooLongError(f"The file has more than {settings.max_chars:,} characters.")
    text = _without_boneyard(text.replace("\r\n", "\n").replace("\r", "\n").replace(_NOTE_MARK, ""))
    notes: list[str] = []

    def lift(match: re.Match[str]) -> str:
        if match[1].count("\n") > _MAX_NOTE_LINES:
            return match[0]
        notes.append(" ".join(match[1].split()))
        return _NOTE_MARK

    lines = _NOTE.sub(lift, text).split("\n")
    script = _Script(flow, notes)
    script.feed(lines[_feed_title_page(lines, flow) :])


def _without_boneyard(text: str) -> str:
    """The text without what its author has put aside between ``/*`` and ``*/``."""
    kept: list[str] = []
    at = 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        kept.append(text[at:start])
        at = end + 2
    return "".join(kept) + text[at:]


def _feed_title_page(lines: list[str], flow: Flow) -> int:
    """Feed the key-value pairs at the top; returns the number of lines that they take."""
    if not lines or not _TITLE_KEY.match(lines[0]):
        return 0
    key = ""
    for number, line in enumerate(lines):
        match = _TITLE_KEY.match(line)
        if not line.strip():
            flow.blank_line()
            return number
        if match:
            key = match[1].strip().lower()
        value = (match[2] if match else line).strip()
        if not value:
            continue
        role = Role.TITLE if key == "title" else Role.AUTHOR if key in ("author", "authors") else None
        document = flow.document
        if role is Role.TITLE and document.title is None:
            document.title = "".join(piece for piece, _look in _emphasised(value))
        elif role is Role.AUTHOR and document.author is None:
            document.author = value
        _feed_text(flow, value)
        flow.end_paragraph(Block(style="Title page", role=role, alignment=Alignment.CENTRE))
    return len(lines)


class _Script:
    """Feeds the lines of a script below its title page."""

    def __init__(self, flow: Flow, notes: list[str]) -> None:
        self._flow = flow
        self._notes = iter(notes)
        self._in_speech = False

    def feed(self, lines: list[str]) -> None:
        """Feed all lines; each element of a script is told by its first characters and the blank lines around it."""
        before_blank = True
        for number, line in enumerate(lines):
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if not line.strip():
                if line.startswith("  ") and self._in_speech:
                    self._flow.line_break()  # two blanks keep a speech together
                else:
                    self._end_speech()
                    self._flow.end_paragraph(blank_if_empty=True)
                    before_blank = True
                continue
            self._element(line, before_blank=before_blank, after_blank=not following.strip())
            before_blank = False
        self._end_speech()

    def _element(self, line: str, *, before_blank: bool, after_blank: bool) -> None:
        text = line.strip()
        if text.startswith("#"):
            self._single(text.lstrip("#"), "Section", outline=len(text) - len(text.lstrip("#")))
        elif text.strip("=") == "" and len(text) > 2:  # noqa: PLR2004 - three signs make a page break
            self._end_speech()
            self._flow.page_break()
        elif text.startswith("=") or not text.strip(_NOTE_MARK):
            self._synopsis(text)
        elif text.startswith(">"):
            self._flush_right(text)
        elif text.startswith("!"):
            self._single(text[1:], "Action", Role.DIRECTION)
        elif text.startswith(".") and not text.startswith("..") and before_blank:
            self._scene(text[1:])
        elif before_blank and _SCENE.match(text):
            self._scene(text)
        elif before_blank and after_blank and text.isupper() and text.endswith("TO:"):
            self._single(text, "Transition", Role.DIRECTION, Alignment.RIGHT)
        elif text.startswith("@") or (before_blank and not after_blank and _is_cue(text)):
            self._single(text.removeprefix("@").removesuffix("^"), "Character", Role.CHARACTER)
            self._in_speech = True
        elif self._in_speech:
            self._spoken(text)
        else:
            self._single(line.removeprefix("~"), "Action", Role.DIRECTION)

    def _scene(self, text: str) -> None:
        self._single(_SCENE_NUMBER.sub("", text), "Scene Heading", Role.SCENE, outline=OUTLINE[Role.SCENE])

    def _flush_right(self, text: str) -> None:
        if text.endswith("<"):
            self._single(text[1:-1], "Centered", alignment=Alignment.CENTRE)
        else:
            self._single(text[1:], "Transition", Role.DIRECTION, Alignment.RIGHT)

    def _synopsis(self, text: str) -> None:
        self._end_speech_text()
        self._flow.step_aside(Furniture.NOTE)
        self._text(text.lstrip("="))
        self._flow.step_back()
        if not self._in_speech:
            self._flow.end_paragraph(blank_if_empty=False)

    def _spoken(self, text: str) -> None:
        if text.startswith("(") and text.rstrip(_NOTE_MARK).endswith(")"):
            self._end_speech_text()
            self._text(text)
            self._flow.end_paragraph(Block(style="Parenthetical", role=Role.PARENTHETICAL))
            return
        if not self._flow.empty:
            self._flow.line_break()
        lyric = text.startswith("~")
        self._text(text.removeprefix("~"), italic=lyric)

    def _end_speech_text(self) -> None:
        if self._in_speech and not self._flow.empty:
            self._flow.end_paragraph(Block(style="Dialogue", role=Role.DIALOGUE))

    def _end_speech(self) -> None:
        self._end_speech_text()
        self._in_speech = False

    def _single(
        self,
        text: str,
        style: str,
        role: Role | None = None,
        alignment: Alignment | None = None,
        outline: int | None = None,
    ) -> None:
        """Feed a paragraph of one line."""
        self._end_speech()
        self._text(text if style == "Action" else text.strip())
        self._flow.end_paragraph(Block(style=style, role=role, alignment=alignment, outline_level=outline))

    def _text(self, text: str, *, italic: bool = False) -> None:
        """Feed a text whose notes go beside it."""
        for number, part in enumerate(text.split(_NOTE_MARK)):
            if number:
                self._flow.step_aside(Furniture.NOTE)
                self._flow.text(next(self._notes, ""))
                self._flow.step_back()
            _feed_text(self._flow, part, italic=italic)


def _is_cue(text: str) -> bool:
    """Whether a line could name a speaker: capitals, but for an extension in brackets."""
    name = _EXTENSION.sub("", text.replace(_NOTE_MARK, "")).strip(" ^")
    return bool(name) and any(map(str.isalpha, name)) and name == name.upper() and not name.endswith("TO:")


def _feed_text(flow: Flow, text: str, *, italic: bool = False) -> None:
    for piece, look in _emphasised(text):
        flow.text(piece, Look(look.bold, look.italic or italic, look.underline))


def _emphasised(text: str) -> Iterator[tuple[str, Look]]:
    """The stretches of a line with their looks; a mark without a partner is text."""
    marks = [mark for mark in _EMPHASIS.finditer(text) if mark[0][0] != "\\"]
    paired = _paired(text, marks)
    look = Look()
    at = 0
    for mark in _EMPHASIS.finditer(text):
        if mark[0][0] == "\\":
            yield text[at : mark.start()] + mark[0][1], look
        elif mark.start() in paired:
            if mark.start() > at:
                yield text[at : mark.start()], look
            look = _toggled(look, mark[0])
        else:
            continue
        at = mark.end()
    if at < len(text):
        yield text[at:], look


def _paired(text: str, marks: list[re.Match[str]]) -> set[int]:
    """Where the marks stand that open or close something: no blank on their inner side."""
    paired: set[int] = set()
    open_at: dict[str, int] = {}
    for mark in marks:
        kind = mark[0]
        after, before = text[mark.end() : mark.end() + 1], text[mark.start() - 1 : mark.start()] if mark.start() else ""
        if kind in open_at and before.strip():
            paired |= {open_at.pop(kind), mark.start()}
        elif kind not in open_at and after.strip():
            open_at[kind] = mark.start()
    return paired


def _toggled(look: Look, mark: str) -> Look:
    if mark == "_":
        return Look(look.bold, look.italic, not look.underline)
    return Look(look.bold != (len(mark) > 1), look.italic != (len(mark) != 2), look.underline)  # noqa: PLR2004 - ** is bold

"""What in a line could be a speaker's label: every reading of its beginning, with the form in which it is set.

A reading is no decision. Conventions count the readings of the whole script, and only then is one of them believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.structure.tokens import (
    JOINS,
    NOTE_MARK,
    OPENING,
    Token,
    after_mark,
    is_dash,
    mark_name,
    may_go_on,
    token_of,
)
from playbuddy_desktop.parsing.structure.view import ScriptLine, Span, is_caps, share_in
from playbuddy_desktop.parsing.structure.words import Words, fold

MAX_WORDS: Final = 8
MAX_CHARS: Final = 60
_TOKEN: Final = re.compile(r"\S+")
_MARKS: Final = re.compile(r"\s*(?:\.\s?[-–—]+|:\s?[-–—]+|[-–—]{1,3}(?=\s|[^\w-]|$)|[.:](?!\.)|\)|;)+")
_EMENDED: Final = re.compile(r"\[\w+\]\w*[.,:]*$")
_BRACKETS: Final = {"(": ")", "[": "]"}
_FAR: Final = 8
_COVERED: Final = 0.6
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_GLUED_DASH: Final = re.compile(r"([^\W\d_][\w'’-]*)(?:--|\.?[—–]|\.-)")
_TOKEN_CHARS: Final = 20
_GAP: Final = 2
_MAX_LOOSE: Final = 2
_KEY_DROPS: Final = re.compile(r"[^\w\s]+")


class Form(NamedTuple):
    """How a label is set: alone on its line or run in, what closes it, its letters, and its column when alone."""

    place: str
    mark: str
    type: str
    column: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible label at the beginning of a line.

    Attributes:
        label: as printed, without what closes it.
        key: the label, folded, for comparison.
        form: how it is set.
        rest: where the words after the label and its mark begin.
        directions: stretches between label and ``rest`` that are directions.
        opens: a direction begins that does not end in this line: the bracket that it waits for, or ",".
        loose: the label holds words in lower case that are no particles, as sentences do.
    """

    label: str
    key: str
    form: Form
    rest: int
    directions: tuple[Span, ...] = ()
    opens: str = ""
    loose: bool = False


@lru_cache(maxsize=65_536)
def key_of(label: str) -> str:
    """A label in the form in which two prints of one name are equal."""
    return " ".join(_KEY_DROPS.sub(" ", fold(label)).split())


def readings(line: ScriptLine, words: Words) -> list[Reading]:
    """Every way to read the beginning of the line as a label."""
    if line.cell is not None:
        return _cell_reading(line)
    if not _may_begin(line, words):
        return []
    set_off = _set_off(line, words)
    return _Scan(line, words).read() if set_off is None else set_off


def stated_reading(line: ScriptLine) -> Reading:
    """The label of a line that the document says is a cue; brackets after it, or words after a comma, direct."""
    text = line.text
    opening = OPENING.search(text, 1)
    end = opening.start() if opening else len(text)
    return _make(line, end, len(text), "", ((end, len(text)),) if opening else (), own=True)


def _may_begin(line: ScriptLine, words: Words) -> bool:
    """Labels begin with a capital or figure, unless their letters set them off; brackets hold notes or directions."""
    text = line.text
    first = text[0]
    if first in "[{" and _holds_note(text, words):
        return False
    if first == "[":
        return 0 < text.find("]") < MAX_CHARS
    return first.isupper() or first.isdigit() or first in "¿¡«" or _starts_set_off(line)


class _Scan:
    """Goes through the first words of a line and notes each place where a label could end."""

    def __init__(self, line: ScriptLine, words: Words) -> None:
        self._line = line
        self._words = words
        self._found: list[Reading] = []
        self._count = 0
        self._loose = 0
        self._label_end = 0
        self._end = 0

    def read(self) -> list[Reading]:
        """All readings."""
        text = self._line.text
        for token in _TOKEN.finditer(text[: MAX_CHARS + _TOKEN_CHARS], after_mark(text)):
            if not (self._goes_on_before(token) and self._takes(token)):
                break
        if self._count and self._end >= len(text.rstrip()):
            tail = NOTE_MARK.sub("", text[self._label_end : self._end]).strip()
            label = text[: self._label_end]
            if not ("," in tail and "," in label and is_caps(label)):  # what is sung: AWAY, AWAY,
                self._found.append(_make(self._line, self._label_end, len(text), mark_name(tail), (), own=True))
        found = self._found
        if any(reading.form.mark == "," for reading in found):
            found = [reading for reading in found if reading.form.mark != "type"]
        if self._loose:
            found = [
                replace(reading, loose=True) if _is_loose(reading.label, self._words) else reading for reading in found
            ]
        return found

    def _goes_on_before(self, token: re.Match[str]) -> bool:
        """Note what ends before this word; tell whether a label may go on with it."""
        line, at, word = self._line, token.start(), token[0]
        if not self._count:
            return True
        if at - self._end >= _GAP and at < MAX_CHARS:
            self._found.append(_make(line, self._label_end, at, "gap", ()))
        if at > MAX_CHARS or self._count >= MAX_WORDS:
            return False
        if word[0] in _BRACKETS and not _EMENDED.match(word):
            self._found.extend(_bracketed(line, self._label_end, at))
            return False
        if is_dash(word):
            self._found.append(_make(line, self._label_end, token.end(), "dash", ()))
            return False
        if _turns_italic(line, at):
            self._found.extend(_italic_direction(line, self._label_end, at))
        return True

    def _takes(self, token: re.Match[str]) -> bool:
        """Take a word into the label; tell whether more may follow."""
        if token[0] in JOINS and self._count:  # a label goes on after it, but does not end with it
            self._end = token.end()
            return True
        word = token_of(token[0])
        core = word.core
        if not core:
            self._note_glued_dash(word.bare, token.start())
            return False
        if not self._fits(word, token.start()):
            return False
        self._count += 1
        self._label_end = token.start() + len(core)
        self._end = token.end()
        if word.glued:
            self._found.extend(_bracketed(self._line, self._label_end, self._label_end))
            return False
        return self._goes_on_after(core, word.tail)

    def _note_glued_dash(self, word: str, at: int) -> None:
        """``NAME--Words``."""
        if parts := _GLUED_DASH.match(word):
            self._found.append(_make(self._line, at + parts.end(1), at + parts.end(), "dash", ()))

    def _fits(self, word: Token, at: int) -> bool:
        """Whether the word may belong to the label begun, by its letters; notes where letters change."""
        if not self._count:
            return not word.lower or self._line.text[0].islower() or word.folded in self._words.particles
        before = self._line.text[: self._label_end]
        particle = word.folded in self._words.particles
        if word.lower and not self._line.text[0].islower() and not particle:
            if not self._loose:
                self._found.extend(_typographic(self._line, self._label_end, at))
            self._loose += 1
            if self._loose > _MAX_LOOSE or is_caps(before):
                return False
        elif self._count == 1 and word.core[0].isupper() and self._end == self._label_end and not is_caps(before):
            self._found.append(_make(self._line, self._label_end, at, "cap", ()))
        if not particle and not word.caps and is_caps(before):
            self._found.extend(_typographic(self._line, self._label_end, at))
        return True

    def _goes_on_after(self, core: str, tail: str) -> bool:
        """Note what the punctuation after a word closes; tell whether the label may go on."""
        line, end = self._line, self._end
        if "," in tail:
            self._found.extend(_comma_direction(line, self._label_end, end, self._words))
            return True
        if not tail:
            return True
        if end < len(line.text):
            self._found.append(_make(line, self._label_end, end, mark_name(tail), ()))
            self._found.extend(_own_with_direction(line, self._label_end, end, mark_name(tail)))
        return may_go_on(core, tail, self._words, line.text[end : end + _TOKEN_CHARS])


def _is_loose(label: str, words: Words) -> bool:
    return any(word[0].islower() and fold(word) not in words.particles for word in label.split()[1:])


def _set_off(line: ScriptLine, words: Words) -> list[Reading] | None:
    """A label that bold, small capitals or italics set off from the rest of the line; None if nothing is."""
    text = line.text
    ends = [spans[0][1] for spans in (line.bold, line.small_caps, line.italic) if spans and spans[0][0] == 0]
    end = min(ends, default=0)
    label_end = len(text[:end].rstrip(" .:—–-,;\t"))
    label = text[:label_end]
    if end > MAX_CHARS or len(label.split()) > MAX_WORDS or not any(map(str.isalnum, label)):
        return None
    return _after_set_off(line, label_end, end, words) if any(map(str.isalnum, text[end:])) else None


def _after_set_off(line: ScriptLine, label_end: int, end: int, words: Words) -> list[Reading]:
    """What follows a label that its letters set off: a direction, a mark, or the words at once."""
    text = line.text
    start = label_end + len(text[label_end:]) - len(text[label_end:].lstrip())
    if text[start] in _BRACKETS:
        return _bracketed(line, label_end, start)
    if text[start] == "," and (directed := _comma_direction(line, label_end, start + 1, words)):
        return directed
    mark = _MARKS.match(text, label_end)
    rest = max(end, mark.end()) if mark else end
    while rest < len(text) and text[rest] == " ":
        rest += 1
    if not mark and text[label_end:end].strip(" ") != "," and _turns_italic(line, rest):
        return _italic_direction(line, label_end, rest)
    closed_by = mark_name(text[label_end:rest])
    if rest < len(text) and text[rest] in _BRACKETS and _closing(text, rest) >= len(text.rstrip(" .")) - 1:
        return [_make(line, label_end, len(text), closed_by, ((rest, len(text)),), own=True)]
    return [_make(line, label_end, rest, closed_by or "type", ())]


def _holds_note(text: str, words: Words) -> bool:
    """Whether a bracket begins with a word such as Footnote."""
    match = _FIRST_WORD.search(text)
    return match is not None and fold(match[0]) in words.note


def _starts_set_off(line: ScriptLine) -> bool:
    return any(spans and spans[0][0] == 0 for spans in (line.bold, line.small_caps, line.italic))


def _make(
    line: ScriptLine, label_end: int, rest: int, mark: str, directions: tuple[Span, ...], *, own: bool = False,
    opens: str = "",
) -> Reading:  # fmt: skip
    text = line.text
    comma = text.find(", ", 0, label_end)
    if comma > 0 and not directions and text[comma + 2].islower():
        directions = ((comma + 2, label_end),)
        label_end = comma
    label = text[after_mark(text) : label_end].strip(" .,:;[]«¿¡")
    while rest < len(text) and text[rest] in " \t":
        rest += 1
    if rest >= len(text) and not opens:
        own = True
    column = ""
    if own:
        column = "centre" if line.centred else "far" if line.indent >= _FAR else "near"
        if line.style:
            column += ":" + line.style
    return Reading(
        label=label,
        key=key_of(label),
        form=Form("own" if own else "run", mark, _type(line, label, label_end), column),
        rest=rest,
        directions=directions,
        opens=opens,
    )


def _type(line: ScriptLine, label: str, end: int) -> str:
    """The letters of a label: C capitals, S small capitals, B bold, I italic; m for a mixed-case one."""
    kinds = "C" if is_caps(label) else "m"
    if line.small_caps and share_in(line.small_caps, 0, end) > _COVERED:
        kinds += "S"
    if line.bold and share_in(line.bold, 0, end) > _COVERED:
        kinds += "B"
    if line.italic and share_in(line.italic, 0, end) > _COVERED:
        kinds += "I"
    return kinds


def _bracketed(line: ScriptLine, label_end: int, start: int) -> list[Reading]:
    """A label followed by a direction in brackets, as in ``NAME (aside). Words``."""
    text = line.text
    close = _closing(text, start)
    if close < 0:
        return [_make(line, label_end, len(text), "(", ((start, len(text)),), opens=_BRACKETS[text[start]])]
    rest = close + 1
    mark = _MARKS.match(text, rest)
    if mark:
        rest = mark.end()
    return [_make(line, label_end, rest, "(", ((start, close + 1),))]


def _own_with_direction(line: ScriptLine, label_end: int, end: int, mark: str) -> list[Reading]:
    """A closed label with nothing but a direction after it: ``NAME. (Aside.)``."""
    text = line.text
    start = end + len(text[end:]) - len(text[end:].lstrip())
    if start >= len(text) or text[start] not in _BRACKETS or _closing(text, start) < len(text.rstrip(" .")) - 1:
        return []
    return [_make(line, label_end, len(text), mark, ((start, len(text)),), own=True)]


def _closing(text: str, start: int) -> int:
    opening, closing = text[start], _BRACKETS[text[start]]
    depth = 0
    for at in range(start, len(text)):
        if text[at] == opening:
            depth += 1
        elif text[at] == closing:
            depth -= 1
            if depth == 0:
                return at
    return -1


def _comma_direction(line: ScriptLine, label_end: int, start: int, words: Words) -> list[Reading]:
    """A label followed by a direction after a comma, as in ``NAME, aside.``; it may go on in the next lines."""
    text = line.text
    rest = text[start:].lstrip()
    if not rest:
        return [_make(line, label_end, len(text), ",", (), opens=",")]
    begin = len(text) - len(rest)
    if rest[0] in _BRACKETS:
        return _bracketed(line, label_end, begin)
    first = fold(rest.split()[0].strip(",.:"))
    directed = rest[0].islower() or first in words.delivery or is_caps(rest.split(".")[0])
    if first in words.and_ or not (directed or _turns_italic(line, begin)):
        return []
    stop = re.compile(r"[.:](?=\s|$|[-–—])\s?[-–—]*|\s[-–—]{1,2}\s").search(text, begin)
    if stop is None:
        return [_make(line, label_end, len(text), ",", ((begin, len(text)),), opens=",")]
    return [_make(line, label_end, stop.end(), ",", ((begin, stop.start()),))]


def _turns_italic(line: ScriptLine, at: int) -> bool:
    return (
        bool(line.italic)
        and any(a <= at < b for a, b in line.italic)
        and not any(a < at - 1 < b for a, b in line.italic)
    )


def _italic_direction(line: ScriptLine, label_end: int, start: int) -> list[Reading]:
    """A label followed by italics: a direction up to where they end."""
    end = next(b for a, b in line.italic if a <= start < b)
    mark = _MARKS.match(line.text, end)
    return [_make(line, label_end, mark.end() if mark else end, "i", ((start, end),))]


def _typographic(line: ScriptLine, label_end: int, start: int) -> list[Reading]:
    """A label that only its letters set off from the words after it."""
    kinds = _type(line, line.text[:label_end], label_end)
    if kinds == "m":
        return []
    body = _type(line, line.text[start:], len(line.text))
    if "C" in kinds or any(kind in kinds and kind not in body for kind in "SBI"):
        return [_make(line, label_end, start, "type", ())]
    return []


def _cell_reading(line: ScriptLine) -> list[Reading]:
    """A table's first column holds labels."""
    if line.cell is None or line.cell[1] != 0 or len(line.text) > MAX_CHARS:
        return []
    label = line.text.rstrip(" .:")
    reading = _make(line, len(label), len(line.text), "", (), own=True)
    return [
        Reading(reading.label, reading.key, Form("own", "", reading.form.type, "cell"), reading.rest)
    ] if reading.key else []  # fmt: skip

"""What in a line could be a speaker's label: every reading of its beginning, with the form in which it is set.

A reading is no decision. Conventions count the readings of the whole script, and only then is one of them believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.structure.view import ScriptLine, Span, is_caps, share_in
from playbuddy_desktop.parsing.structure.words import Words, fold

MAX_WORDS: Final = 8
MAX_CHARS: Final = 60
_TOKEN: Final = re.compile(r"\S+")
_NOTE_MARK: Final = re.compile(r"(?:\[\d{1,4}\]|\[[A-Z]\]|<\d{1,4}>|\{\d+\}|\^\d+|[*†‡¹²³⁴-⁹]+)+(?=[.,:]?$)")
_CORE: Final = re.compile(r"^[¿¡\[]?[^\W_](?:[\w'’´`\-/&]|\.(?=\w))*\]?$")
_MARKS: Final = re.compile(r"\s*(?:\.\s?[-–—]+|:\s?[-–—]+|[-–—]{1,3}(?=\s|[^\w-]|$)|[.:](?!\.)|\)|;)+")
_BRACKETS: Final = {"(": ")", "[": "]"}
_FAR: Final = 8
_COVERED: Final = 0.6
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
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


def key_of(label: str) -> str:
    """A label in the form in which two prints of one name are equal."""
    return " ".join(_KEY_DROPS.sub(" ", fold(label)).split())


def readings(line: ScriptLine, words: Words) -> list[Reading]:
    """Every way to read the beginning of the line as a label."""
    text = line.text
    found: list[Reading] = []
    if line.cell is not None:
        return _cell_reading(line)
    first = text[0]
    if first in "[{" and is_note_word(text, words):
        return found
    if first == "[" and not 0 < text.find("]") < MAX_CHARS:
        return found
    if not (first.isupper() or first.isdigit() or first in "[¿¡«" or _starts_set_off(line)):
        return found
    if (set_off := _set_off(line)) is not None:
        return set_off
    label_end = 0
    count = 0
    end = 0
    lower_start = first.islower()
    loose = 0
    for token in _TOKEN.finditer(text[: MAX_CHARS + 20]):
        gap = token.start() - end
        if count and gap >= 2 and token.start() < MAX_CHARS:
            found.append(_make(line, label_end, token.start(), "gap", ()))
        if token.start() > MAX_CHARS or count >= MAX_WORDS:
            break
        word = token[0]
        if count and word[0] in _BRACKETS and not _CORE.match(word.rstrip(".,:")):
            found.extend(_bracketed(line, label_end, token.start()))
            break
        if count and _is_dash(word):
            found.append(_make(line, label_end, token.end(), "dash", ()))
            break
        if count and _turns_italic(line, token.start()):
            found.extend(_italic_direction(line, label_end, token.start()))
        bare = _NOTE_MARK.sub("", word) or word
        core = bare.rstrip(".,:;)—–-")
        glued = re.search(r"[([]", core[1:])
        if glued:
            core = core[: glued.start() + 1]
        if not core or not _CORE.match(core):
            parts = re.match(r"([^\W\d_][\w'’-]*)(?:--|—|–|\.-)", bare)
            if parts:
                found.append(_make(line, token.start() + parts.end(1), token.start() + parts.end(), "dash", ()))
            break
        if core[0].islower() and not lower_start and fold(core) not in words.particles:
            if count and not loose:
                found.extend(_typographic(line, label_end, token.start()))
            loose += 1
            if loose > _MAX_LOOSE or not count or is_caps(text[:label_end]):
                break
        elif count == 1 and core[0].isupper() and text[label_end] == " " and not is_caps(text[:label_end]):
            found.append(_make(line, label_end, token.start(), "cap", ()))
        if count and not is_caps(core) and is_caps(text[:label_end]) and fold(core) not in words.particles:
            found.extend(_typographic(line, label_end, token.start()))
        count += 1
        label_end = token.start() + len(core)
        end = token.end()
        if glued:
            found.extend(_bracketed(line, label_end, label_end))
            break
        tail = bare[len(core) :]
        if "," in tail:
            found.extend(_comma_direction(line, label_end, token.end(), words))
            continue
        if not tail:
            continue
        if end < len(text):
            found.append(_make(line, label_end, end, _mark_name(tail), ()))
            found.extend(_own_with_direction(line, label_end, end, _mark_name(tail)))
        if not _may_go_on(core, tail, words, text[end : end + 20]):
            break
    if end >= len(text.rstrip()) and count > 0:
        tail = _NOTE_MARK.sub("", text[label_end:end]).strip()
        found.append(_make(line, label_end, len(text), _mark_name(tail), (), own=True))
    if any(reading.form.mark == "," for reading in found):
        found = [reading for reading in found if reading.form.mark != "type"]
    return [replace(reading, loose=_is_loose(reading.label, words)) for reading in found] if loose else found


def _is_loose(label: str, words: Words) -> bool:
    return any(word[0].islower() and fold(word) not in words.particles for word in label.split()[1:])


def _set_off(line: ScriptLine) -> list[Reading] | None:
    """A label that bold, small capitals or italics set off from the rest of the line."""
    text = line.text
    ends = [spans[0][1] for spans in (line.bold, line.small_caps, line.italic) if spans and spans[0][0] == 0]
    if not ends:
        return None
    end = min(ends)
    if not 0 < end <= MAX_CHARS or not any(map(str.isalnum, text[end:])):
        return None
    label_end = len(text[:end].rstrip(" .:—–-,;\t"))
    if not any(map(str.isalnum, text[:label_end])) or len(text[:label_end].split()) > MAX_WORDS:
        return None
    start = label_end + len(text[label_end:]) - len(text[label_end:].lstrip())
    if text[start] in _BRACKETS:
        return _bracketed(line, label_end, start)
    mark = _MARKS.match(text, label_end)
    rest = max(end, mark.end()) if mark else end
    while rest < len(text) and text[rest] == " ":
        rest += 1
    if not mark and text[label_end:end].strip(" ") != "," and _turns_italic(line, rest):
        return _italic_direction(line, label_end, rest)
    if rest < len(text) and text[rest] in _BRACKETS and _closing(text, rest) >= len(text.rstrip(" .")) - 1:
        return [_make(line, label_end, len(text), _mark_name(text[label_end:rest]), ((rest, len(text)),), own=True)]
    return [_make(line, label_end, rest, _mark_name(text[label_end:rest]) or "type", ())]


def is_note_word(text: str, words: Words) -> bool:
    """Whether a bracket begins with a word such as Footnote."""
    match = _FIRST_WORD.search(text)
    return match is not None and fold(match[0]) in words.note


def _starts_set_off(line: ScriptLine) -> bool:
    return any(spans and spans[0][0] == 0 for spans in (line.bold, line.small_caps, line.italic))


def _is_dash(word: str) -> bool:
    return not word.strip("-–—.:")


def _mark_name(tail: str) -> str:
    if ":" in tail:
        return ":"
    if "—" in tail or "–" in tail or "--" in tail:
        return "dash"
    return "." if "." in tail else ")" if ")" in tail else ""


def _may_go_on(core: str, tail: str, words: Words, following: str) -> bool:
    """Whether a point may stand inside a label: after a title or initial, or between capitals."""
    if tail != ".":
        return False
    short = len(core) == 1 or core.isdigit() or fold(core) in words.titles
    nexts = following.split()
    return short or (is_caps(core) and bool(nexts) and is_caps(nexts[0].strip(".,:")))


def _make(
    line: ScriptLine, label_end: int, rest: int, mark: str, directions: tuple[Span, ...], *, own: bool = False,
    opens: str = "",
) -> Reading:  # fmt: skip
    text = line.text
    comma = text.find(", ", 0, label_end)
    if comma > 0 and not directions and text[comma + 2].islower():
        directions = ((comma + 2, label_end),)
        label_end = comma
    label = text[:label_end].strip(" .,:;[]«¿¡")
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
    if not (rest[0].islower() or rest[0] in "([" or _turns_italic(line, begin) or fold(rest.split()[0]) in words.delivery
            or is_caps(rest.split(".")[0])):  # fmt: skip
        return []
    first = fold(rest.split()[0].strip(",.:"))
    if first in words.and_:
        return []
    stop = re.compile(r"[.:](?=\s|$|[-–—])\s?[-–—]*|\s[-–—]{1,2}\s").search(text, begin)
    if stop is None:
        return [_make(line, label_end, len(text), ",", ((begin, len(text)),), opens=",")]
    return [_make(line, label_end, stop.end(), ",", ((begin, stop.start()),))]


def _turns_italic(line: ScriptLine, at: int) -> bool:
    return any(a <= at < b for a, b in line.italic) and not any(a < at - 1 < b for a, b in line.italic)


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

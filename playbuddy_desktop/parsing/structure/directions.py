"""Stage directions: how this script sets them, and where they stand within a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from playbuddy_desktop.parsing.structure.view import Script, ScriptLine, share_in
from playbuddy_desktop.parsing.structure.words import Words, fold, sounds_spoken

CLOSING: Final = {"(": ")", "[": "]"}
_BRACKET: Final = re.compile(r"[(\[]")
_NOTE_MARK: Final = re.compile(r"\[\s?(?:\d{1,4}|[A-Za-z]|\*)\s?\]|\{\d{1,4}\}|<\d{1,4}>")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_NAME_AND_MORE: Final = re.compile(r"([^\W\d_]{3,}) (?:[^\W\d_]+ )?[^\W\d_]*[a-zà-ÿа-яё]")
_EMENDED: Final = re.compile(r"\[[^\W\d_]{1,12}\]")
_SHORT_BRACKET: Final = 5
_TRAILING: Final = re.compile(r"\s{3,}(?=[\[(]?[^\W\d_])")
_SENTENCE_END: Final = tuple(".!?…\"'”’»)]-—:;,")
_FULL_STOPS: Final = tuple(".!?…—")
_ITALIC: Final = 0.75
_COLUMN_SHARE: Final = 0.55
_FEW_SHARE: Final = 0.02
_SCARCE_SHARE: Final = 0.05
_LEAST_ITALICS: Final = 10
_LEAST_MARKED: Final = 2
_HELD_CHARS: Final = 160
_NEAR: Final = 4
_HALF: Final = 0.5
_MIXED_SHARE: Final = 0.1
_ASIDE_WORDS: Final = 4
_QUOTES: Final = re.compile(r"[\"“”„«»]|(?<!\w)['‘]")
_BRACKET_SHARE: Final = 0.05
_EXCLAIMED_SHARE: Final = 0.15
_PAREN_SHARE: Final = 0.2
_TELLING_SHARE: Final = 0.15


_Place = TypeVar("_Place", int, str)


class Piece(NamedTuple):
    """A part of a line: a direction, an editor's note, or words spoken."""

    kind: str
    text: str


@dataclass(slots=True)
class DirectionStyle:
    """How this script sets its directions.

    Attributes:
        brackets: the opening brackets that mean a direction.
        italics: italic stretches within a speech are directions.
        italic_lines: lines all in italics are directions; not where brackets mark them and speeches are in italics.
        columns: columns (see ``ScriptLine.column``) where directions stand.
        styles: paragraph styles of directions.
        italic_brackets: of the round brackets, only those in italics are directions; others hold asides.
        scarce: brackets are too few to be this script's way; within a speech they hold asides, or an editor's letters.
        loose: a short paragraph without label or brackets, between speeches, is a direction.
        names: first words of labels; a paragraph that begins with one, without a pause after it, tells of that person.
    """

    brackets: str = "(["
    italics: bool = False
    italic_lines: bool = True
    columns: frozenset[int] = frozenset()
    styles: frozenset[str] = frozenset()
    italic_brackets: bool = False
    scarce: bool = False
    loose: bool = False
    names: frozenset[str] = frozenset()


def begins_with_move(text: str, words: Words) -> bool:
    """Whether the first word is Enter, Exit and the like."""
    match = _FIRST_WORD.match(text.lstrip("[( "))
    return match is not None and text.lstrip("[( ")[0].isupper() and fold(match[0]) in words.move


def begins_with_name(text: str, names: frozenset[str]) -> bool:
    """Whether the text tells of somebody: a speaker's name and, without a pause, what they do."""
    match = _NAME_AND_MORE.match(text)
    return match is not None and fold(match[1]) in names


def learn_directions(
    script: Script, cues: Mapping[int, int], body: tuple[int, int], words: Words, names: frozenset[str]
) -> DirectionStyle:  # fmt: skip
    """Look at how brackets, italics, columns and styles are used in the body.

    Args:
        script: the lines.
        cues: position of each cue to where its words begin in the line.
        body: first and last position (exclusive).
        words: of the script's language.
        names: folded first words of the labels.
    """
    tally = _Tally(words, names)
    for position in range(*body):
        before = script.lines[position - 1].text if position else ""
        tally.count(script.lines[position], before, cues.get(position))
    return tally.style(max(1, len(cues)))


class _Tally:
    """Counts what the lines of the body show."""

    def __init__(self, words: Words, names: frozenset[str]) -> None:
        self._words = words
        self._names = names
        self._counts: Counter[str] = Counter()
        self._columns: Counter[int] = Counter()
        self._marked_columns: Counter[int] = Counter()
        self._styles: Counter[str] = Counter()
        self._marked_styles: Counter[str] = Counter()
        self._after_cue = False
        self._closer = ""

    def count(self, line: ScriptLine, before: str, rest: int | None) -> None:
        """Take the next line; ``rest`` is where the words of a cue's line begin, None for other lines."""
        self._count_brackets(line, before, rest)
        self._count_italics(line, rest)
        if rest is None:
            bare_italic = line.italic_share >= _ITALIC and line.text[0] not in CLOSING
            self._counts["italic said"] += self._after_cue and bare_italic
            self._count_place(line)
        else:
            self._closer = ""
        self._after_cue = rest is not None and rest >= len(line.text)

    def _count_brackets(self, line: ScriptLine, before: str, rest: int | None) -> None:
        text = line.text
        for match in _BRACKET.finditer(text):
            at = match.start()
            if match[0] == "[":
                self._counts["square"] += not _NOTE_MARK.match(text, at)
                continue
            leads = (
                (at == 0 and (line.starts or before.endswith(_SENTENCE_END)))
                or (rest is not None and at <= rest)
                or text[max(0, at - _NEAR) : at].rstrip().endswith(_SENTENCE_END)
            )
            self._counts["round"] += 1
            self._counts["exclaimed"] += _is_exclaimed(text, at)
            self._counts["slanted" if is_slanted(line, at) else "upright"] += 1
            self._counts["leading"] += leads and not text[at + 1 : at + 2].isdigit()

    def _count_italics(self, line: ScriptLine, rest: int | None) -> None:
        if not 0 < line.italic_share < _ITALIC:
            return
        for a, b in line.italic:
            if rest is None or a >= rest:
                self._counts["italic"] += 1
                self._counts["emphasised"] += " " not in line.text[a:b].strip()

    def _count_place(self, line: ScriptLine) -> None:
        evident = _evident(line, self._words) or bool(self._closer)
        self._closer = _still_open(line.text, self._closer)
        self._columns[line.column] += 1
        self._marked_columns[line.column] += evident
        if line.style:
            self._styles[line.style] += 1
            self._marked_styles[line.style] += evident
        moves = line.text[0] not in CLOSING and line.italic_share < _ITALIC and begins_with_move(line.text, self._words)
        if line.blank and not self._after_cue and (moves or not evident):
            self._counts["loose"] += 1
            self._counts["telling"] += moves or begins_with_name(line.text, self._names)

    def style(self, cues: int) -> DirectionStyle:
        """What the counts say, for a script with so many cues."""
        counts = self._counts
        spoken = (
            counts["leading"] < _PAREN_SHARE * counts["round"]
            or (counts["square"] > _BRACKET_SHARE * cues and counts["exclaimed"] > _EXCLAIMED_SHARE * counts["round"])
        )  # fmt: skip
        bracketed = counts["leading"] + counts["square"] > _FEW_SHARE * cues
        italics = counts["italic"] > max(_LEAST_ITALICS, _BRACKET_SHARE * cues)
        return DirectionStyle(
            brackets="[" if spoken or not counts["round"] else "([",
            italics=italics and not bracketed and counts["emphasised"] * 2 < counts["italic"],
            italic_brackets=min(counts["slanted"], counts["upright"])
            > max(_LEAST_ITALICS, _MIXED_SHARE * counts["round"]),
            scarce=counts["leading"] + counts["square"] < _SCARCE_SHARE * cues,
            italic_lines=not (bracketed and counts["italic said"] > _LEAST_ITALICS),
            columns=_telling(self._columns, self._marked_columns),
            styles=_telling(self._styles, self._marked_styles) | frozenset(filter(_names_direction, self._styles)),
            loose=counts["telling"] >= _TELLING_SHARE * counts["loose"] > 0,
            names=self._names,
        )


def _telling(total: Counter[_Place], marked: Counter[_Place]) -> frozenset[_Place]:
    """The places, other than the most usual one, where most lines are evident directions."""
    main = total.most_common(1)[0][0] if total else None
    return frozenset(
        place for place, n in total.items()
        if place != main and marked[place] >= max(_LEAST_MARKED, _COLUMN_SHARE * n)
    )  # fmt: skip


def is_slanted(line: ScriptLine, at: int) -> bool:
    """Whether a bracket and what it holds, as far as this line has it, is set in italics."""
    close = line.text.find(CLOSING[line.text[at]], at)
    return share_in(line.italic, at, close + 1 if close > 0 else len(line.text)) > _HALF


def is_aside(line: ScriptLine, at: int, style: DirectionStyle, words: Words) -> bool:
    """Whether a round bracket holds what somebody says aside, rather than what is done."""
    if line.text[at] != "(":
        return False
    if style.italic_brackets:
        return not is_slanted(line, at)
    held = line.text[at + 1 :].partition(")")[0]
    return len(held.split()) >= _ASIDE_WORDS and not _QUOTES.search(held) and sounds_spoken(held, words)


def is_said(line: ScriptLine, at: int, style: DirectionStyle, words: Words) -> bool:
    """Whether a bracket within a speech holds words that are spoken."""
    return is_aside(line, at, style, words) or (style.scarce and not _directs(line, at, words))


def _directs(line: ScriptLine, at: int, words: Words) -> bool:
    """Whether a bracket shows by itself that it directs: by its letters or first word, as a paragraph or sentence."""
    text = line.text
    close = text.find(CLOSING[text[at]], at)
    held = text[at + 1 : close] if close > 0 else text[at + 1 :]
    first = _FIRST_WORD.search(held)
    if is_slanted(line, at) or (first is not None and fold(first[0]) in words.move | words.delivery):
        return True
    alone = at == 0 and line.starts and (close < 0 or not any(map(str.isalnum, text[close:])))
    whole = held[:1].isupper() and (held.endswith(".") or text[:at].rstrip().endswith(_FULL_STOPS))
    return (alone or whole) and not sounds_spoken(held, words)


def _is_exclaimed(text: str, at: int) -> bool:
    """Whether a parenthesis holds a cry or question, as an aside that is spoken does."""
    held = text[at : at + _HELD_CHARS].partition(")")[0]
    return "!" in held or "?" in held


def _still_open(text: str, closer: str) -> str:
    """The closing bracket that a direction at the line's beginning, or before it, still waits for; or ""."""
    if not closer and text[0] in CLOSING and not _NOTE_MARK.match(text):
        closer = CLOSING[text[0]]
    return "" if closer in text else closer


def _names_direction(style: str) -> bool:
    """Whether a paragraph style is named for directions."""
    folded = fold(style)
    return any(word in folded for word in ("direction", "didascali", "action", "regie", "acotaci", "stage"))


def _evident(line: ScriptLine, words: Words) -> bool:
    """Whether the line alone shows that it is a direction."""
    text = line.text
    return (
        (text[0] in "([" and not _NOTE_MARK.match(text))
        or line.italic_share >= _ITALIC
        or begins_with_move(text, words)
    )  # fmt: skip


def is_note(text: str, words: Words) -> bool:
    """Whether a bracket holds an editor's note: ``[Footnote 3: …]``, ``[Illustration]``."""
    match = _FIRST_WORD.match(text.lstrip("[ "))
    return text.startswith("[") and match is not None and fold(match[0]) in words.note


def split_brackets(
    text: str, style: DirectionStyle, waiting: str, words: Words, spoken: Callable[[int], bool]
) -> tuple[list[Piece], str]:  # fmt: skip
    """Part a line into what is said and what is done.

    Args:
        text: the line, or what is left of it after a label.
        style: of this script.
        waiting: the closing bracket that an earlier line left open, prefixed with "!" in a note; or "".
        words: of the script's language.
        spoken: whether the bracket at a place of the text holds an aside.

    Returns:
        The pieces in order, and the bracket that stays open.
    """
    pieces: list[Piece] = []
    at = 0
    note = waiting.startswith("!")
    closer = waiting.lstrip("!")
    depth = 1 if closer else 0
    opener = "(" if closer == ")" else "["
    start = 0
    while at < len(text):
        char = text[at]
        if depth:
            depth += (char == opener) - (char == closer)
            if depth == 0:
                _add(pieces, "note" if note else "dir", text[start : at + 1])
                start, note, closer = at + 1, False, ""
        elif char in style.brackets:
            if _is_emendation(text, at) or spoken(at):
                at += 1
                continue
            mark = _NOTE_MARK.match(text, at)
            _add(pieces, "say", text[start:at])
            if mark:
                _add(pieces, "note", mark[0])
                start = at = mark.end()
                continue
            start, opener, closer, depth = at, char, CLOSING[char], 1
            note = is_note(text[at : at + _HELD_CHARS], words)
        at += 1
    if depth:
        _add(pieces, "note" if note else "dir", text[start:])
        return pieces, ("!" if note else "") + closer
    _add(pieces, "say", text[start:])
    return pieces, ""


def _is_emendation(text: str, at: int) -> bool:
    """Whether a square bracket only adds letters to a word: ``t[ha]t``, ``[k]night``, ``[is]``."""
    match = _EMENDED.match(text, at)
    if match is None:
        return False
    glued = text[at - 1 : at].isalpha() or text[match.end() : match.end() + 1].isalpha()
    return glued or len(match[0]) <= _SHORT_BRACKET


def split_italics(line: ScriptLine, begin: int) -> list[Piece]:
    """Part a line where italics are directions."""
    pieces: list[Piece] = []
    at = begin
    for a, b in line.italic:
        if b <= at:
            continue
        _add(pieces, "say", line.text[at : max(a, at)])
        _add(pieces, "dir", line.text[max(a, at) : b])
        at = b
    _add(pieces, "say", line.text[at:])
    return pieces


def split_trailing(text: str, words: Words) -> tuple[str, str]:
    """A direction that old prints set at the line's right end: words, wide gap, ``Exit Ghost``."""
    for match in _TRAILING.finditer(text):
        tail = text[match.end() :]
        if begins_with_move(tail, words):
            return text[: match.start()], tail
    return text, ""


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    text = text.strip()
    if not text:
        return
    if kind == "say" and not any(map(str.isalnum, text)) and pieces:
        pieces[-1] = Piece(pieces[-1].kind, pieces[-1].text + text)
        return
    pieces.append(Piece(kind, text))


def closes_soon(script: Script, position: int, closer: str, stops: Collection[int], limit: int = 40) -> bool:
    """Whether a bracket left open in this line is closed before the next cue or heading."""
    for at in range(position + 1, min(position + limit, len(script))):
        if at in stops:
            return False
        if closer in script.lines[at].text:
            return True
    return False

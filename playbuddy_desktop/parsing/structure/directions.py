"""Stage directions: how this script sets them, learnt from the whole of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from playbuddy_desktop.parsing.structure.view import Script, ScriptLine, share_in
from playbuddy_desktop.parsing.structure.words import Words, fold, sounds_spoken

CLOSING: Final = {"(": ")", "[": "]"}
_BRACKET: Final = re.compile(r"[(\[]")
NOTE_MARK: Final = re.compile(r"\[\s?(?:\d{1,4}|[A-Za-z]|\*)\s?\]|\{\d{1,4}\}|<\d{1,4}>")
FIRST_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_NAME_AND_MORE: Final = re.compile(r"([^\W\d_]{3,}) (?:[^\W\d_]+ )?[^\W\d_]*[a-zà-ÿа-яё]")
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
_SAID_SHARE: Final = 0.2
_LEAST_SET_IN: Final = 3
_CENTRE: Final = -1
_LEAST_CENTRED: Final = 20
_SHORT_BLOCK: Final = 2
_ENDED_SHARE: Final = 0.6
_OPENING_SHARE: Final = 0.3


_Place = TypeVar("_Place", int, str)


@dataclass(slots=True)
class DirectionStyle:
    """How this script sets its directions.

    Attributes:
        brackets: the opening brackets that mean a direction.
        italics: italic stretches within a speech are directions.
        italic_lines: lines all in italics are directions; not where brackets mark them and speeches are in italics.
        columns: columns (see ``ScriptLine.column``) where directions stand.
        styles: paragraph styles of directions.
        indents: exact indents where paragraphs that tell of somebody stand, and hardly ever speech.
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
    indents: frozenset[int] = frozenset()
    italic_brackets: bool = False
    scarce: bool = False
    loose: bool = False
    names: frozenset[str] = frozenset()


def begins_with_move(text: str, words: Words) -> bool:
    """Whether the first word is Enter, Exit and the like."""
    match = FIRST_WORD.match(text.lstrip("[( "))
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
        self._set_in: Counter[int] = Counter()
        self._telling_set_in: Counter[int] = Counter()
        self._said_at: Counter[int] = Counter()
        self._cued_at: Counter[int] = Counter()
        self._in_speech = False
        self._after_cue = False
        self._closer = ""
        self._in_centre = False
        self._ended = False

    def count(self, line: ScriptLine, before: str, rest: int | None) -> None:
        """Take the next line; ``rest`` is where the words of a cue's line begin, None for other lines."""
        self._count_centred(line, rest)
        self._count_brackets(line, before, rest)
        self._count_italics(line, rest)
        self._in_speech = rest is not None or (self._after_cue if line.starts else self._in_speech)
        if rest is None:
            self._count_indent(line)
            bare_italic = line.italic_share >= _ITALIC and line.text[0] not in CLOSING
            self._counts["italic said"] += self._after_cue and bare_italic
            self._count_place(line)
        else:
            self._cued_at[line.indent] += rest < len(line.text)
            self._closer = ""
        self._after_cue = rest is not None and rest >= len(line.text)

    def _count_centred(self, line: ScriptLine, rest: int | None) -> None:
        """Whether what stands in the middle, beside cues, ends soon with a full stop, as no song does."""
        centred = rest is None and line.centred
        if centred:
            self._counts["centred"] += 1
            self._counts["centred blocks"] += not self._in_centre
            self._counts["centred after cue"] += self._after_cue
        elif self._in_centre:
            self._counts["centred ended"] += self._ended
        self._in_centre, self._ended = centred, line.text.endswith(_FULL_STOPS)

    def _count_brackets(self, line: ScriptLine, before: str, rest: int | None) -> None:
        text = line.text
        for match in _BRACKET.finditer(text):
            at = match.start()
            if match[0] == "[":
                self._counts["square"] += not NOTE_MARK.match(text, at)
                continue
            leads = (
                (at == 0 and (line.starts or self._after_cue or before.endswith(_SENTENCE_END)))
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
                held = line.text[a:b].strip()
                own = held.endswith(".") and line.text[:a].rstrip().endswith(_FULL_STOPS)
                self._counts["sentences"] += own
                self._counts["emphasised"] += " " not in held and not own

    def _count_indent(self, line: ScriptLine) -> None:
        """Whether speech or a paragraph without label stands at this indent, and whether that tells of somebody."""
        if self._in_speech:
            self._said_at[line.indent] += 1
        elif line.starts and line.text[0] not in CLOSING and not line.centred:
            self._set_in[line.indent] += 1
            tells = begins_with_name(line.text, self._names) or begins_with_move(line.text, self._words)
            self._telling_set_in[line.indent] += tells

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
        italics = counts["italic"] > max(_LEAST_ITALICS, _BRACKET_SHARE * cues) or (
            counts["sentences"] > max(_LEAST_ITALICS, _HALF * counts["italic"])
        )
        return DirectionStyle(
            brackets="[" if spoken or not counts["round"] else "([",
            italics=italics and not bracketed and counts["emphasised"] * 2 < counts["italic"],
            italic_brackets=min(counts["slanted"], counts["upright"])
            > max(_LEAST_ITALICS, _MIXED_SHARE * counts["round"]),
            scarce=counts["leading"] + counts["square"] < _SCARCE_SHARE * cues,
            italic_lines=not (bracketed and counts["italic said"] > _LEAST_ITALICS),
            columns=_telling(self._columns, self._marked_columns) | self._centre(),
            indents=self._indents(),
            styles=_telling(self._styles, self._marked_styles) | frozenset(filter(_names_direction, self._styles)),
            loose=counts["telling"] >= _TELLING_SHARE * counts["loose"] > 0,
            names=self._names,
        )

    def _centre(self) -> frozenset[int]:
        """The middle, where short blocks in whole sentences stand there, and no speech begins there."""
        counts = self._counts
        blocks = counts["centred blocks"]
        apart = (
            blocks >= _LEAST_CENTRED
            and counts["centred"] <= _SHORT_BLOCK * blocks
            and counts["centred ended"] >= _ENDED_SHARE * blocks
            and counts["centred after cue"] <= _OPENING_SHARE * blocks
            and self._columns[_CENTRE] < _HALF * self._columns.total()
        )
        return frozenset({_CENTRE}) if apart else frozenset()

    def _indents(self) -> frozenset[int]:
        """Where paragraphs are set in that tell of somebody, but hardly any speech, nor most cues."""
        cued = {indent for indent, _ in self._cued_at.most_common(1)}
        return frozenset(
            indent for indent, n in self._set_in.items()
            if n >= _LEAST_SET_IN
            and indent not in cued
            and self._telling_set_in[indent] >= _TELLING_SHARE * n
            and self._said_at[indent] < _SAID_SHARE * n
        )  # fmt: skip


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
    first = FIRST_WORD.search(held)
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
    if not closer and text[0] in CLOSING and not NOTE_MARK.match(text):
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
        (text[0] in "([" and not NOTE_MARK.match(text))
        or line.italic_share >= _ITALIC
        or begins_with_move(text, words)
    )  # fmt: skip

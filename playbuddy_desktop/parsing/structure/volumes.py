"""Volumes: where the plays of a file with several plays begin.

A false division of one play is far worse than a missed one, so a play begins only where several things agree: a title
that stands apart, its own cast list or acts that begin again, and two more of these: acts that begin again, an entry
in the volume's table of contents, a line that says what kind of play it is or by whom, speakers who are strangers to
the play before. Acts that merely begin again (two parts of one play), or a cast list before each act, divide nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from playbuddy_desktop.parsing.document import Document, Role
from playbuddy_desktop.parsing.engine import PlaySpan
from playbuddy_desktop.parsing.structure.conventions import infer, stated
from playbuddy_desktop.parsing.structure.front import TITLE_CHARS, is_closing
from playbuddy_desktop.parsing.structure.headings import Heading, Level, find_headings
from playbuddy_desktop.parsing.structure.stated import Statement
from playbuddy_desktop.parsing.structure.steps import Steps
from playbuddy_desktop.parsing.structure.title_pages import APART, TitlePages, plain, stripped, tokens_of
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine
from playbuddy_desktop.parsing.structure.words import Words, detect_language, everything, fold, languages, number_of

_FIELD: Final = re.compile(r"^(?P<name>Title|Author):\s*(?P<value>.+)$")
_PIECES: Final = re.compile(r"\s+[-–—/|]+\s+|\s*[;,]\s+")
"""What parts the titles of several plays in the title of a volume."""
_NOTICE: Final = re.compile(r"^\W*(?P<kind>START|END) OF (?:THE |THIS )?PROJECT GUTENBERG", re.IGNORECASE)
_NUMERAL_CHARS: Final = 14
_PAIR: Final = 2
_SAMPLE_LINES: Final = 700
"""So much of each play tells whether people speak there, and who."""
_LEAST_CUES: Final = 15
_LEAST_CONFIDENCE: Final = 0.25
_STRANGE: Final = 0.5
"""Of the cues of two plays, less than this share has names in common: servants, stock figures, short labels."""
_WINDOW: Final = 30
"""A title page has no more lines before the cast list."""
_FAR: Final = 600
"""A preface or prologue may stand between a title that the contents name, and the cast list or the first act."""
_CONTENTS_LINES: Final = 80
_CAST_GAP: Final = 12
_LEAST_LINES: Final = 40
_ENOUGH: Final = 2
_LEAST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where people begin to speak after a cast list or the heading of a first act, at ``position``."""

    position: int
    has_cast: bool
    voices: Counter[str]


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a play may begin: ``start`` is the position of its title page, which prints ``title`` and ``author``."""

    anchor: _Anchor
    start: int
    title: str
    author: str = ""


def find_plays(document: Document) -> tuple[PlaySpan, ...]:
    """The plays of a document in order; together they hold all its lines. A single span when it is one play."""
    if _may_hold_several(document):
        volume = _Volume(document)
        openings = volume.openings()
        if len(openings) > 1:
            return volume.spans(openings)
    return (PlaySpan("", 0, len(document.lines)),)


def _mentions(text: str, title: str) -> bool:
    return f" {plain(title)} " in f" {plain(text)} "


def _may_hold_several(document: Document) -> bool:
    """A quick look: whether two cast lists, or two first acts, lie so far apart that a play may stand between them."""
    words = everything()
    cast = act = len(document.lines)
    highest = 0
    for at, line in enumerate(document.lines):
        if line.furniture is not None or not _PAIR < len(line.text) <= TITLE_CHARS:
            continue
        folded = fold(line.text)
        if line.role is Role.CAST or stripped(folded) in words.cast:
            if at - cast >= _LEAST_LINES:
                return True
            cast = at
        elif number := _act_number(folded, words):
            if number == 1:
                if highest > 1 and at - act >= _LEAST_LINES:
                    return True
                act = at
            highest = number
    return False


def _act_number(folded: str, words: Words) -> int | None:
    """Of ``ACT I``, ``ERSTER AKT``, ``[I. 1]``; nothing of other lines."""
    tokens = tokens_of(folded)[:4]
    if words.act.isdisjoint(tokens) and not len(tokens) == _PAIR <= len(folded) <= _NUMERAL_CHARS:
        return None
    numbers = [number for token in tokens if (number := number_of(token, words.ordinals)) is not None]
    complete = len(numbers) == _PAIR or not words.act.isdisjoint(tokens)
    return numbers[0] if numbers and complete else None


class _Volume:
    """Looks for the plays of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._all = everything()
        self.script = Script(document, Steps())
        self._headings = find_headings(self.script, self._all, Steps())
        language = detect_language(line.text for line in self.script.lines)
        self._words = languages()[language] if language else self._all
        self._legal = _legal(self.script)
        self._acts = [
            at for at, heading in sorted(self._headings.items()) if self._is_act(heading) and at not in self._legal
        ]  # fmt: skip
        self._pages = TitlePages(document, self.script, self._headings, self._words)
        self._listed: list[str] = []

    def openings(self) -> list[_Opening]:
        """The plays, each with the evidence that it is one of several."""
        anchors = self._anchors()
        if len(anchors) <= 1:
            return []
        self._listed = self._contents(anchors[0].position)
        found: list[_Opening] = []
        voices: Counter[str] = Counter()
        for number, anchor in enumerate(anchors):
            floor = anchors[number - 1].position + _LEAST_CUES if number else 0
            opening = self._opening(anchor, floor, [one.title for one in found])
            if not found:
                first = opening if opening and anchor.has_cast else _Opening(anchor, anchor.position, "")
                found.append(replace(first, author=self._pages.author(first.start, anchor.position)))
                voices = anchor.voices.copy()
                continue
            end = anchors[number + 1].position if number + 1 < len(anchors) else len(self.script)
            if opening is not None and self._begins_another(found[-1], voices, opening, end):
                found.append(replace(opening, author=self._pages.author(opening.start, anchor.position)))
                voices = Counter()
            voices += anchor.voices
        return found

    def spans(self, openings: Sequence[_Opening]) -> tuple[PlaySpan, ...]:
        """What stands before the first play belongs to its front matter, what stands after the last one to its end."""
        lines = self.script.lines
        fields: dict[str, str] = {}
        for line in lines[: openings[0].anchor.position]:
            if match := _FIELD.match(line.text):
                fields.setdefault(match["name"].casefold(), match["value"].strip())
        whole = fields.get("title") or self._document.title or ""
        author = fields.get("author") or self._pages.author(0, openings[0].start) or self._document.author or ""
        titles = [opening.title for opening in openings]
        named = [title for title in titles if title and _mentions(whole, title)]
        if not titles[0] and whole:
            titles[0] = _PIECES.split(whole)[0] if named else whole
            named.append(titles[0])
        main = named[0] if len(named) == 1 else None
        head = (self._pages.title(at) for at in range(openings[0].start) if self._pages.is_title(at))
        volume = whole or next(head, "")
        starts = [0, *(lines[opening.start].index for opening in openings[1:]), len(self._document.lines)]
        return tuple(
            PlaySpan(title, first, end, opening.author or author, volume, title == main)
            for title, opening, (first, end) in zip(titles, openings, pairwise(starts), strict=True)
        )

    def _is_act(self, heading: Heading) -> bool:
        tokens = tokens_of(heading.text[:TITLE_CHARS])
        numerals = heading.has_scene and len(heading.text) <= _NUMERAL_CHARS
        return heading.level is Level.ACT and (numerals or not self._all.act.isdisjoint(tokens))

    def _anchors(self) -> list[_Anchor]:
        """Cast lists and first acts after which people speak."""
        casts = set(self._casts())
        places = sorted(casts | set(self._first_acts()))
        found: list[_Anchor] = []
        cast: int | None = None
        for place, following in pairwise([*places, len(self.script)]):
            voices = self._voices(place, following)
            if not voices:
                cast = place if place in casts else cast
                continue
            own = place in casts
            begin = place if own or cast is None else cast
            found.append(_Anchor(begin, own or cast is not None, voices))
            cast = None
        return found

    def _casts(self) -> Iterable[int]:
        last = -_CAST_GAP
        for at, line in enumerate(self.script.lines):
            if line.role is Role.CAST:
                if at - last > _CAST_GAP:
                    yield at
                last = at
            elif self._is_cast_heading(line) and not (at + 1 in self._headings and at + _PAIR in self._headings):
                yield at

    def _is_cast_heading(self, line: ScriptLine) -> bool:
        return len(line.text) <= TITLE_CHARS and stripped(fold(line.text)) in self._all.cast

    def _first_acts(self) -> Iterable[int]:
        """Headings of a first act that no other act of the same number precedes."""
        before: int | None = None
        for at in self._acts:
            number = self._headings[at].number
            if number == 1 and before != 1:
                yield at
            before = number

    def _voices(self, first: int, end: int) -> Counter[str]:
        """Who speaks how often in the first lines of a stretch; empty where it is no play."""
        end = min(end, first + _SAMPLE_LINES, next((at for at in range(first, end) if at in self._legal), end))
        lines = self._document.lines[self.script.lines[first].index : self.script.lines[end - 1].index + 1]
        sample = Script(replace(self._document, lines=lines), Steps())
        headings = {at - first: heading for at, heading in self._headings.items() if first <= at < end}
        if sample.statement is not Statement.NONE:
            found = stated(sample, frozenset())
        else:
            found = infer(sample, self._words, headings, frozenset(), Steps())
        voices = Counter({label: n for label, n in found.labels.items() if label not in self._words.all})
        spoken = sum(n for n in voices.values() if n > 1)
        return voices if spoken >= _LEAST_CUES and found.confidence >= _LEAST_CONFIDENCE else Counter()

    def _contents(self, end: int) -> list[str]:
        """The short lines where titles are listed: before the first play, and after a heading of contents."""
        places = set(range(end))
        for at, line in enumerate(self.script.lines):
            if len(line.text) <= TITLE_CHARS and stripped(fold(line.text)) in self._all.contents:
                places.update(range(at, min(at + _CONTENTS_LINES, len(self.script))))
        lines = (self.script.lines[at].text for at in sorted(places))
        return [plain(text) for text in lines if len(text) <= TITLE_CHARS + TITLE_CHARS // 2]

    def _is_listed(self, title: str) -> bool:
        sought = plain(title)
        return len(sought) > _LEAST_LETTERS and any(f" {sought} " in f" {line} " for line in self._listed)

    def _opening(self, anchor: _Anchor, floor: int, before: list[str]) -> _Opening | None:
        """The title page above a cast list or first act; a title that the contents name may stand higher up."""
        far = range(max(floor, anchor.position - _FAR), anchor.position)
        stated = next((at for at in far if self.script.lines[at].role is Role.TITLE), None)
        if stated is not None:
            return _Opening(anchor, stated, self._pages.title(stated))
        page = self._title_page(anchor, floor) if anchor.has_cast else None
        if not before or (page is not None and self._is_listed(page.title)):
            return page
        taken = {plain(title) for title in before}
        widest = APART
        named: _Opening | None = None
        for at in reversed(far):
            title = self._pages.title(at)
            if (
                self._pages.apart(at) >= widest
                and self._pages.is_title(at)
                and plain(title) not in taken
                and self._is_listed(title)
            ):
                named = _Opening(anchor, at, title)
            widest = max(widest, self._pages.apart(at))
        return named or page

    def _title_page(self, anchor: _Anchor, floor: int) -> _Opening | None:
        page: list[int] = []
        for at in range(anchor.position - 1, max(floor, anchor.position - _WINDOW) - 1, -1):
            line, heading = self.script.lines[at], self._headings.get(at)
            numbered = heading is not None and heading.number is not None and heading.number > 1
            if len(line.text) > TITLE_CHARS or numbered or is_closing(line.text, self._all):
                break
            page.append(at)
        if not page:
            return None
        widest = max(map(self._pages.apart, page))
        if widest < APART:
            return None
        start = min(at for at in page if self._pages.apart(at) == widest)
        title = next((at for at in range(start, anchor.position) if self._pages.is_title(at)), None)
        return None if title is None else _Opening(anchor, start, self._pages.title(title))

    def _begins_another(self, former: _Opening, voices: Counter[str], opening: _Opening, end: int) -> bool:
        """Whether a title begins another play, not another part of the same one."""
        before = [self._headings[at].number for at in self._acts if former.anchor.position <= at < opening.start]
        here = [self._headings[at].number for at in self._acts if opening.start <= at < end]
        if here and here[0] not in (None, 1):
            return False
        again = bool(here) and here[0] == 1 and any(number is not None and number > 1 for number in before)
        page = (self.script.lines[at] for at in range(opening.start, opening.anchor.position))
        kind = any(self._pages.tells_kind(line) for line in page)
        strange = _alike(voices, opening.anchor.voices) <= _STRANGE
        listed = self._is_listed(opening.title)
        if not opening.anchor.has_cast:
            return again and listed and strange
        return again + kind + strange + listed >= _ENOUGH


def _legal(script: Script) -> frozenset[int]:
    """Positions of a distributor's notices, which may surround each play of a file that was put together."""
    found: set[int] = set()
    after = False
    for at, line in enumerate(script.lines):
        if match := _NOTICE.match(line.text):
            after = match["kind"].upper() == "END"
        if after:
            found.add(at)
    return frozenset(found)


def _alike(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The share of cues whose name the other play has too, in the play that has more of them."""
    shares = []
    for mine, theirs in ((one, other), (other, one)):
        total = sum(mine.values())
        shares.append(sum(n for name, n in mine.items() if name in theirs) / total if total else 0.0)
    return max(shares)

"""Volumes: one or several plays of a document under any engine, each parsed as if it stood alone.

A play of a volume has conventions, a cast and front matter of its own. Several can be joined into one playbook; then
their acts follow each other, and characters of one name in two plays stay two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from playbuddy_desktop.errors import NoSpeechFoundError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.engine import ChunkPlan, ChunkResult, Engine, JsonObject, Parse, PlaySpan
from playbuddy_desktop.parsing.playbook import Act, Character, Line, Playbook, SourceSpan

_PLAY: Final = "play"
"""The kind of the item that marks where a play of a volume begins."""


def usual_choice(plays: Sequence[PlaySpan]) -> list[PlaySpan]:
    """What a person most likely wants of a file: the play that it is named for, else all of them."""
    return [play for play in plays if play.main] or list(plays)


@dataclass(frozen=True, slots=True)
class Part:
    """A play of a volume with the lines that are its own."""

    span: PlaySpan
    document: Document

    @classmethod
    def of(cls, document: Document, span: PlaySpan) -> Part:
        """Cut a play out of its volume."""
        return cls(span, replace(document, lines=document.lines[span.first : span.end]))


def prepare_parts(
    engine: Engine,
    parts: Sequence[Part],
    *,
    chunk_chars: int,
    fallback_title: str,
    report: Callable[[float], None] | None = None,
) -> Parse:
    """Prepare some plays of a volume, joined into one playbook when they are several.

    Args:
        engine: that parses each of them.
        parts: the plays.
        chunk_chars: as for ``Engine.prepare``.
        fallback_title: as for ``Engine.prepare``.
        report: as for ``Engine.prepare``.
    """
    total = sum(len(part.document.lines) for part in parts) or 1
    done = 0
    parses: list[_OnePlay] = []
    for part in parts:
        size = len(part.document.lines)
        parse = engine.prepare(
            part.document,
            chunk_chars=chunk_chars,
            fallback_title=part.span.title or fallback_title,
            report=None if report is None else _within(report, done / total, size / total),
        )
        parses.append(_OnePlay(parse, part))
        done += size
    return parses[0] if len(parses) == 1 else _Joined(parses)


def _within(report: Callable[[float], None], done: float, share: float) -> Callable[[float], None]:
    return lambda part: report(done + share * part)


class _OnePlay:
    """A play of a volume; what it says of the source counts the lines of the whole document."""

    def __init__(self, parse: Parse, part: Part) -> None:
        self.plan = parse.plan
        self.start = parse.start
        self.chunk = parse.chunk
        self._parse = parse
        self.span = part.span
        self._document = part.document

    def assemble(self, items: Sequence[JsonObject]) -> Playbook:
        """Build the play, with the title and author that the volume gives it."""
        play = self._parse.assemble(items)
        play.title = self.span.title or play.title
        play.author = self.span.author or play.author
        for line in _lines(play):
            if line.source is not None:
                first = self.span.first
                line.source = SourceSpan(first=line.source.first + first, last=line.source.last + first)
        return play

    def text(self) -> list[str]:
        """All of its lines, for a play in which nobody is found to speak."""
        return [line.text for line in self._document.lines if line.furniture is None and line.text]


class _Joined:
    """Several plays as one playbook."""

    def __init__(self, parses: Sequence[_OnePlay]) -> None:
        self._parses = parses
        counts = [parse.plan.count for parse in parses]
        self._owners = [number for number, count in enumerate(counts) for _ in range(count)]
        self._firsts = list(accumulate(counts, initial=0))
        digest = hashlib.sha256("\n".join(parse.plan.hash for parse in parses).encode()).hexdigest()
        self.plan = ChunkPlan(tuple(self._bounds()), digest)

    def _bounds(self) -> Iterator[int]:
        """The chunks of all plays, counted over the lines of all."""
        done = 0
        yield done
        for parse in self._parses:
            yield from (done + bound for bound in parse.plan.bounds[1:])
            done += parse.plan.bounds[-1]

    def start(self) -> JsonObject:
        """The context before the first chunk of the first play."""
        return self._parses[0].start()

    def chunk(self, index: int, context: JsonObject) -> ChunkResult:
        """Parse a chunk; the first one of a play knows nothing of the play before."""
        owner = self._owners[index]
        parse, own_index = self._parses[owner], index - self._firsts[owner]
        if own_index:
            return parse.chunk(own_index, context)
        result = parse.chunk(0, parse.start())
        return replace(result, items=[{"kind": _PLAY, _PLAY: owner}, *result.items])

    def assemble(self, items: Sequence[JsonObject]) -> Playbook:
        """Join the plays.

        Raises:
            NoSpeechFoundError: nobody speaks in any of them.
        """
        own_items: list[list[JsonObject]] = [[] for _ in self._parses]
        owner = 0
        for item in items:
            if item["kind"] == _PLAY:
                owner = int(str(item[_PLAY]))
            else:
                own_items[owner].append(item)
        plays: list[Playbook] = []
        unspoken: list[str] = []
        for parse, own in zip(self._parses, own_items, strict=True):
            try:
                plays.append(parse.assemble(own))
            except NoSpeechFoundError:
                unspoken += parse.text()
        if not plays:
            raise NoSpeechFoundError
        return _joined(self._parses[0].span.volume or plays[0].title, plays, unspoken)


def _joined(title: str, plays: Sequence[Playbook], unspoken: list[str]) -> Playbook:
    """One playbook of several: the acts in order, the first act of each play bearing the play's title."""
    authors = list(dict.fromkeys(play.author for play in plays if play.author))
    characters: list[Character] = []
    acts: list[Act] = []
    for number, play in enumerate(plays, start=1):
        own = {one.id: f"{number}-{one.id}" for one in play.characters}
        characters += [one.model_copy(update={"id": own[one.id]}) for one in play.characters]
        for line in _lines(play):
            line.speakers = [own[speaker] for speaker in line.speakers]
        play.acts[0].title = " · ".join(filter(None, (play.title, play.acts[0].title)))
        acts += play.acts
    return Playbook(
        title=title,
        author=", ".join(authors),
        language=plays[0].language if len({play.language for play in plays}) == 1 else None,
        characters=characters,
        acts=acts,
        front_matter=[text for play in plays for text in play.front_matter],
        back_matter=[text for play in plays for text in play.back_matter] + unspoken,
        unplaced=[text for play in plays for text in play.unplaced],
    )


def _lines(play: Playbook) -> Iterator[Line]:
    return (line for act in play.acts for scene in act.scenes for line in scene.lines)

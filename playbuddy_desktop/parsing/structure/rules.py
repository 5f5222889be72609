"""The rules engine: infers a script's conventions from the whole document, then labels its lines chunk by chunk."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from playbuddy_desktop.errors import NoSpeechFoundError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.engine import ChunkPlan, ChunkResult, JsonObject, PlaySpan
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.parsing.structure import account
from playbuddy_desktop.parsing.structure.assemble import Facts, assemble
from playbuddy_desktop.parsing.structure.belief import choose, is_answer
from playbuddy_desktop.parsing.structure.cast import folded_names, prune, read_cast, spoken_entries
from playbuddy_desktop.parsing.structure.collector import collector_paused
from playbuddy_desktop.parsing.structure.conventions import Conventions, infer, stated, weigh
from playbuddy_desktop.parsing.structure.directions import learn_directions
from playbuddy_desktop.parsing.structure.front import (
    contents_headings,
    find_casts,
    find_regions,
    is_closing,
    shorten_cast,
)
from playbuddy_desktop.parsing.structure.headings import Level, find_headings, spaced_headings
from playbuddy_desktop.parsing.structure.labeller import Labeller
from playbuddy_desktop.parsing.structure.labels import Reading, key_of
from playbuddy_desktop.parsing.structure.names import split_joint
from playbuddy_desktop.parsing.structure.state import State
from playbuddy_desktop.parsing.structure.stated import Statement
from playbuddy_desktop.parsing.structure.steps import Steps
from playbuddy_desktop.parsing.structure.talk import is_talk
from playbuddy_desktop.parsing.structure.text import Printed
from playbuddy_desktop.parsing.structure.title import find_credits, find_title
from playbuddy_desktop.parsing.structure.view import Script
from playbuddy_desktop.parsing.structure.volumes import find_plays
from playbuddy_desktop.parsing.structure.words import detect_language, everything, languages

_LEAST_CONFIDENCE: Final = 0.12
_LONG_SCRIPT: Final = 300
_LEAST_CONFIDENCE_LONG: Final = 0.3
"""In a few lines a cue or two make a play. In a long text they are chance: chapters, and names that open paragraphs
(a novel has 0.2, the least certain play of the corpus 0.46)."""
_LEAST_CUES: Final = 2
_CLEARLY_CAST: Final = 4
_HALF_TITLES: Final = 6
"""A label that is met more often is a character whom the play is named for."""
_SURE: Final = 0.3
"""The reader gives Norwegian 0.1, taken for Danish, and short scripts of other languages 0.8."""
_INFERRED: Final = 0.75
_BELIEVED: Final = 0.9
_BEGINNING: Final = 0.9
_WORD: Final = re.compile(r"[^\W\d_]+")


class RulesEngine:
    """Parses by what the whole script shows, offline and deterministic."""

    name = "rules"
    version = "1"

    def plays(self, document: Document) -> tuple[PlaySpan, ...]:
        """The plays of a volume, found by titles, cast lists and acts that begin again; see ``volumes``."""
        return find_plays(document)

    @collector_paused()
    def prepare(
        self,
        document: Document,
        *,
        chunk_chars: int,
        fallback_title: str,
        report: Callable[[float], None] | None = None,
    ) -> RulesParse:
        """Infer the conventions and divide the document into chunks of about ``chunk_chars`` characters."""
        return RulesParse(document, self._plan(document, chunk_chars), fallback_title, Steps(report))

    def _plan(self, document: Document, chunk_chars: int) -> ChunkPlan:
        bounds = [0]
        size = 0
        for index, line in enumerate(document.lines):
            if size and size + len(line.text) > chunk_chars:
                bounds.append(index)
                size = 0
            size += len(line.text) + 1
        bounds.append(len(document.lines))
        digest = hashlib.sha256(f"{self.name} {self.version} {bounds}".encode())
        for line in document.lines:
            digest.update(line.text.encode("utf-8", "surrogatepass") + b"\n")
        return ChunkPlan(tuple(bounds), digest.hexdigest())


class RulesParse:
    """One document with its conventions.

    Attributes:
        plan: how the document is divided.
        conventions: how its cues are set.
    """

    def __init__(self, document: Document, plan: ChunkPlan, fallback_title: str, steps: Steps) -> None:
        """Infer everything that needs the whole document."""
        self.plan = plan
        self._document = document
        script = self._script = Script(document, steps)
        self._language = _language_of(document, script)
        words = self._words = languages()[self._language] if self._language else everything()
        all_words = everything()
        headings = find_headings(script, all_words, steps)
        casts = find_casts(script, headings, all_words)
        cast = casts[0] if casts else None
        self._listed = read_cast(script, cast, words)
        listed = folded_names(self._listed, words)
        told = script.statement is not Statement.NONE
        self.conventions = stated(script, listed) if told else infer(script, words, headings, listed, steps)
        steps.reach(_INFERRED)
        cues = self._cues(self.conventions)
        steps.reach(_BELIEVED)
        positions = sorted(cues)
        cast = self._best_cast(casts)
        shorter = shorten_cast(cast, positions, script, self._speaking(cues))
        if cast and shorter and shorter[1] < cast[1] and not told:
            # What people say seemed to be names of the list: without those, the forms weigh otherwise.
            listed = folded_names(read_cast(script, shorter, words), words)
            self.conventions = weigh(script, self.conventions.readings, listed)
            cues = self._cues(self.conventions)
            positions = sorted(cues)
        cast, self._listed = shorter, prune(read_cast(script, shorter, words), self.conventions.labels, words)
        for position in contents_headings(headings, positions):
            del headings[position]
        self._regions = find_regions(script, headings, positions, cast, all_words)
        self._title, self._author = find_title(document, script, self._regions, words, fallback_title)
        self._drop_half_titles(cues)
        body = (self._regions.start, self._regions.end)
        staged = cast is not None or any(body[0] <= at < body[1] for at in headings)
        if not any(heading.level is Level.SCENE for at, heading in headings.items() if body[0] <= at < body[1]):
            floor = self._regions.cast[1] if self._regions.cast else 0
            spaced = spaced_headings(script, cues, body, floor)
            headings |= {at: heading for at, heading in spaced.items() if at not in headings}
            body = (min(body[0], *spaced), body[1]) if spaced else body
            self._regions = replace(self._regions, start=body[0])
        self._enough = bisect_left(positions, body[1]) - bisect_left(positions, body[0]) >= _LEAST_CUES
        if self._language is not None and not told and not staged:
            inside = {at: cue for at, cue in cues.items() if body[0] <= at < body[1]}
            self._enough = self._enough and is_talk(script, inside, words)
        style = learn_directions(
            script, {at: cue[0].rest for at, cue in cues.items()}, body, all_words, self._names(cues)
        )
        self._labeller = Labeller(
            script,
            words,
            headings=headings,
            cues=cues,
            regions=self._regions,
            style=style,
            conventions=self.conventions,
        )
        steps.reach(1.0)

    def _drop_half_titles(self, cues: dict[int, tuple[Reading, float]]) -> None:
        """The play's own title, repeated before its acts, is nobody's label."""
        title = key_of(self._title)
        if title in folded_names(self._listed, self._words) or self.conventions.labels.get(title, 0) > _HALF_TITLES:
            return
        for at, (cue, _) in list(cues.items()):
            if cue.key == title and cue.form.place == "own":
                del cues[at]
                self._script.repeated[at] = at

    def _best_cast(self, casts: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """Of all that may be cast lists, the first that names several speakers; else the one that names the most."""
        tokens = frozenset(token for label in self.conventions.labels for token in label.split())
        named = [
            sum(spoken_entries(read_cast(self._script, cast, self._words), tokens, self._words)) for cast in casts
        ]  # fmt: skip
        best = min(max(named, default=0), _CLEARLY_CAST)
        return next(cast for cast, count in zip(casts, named, strict=True) if count >= best) if best else None

    def _cues(self, found: Conventions) -> dict[int, tuple[Reading, float]]:
        if self._script.statement is not Statement.NONE:
            return {at: (options[0], 1.0) for at, options in enumerate(found.readings) if options and options[0].key}
        cues: dict[int, tuple[Reading, float]] = {}
        for position in range(len(self._script)):
            cue = choose(found, self._script, position, self._words)
            if cue is None or is_closing(self._script.lines[position].text, everything()):
                continue
            before = cues.get(position - 1)
            if before is not None and is_answer(found, before[0], cue[0]):
                continue
            cues[position] = cue
        return cues

    def _speaking(self, cues: dict[int, tuple[Reading, float]]) -> set[int]:
        """Cues with words after them: run in, or followed by a line that is no cue, no name alone and no direction."""
        primary, lines = self.conventions.primary, self._script.lines
        begin = sum(lines[at].starts for at in cues) >= _BEGINNING * len(cues)  # then only a list has them close
        return {
            at for at, (cue, _) in cues.items()
            if (lines[at].starts or not begin)
            and (cue.directions or (primary is not None and cue.form[:3] == primary[:3]))
            and (cue.rest < len(lines[at].text) or not (at + 1 in cues or self._is_silent(at + 1)))
        }  # fmt: skip

    def _is_silent(self, position: int) -> bool:
        """Whether a line holds nothing but a known label or a direction in brackets."""
        if position >= len(self._script):
            return False
        text, readings = self._script.lines[position].text, self.conventions.readings[position]
        return (text[0] in "([" and text[-1] in ")]") or any(
            one.form.place == "own" and one.key in self.conventions.labels for one in readings
        )

    def _names(self, cues: dict[int, tuple[Reading, float]]) -> frozenset[str]:
        """First distinctive words of the labels that occur more than once."""
        firsts = (cue.key.split() for cue, _ in cues.values() if self.conventions.labels.get(cue.key, 0) > 1)
        return frozenset(
            next((word for word in words if word not in self._words.particles), "") for words in firsts
        ) - {""}  # fmt: skip

    def start(self) -> JsonObject:
        """The context before the first chunk."""
        return State().to_json()

    @collector_paused()
    def chunk(self, index: int, context: JsonObject) -> ChunkResult:
        """Label the lines of a chunk."""
        state = State.from_json(context)
        items: list[JsonObject] = []
        first, last = self.plan.bounds[index], self.plan.bounds[index + 1]
        for line in range(first, last):
            position = self._script.at.get(line)
            if position is not None:
                items.extend(self._labeller.label(position, state))
        heads = [item for item in items if item["kind"] == "head"]
        act, scene = _last_headings(heads)
        acts = sum(item["level"] != "scene" for item in heads)
        return ChunkResult(
            items=items,
            context=state.to_json(),
            characters=frozenset(key_of(str(item["text"])) for item in items if item["kind"] == "cue"),
            acts=acts,
            scenes=sum(bool(item["level"] == "scene" or item["both"]) for item in heads),
            lines=sum(item["kind"] in ("cue", "dir") for item in items),
            names=self._named(items),
            act=act,
            scene=scene,
        )

    def _named(self, items: Sequence[JsonObject]) -> dict[str, str]:
        """Who speaks, by label; labels that stand for several persons are no names."""
        words = self._words
        several = words.all | words.both | words.others
        labels = [str(item["text"]) for item in items if item["kind"] == "cue"]
        keys = {key_of(label): label for label in reversed(labels) if len(split_joint(label, words)) == 1}
        return {key: keys[key] for key in dict.fromkeys(map(key_of, labels)) if key in keys and key not in several}

    @collector_paused()
    def assemble(self, items: Sequence[JsonObject]) -> Playbook:
        """Build the play and prove that every word has its place.

        Raises:
            NoSpeechFoundError: the document holds no play.
        """
        least = _LEAST_CONFIDENCE if len(self._script) < _LONG_SCRIPT else _LEAST_CONFIDENCE_LONG
        if not self._enough or self.conventions.confidence < least:
            raise NoSpeechFoundError
        play = assemble(items, self._facts())
        play.unplaced.extend(account.unaccounted(self._script, items).values())
        spoken_and_done = (line.text for act in play.acts for scene in act.scenes for line in scene.lines)
        play.unplaced.extend(account.misplaced(items, spoken_and_done))
        return play

    def _facts(self) -> Facts:
        script, document = self._script, self._document
        year, translator = find_credits(script, self._regions, self._words)
        return Facts(
            title=self._title,
            author=self._author,
            year=year,
            translator=translator,
            language=self._language,
            listed=self._listed,
            words=self._words,
            lines={
                line.index: Printed("", line.indent, told.hyphenated, told.direction)
                for line, told in ((line, document.lines[line.index]) for line in script.lines)
            },
            paragraphs=frozenset(line.index for line in script.lines if line.starts),
            margin=script.margin,
            measure=script.measure,
            hard_wrapped=document.hard_wrapped is not False,
            known=frozenset(word for line in script.lines for word in map(str.casefold, _WORD.findall(line.text))),
            confidence=self.conventions.confidence,
        )


def _language_of(document: Document, script: Script) -> str | None:
    """As the reader tells, where it is sure; of near relatives, such as Danish and Norwegian, the stage words tell."""
    if document.language in languages() and document.language_confidence >= _SURE:
        return document.language
    return detect_language(line.text for line in script.lines)


def _last_headings(heads: Sequence[JsonObject]) -> tuple[str | None, str | None]:
    """The last act's heading, and that of the last scene after it; a line that names both is taken for the act's."""
    act = scene = None
    for head in heads:
        text = str(head["text"])
        act, scene = (act, text) if head["level"] == "scene" else (text, None)
    return act, scene

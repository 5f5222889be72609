"""From labelled items to the play: speeches, scenes, acts, characters. One pass over the items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from playbuddy_desktop.errors import NoSpeechFoundError
from playbuddy_desktop.parsing.engine import JsonObject
from playbuddy_desktop.parsing.playbook import (
    Act,
    Character,
    DirectionKind,
    Formatting,
    Line,
    LineType,
    Playbook,
    Scene,
    SourceSpan,
)
from playbuddy_desktop.parsing.structure.calibration import calibrated
from playbuddy_desktop.parsing.structure.direction_kinds import DirectionKinds, Place
from playbuddy_desktop.parsing.structure.entries import Listed
from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.people import Cast
from playbuddy_desktop.parsing.structure.presence import Presence
from playbuddy_desktop.parsing.structure.register import Person
from playbuddy_desktop.parsing.structure.text import Printed, indent_level, is_verse, join
from playbuddy_desktop.parsing.structure.words import Words

_MIN_CUES: Final = 3
_DOUBTFUL: Final = 0.75
_USUAL: Final = 0.75
_RARE_FORM: Final = 0.5
_GUESSED: Final = 0.5
_STRANGER: Final = 0.78
_NAMESAKE: Final = 0.85
_COMPLETE: Final = 0.9
_PAIR: Final = 2
_ORDER: Final = frozenset({"cue", "head"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What assembling needs to know of the script beyond the items.

    Attributes:
        title, author, language: of the play.
        year: on the title page.
        translator: what the title page says of the translation, as printed; "" when nothing.
        listed: entries of the cast list.
        words: of the script's language.
        lines: document line to its printed form.
        paragraphs: document lines that begin a paragraph.
        margin, measure: usual indent and full width, in characters.
        hard_wrapped: paragraphs are broken into lines of one width.
        known: words of the script in lower case.
        confidence: of the conventions.
    """

    title: str
    author: str
    year: int | None
    translator: str
    language: str | None
    listed: Sequence[Listed]
    words: Words
    lines: Mapping[int, Printed]
    paragraphs: frozenset[int]
    margin: int
    measure: int
    hard_wrapped: bool
    known: frozenset[str]
    confidence: float


@dataclass(slots=True)
class _Part:
    """A stretch of one kind that becomes one line of the play."""

    kind: LineType
    printed: list[Printed] = field(default_factory=list)
    first: int = 0
    last: int = 0
    inside: bool = False


@dataclass(slots=True)
class _Speech:
    """An open speech: who speaks and how sure that is."""

    label: str
    people: list[Person]
    confidence: float
    reasons: list[str]


def assemble(items: Sequence[JsonObject], facts: Facts) -> Playbook:
    """Build the play.

    Raises:
        NoSpeechFoundError: nobody speaks.
    """
    labels = Counter(str(item["text"]) for item in items if item["kind"] == "cue")
    if (sum(labels.values()) < _MIN_CUES and not facts.listed) or not labels:
        raise NoSpeechFoundError
    spoken = [str(item["text"]) if item["kind"] == "cue" else None for item in items if item["kind"] in _ORDER]
    builder = _Builder(facts, Cast(facts.listed, spoken, facts.words))
    for item in items:
        builder.add(item)
    return builder.finish()


class _Builder:
    """Folds items into acts, scenes and lines."""

    def __init__(self, facts: Facts, cast: Cast) -> None:
        self._facts = facts
        self._cast = cast
        self._acts: list[Act] = []
        self._act_number: int | None = None
        self._scene: Scene | None = None
        self._speech: _Speech | None = None
        self._parts: list[_Part] = []
        self._front: list[tuple[int, str]] = []
        self._back: list[tuple[int, str]] = []
        self._unplaced: list[str] = []
        self._presence = Presence(cast.doubtful, facts.words)
        self._complete = cast.listed_share > _COMPLETE
        self._kinds = DirectionKinds(facts.words)

    def add(self, item: JsonObject) -> None:
        """Take the next item."""
        kind, at, text = str(item["kind"]), int(str(item["at"])), str(item["text"])
        if kind == "front":
            self._front.append((at, text))
        elif kind in ("back", "note"):
            self._back.append((at, text))
        elif kind == "loose":
            self._unplaced.append(text)
        elif kind == "head":
            self._flush()
            self._speech = None
            self._heading(item, text)
            self._presence.heard(text)
        elif kind == "cue":
            self._flush()
            self._speech = self._begin_speech(item, text)
        elif kind == "say":
            self._extend(LineType.DIALOGUE, at, text, inside=True)
        elif kind == "dir":
            self._presence.heard(text)
            self._extend(LineType.STAGE_DIRECTION, at, text, inside=bool(item.get("inside")))

    def finish(self) -> Playbook:
        """The play, when all items were taken."""
        self._flush()
        acts = []
        for act in self._acts:
            empty = [scene.title for scene in act.scenes if not scene.lines]
            act.scenes = [scene for scene in act.scenes if scene.lines]
            if act.scenes:
                acts.append(act)
            else:
                empty.insert(0, act.title)
            self._unplaced.extend(filter(None, empty))
        if not any(line.type is LineType.DIALOGUE for act in acts for scene in act.scenes for line in scene.lines):
            raise NoSpeechFoundError
        facts = self._facts
        used = {one for act in acts for scene in act.scenes for line in scene.lines for one in line.speakers}
        return Playbook(
            title=facts.title,
            author=facts.author,
            year=facts.year,
            description=facts.translator or None,
            language=facts.language,
            characters=[_character(person) for person in self._cast.people if person.listed or person.id in used],
            acts=acts,
            front_matter=self._paragraphs(self._front),
            back_matter=self._paragraphs(self._back),
            unplaced=self._unplaced,
        )

    def _paragraphs(self, lines: Iterable[tuple[int, str]]) -> list[str]:
        built: list[list[str]] = []
        for at, text in lines:
            if built and at not in self._facts.paragraphs:
                built[-1].append(text)
            else:
                built.append([text])
        return ["\n".join(texts) for texts in built]

    def _heading(self, item: JsonObject, text: str) -> None:
        level, number = str(item["level"]), item.get("number")
        repeated = number is not None and number == self._act_number
        if level == "scene":
            self._open_scene(text)
        elif level == "act" and repeated:
            if item.get("both"):
                self._open_scene(text)
            else:
                self._unplaced.append(text)
        else:
            self._acts.append(Act(title=text))
            self._act_number = int(str(number)) if number is not None and level == "act" else None
            self._scene = None
            self._presence.open_scene()

    def _open_scene(self, text: str) -> None:
        if not self._acts:
            self._acts.append(Act())
        self._scene = Scene(title=text)
        self._acts[-1].scenes.append(self._scene)
        self._presence.open_scene()

    def _current_scene(self) -> Scene:
        if self._scene is None:
            if not self._acts:
                self._acts.append(Act())
            self._scene = Scene()
            self._acts[-1].scenes.append(self._scene)
        return self._scene

    def _begin_speech(self, item: JsonObject, label: str) -> _Speech:
        believed = float(str(item["confidence"]))
        confidence = believed * (0.7 + 0.3 * self._facts.confidence)
        reasons = []
        if item.get("implied"):
            reasons.append("the speech has no label; the first person of the scene's head is taken")
        elif item.get("once"):
            reasons.append("this speaker's name occurs only once")
            confidence = min(confidence, _DOUBTFUL)
        elif believed < _USUAL:
            reasons.append("the label is set in a form that is rare in this script")
            confidence = min(confidence, _RARE_FORM)
        people, sure = self._people(label, reasons)
        if len(people) == 1:
            self._presence.spoke(people)
            if self._is_stranger(people[0]):
                reasons.append("not in the cast list")
                confidence = min(confidence, _STRANGER)
        return _Speech(label, people, calibrated(min(confidence, sure)), reasons)

    def _is_stranger(self, person: Person) -> bool:
        """Whether a cast list that tells of nearly all who speak does not tell of somebody."""
        return self._complete and not (person.listed or person.description or self._cast.is_collective(person.name))

    def _people(self, label: str, reasons: list[str]) -> tuple[list[Person], float]:
        """Who speaks under a label, and how sure that is; reasons to doubt are added."""
        key = self._cast.key(label)
        if len(key) == 1 and (person := self._by_initial(key)) is not None:
            return [person], 1.0
        people = self._cast.speakers(label)
        if people and not self._cast.is_pair(label):
            return people, 1.0
        namesakes = self._cast.doubtful.get(key, ())
        if namesakes and (found := self._presence.bearer(namesakes)) is not None:
            person, alone = found
            if alone:
                return [person], 1.0
            names = ", ".join(f"{one.name} {one.description}".strip() for one in namesakes)
            reasons.append(f"several bear this name ({names}); the one who was named last is taken")
            return [person], _NAMESAKE
        return self._several(label, people or [self._cast.collective(label)], reasons)

    def _several(self, label: str, collective: list[Person], reasons: list[str]) -> tuple[list[Person], float]:
        """Who speaks together; the character that stands for all of them when the text does not tell."""
        words, presence = self._facts.words, self._presence
        key = key_of(label)
        first, _, noun = key.partition(" ")
        members: list[Person] = []
        told = ""
        if key in words.both:
            members = presence.both()
            told = "taken as the two who spoke before the last speaker, whom they answer"
        elif key in words.all:
            members = presence.others()
            told = "taken as the others who have spoken in this scene, who answer the last speaker"
        elif noun and first in words.both:
            members = presence.pair_of(noun.split()[-1], self._cast.people)
            told = f"taken as those whom the script calls {noun}"
        if len(members) < _PAIR:
            return collective, 1.0
        reasons.append(f"printed {label}: {told}")
        return members, _GUESSED

    def _by_initial(self, letter: str) -> Person | None:
        """Between two who speak in turn, a label may shrink to one letter."""
        for person in reversed(self._presence.recent):
            if any(key_of(label).startswith(letter) for label in person.labels):
                return person
        return None

    def _extend(self, kind: LineType, at: int, text: str, *, inside: bool) -> None:
        if kind is LineType.DIALOGUE and self._speech is None:
            self._unplaced.append(text)
            return
        source = self._facts.lines[at]
        printed = Printed(text, source.indent, source.hyphenated)
        part = self._parts[-1] if self._parts else None
        joins = (
            part is not None
            and part.kind is kind
            and (kind is LineType.DIALOGUE or (at != part.last and at not in self._facts.paragraphs))
        )
        if part is None or not joins:
            part = _Part(kind, first=at, inside=inside)
            self._parts.append(part)
        if part.printed and part.last == at:
            before = part.printed[-1]
            part.printed[-1] = Printed(f"{before.text} {text}", before.indent, printed.hyphenated)
        else:
            part.printed.append(printed)
        part.last = at

    def _flush(self) -> None:
        """Turn the parts since the last cue or heading into lines."""
        if not self._parts:
            return
        facts, speech = self._facts, self._speech
        said = [printed for part in self._parts if part.kind is LineType.DIALOGUE for printed in part.printed]
        verse = is_verse(said, facts.measure, hard_wrapped=facts.hard_wrapped)
        last_said = max((n for n, part in enumerate(self._parts) if part.kind is LineType.DIALOGUE), default=-1)
        scene = self._current_scene()
        for number, part in enumerate(self._parts):
            spoken = part.kind is LineType.DIALOGUE
            keep = verse and spoken
            text = join(part.printed, verse=keep, known=facts.known)
            if not text.strip():
                continue
            within = speech is not None and (part.inside or number < last_said)
            scene.lines.append(
                Line(
                    type=part.kind,
                    direction=None if spoken else self._direction(part, text, within=within),
                    text=text,
                    speakers=self._speakers(part, text, within=within),
                    formatting=Formatting(
                        indent_level=indent_level(part.printed[0].indent, facts.margin),
                        preserve_line_breaks=keep and len(part.printed) > 1,
                    ),
                    confidence=speech.confidence if speech is not None and (spoken or within) else 0.9,
                    reasons=list(speech.reasons) if speech is not None and spoken else [],
                    source=SourceSpan(first=part.first, last=part.last),
                )
            )
        self._parts = []

    def _direction(self, part: _Part, text: str, *, within: bool) -> DirectionKind:
        """What a direction tells, as the document says, else by its words and place."""
        place = Place.WITHIN if within else Place.HEAD if self._speech is None else Place.BETWEEN
        return self._facts.lines[part.first].direction or self._kinds.kind(text, place)

    def _speakers(self, part: _Part, text: str, *, within: bool) -> list[str]:
        if self._speech is not None and (within or part.kind is LineType.DIALOGUE):
            return [person.id for person in self._speech.people]
        named = self._cast.named_in(text)
        return [person.id for person in named if person.listed or person.labels]


def _character(person: Person) -> Character:
    own = key_of(person.name)
    aliases = [label for label, _ in person.labels.most_common() if key_of(label) != own]
    return Character(
        id=person.id,
        name=person.name or person.id,
        description=person.description or None,
        aliases=list(dict.fromkeys(aliases)),
    )

"""A saved play as a reader pages through it: contents first, then the lines on the screen, then counts and finds.

Every query is narrow, so that a play of a hundred thousand lines opens as fast as one of ten.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, case, func, select

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.parsing.playbook import DirectionKind, LineType
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import acts, characters, line_characters, lines, play_matter, plays, scenes

DOUBTFUL_BELOW: Final = 0.8
"""A line whose confidence is lower is marked for review."""

MAX_HITS: Final = 10_000
"""No one steps through more finds than these."""

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the cast; ``id`` is the library's key."""

    id: int
    name: str
    description: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """A scene in the contents.

    Attributes:
        id: the library's key.
        title: the heading; empty when the script marks none.
        lines: how many it has, directions included.
        doubtful: how many of them a person should look at.
    """

    id: int
    title: str
    lines: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class ActEntry:
    """An act in the contents: its heading, empty when the script marks none, and its scenes in order."""

    title: str
    scenes: tuple[SceneEntry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What is shown before any line is read.

    Attributes:
        front_matter, back_matter, unplaced: paragraphs that belong to no line, see ``Playbook``.
    """

    play_id: UUID
    title: str
    author: str
    year: int | None
    language: str | None
    cast: tuple[Member, ...]
    acts: tuple[ActEntry, ...]
    front_matter: tuple[str, ...]
    back_matter: tuple[str, ...]
    unplaced: tuple[str, ...]

    @property
    def line_count(self) -> int:
        """The number of lines, directions included."""
        return sum(scene.lines for act in self.acts for scene in act.scenes)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it is shown.

    Attributes:
        position: 0-based within its scene.
        direction: whether it is a stage direction.
        kind: what a stage direction tells; None for speech.
        speakers: keys of the characters who speak, or whom a direction concerns, in the order of the script.
        indent: 0 to 5.
        verse: the line breaks in ``text`` are the author's.
    """

    position: int
    direction: bool
    text: str
    speakers: tuple[int, ...]
    indent: int
    verse: bool
    confidence: float
    reasons: tuple[str, ...]
    kind: DirectionKind | None = None

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.confidence < DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class Part:
    """How much a character has to say.

    Attributes:
        speeches: lines spoken, alone or with others.
        words: in all these lines.
        by_scene: speeches in each scene, by the scene's key, where there are any.
    """

    speeches: int
    words: int
    by_scene: dict[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the text was found: characters ``start`` to ``end`` of a line or a paragraph.

    Attributes:
        scene_id: of a line; 0 for a paragraph.
        position: of the line in its scene, or of the paragraph in what stands around the play, 0-based.
        matter: "front", "back" or "unplaced" for a paragraph there, see ``Playbook``; empty for a line.
    """

    scene_id: int
    position: int
    start: int
    end: int
    matter: str = ""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What a play says of itself, as it was saved or corrected."""

    title: str
    author: str
    year: int | None
    language: str | None


class Reading:
    """Reads the plays of one database piece by piece."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def contents(self, play_id: UUID) -> Contents:
        """The title page, the cast, the acts and scenes, and what stands around the play.

        Raises:
            PlayNotFoundError: there is no such play.
        """
        query = (
            select(plays, play_matter.c.front_matter, play_matter.c.back_matter, play_matter.c.unplaced)
            .outerjoin(play_matter, play_matter.c.play_id == plays.c.id)
            .where(plays.c.id == play_id)
        )
        with self._database.read() as connection:
            play = connection.execute(query).one_or_none()
            if play is None:
                raise PlayNotFoundError
            return Contents(
                play_id=play_id,
                title=play.title,
                author=play.author,
                year=play.year,
                language=play.language,
                cast=_cast(connection, play_id),
                acts=_acts(connection, play_id),
                front_matter=tuple(play.front_matter or ()),
                back_matter=tuple(play.back_matter or ()),
                unplaced=tuple(play.unplaced or ()),
            )

    def title_page(self, play_id: UUID) -> TitlePage | None:
        """Title, author, year and language; None when the play is gone. Cheap enough to ask after every change."""
        query = select(plays.c.title, plays.c.author, plays.c.year, plays.c.language).where(plays.c.id == play_id)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else TitlePage(*row)

    def lines(self, scene_id: int, first: int, count: int) -> list[ReadLine]:
        """At most ``count`` lines of a scene in order, from the position ``first``."""
        within = (lines.c.scene_id == scene_id, lines.c.position.between(first, first + count - 1))
        query = select(lines).where(*within).order_by(lines.c.position)
        speaker_query = (
            select(lines.c.position, line_characters.c.character_id)
            .join(line_characters, line_characters.c.line_id == lines.c.id)
            .where(*within)
            .order_by(lines.c.position, line_characters.c.position)
        )
        speakers: defaultdict[int, list[int]] = defaultdict(list)
        with self._database.read() as connection:
            for position, character in connection.execute(speaker_query):
                speakers[position].append(character)
            return [_read_line(row, tuple(speakers.get(row.position, ()))) for row in connection.execute(query)]

    def parts(self, play_id: UUID) -> dict[int, Part]:
        """The part of each character, by the character's key; who never speaks is left out. Reads every speech."""
        query = (
            _lines_of(play_id, line_characters.c.character_id, lines.c.scene_id, lines.c.text)
            .join(line_characters, line_characters.c.line_id == lines.c.id)
            .where(lines.c.type == LineType.DIALOGUE.value)
        )
        words: Counter[int] = Counter()
        by_scene: defaultdict[int, Counter[int]] = defaultdict(Counter)
        with self._database.read() as connection:
            for character, scene, text in _batched(connection, query):
                words[character] += len(text.split())
                by_scene[character][scene] += 1
        return {
            character: Part(counts.total(), words[character], dict(counts)) for character, counts in by_scene.items()
        }

    def find(self, play_id: UUID, text: str) -> list[Hit]:
        """Where ``text`` stands in the play and around it, in the order of reading; capitals do not count.

        A blank in ``text`` finds any blanks and line breaks. At most ``MAX_HITS`` places are given.
        """
        words = text.split()
        if not words:
            return []
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
        query = _lines_of(play_id, lines.c.scene_id, lines.c.position, lines.c.text).order_by(
            acts.c.position, scenes.c.position, lines.c.position
        )
        with self._database.read() as connection:
            around = connection.execute(select(play_matter).where(play_matter.c.play_id == play_id)).mappings().first()

            def beside(matter: str, column: str) -> Iterator[Hit]:
                paragraphs = around[column] if around else ()
                for position, paragraph in enumerate(paragraphs):
                    yield from (Hit(0, position, *match.span(), matter) for match in pattern.finditer(paragraph))

            within = (
                Hit(scene, position, *match.span())
                for scene, position, line in _batched(connection, query)
                for match in pattern.finditer(line)
            )
            every = chain(
                beside("front", "front_matter"), within, beside("back", "back_matter"), beside("unplaced", "unplaced")
            )
            return list(islice(every, MAX_HITS))


def _cast(connection: Connection, play_id: UUID) -> tuple[Member, ...]:
    query = select(characters).where(characters.c.play_id == play_id).order_by(characters.c.position)
    return tuple(
        Member(row.id, row.name, row.description or "", tuple(row.aliases)) for row in connection.execute(query)
    )


def _acts(connection: Connection, play_id: UUID) -> tuple[ActEntry, ...]:
    doubtful = func.coalesce(func.sum(case((lines.c.confidence < DOUBTFUL_BELOW, 1), else_=0)), 0)
    scene_query = (
        select(scenes.c.act_id, scenes.c.id, scenes.c.title, func.count(lines.c.id), doubtful)
        .join(acts, acts.c.id == scenes.c.act_id)
        .outerjoin(lines, lines.c.scene_id == scenes.c.id)
        .where(acts.c.play_id == play_id)
        .group_by(scenes.c.act_id, scenes.c.id, scenes.c.title, scenes.c.position)
        .order_by(scenes.c.position)
    )
    by_act: defaultdict[int, list[SceneEntry]] = defaultdict(list)
    for act_id, *scene in connection.execute(scene_query):
        by_act[act_id].append(SceneEntry(*scene))
    act_query = select(acts.c.id, acts.c.title).where(acts.c.play_id == play_id).order_by(acts.c.position)
    return tuple(ActEntry(title, tuple(by_act.get(key, ()))) for key, title in connection.execute(act_query))


def _lines_of(play_id: UUID, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(lines)
        .join(scenes, scenes.c.id == lines.c.scene_id)
        .join(acts, acts.c.id == scenes.c.act_id)
        .where(acts.c.play_id == play_id)
    )


def _batched(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The rows of a long result, fetched batch by batch: one big fetch would hold the interpreter for too long."""
    with connection.execute(query.execution_options(yield_per=_BATCH)) as rows:
        yield from rows


def _read_line(row: Any, speakers: tuple[int, ...]) -> ReadLine:
    return ReadLine(
        position=row.position,
        direction=row.type == LineType.STAGE_DIRECTION.value,
        text=row.text,
        speakers=speakers,
        indent=row.indent_level,
        verse=row.preserve_line_breaks,
        confidence=row.confidence,
        reasons=tuple(row.reasons),
        kind=None if row.direction_kind is None else DirectionKind(row.direction_kind),
    )

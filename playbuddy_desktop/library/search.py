"""Finds words in the text of all plays.

SQLite keeps an index of the words (``lines_text``, filled by triggers); another database compares each line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Select, and_, column, func, literal_column, select, table

from playbuddy_desktop.library.plain import plain
from playbuddy_desktop.library.reading import Hit
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import acts, characters, line_characters, lines, plays, scenes

MOST_PER_PLAY: Final = 20
"""Lines that are given of one play, so that a long one does not hide the others."""

MOST: Final = 200
"""Lines that are given in all."""

LOOKED_AT: Final = 20_000
"""Lines with the words that are looked at, the newest first: a word such as “the” stands in every second line."""

_INDEX: Final = table("lines_text", column("rowid"))
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class TextFind:
    """A line in which the words occur.

    Attributes:
        play, act, scene: titles; empty when the script has none.
        speakers: the names of those who say it, or whom a direction concerns.
        hit: where the first of the words stands.
    """

    play_id: UUID
    play: str
    act: str
    scene: str
    speakers: tuple[str, ...]
    text: str
    hit: Hit


class Search:
    """Looks for words in the plays of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self, text: str) -> list[TextFind]:
        """Lines that hold each word of ``text``, of which the last may be a beginning; play by play, the newest first.

        Capitals do not count, nor do accents where the database keeps an index.
        """
        words = _WORD.findall(text)
        if not words:
            return []
        with self._database.read() as connection:
            rows = connection.execute(_best(_matches(words, connection.dialect.name))).all()
            speakers = _speakers(connection, [row.id for row in rows])
        return [_find(row, speakers.get(row.id, ()), words) for row in rows]


def _matches(words: Sequence[str], dialect: str) -> Select[Any]:
    """The keys of the lines with all of the words, the newest first."""
    if dialect == "sqlite":
        # Quoted, no word is taken for an operator of the index's own language.
        wanted = " ".join(f'"{word}"' for word in words) + "*"
        match = literal_column("lines_text").op("MATCH")(wanted)
        found = select(_INDEX.c.rowid.label("id")).where(match).order_by(_INDEX.c.rowid.desc())
    else:
        holds = and_(*(lines.c.text.icontains(word, autoescape=True) for word in words))
        found = select(lines.c.id.label("id")).where(holds).order_by(lines.c.id.desc())
    return found.limit(LOOKED_AT)


def _best(matches: Select[Any]) -> Select[Any]:
    """The first lines of each play among the matches, with all that is shown of them."""
    keys = matches.subquery()
    in_play = func.row_number().over(partition_by=plays.c.id, order_by=lines.c.id).label("in_play")
    numbered = (
        select(
            lines.c.id,
            lines.c.scene_id,
            lines.c.position,
            lines.c.text,
            plays.c.id.label("play_id"),
            plays.c.title.label("play"),
            plays.c.created_at,
            acts.c.title.label("act"),
            scenes.c.title.label("scene"),
            in_play,
        )
        .select_from(keys)
        .join(lines, lines.c.id == keys.c.id)
        .join(scenes, scenes.c.id == lines.c.scene_id)
        .join(acts, acts.c.id == scenes.c.act_id)
        .join(plays, plays.c.id == acts.c.play_id)
        .subquery()
    )
    return (
        select(numbered)
        .where(numbered.c.in_play <= MOST_PER_PLAY)
        .order_by(numbered.c.created_at.desc(), numbered.c.play_id, numbered.c.id)
        .limit(MOST)
    )


def _speakers(connection: Connection, line_ids: Collection[int]) -> dict[int, list[str]]:
    query = (
        select(line_characters.c.line_id, characters.c.name)
        .join(characters, characters.c.id == line_characters.c.character_id)
        .where(line_characters.c.line_id.in_(line_ids))
        .order_by(line_characters.c.line_id, line_characters.c.position)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for line_id, name in connection.execute(query):
        names[line_id].append(name)
    return names


def _find(row: Any, speakers: Sequence[str], words: Sequence[str]) -> TextFind:
    start, end = _span(row.text, words)
    return TextFind(
        play_id=row.play_id,
        play=row.play,
        act=row.act,
        scene=row.scene,
        speakers=tuple(speakers),
        text=row.text,
        hit=Hit(row.scene_id, row.position, start, end),
    )


def _span(text: str, words: Sequence[str]) -> tuple[int, int]:
    """Where the first word of the text stands that one of ``words`` found."""
    whole, beginning = {plain(word) for word in words[:-1]}, plain(words[-1])
    for word in _WORD.finditer(text):
        said = plain(word.group())
        if said in whole or said.startswith(beginning):
            return word.span()
    return 0, 0

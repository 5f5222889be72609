"""Saves a play: from the packed form that the child process made to rows of the library.

A database takes one writer at a time, and a person who pauses a job writes, too. So all rows of a play are made before
the transaction begins, and the keys that the database gives out stand in them as numbers from 0 on; in the transaction
they only go to the driver, with the true keys in their places. The engine's ids stand beside them for debugging.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self, TypeAlias
from uuid import UUID, uuid4

from pydantic import model_validator
from sqlalchemy import Connection, Integer, bindparam, column, func, insert, literal, select, table, union_all

from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Character, Line, Playbook
from playbuddy_desktop.storage.prepared import Prepared, Row, prepared_insert
from playbuddy_desktop.storage.tables import (
    acts,
    characters,
    line_characters,
    lines,
    play_matter,
    plays,
    scenes,
)

_Values: TypeAlias = tuple[Any, ...]
_TEXT: Final = 4
"""Where the text stands in the values of a line."""

_ADD_PLAY: Final = prepared_insert(
    plays,
    *("id", "title", "author", "year", "genre", "description", "language", "job_id", "content_hash"),
    *("character_count", "act_count", "scene_count", "line_count", "created_at", "updated_at"),
)
_ADD_MATTER: Final = prepared_insert(play_matter)
_ADD_CHARACTER: Final = prepared_insert(
    characters, "id", "play_id", "position", "name", "description", "aliases", "llm_source_id"
)
_ADD_ACT: Final = prepared_insert(acts, "id", "play_id", "position", "title")
_ADD_SCENE: Final = prepared_insert(scenes, "id", "act_id", "position", "title")
_ADD_LINE: Final = prepared_insert(
    lines,
    *("id", "scene_id", "position", "type", "direction_kind", "text", "indent_level", "preserve_line_breaks"),
    *("confidence", "reasons", "source_first", "source_last"),
)
_ADD_SPEAKER: Final = prepared_insert(line_characters, "line_id", "character_id", "position")

# SQLite's index of the words. What is in it before the lines are, its trigger leaves alone, which would take five times
# as long.
_WORDS: Final = table("lines_text", column("rowid"), column("text"))
_ADD_WORDS: Final = Prepared(insert(_WORDS).values(rowid=bindparam("rowid"), text=bindparam("text")))

_WITH_KEYS: Final = (characters, acts, scenes, lines)
# SQLite gives out the key after the last one, and to one writer at a time.
_LAST_KEYS: Final = Prepared(
    select(*(select(func.coalesce(func.max(part.c.id), 0)).scalar_subquery().label(part.name) for part in _WITH_KEYS))
)
# PostgreSQL counts them up for all writers at once.
_NEW_KEYS: Final = Prepared(
    union_all(
        *(
            select(literal(part.name).label("part"), func.nextval(f"{part.name}_id_seq").label("key")).select_from(
                func.generate_series(1, bindparam(part.name, type_=Integer))
            )
            for part in _WITH_KEYS
        )
    )
)


class _Head(Playbook):
    """A playbook whose lines follow later, so that the rules about ids and lines do not apply to it."""

    @model_validator(mode="after")
    def _is_a_play(self) -> Self:
        return self


@dataclass(frozen=True, slots=True)
class PlayRows:
    """A play as rows that are ready to be written; a number stands for each key that the database will give out.

    Attributes:
        head: the play without its lines.
        characters, acts, scenes: by column.
        lines: of each the number of its scene, and its columns from the position on.
        speakers: of each the numbers of line and character, and the place among the speakers of the line.
    """

    head: Playbook
    characters: list[Row]
    acts: list[Row]
    scenes: list[Row]
    lines: list[_Values]
    speakers: list[tuple[int, int, int]]

    @classmethod
    def of(cls, packed: PackedPlay) -> Self:
        """Make the rows; part by part, so that the window is never kept waiting.

        Ids that collide or that nobody bears do not stop a save: of several characters with one id the first speaks,
        and a line whose speaker is unknown is kept and marked for review.
        """
        head = _Head.model_validate_json(packed.head)
        cast: dict[str, int] = {}
        for number, character in enumerate(head.characters):
            cast.setdefault(character.id, number)
        line_rows: list[_Values] = []
        speakers: list[tuple[int, int, int]] = []
        for (scene, position), line in zip(_places(packed.scene_lengths), packed.lines(), strict=True):
            heard = dict.fromkeys(cast[speaker] for speaker in line.speakers if speaker in cast)
            speakers += [(len(line_rows), character, place) for place, character in enumerate(heard)]
            line_rows.append((scene, position, *_line_values(line, cast)))
        return cls(
            head=head,
            characters=[_character_row(number, character) for number, character in enumerate(head.characters)],
            acts=[{"position": number, "title": act.title} for number, act in enumerate(head.acts)],
            scenes=[
                {"act_id": act_number, "position": number, "title": scene.title}
                for act_number, act in enumerate(head.acts)
                for number, scene in enumerate(act.scenes)
            ],
            lines=line_rows,
            speakers=speakers,
        )


def save_play(
    connection: Connection,
    play: PackedPlay | PlayRows,
    *,
    job_id: UUID | None,
    content_hash: str | None,
    now: datetime,
) -> UUID:
    """Write a whole play within the caller's transaction.

    Args:
        connection: in a transaction; the caller commits, and nothing of the play stays if it rolls back.
        play: the play; as rows, if the transaction is to be short.
        job_id: the job that made it; a job makes one play at most.
        content_hash: SHA-256 (hex) of the script it was made from.
        now: the time of saving, with its zone.

    Returns:
        The key of the new play.
    """
    rows = play if isinstance(play, PlayRows) else PlayRows.of(play)
    head = rows.head
    play_id = uuid4()
    _ADD_PLAY.run(
        connection,
        {
            "id": play_id,
            "title": head.title,
            "author": head.author,
            "year": head.year,
            "genre": head.genre,
            "description": head.description,
            "language": head.language,
            "job_id": job_id,
            "content_hash": content_hash,
            "character_count": len(rows.characters),
            "act_count": len(rows.acts),
            "scene_count": len(rows.scenes),
            "line_count": len(rows.lines),
            "created_at": now,
            "updated_at": now,
        },
    )
    _ADD_MATTER.run(
        connection,
        {
            "play_id": play_id,
            "front_matter": head.front_matter,
            "back_matter": head.back_matter,
            "unplaced": head.unplaced,
        },
    )
    _add_parts(connection, rows, play_id)
    return play_id


def _add_parts(connection: Connection, rows: PlayRows, play_id: UUID) -> None:
    """Write what a play is made of, with keys in the places of numbers."""
    of_characters, of_acts, of_scenes, of_lines = _keys(connection, rows)
    cast = zip(of_characters, rows.characters, strict=True)
    _ADD_CHARACTER.run_many(connection, ({"id": key, "play_id": play_id, **row} for key, row in cast))
    play_acts = zip(of_acts, rows.acts, strict=True)
    _ADD_ACT.run_many(connection, ({"id": key, "play_id": play_id, **row} for key, row in play_acts))
    play_scenes = zip(of_scenes, rows.scenes, strict=True)
    _ADD_SCENE.run_many(connection, ({**row, "id": key, "act_id": of_acts[row["act_id"]]} for key, row in play_scenes))
    if connection.dialect.name == "sqlite":
        texts = zip(of_lines, rows.lines, strict=True)
        _ADD_WORDS.load(connection, ((key, row[_TEXT]) for key, row in texts))
    play_lines = zip(of_lines, rows.lines, strict=True)
    _ADD_LINE.load(connection, ((key, of_scenes[scene], *rest) for key, (scene, *rest) in play_lines))
    _ADD_SPEAKER.load(
        connection, ((of_lines[line], of_characters[character], place) for line, character, place in rows.speakers)
    )


def _keys(connection: Connection, rows: PlayRows) -> list[Sequence[int]]:
    """New keys for characters, acts, scenes and lines."""
    counts = [len(part) for part in (rows.characters, rows.acts, rows.scenes, rows.lines)]
    if connection.dialect.name == "sqlite":
        last = _LAST_KEYS.all(connection, {})[0]
        return [
            range(last[part.name] + 1, last[part.name] + 1 + count)
            for part, count in zip(_WITH_KEYS, counts, strict=True)
        ]
    wanted = {part.name: count for part, count in zip(_WITH_KEYS, counts, strict=True)}
    given: dict[str, list[int]] = {part.name: [] for part in _WITH_KEYS}
    for row in _NEW_KEYS.all(connection, wanted):
        given[row["part"]].append(row["key"])
    return list(given.values())


def _places(scene_lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of each line of the play the number of its scene and its position there."""
    for scene, length in enumerate(scene_lengths):
        for position in range(length):
            yield scene, position


def _character_row(position: int, character: Character) -> Row:
    return {
        "position": position,
        "name": character.name,
        "description": character.description,
        "aliases": character.aliases,
        "llm_source_id": character.id,
    }


def _line_values(line: Line, cast: Mapping[str, int]) -> _Values:
    """The columns after the position, as the driver takes them."""
    strangers = [f"The speaker “{speaker}” is not in the cast." for speaker in line.speakers if speaker not in cast]
    return (
        line.type.value,
        line.direction.value if line.direction else None,
        line.text,
        line.formatting.indent_level,
        line.formatting.preserve_line_breaks,
        0.0 if strangers else line.confidence,
        json.dumps(line.reasons + strangers),
        line.source.first if line.source else None,
        line.source.last if line.source else None,
    )

"""Saves a play: from the packed form that the child process made to rows of the library.

The rows go in by batches, and every batch is decoded only when its turn comes, so that the thread which saves a long
play never keeps the window waiting. Keys are the database's own; the engine's ids stand beside them for debugging.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, Self
from uuid import UUID, uuid4

from pydantic import model_validator
from sqlalchemy import Connection, Table, bindparam, insert, select

from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, Playbook
from playbuddy_desktop.storage.tables import (
    acts,
    characters,
    line_characters,
    lines,
    play_matter,
    plays,
    scenes,
)

BATCH: Final = 250
"""Lines that are decoded and written at a time: some 5 ms of work."""

# Statements are made once: to make one takes longer than to run it.
_ADD: Final = {table: insert(table) for table in (plays, play_matter, lines, line_characters)}
_ADD_FOR_KEYS: Final = {
    table: insert(table).returning(table.c.id, sort_by_parameter_order=True) for table in (characters, acts, scenes)
}
_KEYS: Final = (
    select(lines.c.id)
    .where(lines.c.scene_id == bindparam("scene"), lines.c.position.between(bindparam("first"), bindparam("last")))
    .order_by(lines.c.position)
)

_Row = dict[str, Any]


class _Head(Playbook):
    """A playbook whose lines follow later, so that the rules about ids and lines do not apply to it."""

    @model_validator(mode="after")
    def _is_a_play(self) -> Self:
        return self


def save_play(
    connection: Connection,
    packed: PackedPlay,
    *,
    job_id: UUID | None,
    content_hash: str | None,
    now: datetime,
) -> UUID:
    """Write a whole play within the caller's transaction.

    Ids that collide or that nobody bears do not stop a save: of several characters with one id the first speaks, and a
    line whose speaker is unknown is kept and marked for review.

    Args:
        connection: in a transaction; the caller commits, and nothing of the play stays if it rolls back.
        packed: the play.
        job_id: the job that made it; a job makes one play at most.
        content_hash: SHA-256 (hex) of the script it was made from.
        now: the time of saving, with its zone.

    Returns:
        The key of the new play.
    """
    head = _Head.model_validate_json(packed.head)
    play_id = uuid4()
    connection.execute(
        _ADD[plays],
        {
            "id": play_id,
            **head.model_dump(include={"title", "author", "year", "genre", "description", "language"}),
            "job_id": job_id,
            "content_hash": content_hash,
            "character_count": len(head.characters),
            "act_count": len(head.acts),
            "scene_count": len(packed.scene_lengths),
            "line_count": sum(packed.scene_lengths),
            "created_at": now,
            "updated_at": now,
        },
    )
    connection.execute(
        _ADD[play_matter],
        {
            "play_id": play_id,
            "front_matter": head.front_matter,
            "back_matter": head.back_matter,
            "unplaced": head.unplaced,
        },
    )
    speakers = _save_characters(connection, play_id, head.characters)
    scene_keys = _save_acts(connection, play_id, head.acts)
    _save_lines(connection, packed, scene_keys, speakers)
    return play_id


def _save_characters(connection: Connection, play_id: UUID, cast: Sequence[Character]) -> dict[str, int]:
    """Write the cast; returns the key of each engine id."""
    keys = _insert(
        connection,
        characters,
        [
            {
                "play_id": play_id,
                "position": position,
                "name": character.name,
                "description": character.description,
                "aliases": character.aliases,
                "llm_source_id": character.id,
            }
            for position, character in enumerate(cast)
        ],
    )
    by_id: dict[str, int] = {}
    for character, key in zip(cast, keys, strict=True):
        by_id.setdefault(character.id, key)
    return by_id


def _save_acts(connection: Connection, play_id: UUID, play_acts: Sequence[Act]) -> list[int]:
    """Write acts and scenes; returns the keys of the scenes in the order of the play."""
    act_keys = _insert(
        connection,
        acts,
        [{"play_id": play_id, "position": position, "title": act.title} for position, act in enumerate(play_acts)],
    )
    return _insert(
        connection,
        scenes,
        [
            {"act_id": key, "position": position, "title": scene.title}
            for key, act in zip(act_keys, play_acts, strict=True)
            for position, scene in enumerate(act.scenes)
        ],
    )


def _save_lines(
    connection: Connection, packed: PackedPlay, scene_keys: Sequence[int], speakers: dict[str, int]
) -> None:
    """Write lines and their speakers, scene by scene and batch by batch."""
    unpacked = packed.lines()
    for scene_id, length in zip(scene_keys, packed.scene_lengths, strict=True):
        for first in range(0, length, BATCH):
            batch = list(islice(unpacked, min(BATCH, length - first)))
            _save_batch(connection, scene_id, first, batch, speakers)
    if next(unpacked, None) is not None:
        raise ValueError("the play has more lines than its scenes")


def _save_batch(
    connection: Connection, scene_id: int, first: int, batch: Sequence[Line], speakers: dict[str, int]
) -> None:
    """Write lines of a scene from position ``first`` on."""
    rows = [_line_row(line, speakers) | {"scene_id": scene_id, "position": first + n} for n, line in enumerate(batch)]
    connection.execute(_ADD[lines], rows)
    # SQLite returns keys only row by row: writing all rows and asking for their keys then is twice as fast.
    keys = connection.scalars(_KEYS, {"scene": scene_id, "first": first, "last": first + len(batch) - 1})
    links = [link for key, line in zip(keys, batch, strict=True) for link in _speaker_rows(key, line, speakers)]
    if links:
        connection.execute(_ADD[line_characters], links)


def _line_row(line: Line, speakers: dict[str, int]) -> _Row:
    strangers = [f"The speaker “{speaker}” is not in the cast." for speaker in line.speakers if speaker not in speakers]
    return {
        "type": line.type.value,
        "text": line.text,
        "indent_level": line.formatting.indent_level,
        "preserve_line_breaks": line.formatting.preserve_line_breaks,
        "confidence": 0.0 if strangers else line.confidence,
        "reasons": line.reasons + strangers,
        "source_first": line.source.first if line.source else None,
        "source_last": line.source.last if line.source else None,
    }


def _speaker_rows(line_key: int, line: Line, speakers: dict[str, int]) -> Iterator[_Row]:
    """The speakers of a line in order, each once."""
    keys = dict.fromkeys(speakers[speaker] for speaker in line.speakers if speaker in speakers)
    for position, key in enumerate(keys):
        yield {"line_id": line_key, "character_id": key, "position": position}


def _insert(connection: Connection, table: Table, rows: Sequence[_Row]) -> list[int]:
    """Insert a few rows; returns the keys that the database gave them, in the order of the rows."""
    if not rows:
        return []
    return list(connection.scalars(_ADD_FOR_KEYS[table], rows))

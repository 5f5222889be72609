"""Loads a whole play: from the rows of the library back to the playbook that was saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from playbuddy_desktop.errors import PlayNotFoundError
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
from playbuddy_desktop.storage.tables import (
    acts,
    characters,
    line_characters,
    lines,
    play_matter,
    plays,
    scenes,
)


def load_play(connection: Connection, play_id: UUID) -> Playbook:
    """Read a play whole.

    Raises:
        PlayNotFoundError: there is none of that id.
    """
    statement = select(plays, play_matter).select_from(plays.outerjoin(play_matter)).where(plays.c.id == play_id)
    play = connection.execute(statement).mappings().one_or_none()
    if play is None:
        raise PlayNotFoundError
    cast = connection.execute(
        select(characters).where(characters.c.play_id == play_id).order_by(characters.c.position)
    ).all()
    ids = _ids_of(cast)
    return Playbook(
        title=play["title"],
        author=play["author"],
        year=play["year"],
        genre=play["genre"],
        description=play["description"],
        language=play["language"],
        characters=[
            Character(id=ids[row.id], name=row.name, description=row.description, aliases=row.aliases) for row in cast
        ],
        acts=_acts(connection, play_id, ids),
        front_matter=play["front_matter"] or [],
        back_matter=play["back_matter"] or [],
        unplaced=play["unplaced"] or [],
    )


def _ids_of(cast: Sequence[Row[Any]]) -> dict[int, str]:
    """Ids for the playbook, by key: the engine's own where it is unique, else one made from the key."""
    taken = {row.llm_source_id for row in cast}
    ids: dict[int, str] = {}
    given: set[str] = set()
    for row in cast:
        chosen = row.llm_source_id
        if not chosen or chosen in given:
            chosen = f"character-{row.id}"
            while chosen in taken:
                chosen += "*"
        given.add(chosen)
        ids[row.id] = chosen
    return ids


def _acts(connection: Connection, play_id: UUID, ids: dict[int, str]) -> list[Act]:
    """The acts with their scenes and lines, in order."""
    lines_of = _lines(connection, play_id, ids)
    found: dict[int, Act] = {}
    statement = (
        select(acts.c.id, acts.c.title, scenes.c.id.label("scene_id"), scenes.c.title.label("scene_title"))
        .select_from(acts.outerjoin(scenes))
        .where(acts.c.play_id == play_id)
        .order_by(acts.c.position, scenes.c.position)
    )
    for row in connection.execute(statement):
        act = found.setdefault(row.id, Act(title=row.title))
        if row.scene_id is not None:
            act.scenes.append(Scene(title=row.scene_title, lines=lines_of.get(row.scene_id, [])))
    return list(found.values())


def _lines(connection: Connection, play_id: UUID, ids: dict[int, str]) -> dict[int, list[Line]]:
    """The lines of each scene, in order."""
    speakers_of = _speakers(connection, play_id)
    statement = (
        select(lines)
        .select_from(lines.join(scenes).join(acts))
        .where(acts.c.play_id == play_id)
        .order_by(lines.c.scene_id, lines.c.position)
    )
    found: dict[int, list[Line]] = {}
    for row in connection.execute(statement):
        speakers = [ids[key] for key in speakers_of.get(row.id, ())]
        found.setdefault(row.scene_id, []).append(_line(row, speakers))
    return found


def _speakers(connection: Connection, play_id: UUID) -> dict[int, list[int]]:
    """The keys of the characters of each line, in order."""
    statement = (
        select(line_characters.c.line_id, line_characters.c.character_id)
        .select_from(line_characters.join(characters))
        .where(characters.c.play_id == play_id)
        .order_by(line_characters.c.line_id, line_characters.c.position)
    )
    found: dict[int, list[int]] = {}
    for line_id, character_id in connection.execute(statement):
        found.setdefault(line_id, []).append(character_id)
    return found


def _line(row: Row[Any], speakers: list[str]) -> Line:
    return Line(
        type=LineType(row.type),
        direction=None if row.direction_kind is None else DirectionKind(row.direction_kind),
        text=row.text,
        speakers=speakers,
        formatting=Formatting(indent_level=row.indent_level, preserve_line_breaks=row.preserve_line_breaks),
        confidence=row.confidence,
        reasons=row.reasons,
        source=None if row.source_first is None else SourceSpan(first=row.source_first, last=row.source_last),
    )

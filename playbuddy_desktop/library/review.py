"""What a person decides of the lines that the parser was not sure of.

The words of a line are the script's and stay as they are; who says them, and whether they are said at all, may be
corrected. A line that a person looked at is sure from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.reading import DOUBTFUL_BELOW, MAX_HITS, Hit
from playbuddy_desktop.parsing.playbook import DirectionKind, LineType
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import acts, line_characters, lines, plays, scenes

_SURE: Final = 1.0


class Review:
    """Finds doubtful lines and settles them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def doubts(self, play_id: UUID) -> list[Hit]:
        """The doubtful lines, each from its first to its last character, in the order of reading.

        At most ``MAX_HITS`` are given: who has settled those asks for the rest.
        """
        query = (
            select(lines.c.scene_id, lines.c.position, func.length(lines.c.text))
            .join(scenes, scenes.c.id == lines.c.scene_id)
            .join(acts, acts.c.id == scenes.c.act_id)
            .where(acts.c.play_id == play_id, lines.c.confidence < DOUBTFUL_BELOW)
            .order_by(acts.c.position, scenes.c.position, lines.c.position)
            .limit(MAX_HITS)
        )
        with self._database.read() as connection:
            return [Hit(scene, position, 0, length) for scene, position, length in connection.execute(query)]

    def settle(self, play_id: UUID, line: Hit, *, direction: bool, speakers: Sequence[int]) -> None:
        """Write what a line is: a direction or a speech, and whose; no doubt is left of it.

        A direction keeps its kind; a speech that becomes one tells business, a direction that becomes speech has none.

        Args:
            play_id: the play that it stands in.
            line: where it stands.
            direction: whether it is a stage direction.
            speakers: keys of those who speak, or whom the direction concerns, in their order.

        Raises:
            PlayNotFoundError: there is no such line any more.
        """
        kind = LineType.STAGE_DIRECTION if direction else LineType.DIALOGUE
        within = (lines.c.scene_id == line.scene_id, lines.c.position == line.position)
        told = func.coalesce(lines.c.direction_kind, DirectionKind.BUSINESS.value) if direction else None
        settled: dict[str, object] = {"type": kind.value, "direction_kind": told, "confidence": _SURE, "reasons": []}
        with self._database.write() as connection:
            key = connection.scalar(select(lines.c.id).where(*within))
            if key is None:
                raise PlayNotFoundError
            connection.execute(update(lines).where(lines.c.id == key).values(settled))
            _give_to(connection, key, speakers)
            connection.execute(update(plays).where(plays.c.id == play_id).values(updated_at=datetime.now(UTC)))


def _give_to(connection: Connection, key: int, speakers: Sequence[int]) -> None:
    connection.execute(delete(line_characters).where(line_characters.c.line_id == key))
    links = [
        {"line_id": key, "character_id": speaker, "position": position}
        for position, speaker in enumerate(dict.fromkeys(speakers))
    ]
    if links:
        connection.execute(insert(line_characters), links)

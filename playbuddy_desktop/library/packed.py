"""A play on its way from the child process to the database.

A long play has a hundred thousand lines; decoding them in one go would hold the interpreter of the window's process for
a good part of a second. So the child packs it into small parts, and ``save`` decodes one part at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from playbuddy_desktop.parsing.playbook import Line, Playbook

LINES_PER_PART: Final = 500

_Lines: Final = TypeAdapter(list[Line])

_NUL: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""The character NUL in JSON, where its backslash is not itself escaped."""


@dataclass(frozen=True, slots=True)
class PackedPlay:
    """A validated playbook in parts.

    Attributes:
        head: the playbook as JSON with all scenes emptied of their lines.
        scene_lengths: number of lines of each scene, scenes of all acts in order.
        parts: the lines of the whole play in order, as JSON lists of at most ``LINES_PER_PART``.
    """

    head: bytes
    scene_lengths: tuple[int, ...]
    parts: tuple[bytes, ...]

    @classmethod
    def pack(cls, playbook: Playbook) -> PackedPlay:
        """Pack a playbook, which stays as it is."""
        scenes = [scene for act in playbook.acts for scene in act.scenes]
        lines = [line for scene in scenes for line in scene.lines]
        exclude = {"acts": {"__all__": {"scenes": {"__all__": {"lines"}}}}}
        return cls(
            head=_without_nul(playbook.model_dump_json(exclude=exclude).encode()),
            scene_lengths=tuple(len(scene.lines) for scene in scenes),
            parts=tuple(
                _without_nul(_Lines.dump_json(lines[start : start + LINES_PER_PART]))
                for start in range(0, len(lines), LINES_PER_PART)
            ),
        )

    def lines(self) -> Iterator[Line]:
        """The lines in order, decoded part by part; ``save`` turns them into rows as they come."""
        for part in self.parts:
            yield from _Lines.validate_json(part)


def _without_nul(data: bytes) -> bytes:
    """JSON with the replacement character in the place of each NUL.

    No script means it, a damaged file may hold it, and PostgreSQL refuses it
    (https://www.postgresql.org/docs/current/datatype-character.html).
    """
    return _NUL.sub(rb"\1\\ufffd", data)

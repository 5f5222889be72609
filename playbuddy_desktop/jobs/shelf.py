"""Keeps the plays of the volume that was read last, so that a child which parses them one by one reads it once.

Each play lies packed and is unpacked alone: what a play costs does not grow with the volume.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence

from playbuddy_desktop.jobs.messages import Task
from playbuddy_desktop.parsing.volume import Part


class Shelf:
    """Holds one volume at most, as long as tasks ask for its plays."""

    def __init__(self) -> None:
        self._volume: tuple[object, ...] = ()
        self._plays: list[bytes] = []

    def keep(self, task: Task, parts: Sequence[Part]) -> None:
        """Keep the plays of the volume that a task read."""
        self._volume = _volume_of(task)
        self._plays = [pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in parts]

    def take(self, task: Task) -> Part | None:
        """The play that a task asks for; forgets the volume when it asks for something else."""
        if self._volume != _volume_of(task) or not task.play or task.plays != len(self._plays):
            self._clear()
            return None
        part: Part = pickle.loads(self._plays[task.play - 1])  # noqa: S301 - packed by this very process
        return part

    def _clear(self) -> None:
        self._volume, self._plays = (), []


def _volume_of(task: Task) -> tuple[object, ...]:
    """What decides how a source is read; sources are never changed."""
    return task.source, task.filename, task.format, task.engine, task.settings

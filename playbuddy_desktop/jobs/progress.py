"""Live progress of a job, as the window shows it; lighter and more frequent than what the database keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from playbuddy_desktop.jobs.job import Found


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a running job shows of its play, for the person who looks on: it is neither stored nor logged.

    Attributes:
        names: of the characters, as the script prints them, in order of appearance.
        act, scene: the headings that the newest line stands under; empty where the script has none.
    """

    names: tuple[str, ...] = ()
    act: str = ""
    scene: str = ""


NOTHING_SEEN: Final = Glimpse()


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a running job is.

    Attributes:
        stage: "extract", "parse" or "save".
        step, steps: page or chunk within the stage, 1-based; steps is None while unknown.
        percent: of the whole job, 0 to 100.
        found: characters, acts, scenes and lines so far.
        glimpse: who and where that is.
    """

    job_id: UUID
    stage: str
    step: int
    steps: int | None
    percent: float
    found: Found
    glimpse: Glimpse = NOTHING_SEEN

"""What a worker and its child process say to each other over the pipe; all values are immutable and picklable."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Found, StoredCheckpoint
from playbuddy_desktop.jobs.progress import NOTHING_SEEN, Glimpse
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.settings import Settings


@dataclass(frozen=True, slots=True)
class Task:
    """Worker to child: run the pipeline over one source.

    Attributes:
        source: the file in the source store.
        filename: the original's name: its suffix helps detection, its stem is the last resort for a title.
        format: as detected at intake.
        scratch: a file that the child may write; None for none.
        play: the number of the play to take, from 1, of a file with ``plays`` of them; 0 while nobody has looked.
        as_one: several plays are to be joined into one.
    """

    job_id: UUID
    source: Path
    filename: str
    format: str
    engine: str
    settings: Settings
    checkpoint: StoredCheckpoint | None = None
    scratch: Path | None = None
    play: int = 0
    plays: int = 0
    as_one: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """Worker to child: stop the current task before its next chunk."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Child to worker: started and imported; waiting for a task."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Child to worker: how far the task is.

    Attributes:
        stage: "extract", "parse" or "save".
        step, steps: page or chunk within the stage, 1-based; steps is None while unknown.
        percent: of the whole job, 0 to 100.
        found: so far.
        glimpse: with the names that are new since the message before.
    """

    stage: str
    step: int
    steps: int | None
    percent: float
    found: Found
    glimpse: Glimpse = NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class ChunkDone:
    """Child to worker: a chunk's result, to be written as a checkpoint.

    Attributes:
        index: 0-based; total: number of chunks.
        context: carried into the next chunk, compressed; replaces the former.
        payload: this chunk's own result, compressed; is added to the former ones.
        glimpse: as in ``Progress``.
    """

    version: int
    plan_hash: str
    index: int
    total: int
    context: bytes
    payload: bytes
    percent: float
    found: Found
    glimpse: Glimpse = NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class CheckpointRefused:
    """Child to worker: the checkpoint was unusable and parsing started anew."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """Child to worker: the validated play, packed so that the worker's thread never holds the interpreter for long.

    Attributes:
        plays: the titles of all plays of the file, of which this is the first and the others are still to be parsed;
            empty when there are no others, or when they have jobs of their own already.
    """

    play: PackedPlay
    warnings: tuple[str, ...] = ()
    plays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Child to worker: the task ended in an error."""

    error: ErrorReport


@dataclass(frozen=True, slots=True)
class Stopped:
    """Child to worker: the task was stopped as asked; the child is ready for the next."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """Child to worker: something for the log, where the worker adds the job and itself.

    Attributes:
        level: "debug", "info", "warning" or "error".
        event: one of ``log_events.LogEvent``.
        details: by the keys of ``log_events``.
    """

    level: str
    event: str
    details: dict[str, object]


ToChild = Task | Stop
FromChild = Ready | LogLine | Progress | ChunkDone | CheckpointRefused | Done | Failed | Stopped

"""What a job is: an immutable value, its status, and the one table of legal edges between statuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID


class JobType(StrEnum):
    """What a job does; all but PARSE_PLAY are reserved."""

    PARSE_PLAY = "PARSE_PLAY"
    EXPORT_PLAY = "EXPORT_PLAY"
    BULK_IMPORT = "BULK_IMPORT"


class JobStatus(StrEnum):
    """Where a job is in its life.

    QUEUED waits for a worker; RUNNING is held by one under a lease; PAUSED waits for a person; RETRYING waits for its
    next attempt to be due; COMPLETED, FAILED and CANCELLED are final.
    """

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    RETRYING = "retrying"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether no edge leaves this status."""
        return not LEGAL_EDGES[self]


LEGAL_EDGES: Final[dict[JobStatus, frozenset[JobStatus]]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.PAUSED, JobStatus.CANCELLED}),
    JobStatus.RUNNING: frozenset(
        {
            JobStatus.PAUSED,
            JobStatus.COMPLETED,
            JobStatus.RETRYING,
            JobStatus.FAILED,
            JobStatus.CANCELLED,
            JobStatus.QUEUED,  # the lease expired, or the worker handed the job back
        }
    ),
    JobStatus.PAUSED: frozenset({JobStatus.QUEUED, JobStatus.CANCELLED}),
    JobStatus.RETRYING: frozenset({JobStatus.RUNNING, JobStatus.PAUSED, JobStatus.CANCELLED, JobStatus.FAILED}),
    JobStatus.COMPLETED: frozenset(),
    JobStatus.FAILED: frozenset(),
    JobStatus.CANCELLED: frozenset(),
}
"""From a status to those it may change to; the database's trigger is made from this table too."""

FINAL_STATUSES: Final = frozenset(status for status in JobStatus if status.final)


class JobCommand(StrEnum):
    """What a person can ask of one job."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RESTART = "restart"
    PRIORITISE = "prioritise"
    REMOVE = "remove"
    SNOOZE = "snooze"


ALLOWED_COMMANDS: Final[dict[JobCommand, frozenset[JobStatus]]] = {
    JobCommand.PAUSE: frozenset(s for s in JobStatus if JobStatus.PAUSED in LEGAL_EDGES[s]),
    JobCommand.RESUME: frozenset({JobStatus.PAUSED}),
    JobCommand.CANCEL: frozenset(s for s in JobStatus if JobStatus.CANCELLED in LEGAL_EDGES[s]),
    JobCommand.RESTART: FINAL_STATUSES,
    JobCommand.PRIORITISE: frozenset({JobStatus.QUEUED, JobStatus.PAUSED, JobStatus.RETRYING}),
    JobCommand.REMOVE: FINAL_STATUSES,
    JobCommand.SNOOZE: frozenset({JobStatus.QUEUED, JobStatus.PAUSED, JobStatus.RETRYING}),
}
"""In which statuses a command is legal: the queue refuses it elsewhere, and the window disables it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the parser has found so far: numbers of characters, acts, scenes and lines."""

    characters: int = 0
    acts: int = 0
    scenes: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class StageSeconds:
    """The time that workers spent in each stage of the pipeline, in seconds."""

    extract: float = 0.0
    parse: float = 0.0
    save: float = 0.0


@dataclass(frozen=True, slots=True)
class VolumePart:
    """Which play of a file with several.

    Attributes:
        number: from 1, of ``of``.
        title: as its title page prints it.
        first_job: the job that found the plays and parsed the first of them; None in that job itself.
    """

    number: int
    of: int
    title: str
    first_job: UUID | None = None

    def to_json(self) -> dict[str, object]:
        """As it stands in a job's config."""
        first_job = str(self.first_job) if self.first_job else None
        return {"number": self.number, "of": self.of, "title": self.title, "first_job": first_job}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> VolumePart:
        """What ``to_json`` gave."""
        first_job = UUID(stored["first_job"]) if stored["first_job"] else None
        return cls(stored["number"], stored["of"], stored["title"], first_job)


@dataclass(frozen=True, slots=True)
class Job:
    """One import of one source file, as the database holds it. Times are timezone-aware UTC.

    Attributes:
        id: chosen at enqueue.
        filename: the original's name, for people.
        content_hash: SHA-256 (hex) of the source in the source store.
        priority: higher first.
        position: order among jobs of equal priority, lower first: the order of enqueueing unless moved.
        retry_count: automatic retries used, of ``max_retries``.
        crash_count: crashes of the child process since the last checkpoint.
        loss_count: how often the whole worker process vanished while it held the job, since the last checkpoint.
        lease_token: fencing token: rises with each claim; a worker's write must carry the current one.
        total_chunks: None until the script was read.
        progress: 0 to 100; never falls while the job is one job.
        stage: what is done now: "extract", "parse", "save"; empty when not running.
        error_code, last_error, advice: the last failure of an attempt; ``failure_reason`` is set when it was final. The
            traceback of a bug stands in the audit event of the failure.
        engine: name of the engine to parse with.
        active_seconds: time that workers spent on it so far, waits and pauses not counted.
        next_attempt_at: when a retry is due.
        auto_retries: how often it was tried again by itself, for whatever cause.
        stages: the stages of ``active_seconds``, as far as workers told them.
        not_before: a person wants it begun no sooner.
        dismissed_at: when a person took it off the live list, where failed jobs stay until then.
    """

    id: UUID
    type: JobType
    status: JobStatus
    priority: int
    position: int
    filename: str
    content_hash: str
    config: dict[str, object]
    engine: str
    playbook_id: UUID | None
    restarted_from: UUID | None
    retry_count: int
    max_retries: int
    crash_count: int
    loss_count: int
    lease_token: int
    worker_id: str | None
    locked_at: datetime | None
    lock_expiry: datetime | None
    total_chunks: int | None
    completed_chunks: int
    progress: float
    stage: str
    found: Found
    error_code: str | None
    last_error: str | None
    advice: str | None
    failure_reason: str | None
    active_seconds: float
    created_at: datetime
    queued_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    next_attempt_at: datetime | None
    last_progress_at: datetime | None
    updated_at: datetime
    auto_retries: int = 0
    stages: StageSeconds = StageSeconds()
    not_before: datetime | None = None
    dismissed_at: datetime | None = None

    def allows(self, command: JobCommand) -> bool:
        """Whether the queue accepts ``command`` now."""
        return self.status in ALLOWED_COMMANDS[command]

    @property
    def part(self) -> VolumePart | None:
        """Which play of its file the job parses; None when the file holds one play, or nobody has looked yet."""
        stored = self.config.get("part")
        return VolumePart.from_json(stored) if isinstance(stored, dict) else None

    @property
    def first_job(self) -> UUID:
        """The job that stands for the whole file: the one that found its plays, or else this one."""
        part = self.part
        return part.first_job if part is not None and part.first_job is not None else self.id

    @property
    def name(self) -> str:
        """What people know the job by: its file, and which play of it."""
        part = self.part
        return self.filename if part is None else f"{self.filename} · {part.title} ({part.number}/{part.of})"

    def put_off_until(self, now: datetime) -> datetime | None:
        """The time before which a person wants it not begun, while that is ahead of a job that waits."""
        waits = self.allows(JobCommand.SNOOZE) and self.not_before is not None and self.not_before > now
        return self.not_before if waits else None


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is asked for at enqueue: a source that already lies in the source store."""

    filename: str
    content_hash: str
    size: int
    format: str
    original_path: str
    priority: int = 0
    engine: str = "rules"
    ocr: bool = False
    """The text of scanned pages is to be recognised, whatever the settings say."""
    as_one: bool | None = None
    """Whether several plays of the file are joined into one, whatever the settings say; None to ask them."""
    part: VolumePart | None = None
    """The play to parse, once it is known that the file has several."""

    @property
    def config(self) -> dict[str, object]:
        """What the job's row says of how to parse."""
        config: dict[str, object] = {"format": self.format}
        if self.ocr:
            config["ocr"] = True
        if self.as_one is not None:
            config["as_one"] = self.as_one
        if self.part is not None:
            config["part"] = self.part.to_json()
        return config


@dataclass(frozen=True, slots=True)
class JobSource:
    """What a job imports.

    Attributes:
        content_hash: SHA-256 (hex): its name in the source store.
        size: in bytes.
        format: as detected at intake.
        original_path: where it came from.
    """

    content_hash: str
    size: int
    format: str
    original_path: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to write to one job: valid while the job is running under the same token."""

    job_id: UUID
    worker_id: str
    token: int


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """The state after some chunks, as bytes that only the pipeline understands.

    Attributes:
        version: of the pipeline's checkpoint form.
        plan_hash: SHA-256 (hex) over how the script was divided and by which engine; a checkpoint of another plan is
            void.
        next_chunk: the first chunk (0-based) that is not done.
        context: what is carried into ``next_chunk``; compressed.
        chunks: the results of chunks 0 to next_chunk - 1, in order; compressed.
    """

    version: int
    plan_hash: str
    next_chunk: int
    context: bytes
    chunks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker gets: the job as claimed, its lease, and the checkpoint to go on from."""

    job: Job
    lease: Lease
    checkpoint: StoredCheckpoint | None


@dataclass(frozen=True, slots=True)
class JobEvent:
    """An entry of the audit trail.

    Attributes:
        event: one of ``audit.Event``.
        from_status, to_status: equal when the event was no transition; from is None for "enqueued".
        details: small JSON object, never script text.
    """

    id: int
    job_id: UUID
    event: str
    from_status: JobStatus | None
    to_status: JobStatus | None
    worker_id: str | None
    details: dict[str, object]
    created_at: datetime

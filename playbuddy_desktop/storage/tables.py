"""The tables. Narrow rows for what is listed and claimed; payloads in tables of their own.

The migrations, not this module, make the database; a test holds the two together.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from playbuddy_desktop.storage.column_types import BigKey, Json, UtcDateTime

JOB_TYPES: Final = ("PARSE_PLAY", "EXPORT_PLAY", "BULK_IMPORT")
JOB_STATUSES: Final = ("queued", "running", "paused", "retrying", "completed", "failed", "cancelled")
FINAL_STATUSES: Final = ("completed", "failed", "cancelled")
LINE_TYPES: Final = ("dialogue", "stage_direction")
DIRECTION_KINDS: Final = ("entrance", "exit", "delivery", "business", "setting", "sound")

CLAIMABLE: Final = "status NOT IN ('paused', 'completed', 'failed', 'cancelled')"
"""What a worker may be interested in. A query that repeats these very words is answered from the partial index: put in
this form, no other index offers itself to SQLite's planner."""

HELD: Final = "worker_id IS NOT NULL"
"""As ``CLAIMABLE``, for the few jobs that are held by workers: the running ones, as a constraint has it."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, values: tuple[str, ...], name: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


def _counter(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _seconds(name: str) -> Column[Any]:
    return Column(name, Float, nullable=False, server_default=text("0"))


plays = Table(
    "plays",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False, server_default=""),
    Column("year", Integer),
    Column("genre", Text),
    Column("description", Text),
    Column("language", String(16)),
    # The job that made the play. No foreign key: the job may be removed from the history.
    # Unique: never two plays for one job.
    Column("job_id", Uuid, unique=True),
    Column("content_hash", String(64)),
    _counter("character_count"),
    _counter("act_count"),
    _counter("scene_count"),
    _counter("line_count"),
    Column("llm_source_id", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_plays_content_hash", "content_hash"),
)

play_matter = Table(
    "play_matter",
    metadata,
    Column("play_id", ForeignKey("plays.id", ondelete="CASCADE"), primary_key=True),
    Column("front_matter", Json, nullable=False),
    Column("back_matter", Json, nullable=False),
    Column("unplaced", Json, nullable=False),
)

characters = Table(
    "characters",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("play_id", ForeignKey("plays.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("aliases", Json, nullable=False),
    Column("llm_source_id", Text),
    UniqueConstraint("play_id", "position"),
)

acts = Table(
    "acts",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("play_id", ForeignKey("plays.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("llm_source_id", Text),
    UniqueConstraint("play_id", "position"),
)

scenes = Table(
    "scenes",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("act_id", ForeignKey("acts.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("llm_source_id", Text),
    UniqueConstraint("act_id", "position"),
)

lines = Table(
    "lines",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("scene_id", ForeignKey("scenes.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", String(16), nullable=False),
    Column("direction_kind", String(16)),
    Column("text", Text, nullable=False),
    _counter("indent_level"),
    Column("preserve_line_breaks", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("source_first", Integer),
    Column("source_last", Integer),
    Column("llm_source_id", Text),
    UniqueConstraint("scene_id", "position"),
    _one_of("type", LINE_TYPES, "type"),
    _one_of("direction_kind", DIRECTION_KINDS, "direction_kind"),
    CheckConstraint("(type = 'stage_direction') = (direction_kind IS NOT NULL)", name="direction"),
    CheckConstraint("indent_level BETWEEN 0 AND 5", name="indent_level"),
)

line_characters = Table(
    "line_characters",
    metadata,
    Column("line_id", ForeignKey("lines.id", ondelete="CASCADE"), primary_key=True),
    Column("character_id", ForeignKey("characters.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("ix_line_characters_character_id", "character_id"),
    sqlite_with_rowid=False,
)

parse_jobs = Table(
    "parse_jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("type", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    Column("position", BigInteger, nullable=False),
    Column("filename", Text, nullable=False),
    Column("config", Json, nullable=False),
    Column("engine", String(64), nullable=False),
    Column("playbook_id", ForeignKey("plays.id", ondelete="SET NULL")),
    # No foreign key: the old job may be removed from the history.
    Column("restarted_from", Uuid),
    _counter("retry_count"),
    Column("max_retries", Integer, nullable=False),
    _counter("crash_count"),
    _counter("loss_count"),
    # How often it was tried again by itself, for whatever cause; kept when the audit trail is pruned.
    _counter("auto_retries"),
    Column("lease_token", BigInteger, nullable=False, server_default=text("0")),
    Column("worker_id", Text),
    Column("locked_at", UtcDateTime),
    Column("lock_expiry", UtcDateTime),
    Column("total_chunks", Integer),
    _counter("completed_chunks"),
    Column("progress", Float, nullable=False, server_default=text("0")),
    Column("stage", String(16), nullable=False, server_default=""),
    _counter("found_characters"),
    _counter("found_acts"),
    _counter("found_scenes"),
    _counter("found_lines"),
    Column("error_code", String(64)),
    Column("last_error", Text),
    Column("advice", Text),
    Column("failure_reason", Text),
    Column("active_seconds", Float, nullable=False, server_default=text("0")),
    _seconds("extract_seconds"),
    _seconds("parse_seconds"),
    _seconds("save_seconds"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    Column("next_attempt_at", UtcDateTime),
    # A person wants it done no sooner.
    Column("not_before", UtcDateTime),
    # A person has seen how it ended and took it off the live list.
    Column("dismissed_at", UtcDateTime),
    Column("last_progress_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
    _one_of("type", JOB_TYPES, "type"),
    _one_of("status", JOB_STATUSES, "status"),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    CheckConstraint(
        "(status = 'running') = (worker_id IS NOT NULL)"
        " AND (worker_id IS NULL) = (locked_at IS NULL) AND (worker_id IS NULL) = (lock_expiry IS NULL)",
        name="lease",
    ),
    CheckConstraint(
        "(status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)",
        name="final_time",
    ),
    CheckConstraint("(status = 'retrying') = (next_attempt_at IS NOT NULL)", name="retry_time"),
    # What can be claimed stands in an index of its own, so that the rows of history cost a claim nothing.
    Index(
        "ix_parse_jobs_claimable",
        text("priority DESC"),
        "position",
        sqlite_where=text(CLAIMABLE),
        postgresql_where=text(CLAIMABLE),
    ),
    Index(
        "ix_parse_jobs_lock_expiry",
        "lock_expiry",
        sqlite_where=text(HELD),
        postgresql_where=text(HELD),
    ),
    # The first and the last place of the queue.
    Index("ix_parse_jobs_position", "position"),
    # Lists by status, newest first; the figures over the last completed jobs.
    Index("ix_parse_jobs_status_created_at", "status", "created_at"),
    Index(
        "ix_parse_jobs_status_completed_at",
        "status",
        "completed_at",
        sqlite_where=text("completed_at IS NOT NULL"),
        postgresql_where=text("completed_at IS NOT NULL"),
    ),
    # The order of the history.
    Index("ix_parse_jobs_created_at", "created_at", "position"),
    # Who looks on asks for the jobs that changed since the last look.
    Index("ix_parse_jobs_updated_at", "updated_at"),
    # Deleting a play looks for the job that names it.
    Index(
        "ix_parse_jobs_playbook_id",
        "playbook_id",
        sqlite_where=text("playbook_id IS NOT NULL"),
        postgresql_where=text("playbook_id IS NOT NULL"),
    ),
)

job_sources = Table(
    "job_sources",
    metadata,
    Column("job_id", ForeignKey("parse_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("original_path", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("format", String(16), nullable=False),
    Index("ix_job_sources_content_hash", "content_hash"),
)

job_checkpoints = Table(
    "job_checkpoints",
    metadata,
    Column("job_id", ForeignKey("parse_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("plan_hash", String(64), nullable=False),
    Column("next_chunk", Integer, nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("context", LargeBinary, nullable=False),
)

job_chunks = Table(
    "job_chunks",
    metadata,
    Column("job_id", ForeignKey("parse_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("chunk", Integer, primary_key=True),
    Column("checksum", String(64), nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

job_events = Table(
    "job_events",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("job_id", ForeignKey("parse_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("event", String(32), nullable=False),
    Column("from_status", String(16)),
    Column("to_status", String(16)),
    Column("worker_id", Text),
    Column("details", Json, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_job_events_job_id_id", "job_id", "id"),
    # The few entries that the rate of automatic retries is counted from.
    Index(
        "ix_job_events_retries",
        "job_id",
        sqlite_where=text("event = 'retry scheduled'"),
        postgresql_where=text("event = 'retry scheduled'"),
    ),
)

# How many final jobs there are, so that nobody need count the history: triggers add an entry for each job that ends and
# a negative one for each that is removed; the sum counts. Entries are added and never changed, so that no transaction
# waits for another; now and then they are summed up into one.
job_tallies = Table(
    "job_tallies",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("auto_retried", Integer, nullable=False),
)

# The imported files, for workers of other machines; empty where all workers share the folder of the sources.
source_parts = Table(
    "source_parts",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# One row while a person holds the whole queue, else none.
queue_holds = Table(
    "queue_holds",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("held_at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="one"),
)

workers = Table(
    "workers",
    metadata,
    Column("id", Text, primary_key=True),
    # The process that runs the worker holds a lock of this name for as long as it lives.
    Column("process_id", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("heartbeat_at", UtcDateTime, nullable=False),
)

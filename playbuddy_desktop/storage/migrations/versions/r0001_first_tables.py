"""The first tables: the library, the queue, and the triggers that guard a job's life and write its audit trail."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from playbuddy_desktop.storage.migrations.r0001_triggers import TRIGGERS as _TRIGGERS

revision: Final = "0001"
down_revision: Final = None

# A key that the database counts up; SQLite does so for INTEGER only.
_KEY: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON: Final = sa.JSON().with_variant(JSONB(), "postgresql")
_DIRECTION_KINDS: Final = ("entrance", "exit", "delivery", "business", "setting", "sound")


def upgrade() -> None:
    """Make all tables and triggers."""
    _library()
    _queue()
    dialect = op.get_bind().dialect.name
    for statement in (*_TRIGGERS[dialect](), *_TALLY_TRIGGERS[dialect], *_SEARCH_INDEX.get(dialect, ())):
        op.execute(statement)


def _library() -> None:
    """Plays and what they are made of."""
    op.create_table(
        "plays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("genre", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("language", sa.String(length=16)),
        sa.Column("job_id", sa.Uuid()),
        sa.Column("content_hash", sa.String(length=64)),
        sa.Column("character_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("act_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("scene_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("line_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("llm_source_id", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plays"),
        sa.UniqueConstraint("job_id", name="uq_plays_job_id"),
    )
    op.create_index("ix_plays_content_hash", "plays", ["content_hash"])
    op.create_table(
        "play_matter",
        sa.Column("play_id", sa.Uuid(), nullable=False),
        sa.Column("front_matter", _JSON, nullable=False),
        sa.Column("back_matter", _JSON, nullable=False),
        sa.Column("unplaced", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["play_id"], ["plays.id"], name="fk_play_matter_play_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("play_id", name="pk_play_matter"),
    )
    op.create_table(
        "characters",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("play_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("aliases", _JSON, nullable=False),
        sa.Column("llm_source_id", sa.Text()),
        sa.ForeignKeyConstraint(["play_id"], ["plays.id"], name="fk_characters_play_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_characters"),
        sa.UniqueConstraint("play_id", "position", name="uq_characters_play_id_position"),
    )
    op.create_table(
        "acts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("play_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("llm_source_id", sa.Text()),
        sa.ForeignKeyConstraint(["play_id"], ["plays.id"], name="fk_acts_play_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
        sa.UniqueConstraint("play_id", "position", name="uq_acts_play_id_position"),
    )
    op.create_table(
        "scenes",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("act_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("llm_source_id", sa.Text()),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_scenes_act_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_scenes"),
        sa.UniqueConstraint("act_id", "position", name="uq_scenes_act_id_position"),
    )
    op.create_table(
        "lines",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("scene_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("direction_kind", sa.String(length=16)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("indent_level", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("preserve_line_breaks", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reasons", _JSON, nullable=False),
        sa.Column("source_first", sa.Integer()),
        sa.Column("source_last", sa.Integer()),
        sa.Column("llm_source_id", sa.Text()),
        sa.CheckConstraint("type IN ('dialogue', 'stage_direction')", name="ck_lines_type"),
        sa.CheckConstraint(f"direction_kind IN {_DIRECTION_KINDS}", name="ck_lines_direction_kind"),
        sa.CheckConstraint("(type = 'stage_direction') = (direction_kind IS NOT NULL)", name="ck_lines_direction"),
        sa.CheckConstraint("indent_level BETWEEN 0 AND 5", name="ck_lines_indent_level"),
        sa.ForeignKeyConstraint(["scene_id"], ["scenes.id"], name="fk_lines_scene_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_lines"),
        sa.UniqueConstraint("scene_id", "position", name="uq_lines_scene_id_position"),
    )
    op.create_table(
        "line_characters",
        sa.Column("line_id", _KEY, nullable=False),
        sa.Column("character_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["character_id"], ["characters.id"], name="fk_line_characters_character_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name="fk_line_characters_line_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("line_id", "character_id", name="pk_line_characters"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_line_characters_character_id", "line_characters", ["character_id"])


def _queue() -> None:
    """Jobs, their payloads, their audit trail, and the workers."""
    op.create_table(
        "parse_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("config", _JSON, nullable=False),
        sa.Column("engine", sa.String(length=64), nullable=False),
        sa.Column("playbook_id", sa.Uuid()),
        sa.Column("restarted_from", sa.Uuid()),
        sa.Column("retry_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("max_retries", sa.Integer(), nullable=False),
        sa.Column("crash_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("loss_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("auto_retries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_token", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("worker_id", sa.Text()),
        sa.Column("locked_at", sa.DateTime(timezone=True)),
        sa.Column("lock_expiry", sa.DateTime(timezone=True)),
        sa.Column("total_chunks", sa.Integer()),
        sa.Column("completed_chunks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("progress", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("stage", sa.String(length=16), server_default="", nullable=False),
        sa.Column("found_characters", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("found_acts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("found_scenes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("found_lines", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error_code", sa.String(length=64)),
        sa.Column("last_error", sa.Text()),
        sa.Column("advice", sa.Text()),
        sa.Column("failure_reason", sa.Text()),
        sa.Column("active_seconds", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("extract_seconds", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("parse_seconds", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("save_seconds", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("dismissed_at", sa.DateTime(timezone=True)),
        sa.Column("last_progress_at", sa.DateTime(timezone=True)),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'retrying') = (next_attempt_at IS NOT NULL)", name="ck_parse_jobs_retry_time"),
        sa.CheckConstraint(
            "(status = 'running') = (worker_id IS NOT NULL)"
            " AND (worker_id IS NULL) = (locked_at IS NULL) AND (worker_id IS NULL) = (lock_expiry IS NULL)",
            name="ck_parse_jobs_lease",
        ),
        sa.CheckConstraint(
            "(status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)",
            name="ck_parse_jobs_final_time",
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'paused', 'retrying', 'completed', 'failed', 'cancelled')",
            name="ck_parse_jobs_status",
        ),
        sa.CheckConstraint("type IN ('PARSE_PLAY', 'EXPORT_PLAY', 'BULK_IMPORT')", name="ck_parse_jobs_type"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="ck_parse_jobs_progress"),
        sa.ForeignKeyConstraint(["playbook_id"], ["plays.id"], name="fk_parse_jobs_playbook_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_parse_jobs"),
    )
    op.create_index(
        "ix_parse_jobs_claimable",
        "parse_jobs",
        [sa.literal_column("priority DESC"), "position"],
        sqlite_where=sa.text("status NOT IN ('paused', 'completed', 'failed', 'cancelled')"),
        postgresql_where=sa.text("status NOT IN ('paused', 'completed', 'failed', 'cancelled')"),
    )
    op.create_index("ix_parse_jobs_created_at", "parse_jobs", ["created_at", "position"])
    op.create_index(
        "ix_parse_jobs_lock_expiry",
        "parse_jobs",
        ["lock_expiry"],
        sqlite_where=sa.text("worker_id IS NOT NULL"),
        postgresql_where=sa.text("worker_id IS NOT NULL"),
    )
    op.create_index(
        "ix_parse_jobs_playbook_id",
        "parse_jobs",
        ["playbook_id"],
        sqlite_where=sa.text("playbook_id IS NOT NULL"),
        postgresql_where=sa.text("playbook_id IS NOT NULL"),
    )
    op.create_index("ix_parse_jobs_position", "parse_jobs", ["position"])
    op.create_index(
        "ix_parse_jobs_status_completed_at",
        "parse_jobs",
        ["status", "completed_at"],
        sqlite_where=sa.text("completed_at IS NOT NULL"),
        postgresql_where=sa.text("completed_at IS NOT NULL"),
    )
    op.create_index("ix_parse_jobs_status_created_at", "parse_jobs", ["status", "created_at"])
    op.create_index("ix_parse_jobs_updated_at", "parse_jobs", ["updated_at"])
    op.create_table(
        "job_sources",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("original_path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["parse_jobs.id"], name="fk_job_sources_job_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", name="pk_job_sources"),
    )
    op.create_index("ix_job_sources_content_hash", "job_sources", ["content_hash"])
    op.create_table(
        "job_checkpoints",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=False),
        sa.Column("next_chunk", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("context", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["parse_jobs.id"], name="fk_job_checkpoints_job_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", name="pk_job_checkpoints"),
    )
    op.create_table(
        "job_chunks",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["parse_jobs.id"], name="fk_job_chunks_job_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "chunk", name="pk_job_chunks"),
    )
    op.create_table(
        "job_events",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("from_status", sa.String(length=16)),
        sa.Column("to_status", sa.String(length=16)),
        sa.Column("worker_id", sa.Text()),
        sa.Column("details", _JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["parse_jobs.id"], name="fk_job_events_job_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_job_events"),
    )
    op.create_index("ix_job_events_job_id_id", "job_events", ["job_id", "id"])
    op.create_index(
        "ix_job_events_retries",
        "job_events",
        ["job_id"],
        sqlite_where=sa.text("event = 'retry scheduled'"),
        postgresql_where=sa.text("event = 'retry scheduled'"),
    )
    op.create_table(
        "job_tallies",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("auto_retried", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_tallies"),
    )
    op.create_table(
        "source_parts",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", "part", name="pk_source_parts"),
    )
    op.create_table(
        "queue_holds",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_queue_holds_one"),
        sa.PrimaryKeyConstraint("id", name="pk_queue_holds"),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )


_FINAL: Final = "('completed', 'failed', 'cancelled')"
_TALLY: Final = "INSERT INTO job_tallies (status, number, auto_retried) VALUES"

_TALLY_TRIGGERS: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": (
        f"""
        CREATE TRIGGER parse_jobs_tally_end AFTER UPDATE OF status ON parse_jobs
        WHEN OLD.status <> NEW.status AND NEW.status IN {_FINAL}
        BEGIN {_TALLY} (NEW.status, 1, NEW.auto_retries > 0); END
        """,
        f"""
        CREATE TRIGGER parse_jobs_tally_insert AFTER INSERT ON parse_jobs WHEN NEW.status IN {_FINAL}
        BEGIN {_TALLY} (NEW.status, 1, NEW.auto_retries > 0); END
        """,
        f"""
        CREATE TRIGGER parse_jobs_tally_delete AFTER DELETE ON parse_jobs WHEN OLD.status IN {_FINAL}
        BEGIN {_TALLY} (OLD.status, -1, -(OLD.auto_retries > 0)); END
        """,
    ),
    "postgresql": (
        f"""
        CREATE FUNCTION parse_jobs_tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                {_TALLY} (OLD.status, -1, -(OLD.auto_retries > 0)::integer);
            ELSE
                {_TALLY} (NEW.status, 1, (NEW.auto_retries > 0)::integer);
            END IF;
            RETURN NULL;
        END
        $$
        """,
        f"""
        CREATE TRIGGER parse_jobs_tally_end AFTER UPDATE OF status ON parse_jobs FOR EACH ROW
        WHEN (OLD.status <> NEW.status AND NEW.status IN {_FINAL}) EXECUTE FUNCTION parse_jobs_tally()
        """,
        f"""
        CREATE TRIGGER parse_jobs_tally_insert AFTER INSERT ON parse_jobs FOR EACH ROW
        WHEN (NEW.status IN {_FINAL}) EXECUTE FUNCTION parse_jobs_tally()
        """,
        f"""
        CREATE TRIGGER parse_jobs_tally_delete AFTER DELETE ON parse_jobs FOR EACH ROW
        WHEN (OLD.status IN {_FINAL}) EXECUTE FUNCTION parse_jobs_tally()
        """,
    ),
}
"""One entry of the tally for each job that becomes final or, final, leaves the table."""

_SEARCH_INDEX: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE lines_text
        USING fts5(text, content='lines', content_rowid='id', tokenize='unicode61 remove_diacritics 2')
        """,
        """
        CREATE TRIGGER lines_text_insert AFTER INSERT ON lines
        WHEN NOT EXISTS (SELECT 1 FROM lines_text_docsize WHERE id = NEW.id)
        BEGIN INSERT INTO lines_text (rowid, text) VALUES (NEW.id, NEW.text); END
        """,
        """
        CREATE TRIGGER lines_text_delete AFTER DELETE ON lines
        BEGIN INSERT INTO lines_text (lines_text, rowid, text) VALUES ('delete', OLD.id, OLD.text); END
        """,
        """
        CREATE TRIGGER lines_text_update AFTER UPDATE OF text ON lines
        BEGIN
            INSERT INTO lines_text (lines_text, rowid, text) VALUES ('delete', OLD.id, OLD.text);
            INSERT INTO lines_text (rowid, text) VALUES (NEW.id, NEW.text);
        END
        """,
    ),
}
"""The words of all lines, for searches over the library; the texts themselves stay in ``lines``.

Each entry that a trigger makes becomes a small index of its own, which is merged with the others later. Whoever writes
many lines therefore writes their words before, in one go: the trigger leaves alone what is in the index already.
"""

"""The triggers of the first tables: they guard a job's life, write its audit trail, and forget its checkpoint."""

from __future__ import annotations

from typing import Final

LEGAL_EDGES: Final[dict[str, tuple[str, ...]]] = {
    "queued": ("running", "paused", "cancelled"),
    "running": ("paused", "completed", "retrying", "failed", "cancelled", "queued"),
    "paused": ("queued", "cancelled"),
    "retrying": ("running", "paused", "cancelled", "failed"),
    "completed": (),
    "failed": (),
    "cancelled": (),
}
"""From a status to those it may change to."""

_LEGAL: Final = " OR ".join(
    "(OLD.status = '{}' AND NEW.status IN ({}))".format(source, ", ".join(f"'{target}'" for target in targets))
    for source, targets in LEGAL_EDGES.items()
    if targets
)

_UNRISEN: Final = """
    NEW.lease_token < OLD.lease_token
    OR (OLD.status <> 'running' AND NEW.status = 'running' AND NEW.lease_token = OLD.lease_token)
"""

# What an edge is called; the program says more where there is more to say.
_EVENT: Final = """
    CASE NEW.status
        WHEN 'running' THEN 'claimed'
        WHEN 'retrying' THEN 'retry scheduled'
        WHEN 'queued' THEN CASE OLD.status WHEN 'paused' THEN 'resumed' ELSE 'released' END
        ELSE NEW.status
    END
"""

_ENDED: Final = "OLD.status <> NEW.status AND NEW.status IN ('completed', 'failed', 'cancelled')"

_FORGET_CHECKPOINT: Final = """
    DELETE FROM job_chunks WHERE job_id = NEW.id;
    DELETE FROM job_checkpoints WHERE job_id = NEW.id;
"""

_EDGE_REFUSED: Final = "a job cannot change its status in this way"
_RISE_REFUSED: Final = "a lease token must rise with each claim"
_TRAIL_REFUSED: Final = "what the audit trail says of a change of status stays as it was written"


def sqlite_triggers() -> tuple[str, ...]:
    """Refuse illegal edges and fencing tokens that fall or are used twice; write the trail and keep it as it is.

    A job that ended has no checkpoint.
    """
    details = "CASE NEW.status WHEN 'running' THEN json_object('attempt', NEW.lease_token) ELSE '{}' END"
    return (
        f"""
        CREATE TRIGGER parse_jobs_legal_edge BEFORE UPDATE OF status ON parse_jobs
        WHEN OLD.status <> NEW.status AND NOT ({_LEGAL})
        BEGIN
            SELECT RAISE(ABORT, '{_EDGE_REFUSED}');
        END
        """,
        f"""
        CREATE TRIGGER parse_jobs_lease_token BEFORE UPDATE OF status, lease_token ON parse_jobs
        WHEN {_UNRISEN}
        BEGIN
            SELECT RAISE(ABORT, '{_RISE_REFUSED}');
        END
        """,
        """
        CREATE TRIGGER parse_jobs_enqueued AFTER INSERT ON parse_jobs
        BEGIN
            INSERT INTO job_events (job_id, event, to_status, details, created_at)
            VALUES (NEW.id, 'enqueued', NEW.status, '{}', NEW.created_at);
        END
        """,
        f"""
        CREATE TRIGGER parse_jobs_changed AFTER UPDATE OF status ON parse_jobs
        WHEN OLD.status <> NEW.status
        BEGIN
            INSERT INTO job_events (job_id, event, from_status, to_status, worker_id, details, created_at)
            VALUES (
                NEW.id, {_EVENT}, OLD.status, NEW.status, coalesce(NEW.worker_id, OLD.worker_id), {details},
                NEW.updated_at
            );
        END
        """,
        f"""
        CREATE TRIGGER parse_jobs_ended AFTER UPDATE OF status ON parse_jobs
        WHEN {_ENDED}
        BEGIN {_FORGET_CHECKPOINT} END
        """,
        f"""
        CREATE TRIGGER job_events_stay
        BEFORE UPDATE OF id, job_id, from_status, to_status, worker_id, created_at ON job_events
        BEGIN
            SELECT RAISE(ABORT, '{_TRAIL_REFUSED}');
        END
        """,
    )


def postgresql_triggers() -> tuple[str, ...]:
    """As for SQLite; and wake the workers, which listen, when a job waits for them."""
    refused = "USING ERRCODE = 'integrity_constraint_violation'"
    return (
        f"""
        CREATE FUNCTION parse_jobs_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.status <> NEW.status AND NOT ({_LEGAL}) THEN
                RAISE EXCEPTION '{_EDGE_REFUSED}' {refused};
            END IF;
            IF {_UNRISEN} THEN
                RAISE EXCEPTION '{_RISE_REFUSED}' {refused};
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER parse_jobs_guard BEFORE UPDATE OF status, lease_token ON parse_jobs
        FOR EACH ROW EXECUTE FUNCTION parse_jobs_guard()
        """,
        f"""
        CREATE FUNCTION parse_jobs_audit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO job_events (job_id, event, to_status, details, created_at)
                VALUES (NEW.id, 'enqueued', NEW.status, '{{}}', NEW.created_at);
            ELSE
                INSERT INTO job_events (job_id, event, from_status, to_status, worker_id, details, created_at)
                VALUES (
                    NEW.id, {_EVENT}, OLD.status, NEW.status, coalesce(NEW.worker_id, OLD.worker_id),
                    CASE NEW.status WHEN 'running' THEN jsonb_build_object('attempt', NEW.lease_token) ELSE '{{}}' END,
                    NEW.updated_at
                );
            END IF;
            IF NEW.status = 'queued' THEN
                PERFORM pg_notify('playbuddy_jobs', '');
            END IF;
            RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER parse_jobs_enqueued AFTER INSERT ON parse_jobs
        FOR EACH ROW EXECUTE FUNCTION parse_jobs_audit()
        """,
        """
        CREATE TRIGGER parse_jobs_changed AFTER UPDATE OF status ON parse_jobs
        FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION parse_jobs_audit()
        """,
        f"""
        CREATE FUNCTION parse_jobs_forget() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {_FORGET_CHECKPOINT}
            RETURN NULL;
        END $$
        """,
        f"""
        CREATE TRIGGER parse_jobs_ended AFTER UPDATE OF status ON parse_jobs
        FOR EACH ROW WHEN ({_ENDED}) EXECUTE FUNCTION parse_jobs_forget()
        """,
        f"""
        CREATE FUNCTION job_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{_TRAIL_REFUSED}' {refused};
        END $$
        """,
        """
        CREATE TRIGGER job_events_stay
        BEFORE UPDATE OF id, job_id, from_status, to_status, worker_id, created_at ON job_events
        FOR EACH ROW EXECUTE FUNCTION job_events_stay()
        """,
    )


TRIGGERS: Final = {"sqlite": sqlite_triggers, "postgresql": postgresql_triggers}
"""For each dialect, the statements that make them."""

"""Checkpoints in the database: a head that is replaced, and one row for each chunk, each with its checksum.

A chunk is written once. The growing result of a long script is never written as a whole.
"""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select

from playbuddy_desktop.errors import BugError
from playbuddy_desktop.jobs.job import StoredCheckpoint
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.storage.prepared import Prepared, prepared_insert
from playbuddy_desktop.storage.tables import job_checkpoints, job_chunks

_OF_JOB: Final = bindparam("of_job", type_=job_checkpoints.c.job_id.type)
_HEAD: Final = Prepared(select(job_checkpoints).where(job_checkpoints.c.job_id == _OF_JOB))
_NEXT: Final = Prepared(select(job_checkpoints.c.next_chunk).where(job_checkpoints.c.job_id == _OF_JOB))
_ADD_HEAD: Final = prepared_insert(job_checkpoints)
_DROP_HEAD: Final = Prepared(delete(job_checkpoints).where(job_checkpoints.c.job_id == _OF_JOB))
_CHUNKS: Final = Prepared(select(job_chunks).where(job_chunks.c.job_id == _OF_JOB).order_by(job_chunks.c.chunk))
_ADD_CHUNK: Final = prepared_insert(job_chunks)
_DROP_CHUNKS_FROM: Final = Prepared(
    delete(job_chunks).where(job_chunks.c.job_id == _OF_JOB, job_chunks.c.chunk >= bindparam("first"))
)


class CheckpointDamagedError(Exception):
    """The stored checkpoint is not what was written."""


def store(connection: Connection, job_id: UUID, done: ChunkDone) -> None:
    """Add a chunk; chunk 0 begins a new checkpoint in place of an old one.

    Raises:
        BugError: a chunk before it is missing.
    """
    of_job = {"of_job": job_id}
    head = _NEXT.first(connection, of_job)
    expected = head["next_chunk"] if head else 0
    if done.index > expected:
        raise BugError(f"Chunk {done.index} was finished before chunk {expected}.")
    if done.index < expected:
        _DROP_CHUNKS_FROM.run(connection, {**of_job, "first": done.index})
    if head:
        _DROP_HEAD.run(connection, of_job)
    next_chunk = done.index + 1
    _ADD_CHUNK.run(
        connection,
        {
            "job_id": job_id,
            "chunk": done.index,
            "checksum": _checksum(done.index, done.payload),
            "payload": done.payload,
        },
    )
    _ADD_HEAD.run(
        connection,
        {
            "job_id": job_id,
            "version": done.version,
            "plan_hash": done.plan_hash,
            "next_chunk": next_chunk,
            "checksum": _checksum(done.version, done.plan_hash, next_chunk, done.context),
            "context": done.context,
        },
    )


def load(connection: Connection, job_id: UUID) -> StoredCheckpoint | None:
    """The checkpoint to go on from; None when the job has none.

    Raises:
        CheckpointDamagedError: a chunk is missing, or a checksum is wrong.
    """
    head = _HEAD.first(connection, {"of_job": job_id})
    if head is None:
        return None
    next_chunk = head["next_chunk"]
    if head["checksum"] != _checksum(head["version"], head["plan_hash"], next_chunk, head["context"]):
        raise CheckpointDamagedError("the checksum of the context is wrong")
    chunks = _CHUNKS.all(connection, {"of_job": job_id})
    if [chunk["chunk"] for chunk in chunks] != list(range(next_chunk)):
        raise CheckpointDamagedError("a chunk is missing")
    for chunk in chunks:
        if chunk["checksum"] != _checksum(chunk["chunk"], chunk["payload"]):
            raise CheckpointDamagedError(f"the checksum of chunk {chunk['chunk']} is wrong")
    return StoredCheckpoint(
        version=head["version"],
        plan_hash=head["plan_hash"],
        next_chunk=next_chunk,
        context=head["context"],
        chunks=tuple(chunk["payload"] for chunk in chunks),
    )


def drop(connection: Connection, job_id: UUID) -> None:
    """Forget a job's checkpoint."""
    _DROP_CHUNKS_FROM.run(connection, {"of_job": job_id, "first": 0})
    _DROP_HEAD.run(connection, {"of_job": job_id})


def _checksum(*parts: object) -> str:
    """SHA-256 (hex) over the parts, each with its length, so that no two sequences look alike."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()

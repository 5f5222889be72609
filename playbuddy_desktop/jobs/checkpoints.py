"""Checkpoints in the database: a head that is replaced, and one row for each chunk, each with its checksum.

A chunk is written once. The growing result of a long script is never written as a whole.
"""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from playbuddy_desktop.errors import BugError
from playbuddy_desktop.jobs.job import StoredCheckpoint
from playbuddy_desktop.jobs.messages import ChunkDone
from playbuddy_desktop.storage.tables import job_checkpoints, job_chunks

_HEAD: Final = select(job_checkpoints).where(job_checkpoints.c.job_id == bindparam("of_job"))
_DROP_HEAD: Final = delete(job_checkpoints).where(job_checkpoints.c.job_id == bindparam("of_job"))
_DROP_CHUNKS: Final = delete(job_chunks).where(job_chunks.c.job_id == bindparam("of_job"))


class CheckpointDamagedError(Exception):
    """The stored checkpoint is not what was written."""


def store(connection: Connection, job_id: UUID, done: ChunkDone) -> None:
    """Add a chunk; chunk 0 begins a new checkpoint in place of an old one.

    Raises:
        BugError: a chunk before it is missing.
    """
    heads = job_checkpoints.c
    expected = connection.execute(select(heads.next_chunk).where(heads.job_id == job_id)).scalar() or 0
    if done.index > expected:
        raise BugError(f"Chunk {done.index} was finished before chunk {expected}.")
    connection.execute(delete(job_chunks).where(job_chunks.c.job_id == job_id, job_chunks.c.chunk >= done.index))
    connection.execute(
        insert(job_chunks).values(
            job_id=job_id, chunk=done.index, checksum=_checksum(done.index, done.payload), payload=done.payload
        )
    )
    next_chunk = done.index + 1
    connection.execute(delete(job_checkpoints).where(heads.job_id == job_id))
    connection.execute(
        insert(job_checkpoints).values(
            job_id=job_id,
            version=done.version,
            plan_hash=done.plan_hash,
            next_chunk=next_chunk,
            checksum=_checksum(done.version, done.plan_hash, next_chunk, done.context),
            context=done.context,
        )
    )


def load(connection: Connection, job_id: UUID) -> StoredCheckpoint | None:
    """The checkpoint to go on from; None when the job has none.

    Raises:
        CheckpointDamagedError: a chunk is missing, or a checksum is wrong.
    """
    head = connection.execute(_HEAD, {"of_job": job_id}).one_or_none()
    if head is None:
        return None
    if head.checksum != _checksum(head.version, head.plan_hash, head.next_chunk, head.context):
        raise CheckpointDamagedError("the checksum of the context is wrong")
    query = select(job_chunks).where(job_chunks.c.job_id == job_id).order_by(job_chunks.c.chunk)
    chunks = connection.execute(query).all()
    if [chunk.chunk for chunk in chunks] != list(range(head.next_chunk)):
        raise CheckpointDamagedError("a chunk is missing")
    for chunk in chunks:
        if chunk.checksum != _checksum(chunk.chunk, chunk.payload):
            raise CheckpointDamagedError(f"the checksum of chunk {chunk.chunk} is wrong")
    return StoredCheckpoint(
        version=head.version,
        plan_hash=head.plan_hash,
        next_chunk=head.next_chunk,
        context=head.context,
        chunks=tuple(chunk.payload for chunk in chunks),
    )


def drop(connection: Connection, job_id: UUID) -> None:
    """Forget a job's checkpoint."""
    connection.execute(_DROP_CHUNKS, {"of_job": job_id})
    connection.execute(_DROP_HEAD, {"of_job": job_id})


def _checksum(*parts: object) -> str:
    """SHA-256 (hex) over the parts, each with its length, so that no two sequences look alike."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()

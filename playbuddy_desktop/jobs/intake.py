"""From what a person dropped to queued jobs: find the scripts, keep copies of them, enqueue one job for each.

A file is acknowledged when its copy lies in the source store and its job in the queue; from then on the original does
not matter. All jobs of a batch are made in one transaction, and no bad file holds up the others.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from playbuddy_desktop.errors import (
    ErrorReport,
    SourceError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.parsing.extract.detect import detect_format
from playbuddy_desktop.parsing.extract.formats import has_known_suffix, supported
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.sources import SourceStore

_NOT_KNOWN: Final = frozenset({JobStatus.FAILED, JobStatus.CANCELLED})
"""A job that ended so made no play: to import its script once more is no repetition."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file whose content was imported before, or waits to be, or came twice in this batch.

    Attributes:
        job: the earlier job; None when it was removed from the history, or is one of this very batch.
        play_id: the play that was made of it; None while there is none.
    """

    path: Path
    job: Job | None
    play_id: UUID | None


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that cannot be imported, and why."""

    path: Path
    error: ErrorReport


@dataclass(slots=True)
class BatchSummary:
    """What became of a batch: each file that was found is in one of these, in the order in which it was found.

    Attributes:
        added: the new jobs.
        known: files that are not imported again unasked.
        refused: files that cannot be imported, and folders without any script.
        skipped: number of files in folders that are no scripts by their name.
    """

    added: list[Job] = field(default_factory=list)
    known: list[KnownFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    skipped: int = 0


class Intake:
    """Adds files and folders to the queue; safe to use from any thread."""

    def __init__(self, queue: JobQueue, store: SourceStore, library: Library, settings: Settings) -> None:
        """``library`` and ``queue`` tell what is known already; ``settings`` hold the limits."""
        self._queue = queue
        self._store = store
        self._library = library
        self._settings = settings
        # Two batches at once could each find a file new that is in both.
        self._one_at_a_time = threading.Lock()

    def add(
        self,
        paths: Sequence[Path],
        *,
        again: bool = False,
        priority: int = 0,
        on_file: Callable[[int], None] | None = None,
    ) -> BatchSummary:
        """Enqueue a job for each script among ``paths``, folders searched recursively.

        Args:
            paths: files and folders.
            again: import known content once more.
            priority: of the new jobs.
            on_file: called after each file with the number of files looked at so far; when it raises, nothing is
                enqueued.

        Raises:
            StorageError: the copies or the jobs cannot be written; nothing was enqueued.
        """
        with self._one_at_a_time:
            summary = BatchSummary()
            new: dict[str, NewJob] = {}
            for number, path in enumerate(_files(paths, summary), start=1):
                self._look_at(path, new, summary, again=again, priority=priority)
                if on_file is not None:
                    on_file(number)
            summary.added = self._queue.enqueue(list(new.values()))
            return summary

    def _look_at(
        self, path: Path, new: dict[str, NewJob], summary: BatchSummary, *, again: bool, priority: int
    ) -> None:
        """Put a file where it belongs: among the new jobs, the known or the refused."""
        try:
            found = detect_format(path, path.name)
            limit = self._settings.max_pdf_bytes if found == "pdf" else self._settings.max_file_bytes
            stored = self._store.put(path, limit)
        except SourceError as error:
            summary.refused.append(RefusedFile(path, ErrorReport.of(error)))
            return
        if stored.content_hash in new:
            summary.known.append(KnownFile(path, None, None))
            return
        known = None if again else self._known(path, stored.content_hash)
        if known is not None:
            summary.known.append(known)
            return
        new[stored.content_hash] = NewJob(
            filename=path.name,
            content_hash=stored.content_hash,
            size=stored.size,
            format=found,
            original_path=os.fspath(path.absolute()),
            priority=priority,
        )

    def _known(self, path: Path, content_hash: str) -> KnownFile | None:
        for job in self._queue.find_by_hash(content_hash):
            deleted_since = job.status is JobStatus.COMPLETED and job.playbook_id is None
            if job.status not in _NOT_KNOWN and not deleted_since:
                return KnownFile(path, job, job.playbook_id)
        plays = self._library.find_by_hash(content_hash)
        return KnownFile(path, None, plays[0]) if plays else None


def _files(paths: Iterable[Path], summary: BatchSummary) -> Iterator[Path]:
    """The files to look at, each once; what folders hold that is no script by its name is counted and left out."""
    seen: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            candidates: Iterable[Path] = [path]
        else:
            before = len(summary.refused)
            candidates = list(_scripts_in(path, summary))
            if not candidates and len(summary.refused) == before:
                error = UnsupportedFormatError(f"There are no scripts in this folder. {supported()}")
                summary.refused.append(RefusedFile(path, ErrorReport.of(error)))
        for candidate in candidates:
            if candidate not in seen:
                seen.add(candidate)
                yield candidate


def _scripts_in(folder: Path, summary: BatchSummary) -> Iterator[Path]:
    """Files below a folder whose names promise a script, sorted; links to folders are not followed."""

    def unreadable(error: OSError) -> None:
        report = ErrorReport.of(UnreadableFileError(f"The folder could not be read: {error.strerror}."))
        summary.refused.append(RefusedFile(Path(error.filename), report))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and has_known_suffix(name):
                yield Path(parent, name)
            else:
                summary.skipped += 1

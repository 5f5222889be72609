"""Takes files and folders in: each script is copied into the source store and becomes a job.

A batch is judged file by file: what is wrong with one is told and does not touch the others. All new jobs are enqueued
in one transaction at the end, so a program that dies half-way has added nothing, and what is queued is safely stored.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog

from playbuddy_desktop.errors import (
    ErrorReport,
    FileTooLargeError,
    KnownError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.parsing.extract.detect import detect_format
from playbuddy_desktop.parsing.extract.formats import has_known_suffix, supported
from playbuddy_desktop.settings import MEGABYTE, Settings
from playbuddy_desktop.storage.sources import SourceStore

_log = structlog.get_logger(__name__)

OnFile = Callable[[int, int], None]
"""Called after each file with the number of files done and of all; what it raises gives the batch up."""

_LEFTOVERS: Final = (".", "~$", "._")
"""How names of hidden files and of the lock files of office programs begin."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file whose content is in the queue or the library already.

    Attributes:
        job: the newest one with that content; None when it was removed from the history.
        play_id: the play in the library that was made of that content, if there is one.
    """

    path: Path
    job: Job | None
    play_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file or folder that cannot be imported, and why."""

    path: Path
    error: ErrorReport


@dataclass(slots=True)
class BatchSummary:
    """What became of a batch.

    Attributes:
        added: the new jobs, in the order of the files.
        skipped: files in folders that are no scripts by their names, or hidden.
    """

    added: list[Job] = field(default_factory=list)
    known: list[KnownFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    skipped: int = 0


class Intake:
    """Turns files into jobs."""

    def __init__(self, queue: JobQueue, store: SourceStore, settings: Settings) -> None:
        self._queue = queue
        self._store = store
        self._settings = settings

    def add(
        self,
        paths: Sequence[Path],
        *,
        again: bool = False,
        priority: int = 0,
        ocr: bool = False,
        as_one: bool | None = None,
        on_file: OnFile | None = None,
    ) -> BatchSummary:
        """Import files, and the scripts in folders and the folders below them.

        Args:
            paths: files and folders.
            again: import also what is known.
            priority: of the new jobs.
            ocr: recognise the text of scanned pages, whatever the settings say.
            as_one: whether several plays of a file become one; None to do as the settings say.
            on_file: told how far the batch is.

        Raises:
            StorageError: the jobs could not be enqueued.
        """
        summary = BatchSummary()
        files = list(self._expand(paths, summary))
        new: dict[str, NewJob] = {}
        twins: list[tuple[Path, str]] = []
        for done, path in enumerate(files, start=1):
            try:
                job = self._store_one(path, priority, ocr=ocr, as_one=as_one)
            except KnownError as error:
                summary.refused.append(RefusedFile(path, ErrorReport.of(error)))
                _log.info(LogEvent.FILE_REFUSED, code=error.code)
            else:
                known = None if again else self._known(path, job.content_hash)
                if known is not None:
                    summary.known.append(known)
                elif job.content_hash in new:
                    twins.append((path, job.content_hash))
                else:
                    new[job.content_hash] = job
            if on_file is not None:
                on_file(done, len(files))
        summary.added = self._queue.enqueue(list(new.values()))
        added = {job.content_hash: job for job in summary.added}
        summary.known += [KnownFile(path, added[content_hash]) for path, content_hash in twins]
        _log.info(LogEvent.FILES_ADDED, count=len(summary.added))
        return summary

    def _expand(self, paths: Iterable[Path], summary: BatchSummary) -> Iterator[Path]:
        """The files to look at; each once, even if it was given twice or lies in a folder that was given too."""
        seen: set[Path] = set()
        for path in paths:
            for file in self._scripts_below(path, summary) if _is_folder(path) else (path,):
                place = file.absolute()
                if place not in seen:
                    seen.add(place)
                    yield file

    def _scripts_below(self, folder: Path, summary: BatchSummary) -> Iterator[Path]:
        """The files of a folder that are scripts by their names, in order. Links to other folders are not followed."""
        found = False

        def refuse(error: OSError) -> None:
            reason = UnreadableFileError(f"The folder could not be read: {error.strerror}.")
            summary.refused.append(RefusedFile(Path(error.filename), ErrorReport.of(reason)))

        before = len(summary.refused)
        for place, folders, names in os.walk(folder, onerror=refuse):
            folders[:] = sorted((name for name in folders if not name.startswith(_LEFTOVERS)), key=str.casefold)
            scripts = [name for name in names if has_known_suffix(name) and not name.startswith(_LEFTOVERS)]
            summary.skipped += len(names) - len(scripts)
            for name in sorted(scripts, key=str.casefold):
                found = True
                yield Path(place, name)
        if not found and len(summary.refused) == before:
            reason = UnsupportedFormatError(f"There are no scripts in this folder. {supported()}")
            summary.refused.append(RefusedFile(folder, ErrorReport.of(reason)))

    def _store_one(self, path: Path, priority: int, *, ocr: bool, as_one: bool | None) -> NewJob:
        """Look at a file and copy it into the store.

        Raises:
            SourceError: it cannot be imported.
            StorageError: it cannot be stored.
        """
        filename = _printable(path.name)
        self._check_size(path)
        format_ = detect_format(path, filename)
        stored = self._store.put(path, self._limit(format_))
        return NewJob(
            filename=filename,
            content_hash=stored.content_hash,
            size=stored.size,
            format=format_,
            original_path=_printable(str(path.absolute())),
            priority=priority,
            ocr=ocr,
            as_one=as_one,
        )

    def _limit(self, format_: str) -> int:
        return self._settings.max_pdf_bytes if format_ == "pdf" else self._settings.max_file_bytes

    def _check_size(self, path: Path) -> None:
        """Refuse what is too large for any format before its content is looked at."""
        try:
            size = path.stat().st_size
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UnreadableFileError(f"“{_printable(path.name)}” could not be read: {reason}.") from error
        largest = max(self._settings.max_file_bytes, self._settings.max_pdf_bytes)
        if size > largest:
            raise FileTooLargeError(f"“{_printable(path.name)}” is larger than the limit of {largest / MEGABYTE:g} MB.")

    def _known(self, path: Path, content_hash: str) -> KnownFile | None:
        """Whether that content is still to be parsed or has its play in the library; of a volume, its first job."""
        jobs = self._queue.find_by_hash(content_hash)
        for job in sorted(jobs, key=lambda job: job.first_job != job.id):
            if not job.status.final or (job.status is JobStatus.COMPLETED and job.playbook_id is not None):
                return KnownFile(path, job, job.playbook_id)
        play_id = self._queue.play_of_content(content_hash)
        return KnownFile(path, None, play_id) if play_id is not None else None


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; what cannot even be looked at is left to be refused as a file."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _printable(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

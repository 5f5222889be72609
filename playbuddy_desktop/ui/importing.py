"""Brings files into the queue and says in one message what became of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from playbuddy_desktop.errors import DataDirectoryError
from playbuddy_desktop.ui import pasted_text, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.banners import Banner
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.intake import BatchSummary, OnFile, RefusedFile
    from playbuddy_desktop.services import Services

    _Work = Callable[[Services, Any, bool, OnFile], BatchSummary]


class Importer(QObject):
    """Hands files to the intake, batch after batch, in the order in which they came.

    Files that come before the services are open wait for them.

    Attributes:
        added: Signal(list[UUID]): jobs that a batch made.
        news: Signal(Banner): what became of a batch.
        progressed: Signal(str): what is being added just now; empty when nothing is.
    """

    added = Signal(list)
    news = Signal(object)
    progressed = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._services: Services | None = None
        self._early: list[Path] = []
        self._early_texts: list[str] = []
        self._done = self._total = 0
        self._batches = 0
        self._stopping = False
        self._tell_soon = Throttle(self._tell, parent=self)

    def load(self, services: Services) -> None:
        """Begin with the files that came early."""
        self._services = services
        early, self._early = self._early, []
        texts, self._early_texts = self._early_texts, []
        self.add(early)
        for text in texts:
            self.add_text(text)

    def add(self, paths: Sequence[Path], *, again: bool = False) -> None:
        """Import files and folders; ``again`` imports known content once more. Returns at once."""
        if not paths:
            return
        if self._services is None:
            self._early.extend(paths)
            return
        self._background.spawn(self._run(self._services, _add_files, list(paths), again=again))

    def add_text(self, text: str, *, again: bool = False) -> None:
        """Import the text of a script, under the name of its first line. Returns at once."""
        if self._services is None:
            self._early_texts.append(text)
            return
        retry = partial(self.add_text, text, again=True)
        self._background.spawn(self._run(self._services, _add_text, text, again=again, retry=retry))

    def stop(self) -> None:
        """Give up the batch that is under way: nothing of it was acknowledged yet."""
        self._stopping = True

    async def _run(
        self, services: Services, work: _Work, what: Any, *, again: bool, retry: Callable[[], None] | None = None
    ) -> None:
        self._batches += 1
        self._tell_soon.request()
        try:
            summary = await self._background.run_long(work, services, what, again, self._count)
        except _StoppedError:
            return
        finally:
            self._batches -= 1
            if not self._batches:
                self._done = self._total = 0
            self._tell_soon.request()
        services.pool.wake()
        self.added.emit([job.id for job in summary.added])
        self.news.emit(self._banner(summary, retry))

    def _count(self, done: int, total: int) -> None:
        """Called in the background, once per file."""
        if self._stopping:
            raise _StoppedError
        self._done, self._total = done, total

    def _tell(self) -> None:
        if not self._batches:
            self.progressed.emit("")
            return
        text = self.tr("Adding scripts… %1 of %2") if self._total else self.tr("Adding scripts…")
        self.progressed.emit(text.replace("%1", words.number(self._done)).replace("%2", words.number(self._total)))
        self._tell_soon.request()

    def _banner(self, summary: BatchSummary, retry: Callable[[], None] | None) -> Banner:
        """One message per batch."""
        said = [
            words.counted(len(files), one, many)
            for files, one, many in (
                (summary.added, self.tr("%n script added."), self.tr("%n scripts added.")),
                (summary.known, self.tr("%n was imported before."), self.tr("%n were imported before.")),
                (summary.refused, self.tr("%n could not be added."), self.tr("%n could not be added.")),
            )
            if files
        ]
        if not said:
            return Banner("warn", self.tr("Nothing to import was found."))
        details = [_reason(file) for file in summary.refused]
        banner = Banner("warn" if summary.refused else "info" if summary.known else "good", " ".join(said), details)
        if summary.known:
            banner.stay()
            paths = [file.path for file in summary.known]

            def import_again() -> None:
                banner.dismiss()
                if retry is None:
                    self.add(paths, again=True)
                else:
                    retry()

            banner.add_button(self.tr("Import again"), "retry", import_again)
        return banner


def _add_files(services: Services, paths: list[Path], again: bool, on_file: OnFile) -> BatchSummary:
    return services.intake.add(paths, again=again, on_file=on_file)


def _add_text(services: Services, text: str, again: bool, on_file: OnFile) -> BatchSummary:
    """The intake takes files: the text becomes one for as long as it is copied into the store."""
    try:
        with tempfile.TemporaryDirectory(dir=services.profile.data_dir, prefix="pasted-") as folder:
            return services.intake.add([pasted_text.write(text, Path(folder))], again=again, on_file=on_file)
    except OSError as error:
        raise DataDirectoryError(
            f"The pasted text cannot be written to {services.profile.data_dir}: {error.strerror}."
        ) from error


def _reason(file: RefusedFile) -> str:
    """Why a file was refused; with its name, unless the sentence says it."""
    text = f"{in_words(file.error.message)} {in_words(file.error.advice)}".rstrip()
    return text if file.path.name in text else f"{file.path.name}: {text}"


class _StoppedError(Exception):
    """The window closes: the batch is given up."""

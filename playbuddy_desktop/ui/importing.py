"""Brings files into the queue and says in one message what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.banners import Banner
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.jobs.intake import BatchSummary, RefusedFile
    from playbuddy_desktop.services import Services


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
        self._done = self._total = 0
        self._batches = 0
        self._stopping = False
        self._tell_soon = Throttle(self._tell, parent=self)

    def load(self, services: Services) -> None:
        """Begin with the files that came early."""
        self._services = services
        early, self._early = self._early, []
        self.add(early)

    def add(self, paths: Sequence[Path], *, again: bool = False) -> None:
        """Import files and folders; ``again`` imports known content once more. Returns at once."""
        if not paths:
            return
        if self._services is None:
            self._early.extend(paths)
            return
        self._background.spawn(self._add(self._services, list(paths), again=again))

    def stop(self) -> None:
        """Give up the batch that is under way: nothing of it was acknowledged yet."""
        self._stopping = True

    async def _add(self, services: Services, paths: list[Path], *, again: bool) -> None:
        self._batches += 1
        self._tell_soon.request()
        try:
            summary = await self._background.run_long(services.intake.add, paths, again=again, on_file=self._count)
        except _StoppedError:
            return
        finally:
            self._batches -= 1
            if not self._batches:
                self._done = self._total = 0
            self._tell_soon.request()
        services.pool.wake()
        self.added.emit([job.id for job in summary.added])
        self.news.emit(self._banner(summary))

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

    def _banner(self, summary: BatchSummary) -> Banner:
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
                self.add(paths, again=True)

            banner.add_button(self.tr("Import again"), "retry", import_again)
        return banner


def _reason(file: RefusedFile) -> str:
    """Why a file was refused; with its name, unless the sentence says it."""
    text = f"{file.error.message} {file.error.advice}".rstrip()
    return text if file.path.name in text else f"{file.path.name}: {text}"


class _StoppedError(Exception):
    """The window closes: the batch is given up."""

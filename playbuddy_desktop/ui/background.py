"""The one door between the window and everything that may take time.

Nobody else in ``ui`` starts threads. A panel writes::

    background.spawn(self._reload())

    async def _reload(self):
        plays = await background.run(library.list_plays, self._text)
        self._model.show(plays)          # on the window's thread again
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from playbuddy_desktop.errors import ErrorReport, KnownError
from playbuddy_desktop.log_events import LogEvent

P = ParamSpec("P")
T = TypeVar("T")


class Background(QObject):
    """Runs database work in one thread and long file work in another; keeps the window's coroutines.

    Attributes:
        failed: Signal(ErrorReport): a coroutine ended in an error that it did not handle itself.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._short = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do short database work in its thread; its errors are raised here."""
        return await self._submit(self._short, work, *args, **kwargs)

    async def run_long(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that takes seconds, such as copying files, without holding up ``run``."""
        return await self._submit(self._long, work, *args, **kwargs)

    def spawn(self, coroutine: Coroutine[Any, Any, object]) -> asyncio.Task[Any] | None:
        """Start a coroutine on the window's loop; an error that it raises is reported through ``failed``.

        Returns None, and starts nothing, after ``close``.
        """
        if self._closed:
            coroutine.close()
            return None
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def report(self, error: BaseException) -> None:
        """Show an error that was caught outside a coroutine; the log has it, too."""
        import structlog  # here: most starts of the window need it later than Qt

        report = report_of(error)
        structlog.get_logger("playbuddy_desktop.ui").error(LogEvent.WINDOW_ERROR, code=report.code, exc_info=error)
        self.failed.emit(report)

    async def close(self) -> None:
        """Cancel the coroutines and wait for the work that is under way; what waits in line is dropped."""
        self._closed = True
        tasks = self._tasks - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for executor in (self._long, self._short):
            await self._submit(executor, int)  # its turn comes when the work before it is done
            executor.shutdown(wait=True)

    async def _submit(self, executor: ThreadPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(executor.submit(work, *args, **kwargs))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self.report(error)


def report_of(error: BaseException) -> ErrorReport:
    """Describe an error for a person; with the traceback unless the person can mend it."""
    technical = "" if isinstance(error, KnownError) else "".join(traceback.format_exception(error))
    return ErrorReport.of(error, technical)

"""Puts the window together: settings → window → services → pool, and takes it apart again.

The window is painted before anything heavy is imported: SQLAlchemy and pydantic take longer than Qt.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import threading
import time
import tomllib
import traceback
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, TypeVar, get_args

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.profiles import APP_ID, APP_NAME, Profile
from playbuddy_desktop.ui import icons, language, theme
from playbuddy_desktop.ui.background import Background, report_of
from playbuddy_desktop.ui.banners import Banner
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.errors.dialog import ErrorDialog
from playbuddy_desktop.ui.main_window import MainWindow
from playbuddy_desktop.ui.single_instance import SingleInstance
from playbuddy_desktop.ui.stop_signals import StopSignals

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

Known = TypeVar("Known", bound=str)

STOP_SECONDS: Final = 4.0
"""How long the workers may take to hand their jobs back; requirement C5 gives the whole end five seconds."""

LAST_RESORT_SECONDS: Final = 4.8
"""After this the process ends whatever still runs: its leases are freed at the next start."""

_FIRST_PAINT_SECONDS: Final = 0.5
_CANNOT_OPEN: Final = 1
_SWITCH_SECONDS: Final = 0.001
"""Threads hand the interpreter over five times as often as usual: the window waits for less."""


def run_window(profile: Profile, files: Sequence[Path]) -> int:
    """Show the window, import ``files``, and stay until it is closed.

    A window that is open already on this profile is given the files instead.

    Returns:
        The exit status: 0, or 1 when the library cannot be opened.
    """
    import qasync  # type: ignore[import-untyped] # it has no types

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - nothing here makes another kind
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setDesktopFileName(APP_ID)
    instance = SingleInstance(profile, app)
    if not instance.first and instance.hand_over(files):
        return 0
    app.setWindowIcon(icons.app_icon())
    app.setQuitOnLastWindowClosed(False)  # the coroutine decides when the loop ends
    language.apply(app, language_choice(profile))
    theme.apply(app, theme_choice(profile))
    sys.setswitchinterval(_SWITCH_SECONDS)
    loop = qasync.QEventLoop(app)
    application = Application(profile, files)
    opened = _OpenedFiles(app)
    for asked in (instance.asked, opened.asked):
        asked.connect(application.window.come_forward)
    app.commitDataRequest.connect(lambda _manager: application.stop())  # the session ends: nobody is asked
    instance.listen()
    try:
        return int(loop.run_until_complete(application.run()))
    finally:
        instance.close()
        loop.close()


def theme_choice(profile: Profile) -> theme.Choice:
    """The setting ``theme``."""
    return _early(profile, "theme", get_args(theme.Choice), "system")


def language_choice(profile: Profile) -> language.Choice:
    """The setting ``language``."""
    return _early(profile, "language", language.CHOICES, "system")


def _early(profile: Profile, name: str, known: Sequence[Known], default: Known) -> Known:
    """A setting that is read before the settings: importing what checks them would delay the window."""
    chosen = os.environ.get(f"PLAYBUDDY_{name.upper()}")
    if chosen is None:
        with contextlib.suppress(OSError, ValueError):
            chosen = tomllib.loads(profile.settings_file.read_text(encoding="utf-8")).get(name)
    return next((choice for choice in known if choice == chosen), default)


class Application:
    """The window's life, from its first painting to the end of the process."""

    def __init__(self, profile: Profile, files: Sequence[Path]) -> None:
        self._profile = profile
        self._files = files
        self._background = Background()
        self._stop = asyncio.Event()
        self.window = MainWindow(self._background, profile)
        self.window.quit_wanted.connect(self.stop)

    def stop(self) -> None:
        """Ask the program to end; returns at once."""
        self._stop.set()
        self.window.begin_to_close()

    async def run(self) -> int:
        """Live; gives the exit status."""
        with StopSignals(self.stop), _uncaught_errors(self._background):
            self.window.show()
            self.window.add(self._files)
            await _painted(self.window)
            painted = time.time(), time.process_time()
            try:
                services, complaints = await self._background.run(_open, self._profile)
            except Exception as error:  # noqa: BLE001 - whatever keeps the library shut is shown
                await self._cannot_open(report_of(error))
                return _CANNOT_OPEN
            _log_start(*painted)
            if not self._stop.is_set():
                try:
                    self._begin(services, complaints)
                except Exception as error:  # noqa: BLE001 - the window stays, and its jobs can be handed back
                    self._background.report(error)
                await self._stop.wait()
            await self._end(services)
        return 0

    def _begin(self, services: Services, complaints: Sequence[str]) -> None:
        self.window.load(services)
        gc.freeze()  # what stands now stays: collections need not look through it while the window waits
        for complaint in complaints:
            self.window.banners.add(Banner("warn", in_words(complaint)))
        self._background.spawn(self._background.run(services.pool.start))

    async def _end(self, services: Services) -> None:
        """Hand the work back and close; whatever hangs does not keep the process alive."""
        watchdog = threading.Timer(LAST_RESORT_SECONDS, os._exit, (0,))
        watchdog.daemon = True
        watchdog.start()
        await self._background.run(services.pool.stop, STOP_SECONDS)
        await self._background.close()
        services.close()
        self.window.close_now()
        watchdog.cancel()

    async def _cannot_open(self, report: ErrorReport) -> None:
        title = QApplication.translate("app", "PlayBuddy cannot open its library")
        dialog = ErrorDialog(title, report, QApplication.translate("app", "Quit"), self.window)
        closed = asyncio.Event()
        dialog.finished.connect(closed.set)
        dialog.open()
        waits = [asyncio.ensure_future(event.wait()) for event in (closed, self._stop)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await self._background.close()
        self.window.close_now()


def _open(profile: Profile) -> tuple[Services, list[str]]:
    """Open the services; gives also what the person should know about the settings."""
    from playbuddy_desktop import logs
    from playbuddy_desktop.services import Services
    from playbuddy_desktop.settings import SettingsWarning, load_settings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SettingsWarning)
        settings = load_settings(profile.settings_file)
    profile.create()
    logs.configure(profile.logs, settings.log_level, file_bytes=settings.log_file_bytes, files=settings.log_files)
    return Services.open(profile, settings), [str(warning.message) for warning in caught]


def _log_start(painted: float, worked: float) -> None:
    """Tell when the window was on the screen, in seconds since 1970, and the processor time until then, in seconds.

    ``bench/start.py`` reads it.
    """
    import structlog

    structlog.get_logger(__name__).info(LogEvent.WINDOW_PAINTED, at=round(painted, 3), seconds=round(worked, 3))


class _OpenedFiles(QObject):
    """Hears what macOS tells a running program to open.

    Attributes:
        asked: Signal(list[Path]).
    """

    asked = Signal(list)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the files; leave everything else to others."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self.asked.emit([Path(event.file())])
        return True


class _FirstPaint(QObject):
    """Waits for the first painting of a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.happened = asyncio.Event()
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look for the painting; keep nothing from anybody."""
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self.happened.set)
        return False


async def _painted(window: QWidget) -> None:
    """Wait until the window is on the screen, unless it stays hidden."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_FirstPaint(window).happened.wait(), _FIRST_PAINT_SECONDS)


@contextlib.contextmanager
def _uncaught_errors(background: Background) -> Iterator[None]:
    """Show errors of slots, threads and callbacks instead of losing them; the window goes on."""

    def of_slot(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            background.report(error)

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            background.report(args.exc_value)

    def of_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            background.report(error)
        else:
            traceback.print_stack()

    loop = asyncio.get_running_loop()
    before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = of_slot, of_thread
    loop.set_exception_handler(of_loop)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before
        loop.set_exception_handler(None)

"""The window: places on the left, the chosen one beside them, messages above, the state of things below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QWidget

from playbuddy_desktop.assets import sample_scripts
from playbuddy_desktop.errors import BugError, ErrorReport
from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.profiles import DEFAULT_PROFILE, Profile
from playbuddy_desktop.ui import icons, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.banners import Banner, BannerArea
from playbuddy_desktop.ui.data_watch import DataWatch
from playbuddy_desktop.ui.desktop.memory import WindowMemory
from playbuddy_desktop.ui.desktop.shell import DesktopShell
from playbuddy_desktop.ui.desktop.tray import Tray
from playbuddy_desktop.ui.dialogs import Dialogs
from playbuddy_desktop.ui.drops import dropped_paths
from playbuddy_desktop.ui.health_light import HealthLight
from playbuddy_desktop.ui.health_watch import HealthWatch
from playbuddy_desktop.ui.importing import Importer
from playbuddy_desktop.ui.leaving import Leaving
from playbuddy_desktop.ui.menus import add_play_menu, fill_menus
from playbuddy_desktop.ui.navigation import Navigation
from playbuddy_desktop.ui.overlay import Overlay
from playbuddy_desktop.ui.parts import column, label, row
from playbuddy_desktop.ui.pasted_text import is_script
from playbuddy_desktop.ui.places import Place
from playbuddy_desktop.ui.preferences import Preferences
from playbuddy_desktop.ui.queue.panel import QueuePanel
from playbuddy_desktop.ui.remembered import Remembered
from playbuddy_desktop.ui.theme import Space

if TYPE_CHECKING:
    from playbuddy_desktop.library.search import TextFind
    from playbuddy_desktop.services import Services
    from playbuddy_desktop.settings import Settings


class Panel(Protocol):
    """What the window asks of the panels that are loaded later."""

    def load(self, services: Services) -> None:
        """Begin to show what these services hold."""
        ...

    def refresh(self) -> None:
        """Something was committed: read it when it is seen."""
        ...


class MainWindow(QMainWindow):
    """The program's one window. It shows itself empty, and comes to life with ``load``.

    Attributes:
        quit_wanted: the person closed the window; it stays until the work has been handed back.
        background: the door to everything that takes time.
        profile: whose library it shows.
        dialogs: what stands beside it.
    """

    quit_wanted = Signal()

    def __init__(self, background: Background, profile: Profile) -> None:
        super().__init__()
        name = "" if profile.name == DEFAULT_PROFILE else f" – {profile.name}"
        self.setWindowTitle(f"PlayBuddy{name}")
        self.setWindowIcon(icons.app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 560)
        self.resize(1080, 720)
        self.background = background
        self._services: Services | None = None
        self.queue = QueuePanel(background)
        self._may_close = False
        self.profile = profile
        self.preferences = Preferences(background, self)
        self._memory = WindowMemory(Remembered(profile))
        self._memory.restore(self)
        self.desktop = DesktopShell(self)
        self.dialogs = Dialogs(background, self, self.queue.model.last_report)
        self._summary = self._adding = ""
        self._panels: list[Panel] = [self.queue]
        self.importer = Importer(background, self)
        self.data_watch = DataWatch(background, self)
        self._health_watch = HealthWatch(background, self)
        self.banners = BannerArea()
        self.leaving = Leaving(profile, self.banners, self)
        self.navigation = Navigation()
        self.places = QStackedWidget()
        self._lay_out()
        self.overlay = Overlay("drop", self)
        self.curtain = Overlay("clock", self)
        self._connect()
        fill_menus(self.menuBar(), self)
        self.show_place(Place.QUEUE)
        self.queue.setFocus()

    def load(self, services: Services) -> None:
        """Come to life: show what is there, and take what was dropped in the meantime."""
        from playbuddy_desktop.ui.history.panel import HistoryPanel
        from playbuddy_desktop.ui.library.panel import LibraryPanel
        from playbuddy_desktop.ui.reader.panel import ReaderPanel

        self._services = services
        self.preferences.load(services)
        self.dialogs.load(services)
        library, history = LibraryPanel(self.background), HistoryPanel(self.background)
        self._reader = ReaderPanel(self.background)
        self._reader.back.connect(lambda: self.show_place(Place.LIBRARY))
        library.open_play.connect(self.open_play)
        library.open_find.connect(self.open_find)
        history.open_play.connect(self.open_play)
        history.open_job.connect(self.dialogs.open_job)
        loaded: tuple[LibraryPanel, HistoryPanel, ReaderPanel] = (library, history, self._reader)
        for page in loaded:
            self.places.addWidget(page)
        self._panels += loaded
        self._play_menu = add_play_menu(self.menuBar(), self._reader.commands)
        self.places.currentChanged.connect(self._offer_play_menu)
        self._offer_play_menu()
        for each in self._panels:
            each.load(services)
        self.importer.load(services)
        self._memory.restore_splitters(self)
        self._health_watch.start(services)
        self.data_watch.start(services.database.data_version)
        self.refresh()

    def refresh(self) -> None:
        """Something was committed: let whatever shows it read it."""
        for panel in self._panels:
            panel.refresh()
        self.dialogs.refresh()
        self._health_watch.ask()

    def begin_to_close(self) -> None:
        """Say that the work is being handed back, and take no more."""
        self._memory.keep(self)
        self.desktop.close()
        self.data_watch.stop()
        self._health_watch.stop()
        self.importer.stop()
        self.setAcceptDrops(False)
        self.dialogs.close()
        self.menuBar().setEnabled(False)
        self._whole.setEnabled(False)
        self.curtain.say(self.tr("Finishing… your scripts stay in the queue"))

    def close_now(self) -> None:
        """Close without asking anybody."""
        self._may_close = True
        self.close()

    def _apply(self, settings: Settings) -> None:
        """Keep to these settings from now on."""
        self.desktop.apply(settings)
        self.leaving.on_quit = settings.on_quit
        self.queue.keep_finished = settings.keep_finished
        self.queue.refresh()

    def show_place(self, place: Place) -> None:
        """Go to a place; before the window has come to life there is only the queue."""
        if place < self.places.count():
            self.places.setCurrentIndex(place)
            self.navigation.show_place(Place.LIBRARY if place is Place.READER else place)

    def _offer_play_menu(self) -> None:
        self._play_menu.menuAction().setEnabled(self.places.currentIndex() == Place.READER)

    def choose_files(self) -> None:
        """Ask for scripts to import."""
        self._ask(QFileDialog.FileMode.ExistingFiles, self.tr("Choose scripts to import"))

    def choose_folder(self) -> None:
        """Ask for a folder whose scripts are imported."""
        self._ask(QFileDialog.FileMode.Directory, self.tr("Choose a folder with scripts"))

    def import_samples(self) -> None:
        """Import the scripts that come with the program."""
        self.add(sample_scripts())

    def paste(self) -> None:
        """Import what was copied elsewhere: files, or the text of a script."""
        data = QGuiApplication.clipboard().mimeData()
        paths = dropped_paths(data)
        if paths:
            self.add(paths)
        elif is_script(data.text()):
            self.show_place(Place.QUEUE)
            self.importer.add_text(data.text())
        else:
            self.banners.add(Banner("info", self.tr("There are neither files nor a script on the clipboard.")))

    def come_forward(self, paths: Sequence[Path] = ()) -> None:
        """Stand in front of other programs' windows, and import what came along."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if paths:
            self.add(paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Import files and folders, and show the queue."""
        self.show_place(Place.QUEUE)
        self.importer.add(paths)

    def open_play(self, play_id: UUID) -> None:
        """Read a play."""
        if self._services is not None:
            self._reader.show_play(play_id)
            self.show_place(Place.READER)
            self.activateWindow()

    def open_find(self, find: TextFind) -> None:
        """Read a play at a line that was found."""
        if self._services is not None:
            self._reader.show_play(find.play_id, find.hit)
            self.show_place(Place.READER)

    def show_error(self, report: ErrorReport) -> None:
        """Show an error: a message above the panels, or a dialog for a bug; the window goes on."""
        if report.code == BugError.code:
            self.dialogs.show_bug(report)
        else:
            self.banners.show_error(report)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, always as copies: nobody's original is ever moved."""
        paths = dropped_paths(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            one, many = self.tr("Drop to import “%1”"), self.tr("Drop to import %n items")
            self.overlay.say(words.counted(len(paths), one, many).replace("%1", paths[0].name))
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The whole window is the target."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.overlay.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the addresses and return: whoever drags waits for it."""
        self.overlay.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand the work back first; the program closes the window afterwards."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.leaving.ask(working=self.is_working())

    def is_working(self) -> bool:
        """Whether a worker of this process holds a job."""
        running = any(job.status is JobStatus.RUNNING for job in self.queue.model.jobs())
        return running and self._services is not None and self._services.pool.busy_count > 0

    def _lay_out(self) -> None:
        for text, icon, keys in (
            (self.tr("Queue"), "queue", "Ctrl+1"),
            (self.tr("Library"), "library", "Ctrl+2"),
            (self.tr("History"), "history", "Ctrl+3"),
        ):
            self.navigation.add(text, icon, keys)
        self.places.addWidget(self.queue)
        messages = column(self.banners)
        messages.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        page = column(messages, self.places, spacing=0)
        page.setStretch(1, 1)
        self._whole = QWidget()
        self._whole.setLayout(row(self.navigation, page, spacing=0))
        self.setCentralWidget(self._whole)
        self._state = label("", "small")
        self._state.setIndent(Space.M)
        self.health = HealthLight()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._state, 1)
        self.statusBar().addPermanentWidget(self.health)

    def _connect(self) -> None:
        self.background.failed.connect(self.show_error)
        self.navigation.chosen.connect(lambda place: self.show_place(Place(place)))
        self.queue.files_wanted.connect(self.choose_files)
        self.queue.folder_wanted.connect(self.choose_folder)
        self.queue.sample_wanted.connect(self.import_samples)
        self.queue.open_job.connect(self.dialogs.open_job)
        self.queue.open_play.connect(self.open_play)
        self.queue.refused.connect(self._show_refused)
        self.queue.shown.connect(self.desktop.show)
        self.queue.shown.connect(self.leaving.show)
        self.leaving.leave.connect(self.quit_wanted)
        self._connect_tray(self.desktop.tray)
        self.queue.summarised.connect(self._show_state)
        self.importer.added.connect(self.queue.show_added)
        self.importer.news.connect(self.banners.add)
        self.importer.progressed.connect(self._show_adding)
        self.preferences.applied.connect(self._apply)
        self.preferences.news.connect(self.banners.add)
        self.data_watch.changed.connect(self.refresh)
        self.health.clicked.connect(self.dialogs.open_metrics)
        self._health_watch.read.connect(self.health.show_health)
        self.dialogs.open_play.connect(self.open_play)
        self.dialogs.changed.connect(self.refresh)

    def _connect_tray(self, tray: Tray) -> None:
        tray.window_wanted.connect(self.come_forward)
        tray.pause_wanted.connect(self.queue.pause_all)
        tray.resume_wanted.connect(self.queue.resume_all)
        tray.quit_wanted.connect(self._close_from_tray)

    def _close_from_tray(self) -> None:
        """Whoever is asked what is to become of the work must see the question."""
        if self.is_working():
            self.come_forward()
        self.close()

    def _ask(self, mode: QFileDialog.FileMode, title: str) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(lambda files: self.add([Path(file) for file in files]))
        dialog.open()

    def _show_refused(self, reports: Sequence[ErrorReport]) -> None:
        for report in {report.message: report for report in reports}.values():
            self.banners.show_error(report)

    def _show_state(self, summary: str) -> None:
        self._summary = summary
        self._state.setText(self._adding or summary)

    def _show_adding(self, text: str) -> None:
        self._adding = text
        self._state.setText(text or self._summary)

"""Every window and dialog of the program, over a profile with something in it: for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from playbuddy_desktop.errors import BugError, CorruptFileError, DiskFullError, ErrorReport
from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.about.dialog import AboutDialog
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.details.dialog import JobDetailsDialog
from playbuddy_desktop.ui.diagnostics.dialog import DiagnosticsDialog
from playbuddy_desktop.ui.errors.dialog import ErrorDialog
from playbuddy_desktop.ui.errors.remedy import RemedyDialog
from playbuddy_desktop.ui.library.correction import CorrectionDialog
from playbuddy_desktop.ui.logs.dialog import LogDialog
from playbuddy_desktop.ui.main_window import MainWindow
from playbuddy_desktop.ui.metrics.dialog import MetricsDialog
from playbuddy_desktop.ui.places import Place
from playbuddy_desktop.ui.queue.snooze import SnoozeDialog
from playbuddy_desktop.ui.quit_dialog import QuitDialog
from playbuddy_desktop.ui.settings.dialog import SettingsDialog


def settle(background: Background) -> None:
    """Wait until nothing is read any more."""
    while background._tasks:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    QApplication.processEvents()


def every_place(window: MainWindow, background: Background, services: Services) -> Iterator[tuple[str, QWidget]]:
    """The window at each of its places, by name; with plays in the library it ends in the reader."""
    for place in (Place.QUEUE, Place.LIBRARY, Place.HISTORY):
        window.show_place(place)
        settle(background)
        yield place.name.lower(), window
    for play in services.library.list_plays()[:1]:
        window.open_play(play.id)
        settle(background)
        reader = window.places.widget(Place.READER)
        reader.open_find()
        yield "reader", window
        reader.show_figures()
        yield "figures", reader.figures
        reader.figures.close()


def every_dialog(background: Background, services: Services, jobs: list[Job]) -> Iterator[tuple[str, QDialog]]:
    """Each dialog, shown, by name; with jobs, also the details of each."""
    profile = services.profile
    dialogs = [
        ("about", AboutDialog()),
        ("diagnostics", DiagnosticsDialog(background, services)),
        ("error", ErrorDialog(QApplication.translate("test", "No library"), ErrorReport.of(DiskFullError()))),
        ("bug", ErrorDialog(QApplication.translate("test", "A bug"), ErrorReport.of(BugError()))),
        ("remedy", RemedyDialog(CorruptFileError.code, "")),
        ("log", LogDialog(background, profile.logs)),
        ("metrics", MetricsDialog(background)),
        ("snooze", SnoozeDialog()),
        ("quit", QuitDialog()),
        ("settings", SettingsDialog(profile, services.settings)),
        *((f"details of a {job.status} job", JobDetailsDialog(background, services, job.id)) for job in jobs),
        *(("correction", CorrectionDialog(play)) for play in services.library.list_plays()[:1]),
    ]
    for name, dialog in dialogs:
        if isinstance(dialog, MetricsDialog):
            dialog.load(services)
        dialog.show()
        settle(background)
        yield name, dialog
        dialog.close()
    settle(background)

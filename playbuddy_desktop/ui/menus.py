"""The menus of the window, with their keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from playbuddy_desktop.ui import icons
from playbuddy_desktop.ui.places import Place

if TYPE_CHECKING:
    from playbuddy_desktop.profiles import Profile
    from playbuddy_desktop.ui.background import Background
    from playbuddy_desktop.ui.dialogs import Dialogs
    from playbuddy_desktop.ui.preferences import Preferences
    from playbuddy_desktop.ui.queue.panel import QueuePanel


class Commands(Protocol):
    """What the menus ask of the window."""

    background: Background
    profile: Profile
    queue: QueuePanel
    preferences: Preferences
    dialogs: Dialogs

    def choose_files(self) -> None: ...  # noqa: D102 - said at the window
    def choose_folder(self) -> None: ...  # noqa: D102 - said at the window
    def paste(self) -> None: ...  # noqa: D102 - said at the window
    def import_samples(self) -> None: ...  # noqa: D102 - said at the window
    def show_place(self, place: Place) -> None: ...  # noqa: D102 - said at the window
    def close(self) -> bool: ...  # noqa: D102 - said at the window


def _tr(text: str) -> str:
    return QCoreApplication.translate("menus", text)


def fill_menus(bar: QMenuBar, window: Commands) -> None:
    """Build the menu bar."""
    file = bar.addMenu(_tr("&File"))
    _add(file, _tr("Add &scripts…"), "file", "Ctrl+O", window.choose_files)
    _add(file, _tr("Add a &folder…"), "folder", "Ctrl+Shift+O", window.choose_folder)
    _add(file, _tr("&Paste files or text"), "copy", "Ctrl+V", window.paste)
    _add(file, _tr("Try the s&amples"), "sample", "", window.import_samples)
    file.addSeparator()
    settings = _add(file, _tr("S&ettings"), "settings", "Ctrl+,", window.preferences.open)
    settings.setMenuRole(QAction.MenuRole.PreferencesRole)
    file.addSeparator()
    leave = _add(file, _tr("&Quit"), "", "Ctrl+Q", window.close)
    leave.setMenuRole(QAction.MenuRole.QuitRole)

    queue = bar.addMenu(_tr("&Queue"))
    window.queue.actions_for_jobs.menu(queue)
    _offer(queue, window.queue.pause_all_action, "Ctrl+Shift+P")
    _offer(queue, window.queue.resume_all_action, "Ctrl+Shift+R")
    _offer(queue, window.queue.hold_action, "Ctrl+Shift+H")
    _offer(queue, window.queue.retry_failed_action, "Ctrl+Shift+T")
    _offer(queue, window.queue.clear_action, "Ctrl+Shift+K")

    view = bar.addMenu(_tr("&View"))
    for place, text, icon in (
        (Place.QUEUE, _tr("&Queue"), "queue"),
        (Place.LIBRARY, _tr("&Library"), "library"),
        (Place.HISTORY, _tr("&History"), "history"),
    ):
        _add(view, text, icon, f"Ctrl+{place + 1}", partial(window.show_place, place))
    view.addSeparator()
    _add(view, _tr("&Metrics and health"), "metrics", "Ctrl+M", window.dialogs.open_metrics)

    help_ = bar.addMenu(_tr("&Help"))
    _add(help_, _tr("Create &diagnostic bundle…"), "", "", window.dialogs.open_diagnostics)
    _add(help_, _tr("&Log"), "details", "Ctrl+L", partial(_open_log, window, bar))
    about = _add(help_, _tr("&About PlayBuddy"), "info", "", partial(_open_about, bar))
    about.setMenuRole(QAction.MenuRole.AboutRole)


def add_play_menu(bar: QMenuBar, actions: Sequence[QAction]) -> QMenu:
    """Offer the commands of the reader, before the help."""
    menu = QMenu(_tr("&Play"), bar)
    menu.addActions(list(actions))
    bar.insertMenu(bar.actions()[-1], menu)
    return menu


def _open_log(window: Commands, bar: QMenuBar) -> None:
    from playbuddy_desktop.ui.logs.dialog import LogDialog

    LogDialog(window.background, window.profile.logs, bar.window()).show()


def _open_about(bar: QMenuBar) -> None:
    from playbuddy_desktop.ui.about.dialog import AboutDialog

    AboutDialog(bar.window()).open()


def _add(menu: QMenu, text: str, icon: str, keys: str, act: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    if icon:
        action.setIcon(icons.icon(icon))
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _checked=False: act())
    return action


def _offer(menu: QMenu, action: QAction, keys: str) -> None:
    """An action that has a button, too."""
    action.setShortcut(QKeySequence(keys))
    menu.addAction(action)

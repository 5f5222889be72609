"""The settings as the open window keeps to them: what needs no restart is applied when it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.banners import Banner

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services
    from playbuddy_desktop.settings import Settings


class Preferences(QObject):
    """Opens the dialog of the settings, and applies what comes of it.

    Attributes:
        applied: Signal(Settings): keep to these from now on.
        news: Signal(Banner): something about them is to be known.
    """

    applied = Signal(object)
    news = Signal(object)

    def __init__(self, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._background = background
        self._window = window
        self._services: Services | None = None
        self._settings: Settings | None = None

    def load(self, services: Services) -> None:
        """Begin with the settings of these services."""
        self._services, self._settings = services, services.settings
        self.applied.emit(services.settings)

    def open(self) -> None:
        """Let the person change the settings; before the services are open there is nothing to change."""
        if self._services is not None and self._settings is not None:
            from playbuddy_desktop.ui.settings.dialog import SettingsDialog

            dialog = SettingsDialog(self._services.profile, self._settings, self._window)
            dialog.saved.connect(self._take)
            dialog.open()

    def _take(self, settings: Settings, waiting: Sequence[str]) -> None:
        assert self._services is not None  # noqa: S101 - there is no dialog before the services
        self._settings = settings
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, settings.theme)
        pool = self._services.pool
        if settings.worker_count != pool.worker_count:
            self._background.spawn(self._background.run(pool.resize, settings.worker_count))
        self.applied.emit(settings)
        if waiting:
            self.news.emit(Banner("info", self.tr("Some of the settings take effect at the next start.")))

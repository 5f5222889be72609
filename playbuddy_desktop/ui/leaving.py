"""Decides, with the person, when the window may go while scripts are being parsed."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.errors import KnownError
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.ui.banners import Banner, BannerArea
from playbuddy_desktop.ui.quit_dialog import Leave, QuitDialog

_GO_ON: Final = frozenset({JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING})


class Leaving(QObject):
    """Knows what the person wants to become of the work.

    Attributes:
        leave: the window may go; what still runs is handed back and goes on at the next start.
        on_quit: what is done while a job runs.
    """

    leave = Signal()

    def __init__(self, profile: Profile, banners: BannerArea, window: QWidget) -> None:
        super().__init__(window)
        self._profile = profile
        self._banners = banners
        self._window = window
        self._finishing = False
        self.on_quit: Literal["ask", "finish", "pause"] = "ask"

    def ask(self, *, working: bool) -> None:
        """The person closes the window; ``working`` tells whether a job runs."""
        if not working:
            self.leave.emit()
        elif self.on_quit == "ask":
            dialog = QuitDialog(self._window)
            dialog.chosen.connect(self._take_choice)
            dialog.open()
        else:
            self._go(self.on_quit)

    def show(self, jobs: Sequence[Job]) -> None:
        """Take note of the jobs as they are now."""
        if self._finishing and not any(job.status in _GO_ON for job in jobs):
            self._finishing = False
            self.leave.emit()

    def _take_choice(self, how: Leave, always: bool) -> None:
        if always:
            from playbuddy_desktop.ui.settings.saving import save

            self.on_quit = how
            with contextlib.suppress(KnownError):  # then it is asked again the next time
                save(self._profile.settings_file, {"on_quit": how})
        self._go(how)

    def _go(self, how: Leave) -> None:
        if how == "pause":
            self.leave.emit()
        elif not self._finishing:
            self._finishing = True
            banner = Banner("info", self.tr("The window closes when the scripts are done."))
            banner.stay()
            banner.add_button(self.tr("Stay open"), "close", lambda: self._stay(banner))
            self._banners.add(banner)

    def _stay(self, banner: Banner) -> None:
        self._finishing = False
        banner.dismiss()

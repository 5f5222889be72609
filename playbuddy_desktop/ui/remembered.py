"""What the window looked like when it was last used: kept beside the profile's settings, and never worth an error."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from playbuddy_desktop.profiles import Profile

FILE: Final = "window.ini"


class Remembered:
    """Keeps states of widgets by name from one start to the next."""

    def __init__(self, profile: Profile) -> None:
        self._settings = QSettings(str(profile.data_dir / FILE), QSettings.Format.IniFormat)

    def state(self, name: str) -> QByteArray | None:
        """What was kept under a name; None when nothing was, or nothing that can be read."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep(self, name: str, state: QByteArray) -> None:
        """Keep a state; it is written in a moment, or at the latest when this object goes."""
        self._settings.setValue(name, state)

    def write(self) -> None:
        """Write now; a folder that is full or read-only keeps nothing."""
        self._settings.sync()

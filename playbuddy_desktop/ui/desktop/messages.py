"""Messages that the desktop shows while the window is not in front, and the number on its icon."""

from __future__ import annotations

import os
import sys
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from playbuddy_desktop.ui import icons

_PORTAL: Final = "org.freedesktop.portal.Desktop"
_PORTAL_PATH: Final = "/org/freedesktop/portal/desktop"
_PORTAL_INTERFACE: Final = "org.freedesktop.portal.Notification"
_ID: Final = "batch"
_SHOWN_MS: Final = 10_000


class DesktopMessages(QObject):
    """Says something through the tray where there is one, else through the desktop's portal; else nothing.

    Attributes:
        clicked: the person clicked the message.
    """

    clicked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray: QSystemTrayIcon | None = None

    def say(self, title: str, text: str) -> bool:
        """Show a message; the one before it goes. Returns whether the desktop was asked to."""
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._through_tray(title, text)
            return True
        return _through_portal(title, text)

    def close(self) -> None:
        """Take everything back."""
        if self._tray is not None:
            self._tray.hide()
            self._tray = None

    def _through_tray(self, title: str, text: str) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.app_icon(), self)
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(lambda _reason: self.clicked.emit())
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, text, icons.app_icon(), _SHOWN_MS)


def show_badge(number: int) -> None:
    """Put a number on the program's icon where the system has that; 0 takes it away."""
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.setBadgeNumber(number)


def _through_portal(title: str, text: str) -> bool:
    if sys.platform != "linux" or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(_PORTAL, _PORTAL_PATH, _PORTAL_INTERFACE, "AddNotification")
    call.setArguments([_ID, {"title": title, "body": text}])
    return bus.send(call)

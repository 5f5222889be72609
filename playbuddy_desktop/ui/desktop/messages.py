"""Messages that the desktop shows while the window is not in front, and the number on its icon."""

from __future__ import annotations

import os
import sys
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from playbuddy_desktop.ui.desktop.tray import Tray

_PORTAL: Final = "org.freedesktop.portal.Desktop"
_PORTAL_PATH: Final = "/org/freedesktop/portal/desktop"
_PORTAL_INTERFACE: Final = "org.freedesktop.portal.Notification"
_ID: Final = "batch"


class DesktopMessages(QObject):
    """Says something beside the tray's icon where there is a tray, else through the desktop's portal; else nothing."""

    def __init__(self, tray: Tray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray

    def say(self, title: str, text: str) -> bool:
        """Show a message; the one before it goes. Returns whether the desktop was asked to."""
        return self._tray.say(title, text) or _through_portal(title, text)


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

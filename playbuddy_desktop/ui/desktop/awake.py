"""Keeps the computer awake while jobs run. Where that is impossible nothing is said: the work goes on after the sleep.

Each system drops the wish by itself when the program ends, however it ends.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QProcess

_APP: Final = "PlayBuddy"
_SERVICES: Final = (
    ("org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", ".Inhibit"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", ""),
)
"""Who is asked on Linux: service, path, and what its interface's name adds to the service's."""

_BUS_NAME: Final = "playbuddy-awake"
_CALL_MS: Final = 300
"""The window waits for the answer; a desktop that takes longer is as one that does not listen."""
_ES_CONTINUOUS: Final = 0x80000000
_ES_SYSTEM_REQUIRED: Final = 0x00000001


class Inhibitor(Protocol):
    """A system's way to stay awake."""

    def begin(self) -> bool:
        """Ask to stay awake; returns whether somebody listened."""
        ...

    def end(self) -> None:
        """Take that back."""
        ...


class Awake(QObject):
    """Asks the system to stay awake as long as it is wanted and allowed.

    Attributes:
        active: whether the system was asked and listened.
    """

    def __init__(self, inhibitor: Inhibitor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inhibitor = inhibitor or _inhibitor_of_this_system()
        self._wanted = False
        self._allowed = True
        self._asked = False
        self.active = False

    def want(self, wanted: bool) -> None:
        """Say whether there is a reason: a job runs."""
        self._wanted = wanted
        self._follow()

    def allow(self, allowed: bool) -> None:
        """Say whether the person wants it at all."""
        self._allowed = allowed
        self._follow()

    def _follow(self) -> None:
        if (self._wanted and self._allowed) == self._asked:
            return
        self._asked = not self._asked
        if self._asked:
            self.active = self._inhibitor.begin()
        else:
            self._inhibitor.end()
            self.active = False


class _Freedesktop:
    """Asks over a connection of its own: closing it takes the wish back."""

    def begin(self) -> bool:
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return False
        from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS_NAME)
        for service, path, suffix in _SERVICES:
            call = QDBusMessage.createMethodCall(service, path, service + suffix, "Inhibit")
            call.setArguments([_APP, QCoreApplication.translate("Awake", "Scripts are being parsed")])
            answer = bus.call(call, QDBus.CallMode.Block, _CALL_MS)
            if answer.type() == QDBusMessage.MessageType.ReplyMessage:
                return True
        self.end()
        return False

    def end(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(_BUS_NAME)


class _Windows:
    """Sets the state of the thread, which ends with it."""

    def begin(self) -> bool:
        return self._set(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED)

    def end(self) -> None:
        self._set(_ES_CONTINUOUS)

    def _set(self, flags: int) -> bool:
        import ctypes

        return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))  # type: ignore[attr-defined,unused-ignore] # of Windows


class _MacOS:
    """Runs the system's own tool, which watches over this process."""

    def __init__(self) -> None:
        self._tool: QProcess | None = None

    def begin(self) -> bool:
        program = shutil.which("caffeinate")
        if program is None:
            return False
        self._tool = QProcess()
        self._tool.start(program, ["-i", "-w", str(os.getpid())])
        return True

    def end(self) -> None:
        if self._tool is not None:
            self._tool.kill()
            self._tool.waitForFinished(_CALL_MS)
            self._tool = None


def _inhibitor_of_this_system() -> Inhibitor:
    if sys.platform == "win32":
        return _Windows()
    return _MacOS() if sys.platform == "darwin" else _Freedesktop()

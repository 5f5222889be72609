"""One window per profile: what a second start was given is handed to the window that is already open.

The first process holds a lock file, which the system's own knowledge of living processes keeps honest, and listens on a
local socket. When either is impossible, as on some network drives, each start opens a window of its own: the queue
bears several.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from playbuddy_desktop.profiles import Profile

CONNECT_MS: Final = 3_000
"""How long a second start waits for the first one, which may still be starting itself."""

ANSWER_MS: Final = 5_000
_RETRY_MS: Final = 50
_TOKEN: Final = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - the name of a variable
"""Where a Wayland desktop puts the right to come to the front; a second start hands that over too."""

_TAKEN: Final = b"taken\n"
_LONGEST_PATH: Final = 100
"""A Unix socket's path may have no more than 104 bytes on some systems."""


class SingleInstance(QObject):
    """Finds out whether this process is the first on its profile.

    Attributes:
        asked: Signal(list[Path]): a second start handed these files over, perhaps none; the window is wanted in front.
        first: whether this process is the first. If not, ``hand_over`` reaches the one that is.
    """

    asked = Signal(list)

    def __init__(self, profile: Profile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        with contextlib.suppress(OSError):
            profile.locks.mkdir(parents=True, exist_ok=True)
        self._name = _socket_name(profile)
        self._lock = QLockFile(str(profile.locks / "window.lock"))
        self._lock.setStaleLockTime(0)  # it grows stale with its process, not with its age
        self._server: QLocalServer | None = None
        self.first = self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self) -> bool:
        """Begin to hear second starts; returns whether that is possible here."""
        if not self._lock.isLocked():
            return False
        QLocalServer.removeServer(self._name)  # whoever had it is dead: the lock is ours
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        return self._server.listen(self._name)

    def hand_over(self, files: Sequence[Path], connect_ms: int = CONNECT_MS) -> bool:
        """Give the files to the first process; returns whether it took them."""
        socket = QLocalSocket()
        _let_others_come_to_the_front()
        waited = QElapsedTimer()
        waited.start()
        while not self._reached(socket):
            if waited.elapsed() >= connect_ms:
                return False
            QThread.msleep(_RETRY_MS)
        wish = {"files": [str(file.absolute()) for file in files], "token": os.environ.get(_TOKEN, "")}
        socket.write(json.dumps(wish).encode("ascii") + b"\n")
        taken = b""
        while not taken.endswith(b"\n") and socket.waitForReadyRead(ANSWER_MS):
            taken += bytes(socket.readAll().data())
        socket.disconnectFromServer()
        return taken == _TAKEN

    def _reached(self, socket: QLocalSocket) -> bool:
        socket.connectToServer(self._name)
        return socket.waitForConnected(_RETRY_MS)

    def close(self) -> None:
        """Hear nobody any more; the next start is a first one."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _accept(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            wish = json.loads(bytes(socket.readLine().data()))
            files, token = [Path(file) for file in wish["files"]], str(wish["token"])
        except (ValueError, TypeError, KeyError):
            socket.abort()  # not one of ours
            return
        socket.write(_TAKEN)
        socket.flush()
        if token:
            os.environ[_TOKEN] = token
        self.asked.emit(files)


def _socket_name(profile: Profile) -> str:
    """In the profile's own folder, where only its owner may put anything; else a name of the system's temporary one."""
    path = str(profile.locks / "window.socket")
    if sys.platform != "win32" and len(os.fsencode(path)) <= _LONGEST_PATH:
        return path
    return f"playbuddy-{hashlib.sha256(os.fsencode(path)).hexdigest()[:24]}"


def _let_others_come_to_the_front() -> None:
    """On Windows only the process that the person used last may let another one raise its window."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)

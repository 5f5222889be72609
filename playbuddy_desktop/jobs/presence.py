"""How a process shows that it lives: it holds a locked file, and the system drops the lock when the process ends.

No lock outlives its process, however that ends, so a lock that can be taken proves a death. A process id would not: it
is given to another process soon.
"""

from __future__ import annotations

import os
import uuid
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

import portalocker

SUFFIX: Final = ".process"
_MACHINE_FILE: Final = "machine.id"
_TAKE: Final = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING


class Presence:
    """This process as other processes see it, from creation to ``end`` or the end of the process.

    Attributes:
        process_id: unique among all processes of all times; the name of the locked file.
        pid: the system's number, for people.
    """

    def __init__(self, folder: Path) -> None:
        """Announce the process in ``folder``."""
        self.pid = os.getpid()
        while True:
            self.process_id = uuid.uuid4().hex
            self._path = folder / f"{self.process_id}{SUFFIX}"
            self._file = self._path.open("w", encoding="ascii")
            if _try_lock(self._file) and self._path.exists():
                break
            self._file.close()  # somebody who clears away the files of the dead was quicker
        self._finalizer = weakref.finalize(self, self._file.close)

    def end(self) -> None:
        """Stop being alive, in the eyes of the others."""
        self._finalizer()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def is_alive(folder: Path, process_id: str) -> bool:
    """Whether the process still holds its file."""
    try:
        file = (folder / f"{process_id}{SUFFIX}").open("r+", encoding="ascii")
    except OSError:
        return False
    with file:
        return not _try_lock(file)


def clear_away_the_dead(folder: Path) -> None:
    """Remove the files of processes that ended without doing so themselves."""
    for path in folder.glob(f"*{SUFFIX}"):
        if not is_alive(folder, path.stem):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def machine_id(folder: Path) -> str:
    """The name of all processes that can see each other's locks, made once for each folder.

    The host's name would not do: a laptop may change it with the network that it is in.
    """
    with portalocker.Lock(folder / _MACHINE_FILE, "a+", timeout=10, check_interval=0.01) as file:
        file.seek(0)
        name = file.read().strip()
        if not name:
            name = uuid.uuid4().hex
            file.write(name)
        return name


def _try_lock(file: IO[str]) -> bool:
    try:
        portalocker.lock(file, _TAKE)
    except portalocker.LockException:
        return False
    return True

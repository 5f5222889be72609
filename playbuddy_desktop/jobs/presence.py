"""How a process shows that it lives: it holds a locked file, and the system drops the lock when the process ends.

No lock outlives its process, however that ends, so a lock that can be taken proves a death. A process id would not: it
is given to another process soon.
"""

from __future__ import annotations

import os
import uuid
import weakref
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Final, Protocol

import portalocker

SUFFIX: Final = ".process"
_MACHINE_FILE: Final = "machine.id"
_TAKE: Final = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING


class Sign(Protocol):
    """That a process lives, for others to see, until ``end`` or the end of the process."""

    process_id: str
    pid: int

    def end(self) -> None:
        """Take the sign down."""


class Roll(Protocol):
    """Who is here: tells the living processes from the dead."""

    @property
    def machine(self) -> str:
        """The name of all processes that are called in this roll; of others it is not known whether they live."""

    def announce(self) -> Sign:
        """Show that this process lives."""

    def living(self, process_ids: Iterable[str]) -> set[str]:
        """Those of the processes, all of this ``machine``, that live."""

    def clear(self) -> None:
        """Remove what the dead left behind."""


class FileRoll:
    """The processes of one machine, each with a locked file in the same folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def machine(self) -> str:
        """One name for all who share the folder."""
        return machine_id(self._folder)

    def announce(self) -> Sign:
        """Show that this process lives."""
        return Presence(self._folder)

    def living(self, process_ids: Iterable[str]) -> set[str]:
        """Those of the processes that live."""
        return {process_id for process_id in process_ids if is_alive(self._folder, process_id)}

    def clear(self) -> None:
        """Remove the files of the dead."""
        clear_away_the_dead(self._folder)


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

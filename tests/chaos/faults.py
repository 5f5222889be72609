"""What befalls a database: a full disk, another program's lock, a connection that breaks."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

DISK_FAULTS: Final = {"kill": 35, "freeze": 20, "full disk": 20, "lock": 15, "kill all": 2}
"""What may strike workers on a file, and how often in proportion."""

SERVER_FAULTS: Final = {"kill": 35, "freeze": 20, "cut": 20, "lock": 15, "kill all": 2}
"""The same on a server, whose disk is out of reach: connections are cut instead."""


class Disk:
    """The disk under a profile's folder, as full as wanted.

    Args:
        folder: of the profile.
        small: the folder is alone on a disk that can be filled for everybody; otherwise a full disk is a limit on the
            files of one process (Linux only; nothing happens elsewhere).
    """

    def __init__(self, folder: Path, *, small: bool) -> None:
        self._ballast = folder / "ballast"
        self._log = folder / "playbuddy.db-wal"
        self._small = small

    def fill(self, pid: int | None, how: float) -> None:
        """Let a process write no file beyond a size: at once, or as soon as the write-ahead log grows."""
        if self._small:
            with suppress(OSError), self._ballast.open("wb", buffering=0) as ballast:
                while True:
                    ballast.write(bytes(4096))
            return
        size = self._log.stat().st_size if self._log.exists() else 0
        self._limit(pid, 0 if how < 0.2 else int(size + 65536 * (how - 0.2)))

    def free(self, pid: int | None) -> None:
        """Let it write again."""
        self._ballast.unlink(missing_ok=True)
        self._limit(pid, None)

    def _limit(self, pid: int | None, size: int | None) -> None:
        if sys.platform != "linux":
            return
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            _, hard = process.rlimit(psutil.RLIMIT_FSIZE)
            process.rlimit(psutil.RLIMIT_FSIZE, (hard if size is None else size, hard))


def hold_lock(file: str, seconds: float) -> None:
    """Another program that keeps the database's file locked for a while; the whole of a process."""
    import sqlite3

    connection = sqlite3.connect(file, timeout=5, isolation_level=None)
    with suppress(sqlite3.OperationalError):  # others were quicker for five seconds: no lock then
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
    os._exit(0)


def hold_server_lock(url: str, seconds: float) -> None:
    """Another program that keeps the table of jobs locked for a while; the whole of a process."""
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(url, options="-c lock_timeout=5s") as connection:
        connection.execute("LOCK TABLE parse_jobs IN ACCESS EXCLUSIVE MODE")
        time.sleep(seconds)
    os._exit(0)


def cut_connection(url: str, which: float, spared: set[int]) -> None:
    """Break a connection that the program has with the server.

    Args:
        url: of the database.
        which: of the connections, from 0 to 1.
        spared: the server's processes whose connections stay.
    """
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'playbuddy'"
            " AND NOT pid = ANY(%s) ORDER BY pid"
        )
        pids = [pid for (pid,) in connection.execute(query, [list(spared)])]
        if pids:
            connection.execute("SELECT pg_terminate_backend(%s)", [pids[int(which * len(pids))]])

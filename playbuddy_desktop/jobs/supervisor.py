"""The outside of a child process: starts it, hands it tasks, hears it, and kills it when it must."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Final

import psutil

from playbuddy_desktop.errors import ChildCrashedError
from playbuddy_desktop.jobs import child
from playbuddy_desktop.jobs.messages import Done, Failed, FromChild, Ready, Stop, Stopped, Task

_SECONDS_TO_DIE: Final = 5.0
_SECONDS_TO_LEAVE: Final = 0.5

_ANSWERS: Final = (Done, Failed, Stopped)


class Child:
    """One child process, replaced after it was killed or crashed.

    A thread owns a child; only ``nudge`` may be called from other threads.
    """

    def __init__(self, name: str, memory_limit: int) -> None:
        """``name`` is the process's name; ``memory_limit`` is in bytes."""
        self._name = name
        self._memory_limit = memory_limit
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection[Task | Stop, FromChild] | None = None
        self._ready = False
        self._nudged, self._nudge = Pipe(duplex=False)

    def start(self) -> None:
        """Start the process unless it runs; it gets ready while the caller goes on."""
        if self._process is not None and self._process.is_alive():
            return
        self.kill()
        ours, theirs = Pipe(duplex=True)
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=child.main, args=(theirs, self._memory_limit), name=self._name, daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection, self._ready = process, ours, False

    @property
    def pid(self) -> int | None:
        """The process id; None before the start and after a kill."""
        return self._process.pid if self._process is not None else None

    def begin(self, task: Task) -> None:
        """Hand over a task.

        Raises:
            ChildCrashedError: the process is dead.
        """
        self.start()
        self._send(task)

    def receive(self, timeout: float) -> FromChild | None:
        """The next message, or None when ``timeout`` seconds passed or somebody nudged.

        Raises:
            ChildCrashedError: the process died.
        """
        process, connection = self._running()
        ready = wait([connection, self._nudged, process.sentinel], timeout)
        if self._nudged in ready:
            while self._nudged.poll():
                self._nudged.recv_bytes()
        if connection in ready:
            try:
                message = connection.recv()
            except (EOFError, OSError) as error:
                raise self._crash() from error
            if isinstance(message, Ready):
                self._ready = True
            return message
        if process.sentinel in ready:
            raise self._crash()
        return None

    def nudge(self) -> None:
        """Make a waiting ``receive`` return at once; safe from any thread."""
        with suppress(OSError, ValueError):
            self._nudge.send_bytes(b"!")

    def stop(self, grace_seconds: float) -> list[FromChild]:
        """End the current task: ask, and kill the process if it has not answered in time.

        Returns:
            The messages that came meanwhile.
        """
        heard: list[FromChild] = []
        deadline = time.monotonic() + grace_seconds
        try:
            self._send(Stop())
            while (left := deadline - time.monotonic()) > 0:
                message = self.receive(left)
                if message is not None:
                    heard.append(message)
                if isinstance(message, _ANSWERS):
                    return heard
        except ChildCrashedError:
            return heard
        self.kill()
        return heard

    def kill(self) -> None:
        """End the process at once; the next ``start`` makes a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.join(_SECONDS_TO_DIE)
            self._process.close()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def close(self) -> None:
        """End the process, which leaves by itself when idle, and free the pipes."""
        if self._process is not None and self._connection is not None:
            self._connection.close()
            self._process.join(_SECONDS_TO_LEAVE)
        self.kill()
        self._nudged.close()
        self._nudge.close()

    def memory(self) -> int:
        """Bytes of memory that the process holds now; 0 when it is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss) if self.pid is not None else 0
        except psutil.Error:
            return 0

    def _running(self) -> tuple[multiprocessing.process.BaseProcess, Connection[Task | Stop, FromChild]]:
        if self._process is None or self._connection is None:
            raise ChildCrashedError
        return self._process, self._connection

    def _send(self, message: Task | Stop) -> None:
        _, connection = self._running()
        try:
            connection.send(message)
        except OSError as error:
            raise self._crash() from error

    def _crash(self) -> ChildCrashedError:
        """Clear away the dead process."""
        process, _ = self._running()
        process.join(_SECONDS_TO_DIE)
        code = process.exitcode
        self.kill()
        return ChildCrashedError(f"The process that parsed this script ended unexpectedly (exit status {code}).")

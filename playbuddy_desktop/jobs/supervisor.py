"""The outside of a child process: starts it, hands it tasks, hears it, and kills it when it must."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from playbuddy_desktop.errors import ChildCrashedError
from playbuddy_desktop.jobs import child
from playbuddy_desktop.jobs.messages import Done, Failed, FromChild, Stop, Stopped, Task

_SECONDS_TO_DIE: Final = 5.0
_SECONDS_TO_LEAVE: Final = 0.5

_ANSWERS: Final = (Done, Failed, Stopped)


class _Running(NamedTuple):
    """A process and our end of its pipe."""

    process: multiprocessing.process.BaseProcess
    connection: Connection[Task | Stop, FromChild]


class Child:
    """One child process, replaced after it was killed or crashed.

    A process takes some tenths of a second to get ready. When a task looks as if it might have to be ended by force, a
    spare one is started beside it, so that the next job need not wait.

    A thread owns a child; only ``nudge`` may be called from other threads.
    """

    def __init__(self, name: str, memory_limit: int, writable: Path | None = None) -> None:
        """``name`` is the process's name, ``memory_limit`` in bytes, ``writable`` the folder of scratch files."""
        self._name = name
        self._memory_limit = memory_limit
        self._writable = writable
        self._current: _Running | None = None
        self._spare: _Running | None = None
        self._nudged, self._nudge = Pipe(duplex=False)

    def start(self) -> None:
        """Start the process unless it runs; it gets ready while the caller goes on."""
        if self._current is not None and self._current.process.is_alive():
            return
        self.kill()
        if self._spare is not None and self._spare.process.is_alive():
            self._current, self._spare = self._spare, None
        else:
            self._current = self._started()

    def keep_spare(self) -> None:
        """Start a second process, to be used when the first one is gone; nothing if there is one."""
        if self._spare is None or not self._spare.process.is_alive():
            _end(self._spare)
            self._spare = None
            with suppress(ChildCrashedError):  # then there is none
                self._spare = self._started()

    def _started(self) -> _Running:
        ours, theirs = Pipe(duplex=True)
        context = multiprocessing.get_context("spawn")
        arguments = (theirs, self._memory_limit, self._writable)
        process = context.Process(target=child.main, args=arguments, name=self._name, daemon=True)
        try:
            with _deaf_to_ctrl_c():
                process.start()
        except OSError as error:  # the system has no memory or no process left: that may pass
            ours.close()
            raise ChildCrashedError("The system could not start a process to parse this script.") from error
        finally:
            theirs.close()
        return _Running(process, ours)

    @property
    def pid(self) -> int | None:
        """The process id; None before the start and after a kill."""
        return self._current.process.pid if self._current is not None else None

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
                return connection.recv()
            except (EOFError, OSError) as error:
                raise self._crash() from error
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
        _end(self._current)
        self._current = None

    def close(self) -> None:
        """End the process, which leaves by itself when idle, and free the pipes."""
        _end(self._spare)
        self._spare = None
        if self._current is not None:
            self._current.connection.close()
            self._current.process.join(_SECONDS_TO_LEAVE)
        self.kill()
        self._nudged.close()
        self._nudge.close()

    def memory(self, *, with_programs: bool = False) -> int:
        """Bytes of memory that the process holds now, on demand with the programs it runs; 0 when it is gone."""
        if self.pid is None:
            return 0
        held = 0
        with suppress(psutil.Error):  # any of them may end meanwhile
            process = psutil.Process(self.pid)
            for one in (process, *(process.children(recursive=True) if with_programs else ())):
                held += int(one.memory_info().rss)
        return held

    def _running(self) -> _Running:
        if self._current is None:
            raise ChildCrashedError
        return self._current

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


def _end(running: _Running | None) -> None:
    """Kill a process and what it has started, and free its pipe."""
    if running is None:
        return
    process, connection = running
    if process.pid is not None and process.is_alive():
        _kill_programs_of(process.pid)
    process.kill()
    process.join(_SECONDS_TO_DIE)
    process.close()
    connection.close()


def _kill_programs_of(pid: int) -> None:
    """End the programs that a child has started, such as a text recognition; on POSIX they are in its group."""
    if sys.platform == "win32":
        with suppress(psutil.Error):
            for program in psutil.Process(pid).children(recursive=True):
                program.kill()
        return
    with suppress(OSError):  # it has no group of its own yet, so it has started nothing
        os.killpg(pid, signal.SIGKILL)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Start processes that Ctrl+C in a terminal does not reach, not even before they can say so themselves.

    A terminal signals all processes of its group, and what a thread blocks its new processes block too. The caller's
    thread is a worker's: Ctrl+C goes on reaching the main one.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker  # Windows has none

    # The first start of a process starts this helper too, and lets Ctrl+C through again after that.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""The inside of a child process: takes tasks, runs the pipeline, says how it goes.

The child is kept warm between tasks. It has low priority, a memory limit where the system has one, no network, and but
one folder to write in (see ``confinement``). It touches neither database nor Qt, and ends by itself when its parent
dies, however that happens. See ``supervisor`` for the outside.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from playbuddy_desktop import logs
from playbuddy_desktop.errors import ErrorReport, PlayBuddyError, TooMuchMemoryError
from playbuddy_desktop.jobs import pipeline
from playbuddy_desktop.jobs.confinement import confine
from playbuddy_desktop.jobs.messages import Done, Failed, FromChild, LogLine, Ready, Stop, Stopped, Task
from playbuddy_desktop.jobs.shelf import Shelf
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.traces import trace_of

_NICENESS: Final = 10
_EXIT_ORPHANED: Final = 3


def main(connection: Connection[FromChild, Task | Stop], memory_limit: int, writable: Path | None = None) -> None:
    """Serve tasks until the parent closes the pipe or dies.

    Args:
        connection: the child's end of a duplex pipe.
        memory_limit: bytes of data the process may hold with any task; the settings of a task may allow it less.
        writable: the folder where the scratch files of tasks lie.
    """
    _be_humble()
    _limit_memory(memory_limit, memory_limit)
    logs.forward(lambda level, event, details: connection.send(LogLine(level, event, details)))
    inbox = _Inbox(connection)
    threading.Thread(target=inbox.listen, name="inbox", daemon=True).start()
    _warm_up()
    confine(writable)
    connection.send(Ready())
    shelf = Shelf()
    while True:
        task = inbox.next_task()
        _limit_memory(min(task.settings.memory_limit, memory_limit), memory_limit)
        connection.send(_answer(task, connection, inbox.stop, shelf))


class _Inbox:
    """Receives in a thread of its own, so that a stop reaches a task that is running.

    Attributes:
        stop: set while the current task is asked to stop.
    """

    def __init__(self, connection: Connection[FromChild, Task | Stop]) -> None:
        self.stop = threading.Event()
        self._connection = connection
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()

    def next_task(self) -> Task:
        return self._tasks.get()

    def listen(self) -> None:
        parent = multiprocessing.parent_process()
        watched: list[Connection[FromChild, Task | Stop] | int] = [self._connection]
        if parent is not None:
            watched.append(parent.sentinel)
        while True:
            ready = wait(watched)
            if self._connection not in ready:
                os._exit(_EXIT_ORPHANED)
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(message, Stop):
                self.stop.set()
            else:
                self.stop.clear()
                self._tasks.put(message)


def _answer(
    task: Task, connection: Connection[FromChild, Task | Stop], stop: threading.Event, shelf: Shelf
) -> FromChild:
    try:
        parsed = pipeline.run(task, connection.send, stop.is_set, shelf)
        return Done(PackedPlay.pack(parsed.playbook), tuple(parsed.warnings), parsed.plays)
    except pipeline.StopRequested:
        return Stopped()
    except MemoryError:
        return Failed(ErrorReport.of(TooMuchMemoryError()))
    except PlayBuddyError as error:
        return Failed(ErrorReport.of(error))
    except Exception as error:  # noqa: BLE001 - whatever a script does to the parser fails that job only
        return Failed(ErrorReport.of(error, technical=trace_of(error)))


def _be_humble() -> None:
    """Give way to the window, leave Ctrl+C to the parent and no image of the memory after a crash."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    os.setpgid(0, 0)  # a program that it starts can be ended together with it
    os.nice(_NICENESS)
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(now: int, most: int) -> None:
    """Let the system refuse more data than ``now`` bytes; later tasks may be given up to ``most``."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # a lower hard limit is in force already
        resource.setrlimit(resource.RLIMIT_DATA, (now, most))


def _warm_up() -> None:
    """Import what every task needs, so that the first one does not wait for it."""
    from playbuddy_desktop.parsing.extract import reader
    from playbuddy_desktop.parsing.structure import rules

    _ = reader, rules

"""A child process from the outside: tasks, stops, crashes, the end of its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from playbuddy_desktop.errors import ChildCrashedError
from playbuddy_desktop.jobs.messages import ChunkDone, Done, Failed, FromChild, Progress, Ready, Task
from playbuddy_desktop.jobs.supervisor import Child
from playbuddy_desktop.settings import Settings

MEMORY = 1024**3
PATIENCE = 30.0


@pytest.fixture
def child() -> Iterator[Child]:
    """A child process, ended with the test."""
    child = Child("test", MEMORY)
    child.start()
    yield child
    child.close()


@pytest.fixture
def task(tmp_path: Path, make_script: Callable[[int], str]) -> Task:
    """A play that takes a while."""
    source = tmp_path / "lantern.txt"
    source.write_text(make_script(3_000), encoding="utf-8")
    return Task(uuid4(), source, "lantern.txt", "txt", "rules", Settings(chunk_chars=2_000))


def wait_for(child: Child, *kinds: type) -> FromChild:
    """The next message of one of these kinds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        message = child.receive(1.0)
        if isinstance(message, kinds):
            return message
    raise AssertionError(f"no {kinds} within {PATIENCE} s")


def test_a_child_parses_one_script_after_the_other(child: Child, task: Task) -> None:
    """The process stays warm between tasks."""
    child.begin(task)
    first = wait_for(child, Done, Failed)
    pid = child.pid
    child.begin(task)
    second = wait_for(child, Done, Failed)
    assert isinstance(first, Done)
    assert first == second
    assert child.pid == pid


def test_a_stop_keeps_the_child_and_ends_the_task(child: Child, task: Task) -> None:
    """Asked in mid-parse, the child stops within the grace time and takes the next task."""
    child.begin(task)
    wait_for(child, ChunkDone)
    pid = child.pid
    child.stop(PATIENCE)
    child.begin(task)
    assert isinstance(wait_for(child, Done, Failed), Done)
    assert child.pid == pid


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGSTOP")
def test_a_child_that_does_not_stop_is_killed(child: Child, task: Task) -> None:
    """A hung process does not outlive the grace time; a new one takes its place."""
    child.begin(task)
    wait_for(child, ChunkDone)
    hung = child.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    child.stop(0.1)
    assert child.pid is None
    assert not psutil.pid_exists(hung)
    child.begin(task)
    assert isinstance(wait_for(child, Done, Failed), Done)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups that Ctrl+C reaches so")
def test_ctrl_c_does_not_reach_a_child_that_is_starting(child: Child, task: Task) -> None:
    """Not even before its first line has run."""
    pid = child.pid
    assert pid is not None
    child.begin(task)
    while (message := child.receive(0.01)) is None:
        os.kill(pid, signal.SIGINT)
    assert isinstance(message if isinstance(message, Done) else wait_for(child, Done, Failed), Done)
    assert child.pid == pid


def test_the_death_of_a_child_is_told(child: Child, task: Task) -> None:
    """A process that dies in mid-task is a crash, and the next task finds a new one."""
    child.begin(task)
    wait_for(child, Progress)
    assert child.pid is not None
    psutil.Process(child.pid).kill()
    with pytest.raises(ChildCrashedError):
        wait_for(child, Done, Failed)
    child.begin(task)
    assert isinstance(wait_for(child, Done, Failed), Done)


def test_a_bad_file_fails_its_task_only(child: Child, task: Task, tmp_path: Path) -> None:
    """A known error comes back as a value; the process goes on."""
    empty = tmp_path / "empty.txt"
    empty.touch()
    child.begin(Task(uuid4(), empty, "empty.txt", "txt", "rules", Settings()))
    answer = wait_for(child, Done, Failed)
    assert isinstance(answer, Failed)
    assert answer.error.code == "empty-file"
    child.begin(task)
    assert isinstance(wait_for(child, Done, Failed), Done)


def test_a_nudge_ends_the_wait(child: Child) -> None:
    """Another thread can make the owner look up."""
    child.nudge()
    child.nudge()
    started = time.monotonic()
    while child.receive(PATIENCE) is not None:  # the greeting may come first
        pass
    assert time.monotonic() - started < PATIENCE / 2


def test_memory_is_measured_while_the_child_lives(child: Child) -> None:
    """A live process holds some megabytes, a dead one none."""
    wait_for(child, object)
    assert child.memory() > 1_000_000
    child.kill()
    assert child.memory() == 0


def test_a_spare_process_takes_the_place_of_a_killed_one(child: Child, task: Task) -> None:
    """The next task need not wait for a new process."""
    child.begin(task)
    wait_for(child, Progress)
    child.keep_spare()
    spare = child._spare
    assert spare is not None
    assert spare.connection.poll(PATIENCE)
    child.keep_spare()
    assert child._spare is spare
    child.kill()
    child.begin(task)
    assert child.pid == spare.process.pid
    assert isinstance(wait_for(child, Done, Failed), Done)


def test_a_dead_spare_is_not_used(child: Child, task: Task) -> None:
    """It is replaced like any other."""
    child.keep_spare()
    assert child._spare is not None
    child._spare.process.kill()
    child._spare.process.join(PATIENCE)
    child.kill()
    child.begin(task)
    assert isinstance(wait_for(child, Done, Failed), Done)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Windows has no groups of processes")
def test_programs_of_a_child_end_with_it(child: Child) -> None:
    """A text recognition does not go on when its job was cancelled."""
    wait_for(child, Ready)
    assert child.pid is not None
    program = subprocess.Popen(["sleep", "600"], process_group=child.pid)
    child.kill()
    assert program.wait(PATIENCE) == -signal.SIGKILL


PARENT = """
import sys, time
from playbuddy_desktop.jobs.supervisor import Child
if __name__ == "__main__":
    child = Child("orphan", 1024**3)
    child.start()
    print(child.pid, flush=True)
    time.sleep(600)
"""


def test_an_orphaned_child_ends_by_itself(tmp_path: Path) -> None:
    """Killing the parent without warning leaves no process behind."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        gone, _ = psutil.wait_procs([orphan], timeout=PATIENCE)
    assert gone == [orphan]

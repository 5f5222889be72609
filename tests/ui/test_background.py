from __future__ import annotations

import asyncio
import threading

import pytest
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import DiskFullError
from playbuddy_desktop.ui.background import Background


def test_work_runs_in_the_database_thread_and_its_result_comes_back(background: Background, wait_for) -> None:
    """The caller goes on in the window's thread with what the work returned."""

    async def work() -> tuple[str, str]:
        there = await background.run(lambda: threading.current_thread().name)
        return there, threading.current_thread().name

    assert ("database_0", "MainThread") == wait_for(work())


def test_short_work_does_not_wait_for_long_work(background: Background, wait_for) -> None:
    """A list is read while a thousand files are copied."""
    release = threading.Event()

    async def work() -> str:
        copying = asyncio.ensure_future(background.run_long(release.wait, 20))
        read = await background.run(str, "read")
        release.set()
        assert await copying is True
        return read

    assert "read" == wait_for(work())


def test_error_comes_back_as_an_exception(background: Background, wait_for) -> None:
    """Whoever waits for the work can handle its error."""

    def full() -> None:
        raise DiskFullError

    async def work() -> str:
        try:
            await background.run(full)
        except DiskFullError as error:
            return error.code
        return ""

    assert "disk-full" == wait_for(work())


def test_known_error_of_a_coroutine_is_reported_without_a_traceback(background: Background, qtbot: QtBot) -> None:
    """The person is told what to do, not where our code stood."""

    async def work() -> None:
        raise DiskFullError

    with qtbot.waitSignal(background.failed):
        background.spawn(work())
    [report] = background.errors
    background.errors.clear()
    assert ("disk-full", "") == (report.code, report.technical)


def test_bug_of_a_coroutine_is_reported_with_its_traceback(background: Background, qtbot: QtBot) -> None:
    """A bug can be copied with everything that helps to find it."""

    async def work() -> None:
        raise ZeroDivisionError("counted wrong")

    with qtbot.waitSignal(background.failed):
        background.spawn(work())
    [report] = background.errors
    background.errors.clear()
    assert "bug" == report.code
    assert "ZeroDivisionError: counted wrong" in report.technical
    assert "test_background.py" in report.technical


def test_close_waits_for_work_under_way_and_drops_the_rest(wait_for) -> None:
    """After closing nothing runs any more, and what had begun came to its end."""
    done: list[str] = []
    started = threading.Event()
    release = threading.Event()

    def first() -> None:
        started.set()
        release.wait(20)
        done.append("first")

    async def use() -> None:
        own.spawn(own.run(first))
        waiting = own.spawn(own.run(done.append, "second"))
        assert await own.run_long(started.wait, 20)
        closing = asyncio.ensure_future(own.close())
        await asyncio.wait({waiting})
        release.set()
        await closing

    own = Background()
    own.failed.connect(lambda report: pytest.fail(report.technical))
    wait_for(use())
    assert ["first"] == done

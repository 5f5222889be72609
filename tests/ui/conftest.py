"""What the tests of the window share: the event loop of its coroutines, and the door to the background."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.background import Background

Await = Callable[[Awaitable[Any]], Any]


@pytest.fixture(scope="session")
def _session_loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """One loop for the session: stopping it would end Qt's own loops for good."""
    import qasync

    loop = qasync.QEventLoop(qapp, already_running=True)
    asyncio.events._set_running_loop(None)
    yield loop
    loop.stop()
    loop.close()


@pytest.fixture
def event_loop(_session_loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop, running while pytest-qt waits; a test must leave no coroutine behind."""
    asyncio.events._set_running_loop(_session_loop)
    yield _session_loop
    left = asyncio.all_tasks(_session_loop)
    asyncio.events._set_running_loop(None)
    assert set() == left


@pytest.fixture
def wait_for(event_loop: asyncio.AbstractEventLoop, qtbot: QtBot) -> Await:
    """Run a coroutine to its end while the window lives; gives its result or raises its error."""

    def wait_for(awaitable: Awaitable[Any], timeout: int = 20_000) -> Any:
        future = asyncio.ensure_future(awaitable)
        qtbot.waitUntil(future.done, timeout=timeout)
        return future.result()

    return wait_for


@pytest.fixture
def background(wait_for: Await, qtbot: QtBot) -> Iterator[Background]:
    """The door to the background; errors that nobody handled fail the test, unless it takes them from ``errors``."""
    background = Background()
    background.errors: list[ErrorReport] = []
    background.failed.connect(background.errors.append)
    yield background
    wait_for(background.close())
    assert [] == background.errors


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Each test begins in the light theme and ends with all widgets deleted."""
    if theme.current().name != "light" or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()

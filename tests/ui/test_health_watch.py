"""The light tells how the queue is, though nobody commits anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from playbuddy_desktop.jobs.health import Health, HealthKey
from playbuddy_desktop.jobs.job import NewJob
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.health_light import HealthLight
from playbuddy_desktop.ui.health_watch import HealthWatch


@pytest.fixture
def settings() -> Settings:
    """A script that waits for two seconds waits too long."""
    return Settings(max_wait_seconds=2)


@pytest.fixture
def watch(background: Background, qtbot: QtBot) -> Iterator[HealthWatch]:
    """A watch that looks no more afterwards."""
    watch = HealthWatch(background)
    yield watch
    watch.stop()
    qtbot.waitUntil(lambda: not background._tasks)


def keys(light: HealthLight, seen: list[Health]) -> list[str]:
    """The reasons of the last look, while the light says what it found."""
    assert light.accessibleDescription().count("\n") + 1 == len(seen[-1].reasons)
    return [reason.key for reason in seen[-1].reasons]


def test_the_light_changes_by_time_alone(watch: HealthWatch, services: Services, qtbot: QtBot) -> None:
    """A script waits, nothing is committed, and the light says that it has waited too long."""
    services.queue.enqueue([NewJob("lanterns.txt", "a" * 64, 1, "txt", "/lanterns.txt")])
    light = HealthLight()
    qtbot.addWidget(light)
    seen: list[Health] = []
    watch.read.connect(seen.append)
    watch.read.connect(light.show_health)
    version = services.database.data_version()
    watch.start(services)
    qtbot.waitUntil(lambda: bool(seen))
    assert [HealthKey.NO_WORKERS] == keys(light, seen)
    qtbot.waitUntil(lambda: len(seen[-1].reasons) > 1, timeout=20_000)
    assert [HealthKey.NO_WORKERS, HealthKey.LONG_WAIT] == keys(light, seen)
    assert version == services.database.data_version()


def test_a_commit_is_looked_at_at_once(watch: HealthWatch, services: Services, qtbot: QtBot) -> None:
    """Whoever commits something asks, and does not wait for the timer."""
    watch.start(services)
    with qtbot.waitSignal(watch.read) as first:
        pass
    watch._timer.stop()
    services.queue.enqueue([NewJob("lanterns.txt", "a" * 64, 1, "txt", "/lanterns.txt")])
    with qtbot.waitSignal(watch.read) as second:
        watch.ask()
    assert [(), (HealthKey.NO_WORKERS,)] == [
        tuple(reason.key for reason in blocker.args[0].reasons) for blocker in (first, second)
    ]


def test_a_watch_that_was_stopped_looks_no_more(watch: HealthWatch, services: Services, qtbot: QtBot) -> None:
    """The services may be closed by then."""
    watch.start(services)
    with qtbot.waitSignal(watch.read):
        pass
    watch.stop()
    watch.ask()
    assert not watch._timer.isActive()
    assert not watch._reading.running

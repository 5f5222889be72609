"""The scripts of ``packaging/`` are commands, not a package: the tests find them as the commands find each other."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[3] / "packaging"


@pytest.fixture
def packaging_scripts(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, from which modules can be imported during the test."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    return PACKAGING

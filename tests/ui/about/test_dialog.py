"""About PlayBuddy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playbuddy_desktop import __version__, about
from playbuddy_desktop.ui.about.dialog import AboutDialog

COMMIT = "3f2a1c9d2b1e4f5a6b7c8d9e0f1a2b3c4d5e6f70"


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two files that a build adds to the resources."""
    (tmp_path / "build.json").write_text(json.dumps({"commit": COMMIT, "date": "2026-03-01"}), encoding="utf-8")
    parts = [
        {"name": name, "version": "1.0", "licence": "MIT", "homepage": "", "texts": [f"The licence of {name}."]}
        for name in ("Alpha", "Beta")
    ]
    (tmp_path / "licences.json").write_text(json.dumps(parts), encoding="utf-8")
    monkeypatch.setattr(about, "resource", lambda name: tmp_path / name)


def test_packaged_program_tells_commit_and_licences(qtbot: QtBot, packaged: None) -> None:
    """The commit stands with the version, and each component shows its licence in full."""
    dialog = AboutDialog()
    dialog.open()
    assert f"Version {__version__} (3f2a1c9d2b1e, 2026-03-01)" in [each.text() for each in dialog.findChildren(QLabel)]
    assert ["Alpha 1.0", "Beta 1.0"] == [dialog.parts.item(row).text() for row in range(dialog.parts.count())]
    dialog.parts.setCurrentRow(1)
    assert "Beta 1.0\nMIT\n\nThe licence of Beta." == dialog.text.toPlainText()
    dialog.accept()


def test_checkout_has_only_its_version(qtbot: QtBot) -> None:
    """There is nothing to list where nothing was packaged."""
    assert (__version__, []) == (str(about.this_build()), about.components())
    dialog = AboutDialog()
    dialog.open()
    assert 0 == dialog.parts.count()
    assert f"Version {__version__}" in [each.text() for each in dialog.findChildren(QLabel)]
    dialog.accept()

"""The diagnostic bundle in the window."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pytestqt.qtbot import QtBot

from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.diagnostics.dialog import DiagnosticsDialog


def listed(dialog: DiagnosticsDialog) -> list[str]:
    """The names that the person sees."""
    items = (dialog.contents.topLevelItem(row) for row in range(dialog.contents.topLevelItemCount()))
    return [item.text(0) for item in items if item is not None]


def test_what_is_shown_is_what_is_written(
    background: Background, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    """The contents stand in the dialog before there is a file, and then in the file."""
    dialog = DiagnosticsDialog(background, services)
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.save_button.isEnabled()
    qtbot.waitUntil(dialog.save_button.isEnabled, timeout=20_000)
    file = tmp_path / "bundle.zip"
    assert not file.exists()
    dialog.save(file)
    qtbot.waitUntil(file.exists, timeout=20_000)
    with zipfile.ZipFile(file) as archive:
        assert listed(dialog) == archive.namelist()
    assert {"versions.json", "settings.json", "metrics.json", "events.json", "schema.sql", "integrity.txt"} <= set(
        listed(dialog)
    )


def test_a_folder_that_is_not_there(background: Background, services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    """Is said in the dialog, which stays open."""
    dialog = DiagnosticsDialog(background, services)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.save_button.isEnabled, timeout=20_000)
    dialog.save(tmp_path / "nowhere" / "bundle.zip")
    qtbot.waitUntil(lambda: "could not be written" in dialog._said.text(), timeout=20_000)
    assert dialog.isVisible()

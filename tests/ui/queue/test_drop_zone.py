from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playbuddy_desktop.parsing.extract.reader import READERS
from playbuddy_desktop.ui.parts import Chip
from playbuddy_desktop.ui.queue.drop_zone import FORMATS, DropZone


def test_only_formats_with_a_reader_are_promised(qtbot: QtBot) -> None:
    """What the empty queue lists can be imported."""
    zone = DropZone()
    qtbot.addWidget(zone)
    assert set(FORMATS) <= set(READERS)
    assert list(FORMATS.values()) == [chip.accessibleName() for chip in zone.findChildren(Chip)]


@pytest.mark.parametrize(
    ("text", "signal"),
    [("Choose files…", "files_wanted"), ("Choose a folder…", "folder_wanted"), ("Try a sample", "sample_wanted")],
)
def test_buttons_say_how_else_to_begin(qtbot: QtBot, text: str, signal: str) -> None:
    """Nobody has to drag."""
    zone = DropZone()
    qtbot.addWidget(zone)
    [button] = [each for each in zone.findChildren(QPushButton) if each.text() == text]
    with qtbot.waitSignal(getattr(zone, signal)):
        button.click()

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.logs.dialog import LogDialog
from playbuddy_desktop.ui.logs.entries import MOST, Entry, for_support, read, shortened


def write(folder: Path, name: str, *events: tuple[str, str], extra: str = "") -> None:
    lines = [
        json.dumps({"time": f"2026-05-01T12:00:{number:02}.5Z", "level": level, "event": event, "count": number})
        for number, (level, event) in enumerate(events)
    ]
    (folder / name).write_text("\n".join([*lines, extra]) + "\n")


@pytest.fixture
def dialog(background: Background, profile: Profile, qtbot: QtBot) -> LogDialog:
    """The dialog over a log of three entries."""
    write(profile.logs, "playbuddy.log", ("debug", "fine"), ("info", "pool.started"), ("error", "job.failed"))
    dialog = LogDialog(background, profile.logs)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.text.toPlainText()))
    return dialog


def test_level_and_words_choose_what_is_shown(dialog: LogDialog) -> None:
    """From everything to errors only, and what contains the words."""
    events = {0: ["fine", "pool.started", "job.failed"], 1: ["pool.started", "job.failed"], 2: ["job.failed"]}
    for level, expected in events.items():
        dialog.level.setCurrentIndex(level)
        assert expected == [line.split()[2] for line in dialog.text.toPlainText().splitlines()]
    dialog.level.setCurrentIndex(0)
    dialog.search.setText("POOL")
    assert "2026-05-01T12:00:01  info     pool.started  count=1" == dialog.text.toPlainText()


def test_copy_for_support(dialog: LogDialog) -> None:
    """What is shown goes to the clipboard, with version and system."""
    dialog.search.setText("failed")
    dialog.copy_button.click()
    head, empty, *entries = QGuiApplication.clipboard().text().splitlines()
    assert ("PlayBuddy", "", 1) == (head.split()[0], empty, len(entries))
    assert "Copied" == dialog.copy_button.text()


def test_new_entries_are_read_again(dialog: LogDialog, profile: Profile, qtbot: QtBot) -> None:
    """The log goes on while it is looked at."""
    write(profile.logs, "playbuddy.log", ("info", "later"))
    dialog.refresh()
    qtbot.waitUntil(lambda: "later" in dialog.text.toPlainText())


def test_the_newest_entries_of_two_files(tmp_path: Path) -> None:
    """What was put aside comes first; lines that are no entries are left out."""
    write(tmp_path, "playbuddy.log.1", ("info", "old"), extra='{"half')
    write(tmp_path, "playbuddy.log", ("info", "new"), extra="[1, 2]")
    assert ["old", "new"] == [entry.event for entry in read(tmp_path)]
    assert [] == read(tmp_path / "nowhere")


def test_a_long_log_is_read_from_its_end(tmp_path: Path) -> None:
    """However long the files are, no more is read than is shown."""
    write(tmp_path, "playbuddy.log", *[("info", f"event-{number}") for number in range(20_000)])
    entries = read(tmp_path)
    assert (MOST, "event-19999") == (len(entries), entries[-1].event)


def test_personal_folders_are_shortened(tmp_path: Path) -> None:
    """A path tells the person's name."""
    assert "at ~/Plays/a.txt" == shortened(f"at {tmp_path}/Plays/a.txt", tmp_path)
    entry = Entry("2026-05-01T12:00:00Z", "info", "x", f"place={Path.home()}/Plays")
    assert "place=~/Plays" in for_support([entry])

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.ui.single_instance import SingleInstance


@pytest.fixture
def first(profile: Profile, qapp) -> Iterator[SingleInstance]:
    """The first process's side, listening."""
    first = SingleInstance(profile)
    assert first.first
    assert first.listen()
    yield first
    first.close()


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.ui.single_instance import SingleInstance

app = QCoreApplication([])
instance = SingleInstance(Profile("test", Path(sys.argv[1])))
assert not instance.first
raise SystemExit(0 if instance.hand_over([Path(name) for name in sys.argv[2:]]) else 3)
"""
CRASH = SECOND.split("assert", maxsplit=1)[0] + "assert instance.first and instance.listen(); __import__('os')._exit(9)"


def hand_over(profile: Profile, files: list[Path], qtbot: QtBot) -> bool:
    """What a second process does."""
    second = subprocess.Popen([sys.executable, "-c", SECOND, profile.data_dir, *files])
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.returncode in (0, 3)
    return second.returncode == 0


def test_files_reach_the_first_window(first: SingleInstance, profile: Profile, qtbot: QtBot, tmp_path) -> None:
    """They arrive with their whole paths, whatever letters these have."""
    files = [tmp_path / "a b.txt", tmp_path / "Œdipe \udcff.txt"]
    with qtbot.waitSignal(first.asked) as asked:
        assert hand_over(profile, files, qtbot)
    assert [files] == asked.args


def test_second_start_without_files_asks_for_the_window(first: SingleInstance, profile: Profile, qtbot) -> None:
    """Starting the program twice brings its window to the front."""
    with qtbot.waitSignal(first.asked) as asked:
        assert hand_over(profile, [], qtbot)
    assert [[]] == asked.args


def test_socket_of_a_dead_process_is_no_obstacle(profile: Profile, qtbot: QtBot) -> None:
    """What a crash left behind is taken over."""
    assert 9 == subprocess.run([sys.executable, "-c", CRASH, profile.data_dir], check=False, timeout=30).returncode
    first = SingleInstance(profile)
    assert (True, True) == (first.first, first.listen())
    with qtbot.waitSignal(first.asked):
        assert hand_over(profile, [], qtbot)
    first.close()


def test_hung_first_process_does_not_keep_the_second_from_working(profile: Profile) -> None:
    """Who hears nothing opens a window of its own."""
    first = SingleInstance(profile)
    assert not SingleInstance(profile).hand_over([], connect_ms=100)
    first.close()


def test_after_the_first_has_ended_the_next_is_first(first: SingleInstance, profile: Profile) -> None:
    """The lock goes with its holder."""
    first.close()
    assert SingleInstance(profile).first


def test_profiles_do_not_know_of_each_other(first: SingleInstance, tmp_path: Path) -> None:
    """Each library has a window of its own."""
    assert SingleInstance(Profile("other", tmp_path / "other")).first


def test_strangers_are_refused(first: SingleInstance, profile: Profile, qtbot: QtBot) -> None:
    """What is no wish of ours ends the connection, and nothing else."""
    asked: list[object] = []
    first.asked.connect(asked.append)
    stranger = QLocalSocket()
    stranger.connectToServer(first.findChild(QLocalServer).fullServerName())
    stranger.write(b'{"paths": 3}\n')
    qtbot.waitUntil(lambda: stranger.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert [] == asked


def test_folder_that_cannot_be_used_opens_a_window_anyway(tmp_path: Path) -> None:
    """A profile that cannot be made is explained by the window, not by silence."""
    (tmp_path / "file").touch()
    alone = SingleInstance(Profile("bad", tmp_path / "file" / "data"))
    assert (True, False) == (alone.first, alone.listen())

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from playbuddy_desktop.ui.stop_signals import StopSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals to a process")


def test_signal_calls_stop_while_the_loop_idles(qtbot) -> None:
    """The call comes on the loop's own thread, not inside the handler."""
    stops: list[int] = []
    with StopSignals(lambda: stops.append(1)):
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: stops == [1])


def test_signals_are_given_back() -> None:
    """Afterwards they do what they did before."""
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with StopSignals(lambda: None):
        assert before[0] != signal.getsignal(signal.SIGTERM)
    assert before == (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT))


def test_second_signal_ends_the_process_at_once() -> None:
    """Whoever insists does not wait for the work to be handed back."""
    code = """
import os, signal, sys
from PySide6.QtCore import QCoreApplication, QTimer
from playbuddy_desktop.ui.stop_signals import StopSignals
app = QCoreApplication([])
with StopSignals(lambda: os.kill(os.getpid(), signal.SIGINT)):
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    QTimer.singleShot(20_000, app.quit)
    app.exec()
"""
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert 128 + signal.SIGINT == done.returncode

"""The graceful end of a command, seen from inside."""

from __future__ import annotations

import signal
import sys

import pytest

from playbuddy_desktop.cli.stopping import SIGNALS, stop_on_signals


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_asks_to_stop(number: signal.Signals, status: int) -> None:
    """Nothing is interrupted; the command sees it when it looks, and ends with the shells' status."""
    with stop_on_signals() as stop:
        assert (False, 0) == (stop.requested, stop.exit_status)
        signal.raise_signal(number)
        assert (True, status) == (stop.requested, stop.exit_status)


def test_afterwards_signals_mean_what_they_meant() -> None:
    """The handlers of before are put back."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    with stop_on_signals():
        assert before != {number: signal.getsignal(number) for number in SIGNALS}
    assert before == {number: signal.getsignal(number) for number in SIGNALS}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_under_nohup_the_end_of_the_terminal_is_survived() -> None:
    """A signal that the program was started to ignore stays ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_on_signals() as stop:
            signal.raise_signal(signal.SIGHUP)
            assert not stop.requested
    finally:
        signal.signal(signal.SIGHUP, before)

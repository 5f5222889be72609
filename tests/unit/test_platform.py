"""Facts about the platform that the program relies on."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_void_calls_into_qt_keep_their_reference_to_none() -> None:
    """A broken PySide6 loses one reference to None at each void call and aborts the process in the end."""
    subject = QObject()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        subject.setObjectName("name")
    assert sys.getrefcount(None) > before - 500

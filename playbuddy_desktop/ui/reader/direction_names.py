"""How the reader says what a stage direction tells."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from playbuddy_desktop.parsing.playbook import DirectionKind


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def direction_name(kind: DirectionKind) -> str:
    """What a stage direction tells, for people."""
    return {
        DirectionKind.ENTRANCE: _tr("Stage direction: somebody comes"),
        DirectionKind.EXIT: _tr("Stage direction: somebody goes"),
        DirectionKind.DELIVERY: _tr("Stage direction: how the words are said"),
        DirectionKind.BUSINESS: _tr("Stage direction: what is done"),
        DirectionKind.SETTING: _tr("Stage direction: place and time"),
        DirectionKind.SOUND: _tr("Stage direction: what is heard"),
    }[kind]

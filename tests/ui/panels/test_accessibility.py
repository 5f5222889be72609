"""Whoever does not see the panels, or does not use a mouse, can use them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui.history.panel import HistoryPanel
from playbuddy_desktop.ui.library.panel import LibraryPanel
from playbuddy_desktop.ui.metrics.dialog import MetricsDialog
from playbuddy_desktop.ui.reader.panel import ReaderPanel

PANELS = [HistoryPanel, LibraryPanel, MetricsDialog, ReaderPanel]


@pytest.fixture
def filled(shown, job_in, background, qtbot):
    """Opens a panel over a queue and a library that hold something."""

    def filled(panel_class):
        job_in(JobStatus.FAILED)
        play_id = job_in(JobStatus.COMPLETED).playbook_id
        panel = shown(panel_class)
        if isinstance(panel, ReaderPanel):
            panel.show_play(play_id)
        qtbot.waitUntil(lambda: not background._tasks)
        if isinstance(panel, ReaderPanel):
            panel.open_find()
        return panel

    return filled


@pytest.mark.parametrize("panel_class", PANELS)
def test_everything_that_takes_the_focus_has_a_name(filled, panel_class):
    """A screen reader says it."""
    panel = filled(panel_class)
    focusable = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    assert focusable
    nameless = [
        widget
        for widget in focusable
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    ]
    assert [] == nameless


@pytest.mark.parametrize("panel_class", PANELS)
def test_every_button_is_reached_with_the_keyboard(filled, panel_class):
    """By Tab; what only clears a field has its key already."""
    panel = filled(panel_class)
    buttons = [button for button in panel.findChildren(QAbstractButton) if button.isVisible()]
    own = [button for button in buttons if type(button.parentWidget()).__name__ not in INNER]
    assert own
    assert [] == [button for button in own if not button.focusPolicy() & Qt.FocusPolicy.TabFocus]


INNER = {"SearchField", "QTableView", "HistoryTable"}
"""Widgets whose inner buttons do what a key of the widget does too."""

"""The small parts that the panels share."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.filter_chip import FilterChip
from playbuddy_desktop.ui.flow import FlowLayout
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.search_field import SearchField


@pytest.fixture
def flow(qtbot):
    """Five boxes of 50 × 20 in a flow with gaps of 10."""
    host = QWidget()
    qtbot.addWidget(host)
    layout = FlowLayout(10, host)
    for _ in range(5):
        box = QWidget()
        box.setFixedSize(50, 20)
        layout.addWidget(box)
    host.show()
    yield layout
    host.hide()


def corners(flow):
    """Where the boxes stand."""
    items = [flow.itemAt(place) for place in range(flow.count())]
    return [(item.geometry().x(), item.geometry().y()) for item in items if not item.isEmpty()]


@pytest.mark.parametrize(
    ("width", "expected", "height"),
    [
        (290, [(0, 0), (60, 0), (120, 0), (180, 0), (240, 0)], 20),
        (289, [(0, 0), (60, 0), (120, 0), (180, 0), (0, 30)], 50),
        (110, [(0, 0), (60, 0), (0, 30), (60, 30), (0, 60)], 80),
        (20, [(0, 0), (0, 30), (0, 60), (0, 90), (0, 120)], 140),
    ],
)
def test_widgets_flow_into_rows(flow, width, expected, height):
    """As words do; a widget that is too wide has a row of its own."""
    flow.setGeometry(QRect(0, 0, width, 500))
    assert expected == corners(flow)
    assert (True, height) == (flow.hasHeightForWidth(), flow.heightForWidth(width))


def test_hidden_widgets_take_no_room(flow):
    """The others close up."""
    flow.itemAt(1).widget().hide()
    flow.setGeometry(QRect(0, 0, 500, 500))
    assert [(0, 0), (60, 0), (120, 0), (180, 0)] == corners(flow)
    assert (230, 50) == (flow.sizeHint().width(), flow.minimumSize().width())


def test_items_can_be_taken_out(flow):
    """Beyond the end there is none."""
    item = flow.takeAt(0)
    assert (50, 4) == (item.sizeHint().width(), flow.count())
    assert (None, None, None) == (flow.takeAt(4), flow.itemAt(4), flow.itemAt(-1))
    assert Qt.Orientation(0) == flow.expandingDirections()


def test_a_chip_says_that_it_is_on(qtbot):
    """By a check mark, not by its colour alone; it can be used with the keyboard."""
    chip = FilterChip("Failed", lambda: theme.current().bad)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    off = chip.grab().toImage()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    chip.clearFocus()
    assert chip.isChecked()
    assert off != chip.grab().toImage()


def test_a_search_waits_for_a_pause(qtbot):
    """Typing four letters is one search; Enter searches at once; clearing quietly says nothing."""
    field = SearchField("Search", "Search")
    qtbot.addWidget(field)
    searches = []
    field.searched.connect(lambda: searches.append(field.words))
    with qtbot.waitSignal(field.searched):
        qtbot.keyClicks(field, " abc ")
    assert ["abc"] == searches
    qtbot.keyClicks(field, "d")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert ["abc", "abc d"] == searches
    assert not field._typing.isActive()
    field.clear_quietly()
    assert ("", False) == (field.words, field._typing.isActive())


def test_the_latest_reading_begins_after_the_last_ask(background, qtbot):
    """Many asks while one runs make one more run, and never two at once."""
    runs, at_once, most = 0, 0, 0

    async def read():
        nonlocal runs, at_once, most
        runs, at_once = runs + 1, at_once + 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1

    latest = Latest(background, read)
    for _ in range(5):
        latest.ask()
    qtbot.waitUntil(lambda: runs == 1)
    for _ in range(5):
        latest.ask()
    qtbot.waitUntil(lambda: not latest.running)
    assert (2, 1) == (runs, most)


def test_a_failed_reading_can_be_asked_for_again(background, qtbot):
    """Its error is reported as any other."""
    latest = Latest(background, _fail)
    latest.ask()
    qtbot.waitUntil(lambda: len(background.errors) == 1)
    assert not latest.running
    latest.ask()
    qtbot.waitUntil(lambda: len(background.errors) == 2)
    background.errors.clear()


async def _fail():
    raise ValueError("no")


def test_nothing_is_read_after_the_end(wait_for):
    """The window is closing."""
    background = Background()
    wait_for(background.close())
    latest = Latest(background, _fail)
    latest.ask()
    assert not latest.running


def test_what_is_painted_stands_on_the_other_side_from_right_to_left() -> None:
    """Within the same room, and twice mirrored it is where it was."""
    picture = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    rect, room = QRectF(12, 1, 3, 4), QRectF(10, 0, 20, 10)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert rect == parts.mirrored(rect, room, painter)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert QRectF(25, 1, 3, 4) == parts.mirrored(rect, room, painter)
    assert rect == parts.mirrored(parts.mirrored(rect, room, painter), room, painter)
    painter.end()

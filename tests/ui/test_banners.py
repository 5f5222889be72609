from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import DiskFullError, EmptyFileError, ErrorReport
from playbuddy_desktop.ui import banners as banners_module
from playbuddy_desktop.ui.banners import MOST, Banner, BannerArea


@pytest.fixture
def area(qtbot: QtBot) -> BannerArea:
    """An empty area on the screen."""
    area = BannerArea()
    qtbot.addWidget(area)
    area.move(300, 300)  # away from the pointer, under which messages stay
    area.show()
    return area


def test_newest_banner_stands_on_top_and_the_oldest_goes(area: BannerArea) -> None:
    """There are never more than a few."""
    for number in range(MOST + 1):
        area.add(Banner("info", f"message {number}"))
    assert [f"message {number}" for number in range(MOST, 0, -1)] == [banner.text for banner in area.banners()]


def test_good_news_goes_by_itself(area: BannerArea, monkeypatch, qtbot: QtBot) -> None:
    """Nobody has to close what needs no answer; bad news stays."""
    monkeypatch.setattr(banners_module, "STAYS_MS", 10)
    bad = area.add(Banner("bad", "bad"))
    good = area.add(Banner("good", "good"))
    with qtbot.waitSignal(good.destroyed):
        pass
    assert [bad] == area.banners()


def test_long_list_of_details_is_cut_but_copied_whole(area: BannerArea) -> None:
    """A thousand refused files do not fill the screen, and none is kept from the person."""
    banner = area.add(Banner("warn", "Many.", [f"file {number}" for number in range(1000)]))
    assert banner.sizeHint().height() < 300
    banner.copy()
    assert QGuiApplication.clipboard().text().endswith("file 999")


def test_error_shows_message_and_advice(area: BannerArea) -> None:
    """Each error stands once, with what to do."""
    for error in (DiskFullError(), EmptyFileError(), DiskFullError()):
        area.show_error(ErrorReport.of(error))
    assert ["The disk is full. Free some space on the disk, then try again."] == [
        banner.text for banner in area.banners()[:1]
    ]
    assert 2 == len(area.banners())

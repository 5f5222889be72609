from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import DatabaseTooNewError, ErrorReport
from playbuddy_desktop.ui.background import report_of
from playbuddy_desktop.ui.errors.dialog import ErrorDialog
from playbuddy_desktop.ui.errors.remedy import RemedyDialog
from playbuddy_desktop.ui.errors.view import ErrorView, report_text


def test_known_error_has_no_technical_part(qtbot: QtBot) -> None:
    """What a person can mend is said without a traceback."""
    dialog = ErrorDialog("Cannot open", ErrorReport.of(DatabaseTooNewError()), "Quit")
    dialog.open()
    [view] = dialog.findChildren(ErrorView)
    assert not view.technical_shown
    assert "Traceback" not in report_text(dialog.report)
    with qtbot.waitSignal(dialog.finished):
        dialog.accept()


def test_bug_can_be_copied_whole(qtbot: QtBot) -> None:
    """The copy has version, system and traceback."""
    dialog = ErrorDialog("A mistake", report_of(ZeroDivisionError("counted wrong")))
    dialog.open()
    dialog.findChildren(ErrorView)[0].copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert all(part in copied for part in ("[bug]", "PlayBuddy", "ZeroDivisionError: counted wrong"))
    dialog.accept()


def test_cause_and_cure_are_one_click_away(qtbot: QtBot) -> None:
    """The entry of the troubleshooting guide is shown beside the error."""
    dialog = ErrorDialog("Cannot open", ErrorReport.of(DatabaseTooNewError()))
    dialog.open()
    [view] = dialog.findChildren(ErrorView)
    view.remedy_button.click()
    [help_] = view.findChildren(RemedyDialog)
    assert "Cause. A newer version of PlayBuddy" in help_.text.toPlainText()
    assert "Cure. Install the newest version." in help_.text.toPlainText()
    help_.accept()
    dialog.accept()


def test_an_error_without_an_entry_offers_none(qtbot: QtBot) -> None:
    """Rather no button than an empty page."""
    view = ErrorView(ErrorReport("no-such-code", "Something else."))
    qtbot.addWidget(view)
    assert view.remedy_button.isHidden()

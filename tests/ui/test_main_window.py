from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import DiskFullError, ErrorReport
from playbuddy_desktop.jobs.job import Found, JobStatus, NewJob
from playbuddy_desktop.jobs.progress import Glimpse, JobProgress
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.background import Background, report_of
from playbuddy_desktop.ui.main_window import MainWindow
from playbuddy_desktop.ui.places import Place

_BUTTONS, _KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_ANY_ACTION = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


@pytest.fixture
def window(background: Background, profile: Profile, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it stands before anything is loaded."""
    window = MainWindow(background, profile)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.begin_to_close()
    window.close_now()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(window: MainWindow, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(300, 300), _ANY_ACTION, data, _BUTTONS, _KEYS)
    QApplication.sendEvent(window, event)
    return event


def drop(window: MainWindow, data: QMimeData) -> QDropEvent:
    enter(window, data)
    event = QDropEvent(QPointF(300, 300), _ANY_ACTION, data, _BUTTONS, _KEYS)
    QApplication.sendEvent(window, event)
    return event


def test_drag_of_files_shows_what_will_happen(window: MainWindow, tmp_path: Path) -> None:
    """The whole window is the target, says so, and always takes a copy."""
    data = files(tmp_path / "a.txt", tmp_path / "b.txt")
    event = enter(window, data)
    assert (True, Qt.DropAction.CopyAction) == (event.isAccepted(), event.dropAction())
    assert (True, "Drop to import 2 items") == (window.overlay.isVisible(), window.overlay.text)
    assert window.rect() == window.overlay.geometry()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()


def test_drag_of_one_file_says_its_name(window: MainWindow, tmp_path: Path) -> None:
    """One file is called by its name."""
    data = files(tmp_path / "hamlet.txt")
    enter(window, data)
    assert "Drop to import “hamlet.txt”" == window.overlay.text


def test_drag_of_text_is_refused(window: MainWindow) -> None:
    """Nothing is promised that cannot be kept."""
    data = QMimeData()
    data.setText("words")
    assert not enter(window, data).isAccepted()
    assert not window.overlay.isVisible()


def test_drop_becomes_jobs_and_a_message(window: MainWindow, services: Services, tmp_path, make_script, qtbot) -> None:
    """Files and folders dropped together are queued, the first is selected, and one message sums them up."""
    window.load(services)
    folder = tmp_path / "scripts"
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(make_script(4) + name)
    single = tmp_path / "three.txt"
    single.write_text(make_script(5))
    event = drop(window, files(folder, single))
    assert (True, Qt.DropAction.CopyAction) == (event.isAccepted(), event.dropAction())
    assert not window.overlay.isVisible()
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 3)
    qtbot.waitUntil(lambda: [job.filename for job in window.queue.view.selected_jobs()] == ["one.txt"])
    assert ["3 scripts added."] == [banner.text for banner in window.banners.banners()]


def test_a_drop_leaves_the_selection_alone(window: MainWindow, services: Services, tmp_path, qtbot) -> None:
    """Whoever works with the list goes on with what they chose."""
    [job] = services.queue.enqueue([NewJob("chosen.txt", "0" * 64, 1, "txt", "/chosen.txt")])
    window.load(services)
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1)
    window.queue.view.select([job.id])
    script = tmp_path / "new.txt"
    script.write_text("ACT I\n\nADA. Good morning.\n\nBEN. Good morning to you.\n")
    drop(window, files(script))
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 2)
    assert [job.id] == [each.id for each in window.queue.view.selected_jobs()]


def test_files_dropped_before_loading_are_not_lost(window: MainWindow, services: Services, tmp_path, qtbot) -> None:
    """The window takes drops from its first moment."""
    script = tmp_path / "early.txt"
    script.write_text("ACT I\n\nADA. Good morning.\n\nBEN. Good morning to you.\n")
    drop(window, files(script))
    window.load(services)
    qtbot.waitUntil(lambda: [job.filename for job in window.queue.model.jobs()] == ["early.txt"])


def test_known_file_can_be_imported_again_from_the_message(window, services, tmp_path, make_script, qtbot) -> None:
    """The same content is not doubled silently, but on purpose."""
    window.load(services)
    script = tmp_path / "twice.txt"
    script.write_text(make_script(4))
    drop(window, files(script))
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1)
    drop(window, files(script))
    qtbot.waitUntil(lambda: "1 was imported before." in [banner.text for banner in window.banners.banners()])
    banner = window.banners.banners()[0]
    [again] = [each for each in banner.findChildren(QAbstractButton) if each.text() == "Import again"]
    again.click()
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 2)


def test_refused_file_is_named_with_its_reason(window: MainWindow, services: Services, tmp_path, qtbot) -> None:
    """Bad files do not keep good ones out, and can be copied from the message."""
    window.load(services)
    picture, empty, good = (tmp_path / name for name in ("photo.png", "empty.txt", "good.txt"))
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    empty.write_bytes(b"")
    good.write_text("ACT I\n\nADA. Good morning.\n\nBEN. Good morning to you.\n")
    drop(window, files(picture, empty, good))
    qtbot.waitUntil(lambda: bool(window.banners.banners()))
    [banner] = window.banners.banners()
    assert "1 script added. 2 could not be added." == banner.text
    banner.copy()
    copied = QGuiApplication.clipboard().text()
    assert "photo.png: " in copied
    assert "empty.txt: " in copied


def test_paste_imports_copied_files(window: MainWindow, services: Services, tmp_path, qtbot) -> None:
    """Files copied in a file manager are pasted like dropped ones."""
    window.load(services)
    script = tmp_path / "pasted.txt"
    script.write_text("ACT I\n\nADA. Good morning.\n\nBEN. Good morning to you.\n")
    QGuiApplication.clipboard().setMimeData(files(script))
    window.paste()
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1)
    QGuiApplication.clipboard().setText("no file")
    window.paste()
    assert "There are neither files nor a script on the clipboard." == window.banners.banners()[0].text


def test_paste_of_a_text_imports_it_under_its_title(window: MainWindow, services: Services, profile, qtbot) -> None:
    """A script copied from a page or a letter needs no file; it leaves none behind, and is known the next time."""
    window.load(services)
    QGuiApplication.clipboard().setText("The Lantern\n\nADA. Good morning.\n\nBEN. Good morning to you.\n")
    window.paste()
    qtbot.waitUntil(lambda: [job.filename for job in window.queue.model.jobs()] == ["The Lantern.txt"])
    window.paste()
    qtbot.waitUntil(lambda: "1 was imported before." in [banner.text for banner in window.banners.banners()])
    [again] = [each for each in window.banners.banners()[0].findChildren(QAbstractButton) if "again" in each.text()]
    again.click()
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 2)
    assert [] == list(profile.data_dir.glob("pasted-*"))


def test_text_pasted_before_loading_is_not_lost(window: MainWindow, services: Services, qtbot) -> None:
    """The window takes texts from its first moment too."""
    window.importer.add_text("Early\n\nADA. Good morning.\n")
    window.load(services)
    qtbot.waitUntil(lambda: [job.filename for job in window.queue.model.jobs()] == ["Early.txt"])


def test_second_start_brings_the_window_and_its_files(window: MainWindow, services: Services, tmp_path, qtbot) -> None:
    """A minimized window comes back, shows the queue and imports."""
    window.load(services)
    window.show_place(Place.LIBRARY)
    window.showMinimized()
    script = tmp_path / "handed-over.txt"
    script.write_text("ACT I\n\nADA. Good morning.\n\nBEN. Good morning to you.\n")
    window.come_forward([script])
    assert (False, Place.QUEUE) == (window.isMinimized(), window.places.currentIndex())
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1)


def test_samples_can_be_tried(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    """The empty state offers plays to begin with."""
    window.load(services)
    window.queue.sample_wanted.emit()
    qtbot.waitUntil(lambda: window.queue.model.rowCount() == 3)


def test_changes_of_another_process_show(window: MainWindow, services: Services, profile, settings, qtbot) -> None:
    """What another process adds appears within two seconds."""
    window.load(services)
    other = Services.open(profile, settings)
    try:
        qtbot.wait(1200)  # one look, so that the next one sees a change
        other.queue.enqueue([NewJob("elsewhere.txt", "0" * 64, 1, "txt", "/elsewhere.txt")])
        qtbot.waitUntil(lambda: window.queue.model.rowCount() == 1, timeout=2000)
    finally:
        other.close()


def test_details_opened_late_show_who_was_found(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    """A worker that has nothing new to say is not waited for."""
    services.queue.liveness.register("worker")
    [job] = services.queue.enqueue([NewJob("lear.txt", "0" * 64, 1, "txt", "/lear.txt")])
    services.queue.claim("worker")
    window.load(services)
    shown = window.queue.model
    qtbot.waitUntil(lambda: shown.rowCount() == 1 and shown.row(0).job.status is JobStatus.RUNNING)
    glimpse = Glimpse(("LEAR", "FOOL"), "ACT I", "")
    services.pool.signals.progress.emit(JobProgress(job.id, "parse", 3, 8, 40.0, Found(2), glimpse))
    qtbot.waitUntil(lambda: shown.last_report(job.id) is not None)
    window.dialogs.open_job(job.id)
    dialog = window.dialogs.details_of(job.id)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.cast.names == ("LEAR", "FOOL"))


def test_places_are_reached_by_button_and_key(window: MainWindow, services: Services) -> None:
    """Each place has a button that is down while it is shown."""
    window.load(services)
    for place in (Place.HISTORY, Place.LIBRARY, Place.QUEUE):
        window.show_place(place)
        assert place == window.places.currentIndex()
    keys = {action.shortcut().toString() for menu in window.menuBar().actions() for action in menu.menu().actions()}
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+O", "Ctrl+Shift+O", "Ctrl+V", "Ctrl+Q"} <= keys


def test_known_error_is_a_message(window: MainWindow) -> None:
    """An error that can be mended does not interrupt, and does not pile up."""
    for _ in range(3):
        window.show_error(ErrorReport.of(DiskFullError()))
    [banner] = window.banners.banners()
    assert "The disk is full. Free some space on the disk, then try again." == banner.text


def test_bug_is_a_dialog_that_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    """A mistake of ours is shown once, can be copied, and the window stays usable."""
    window.show_error(report_of(ZeroDivisionError("first")))
    window.show_error(report_of(ZeroDivisionError("second")))
    [dialog] = window.findChildren(type(window.dialogs.bug))
    assert "first" in dialog.report.technical
    dialog.accept()
    assert window.isVisible()


def test_error_of_the_background_reaches_the_window(window: MainWindow, background: Background, qtbot) -> None:
    """What fails behind the window is shown in it."""

    async def fail() -> None:
        raise DiskFullError

    background.spawn(fail())
    qtbot.waitUntil(lambda: len(window.banners.banners()) == 1)
    background.errors.clear()


def test_closing_asks_first(window: MainWindow, qtbot: QtBot) -> None:
    """The window stays until the work was handed back, and says so."""
    with qtbot.waitSignal(window.quit_wanted):
        window.close()
    assert window.isVisible()
    window.begin_to_close()
    assert "Finishing… your scripts stay in the queue" == window.curtain.text


def test_every_control_has_a_name(window: MainWindow, services: Services) -> None:
    """A screen reader can say each button."""
    window.load(services)
    nameless = [
        (type(each.parent()).__name__, each.toolTip())
        for each in window.findChildren(QAbstractButton)
        if not (each.text() or each.accessibleName())
        and not each.objectName().startswith("qt_")
        and not isinstance(each.parent(), QLineEdit)  # Qt's own buttons inside its fields
    ]
    assert [] == nameless


def test_waiting_jobs_of_the_last_time_are_shown(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    """The queue survives the window."""
    services.queue.enqueue([NewJob("old.txt", "0" * 64, 1, "txt", "/old.txt")])
    window.load(services)
    qtbot.waitUntil(lambda: [job.status for job in window.queue.model.jobs()] == [JobStatus.QUEUED])


def test_the_menu_of_the_play_is_offered_in_the_reader_only(window: MainWindow, services: Services) -> None:
    """Before the help, with the keys of its commands."""
    window.load(services)
    titles = [action.text() for action in window.menuBar().actions()]
    assert ["&Play", "&Help"] == titles[-2:]
    play = window.menuBar().actions()[-2]
    offered = []
    for place in (Place.QUEUE, Place.READER, Place.LIBRARY):
        window.show_place(place)
        offered.append(play.isEnabled())
    assert [False, True, False] == offered
    keys = {action.shortcut().toString() for action in play.menu().actions() if not action.isSeparator()}
    assert {"F3", "F8", "Ctrl+F", "Ctrl+I", "Ctrl+PgDown"} <= keys
    assert "" not in keys

"""The history panel, on a real queue."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import QToolButton

from playbuddy_desktop.jobs.job import JobCommand, JobStatus
from playbuddy_desktop.ui.history.columns import NAME, WIDTHS
from playbuddy_desktop.ui.history.model import Column
from playbuddy_desktop.ui.history.panel import MAX_SELECTED, HistoryPanel
from playbuddy_desktop.ui.history.period import Period, PeriodBox
from playbuddy_desktop.ui.remembered import FILE, Remembered


@pytest.fixture
def open_panel(shown, qtbot):
    """Opens the panel and waits until the rows are there."""

    def open_panel(count):
        panel = shown(HistoryPanel)
        wait_rows(qtbot, panel, count)
        return panel

    return open_panel


def wait_rows(qtbot, panel, count):
    """Wait until so many rows are shown and read."""

    def ready():
        assert count == panel.model.rowCount()
        assert not panel._reading.running
        assert all(panel.model.row(row) is not None for row in range(min(count, 10)))

    qtbot.waitUntil(ready, timeout=10_000)


def files(panel):
    """The names of the files in the order of display."""
    return [panel.model.index(row, Column.FILE).data() for row in range(panel.model.rowCount())]


def test_nothing_imported_is_said(open_panel, qtbot):
    """An empty history says what will be here."""
    panel = open_panel(0)
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel._no_jobs)
    assert not panel.details.isEnabled()


def test_before_loading_nothing_is_claimed(background, qtbot):
    """The window shows itself first: neither rows nor "nothing"."""
    panel = HistoryPanel(background)
    qtbot.addWidget(panel)
    panel.show()
    panel.refresh()
    assert panel._waiting is panel.pages.currentWidget()


def test_jobs_stand_newest_first(job_in, open_panel):
    """All statuses together."""
    for name in ("one.txt", "two.txt", "three.txt"):
        job_in(JobStatus.CANCELLED, name)
    assert ["three.txt", "two.txt", "one.txt"] == files(open_panel(3))


def test_a_chip_narrows_to_its_status(job_in, open_panel, qtbot):
    """Several chips widen again; "All" shows everything."""
    job_in(JobStatus.FAILED, "failed.txt")
    job_in(JobStatus.COMPLETED, "completed.txt")
    job_in(JobStatus.CANCELLED, "cancelled.txt")
    panel = open_panel(3)
    chips = panel.filters.chips
    chips[JobStatus.FAILED].click()
    wait_rows(qtbot, panel, 1)
    assert ["failed.txt"] == files(panel)
    chips[JobStatus.COMPLETED].click()
    wait_rows(qtbot, panel, 2)
    panel.filters._all.click()
    wait_rows(qtbot, panel, 3)
    assert panel.filters._all.isChecked()
    assert not any(chip.isChecked() for chip in chips.values())


def test_chips_say_how_many_there_are(job_in, open_panel):
    """Chips of statuses that are rare appear only when there are such jobs."""
    job_in(JobStatus.FAILED)
    job_in(JobStatus.PAUSED)
    panel = open_panel(2)
    chips = panel.filters.chips
    assert ["Failed  1", "Paused  1", "Finished  0"] == [
        chips[status].text() for status in (JobStatus.FAILED, JobStatus.PAUSED, JobStatus.COMPLETED)
    ]
    assert "All  2" == panel.filters._all.text()
    shown = {status for status, chip in chips.items() if chip.isVisible()}
    assert {JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.PAUSED} == shown


def test_text_narrows_when_it_comes_to_rest(job_in, open_panel, qtbot):
    """And what matches nothing says so, with a way back."""
    job_in(JobStatus.CANCELLED, "hamlet.txt")
    job_in(JobStatus.CANCELLED, "macbeth.txt")
    panel = open_panel(2)
    qtbot.keyClicks(panel.filters.search, "hamlet")
    wait_rows(qtbot, panel, 1)
    assert ["hamlet.txt"] == files(panel)
    qtbot.keyClicks(panel.filters.search, " zzz")
    wait_rows(qtbot, panel, 0)
    assert panel._no_match is panel.pages.currentWidget()
    panel.filters.clear()
    wait_rows(qtbot, panel, 2)
    assert panel.table is panel.pages.currentWidget()


def test_the_title_of_a_play_is_found(job_in, open_panel, qtbot):
    """Not only the name of the file."""
    job_in(JobStatus.COMPLETED, "x.txt")
    job_in(JobStatus.CANCELLED, "y.txt")
    panel = open_panel(2)
    panel.filters.search.setText("lantern")
    panel.filters.search.search_now()
    wait_rows(qtbot, panel, 1)
    assert ["x.txt"] == files(panel)
    assert "The Lantern" == panel.model.index(0, Column.TITLE).data()


def test_ctrl_f_goes_to_the_search(job_in, open_panel, qtbot):
    """From the table."""
    job_in(JobStatus.CANCELLED)
    panel = open_panel(1)
    panel.activateWindow()
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus)
    qtbot.keyClick(panel.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(panel.filters.search.hasFocus)


@pytest.mark.parametrize("status", list(JobStatus))
def test_commands_are_enabled_exactly_when_they_are_legal(job_in, open_panel, status):
    """For a job of each status."""
    job = job_in(status)
    panel = open_panel(1)
    assert not panel.details.isEnabled()
    panel.table.selectRow(0)
    assert panel.details.isEnabled()
    assert job.allows(JobCommand.RESTART) == panel.restart.isEnabled()
    assert job.allows(JobCommand.REMOVE) == panel.remove.isEnabled()
    assert (job.playbook_id is not None) == panel.read.isEnabled()
    assert (job.last_error is not None) == panel.copy_error.isEnabled()


def test_several_rows_allow_what_each_of_them_allows(job_in, open_panel):
    """A waiting job among finished ones can be neither restarted nor removed."""
    for status in (JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.QUEUED):
        job_in(status)
    panel = open_panel(3)
    panel.table.selectAll()
    enabled = [action.isEnabled() for action in (panel.details, panel.restart, panel.remove, panel.copy_error)]
    assert [False, False, False, True] == enabled
    assert "3 selected" == panel._summary.text()
    panel.table.selectRow(0)
    panel.table.clearSelection()
    assert "3 imports" == panel._summary.text()


def test_a_huge_selection_is_refused_in_words(job_in, services, open_panel, qtbot):
    """Commands act on some hundred rows at most."""
    from playbuddy_desktop.jobs.job import NewJob

    services.queue.enqueue([NewJob(f"{n}.txt", f"{n:064}", 1, "txt", f"/{n}.txt") for n in range(MAX_SELECTED + 1)])
    panel = open_panel(MAX_SELECTED + 1)
    panel.table.selectAll()
    assert "Select at most 500 rows to do something with them" == panel._summary.text()
    assert not panel.details.isEnabled()


def test_enter_and_double_click_open_the_details(job_in, open_panel, qtbot):
    """Of the current row."""
    job = job_in(JobStatus.FAILED)
    panel = open_panel(1)
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.open_job) as signal:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert [job.id] == signal.args
    with qtbot.waitSignal(panel.open_job):
        panel.table.doubleClicked.emit(panel.model.index(0, 0))


def test_the_play_of_a_finished_job_opens(job_in, open_panel, qtbot):
    """From its row."""
    job = job_in(JobStatus.COMPLETED)
    panel = open_panel(1)
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.open_play) as signal:
        panel.read.trigger()
    assert [job.playbook_id] == signal.args


def test_the_error_is_copied_with_its_advice(job_in, open_panel):
    """To be pasted into a message."""
    job_in(JobStatus.FAILED, "broken.pdf")
    panel = open_panel(1)
    panel.table.selectRow(0)
    panel.copy_error.trigger()
    assert "broken.pdf\nThe file is damaged.\nSave it anew." == QGuiApplication.clipboard().text()


def test_import_again_makes_a_new_job(job_in, services, open_panel, qtbot):
    """Which stands above the old one; the old one stays."""
    job = job_in(JobStatus.FAILED)
    panel = open_panel(1)
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.changed):
        panel.restart.trigger()
    wait_rows(qtbot, panel, 2)
    new = services.queue.get(panel.model.job_id(0))
    assert (job.id, JobStatus.QUEUED) == (new.restarted_from, new.status)


def test_a_removal_can_be_taken_back(job_in, services, open_panel, qtbot):
    """The row is gone at once, and comes back; nothing was removed in the meantime."""
    kept = job_in(JobStatus.CANCELLED, "kept.txt")
    job_in(JobStatus.CANCELLED, "removed.txt")
    panel = open_panel(2)
    panel.table.selectRow(0)
    panel.remove.trigger()
    wait_rows(qtbot, panel, 1)
    assert ["kept.txt"] == files(panel)
    assert panel.removal.isVisible()
    assert 2 == len(services.queue.list_jobs())
    panel.removal.undo()
    wait_rows(qtbot, panel, 2)
    assert not panel.removal.isVisible()
    assert kept.id == panel.model.job_id(1)


def test_a_removal_is_carried_out_when_its_time_is_over(job_in, services, open_panel, qtbot):
    """Several removals are one; a job that somebody else removed is no error."""
    for name in ("one.txt", "two.txt", "three.txt"):
        job_in(JobStatus.CANCELLED, name)
    panel = open_panel(3)
    panel.table.selectRow(0)
    panel.remove.trigger()
    wait_rows(qtbot, panel, 2)
    panel.table.selectRow(0)
    panel.remove.trigger()
    wait_rows(qtbot, panel, 1)
    services.queue.remove(next(job.id for job in services.queue.list_jobs() if job.filename == "two.txt"))
    with qtbot.waitSignal(panel.changed):
        panel.removal.finish()
    assert ["one.txt"] == [job.filename for job in services.queue.list_jobs()]
    assert frozenset() == panel.removal.jobs


def test_changes_show_and_keep_the_selection(job_in, services, open_panel, qtbot):
    """A new job above does not move the selection to another one."""
    job = job_in(JobStatus.QUEUED)
    panel = open_panel(1)
    panel.table.selectRow(0)
    services.queue.cancel(job.id)
    job_in(JobStatus.CANCELLED)
    panel.refresh()
    wait_rows(qtbot, panel, 2)

    def selected():
        rows = panel.selected_rows()
        assert [(job.id, JobStatus.CANCELLED)] == [(row.id, row.status) for row in rows]
        assert panel.remove.isEnabled()

    qtbot.waitUntil(selected)


def test_a_hidden_panel_reads_when_it_is_seen_again(job_in, open_panel, qtbot):
    """Nobody looks: no work."""
    panel = open_panel(0)
    panel.hide()
    job_in(JobStatus.CANCELLED)
    panel.refresh()
    panel._reload_if_seen()
    assert not panel._reading.running
    panel.show()
    wait_rows(qtbot, panel, 1)


def test_the_menu_offers_all_commands(job_in, open_panel, qtbot):
    """On a row, not beside it."""
    job_in(JobStatus.FAILED)
    panel = open_panel(1)
    assert panel.menu_at(panel.table.viewport().rect().bottomRight()) is None
    menu = panel.menu_at(panel.table.visualRect(panel.model.index(0, 0)).center())
    offered = [action for action in menu.actions() if not action.isSeparator()]
    assert [panel.details, panel.read, panel.restart, panel.copy_error, panel.remove] == offered


def test_every_cell_can_be_painted(job_in, open_panel):
    """In each status, and while a row is read."""
    for status in (JobStatus.FAILED, JobStatus.COMPLETED, JobStatus.PAUSED, JobStatus.RETRYING):
        job_in(status)
    panel = open_panel(4)
    assert not panel.grab().isNull()
    panel.model._cache.clear()
    assert not panel.grab().isNull()


def test_columns_share_the_width_until_one_is_set_by_hand(open_panel, qtbot):
    """The errors stay in sight in a narrow window, and what the person sets stays as it is."""
    panel = open_panel(0)
    panel.pages.setCurrentWidget(panel.table)
    table = panel.table
    qtbot.waitUntil(lambda: sum(table.columnWidth(column) for column in Column) == table.viewport().width())
    table.setColumnWidth(Column.FILE, 321)
    panel.resize(1400, 700)
    qtbot.waitUntil(lambda: table.viewport().width() > 1000)
    assert 321 == table.columnWidth(Column.FILE)


def test_rows_are_sorted_by_any_column(job_in, open_panel, qtbot):
    """A click on a header sorts, a second one turns the order round."""
    for name in ("b.txt", "C.txt", "a.txt"):
        job_in(JobStatus.CANCELLED, name)
    panel = open_panel(3)
    header = panel.table.horizontalHeader()
    at = header.viewport().rect().center()
    at.setX(header.sectionViewportPosition(Column.FILE) + 20)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: files(panel) == ["a.txt", "b.txt", "C.txt"])
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: files(panel) == ["C.txt", "b.txt", "a.txt"])


def test_the_columns_are_as_they_were_left(open_panel, services, qtbot):
    """Order, widths, sorting and hidden columns outlive the panel; a reset brings back the first ones."""
    first = open_panel(0)
    header = first.table.horizontalHeader()
    header.moveSection(header.visualIndex(Column.TITLE), 0)
    header.resizeSection(Column.STATUS, 151)
    header.setSortIndicator(Column.FILE, Qt.SortOrder.AscendingOrder)
    {action.text(): action for action in first.columns.menu().actions()}["Attempts"].trigger()
    kept = Remembered(services.profile)
    qtbot.waitUntil(lambda: kept.state(NAME) == header.saveState() and kept.state(WIDTHS) is not None)

    again = open_panel(0)
    header = again.table.horizontalHeader()
    assert (Column.TITLE, 151, True) == (
        header.logicalIndex(0),
        header.sectionSize(Column.STATUS),
        header.isSectionHidden(Column.ATTEMPTS),
    )
    assert (Column.FILE, False) == again.columns.order

    again.columns.menu().actions()[-1].trigger()
    assert list(Column) == [header.logicalIndex(place) for place in range(len(Column))]
    assert (Column.ADDED, True) == again.columns.order
    assert not header.isSectionHidden(Column.ATTEMPTS)
    assert 151 != header.sectionSize(Column.STATUS)


def test_widths_follow_the_window_until_they_are_set(open_panel, services, qtbot):
    """What the program arranged is arranged anew at the next start."""
    first = open_panel(0)
    first.table.horizontalHeader().setSortIndicator(Column.FILE, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: Remembered(services.profile).state(NAME) is not None)
    again = open_panel(0)
    assert (False, Column.FILE) == (again.table.by_hand, again.columns.order[0])


def test_a_period_narrows_the_history(job_in, open_panel, qtbot):
    """Today's job is of today, and not of two days long ago; "show all" forgets the period."""
    job_in(JobStatus.CANCELLED)
    panel = open_panel(1)
    panel.filters.period.choose(Period.TODAY)
    wait_rows(qtbot, panel, 1)
    panel.filters.period.choose(Period.CHOSEN)
    panel.filters.period.first.setDate(QDate(2020, 1, 1))
    panel.filters.period.last.setDate(QDate(2020, 1, 2))
    wait_rows(qtbot, panel, 0)
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel._no_match)
    panel.filters.clear()
    wait_rows(qtbot, panel, 1)
    assert Period.ANY is panel.filters.period.period


def test_periods_go_from_midnight_to_midnight(qtbot):
    """The days of a chosen period are both included, whichever was given first."""
    box = PeriodBox()
    qtbot.addWidget(box)
    assert (None, None) == box.span()
    box.choose(Period.WEEK)
    first, end = box.span()
    assert (QDate.currentDate().addDays(-6), None) == (local_day(first), end)
    box.choose(Period.CHOSEN)
    box.first.setDate(QDate(2026, 3, 9))
    box.last.setDate(QDate(2026, 3, 7))
    first, end = box.span()
    assert (QDate(2026, 3, 7), QDate(2026, 3, 10)) == (local_day(first), local_day(end))


def local_day(time):
    """The day of a time in the zone of this computer."""
    return QDateTime.fromSecsSinceEpoch(int(time.timestamp())).date()


def test_what_was_kept_badly_is_not_there(services):
    """A file that somebody edited is no reason to stumble."""
    file = services.profile.data_dir / FILE
    file.write_text("[history]\ncolumns=nonsense\n", encoding="utf-8")
    assert None is Remembered(services.profile).state(NAME)


def test_the_calendar_can_be_read_in_the_dark(shown):
    """Qt paints the ends of weeks red and the arrows black, whatever is behind them."""
    calendar = shown(HistoryPanel).filters.period.first.calendarWidget()
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        assert QTextCharFormat() == calendar.weekdayTextFormat(day)
    names = {button.accessibleName() for button in calendar.findChildren(QToolButton)}
    assert {"Previous month", "Next month"} <= names

"""The time to which the history is narrowed: some last days, or from one day to another."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QDateEdit, QToolButton, QWidget

from playbuddy_desktop.jobs.history import Span
from playbuddy_desktop.ui import icons, parts
from playbuddy_desktop.ui.theme import Space


class Period(IntEnum):
    """What can be chosen; of the last days, today is one."""

    ANY = 0
    TODAY = 1
    WEEK = 7
    MONTH = 30
    YEAR = 365
    CHOSEN = -1


_EARLIEST: Final = QDate(2000, 1, 1)


class PeriodBox(QWidget):
    """A box of periods; for two chosen days a field for each beside it.

    Signals:
        changed: the person asks for another period.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("When it was added"))
        for period, name in (
            (Period.ANY, self.tr("Any time")),
            (Period.TODAY, self.tr("Today")),
            (Period.WEEK, self.tr("Last 7 days")),
            (Period.MONTH, self.tr("Last 30 days")),
            (Period.YEAR, self.tr("Last 365 days")),
            (Period.CHOSEN, self.tr("From … to …")),
        ):
            self.box.addItem(name, period)
        today = QDate.currentDate()
        self.first = self._day(today.addDays(-Period.WEEK + 1), self.tr("From this day"))
        self.last = self._day(today, self.tr("To this day, included"))
        self._dash = parts.label("–")
        self.setLayout(parts.row(self.box, self.first, self._dash, self.last, spacing=Space.XS))
        self._show_days()
        self.box.currentIndexChanged.connect(self._chosen)
        for day in (self.first, self.last):
            day.dateChanged.connect(self._day_changed)

    @property
    def period(self) -> Period:
        """What is chosen."""
        return Period(self.box.currentData())

    def span(self) -> Span:
        """The times of the period, from midnight to midnight in the person's zone."""
        today = QDate.currentDate()
        if self.period is Period.ANY:
            return None, None
        if self.period is Period.CHOSEN:
            first, last = sorted((self.first.date(), self.last.date()), key=QDate.toJulianDay)
            return _midnight(first), _midnight(last.addDays(1))
        return _midnight(today.addDays(1 - self.period)), None

    def choose(self, period: Period) -> None:
        """Choose a period as the person does."""
        self.box.setCurrentIndex(self.box.findData(period))

    def clear_quietly(self) -> None:
        """Any time, without speaking."""
        self.blockSignals(True)
        self.choose(Period.ANY)
        self.blockSignals(False)

    def _day(self, day: QDate, name: str) -> QDateEdit:
        field = QDateEdit(day)
        field.setCalendarPopup(True)
        self._dress(field.calendarWidget())
        field.setMinimumDate(_EARLIEST)
        for each in (field, field.lineEdit()):
            each.setAccessibleName(name)
        field.setToolTip(name)
        return field

    def _dress(self, calendar: QCalendarWidget) -> None:
        """Paint a calendar in the window's colours: Qt's own red and black cannot be read in the dark."""
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekend, QTextCharFormat())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for own_name, icon, name in (
            ("qt_calendar_prevmonth", "chevron-left", self.tr("Previous month")),
            ("qt_calendar_nextmonth", "chevron-right", self.tr("Next month")),
        ):
            button = calendar.findChild(QToolButton, own_name)
            if isinstance(button, QToolButton):
                button.setIcon(icons.icon(icon))
                button.setToolTip(name)
                button.setAccessibleName(name)

    def _chosen(self) -> None:
        self._show_days()
        self.changed.emit()

    def _day_changed(self) -> None:
        self.changed.emit()

    def _show_days(self) -> None:
        for widget in (self.first, self._dash, self.last):
            widget.setVisible(self.period is Period.CHOSEN)


def _midnight(day: QDate) -> datetime:
    return datetime.fromtimestamp(QDateTime(day, QTime(0, 0)).toSecsSinceEpoch(), UTC)

"""Until when a person may put jobs off: some times of the clock, and any other that is chosen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QTime, Signal
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QDialog, QMenu, QWidget

from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.parts import button, column, label, row
from playbuddy_desktop.ui.theme import Space

EVENING: Final = time(20)
MORNING: Final = time(8)


def _tr(text: str) -> str:
    return QCoreApplication.translate("snooze", text)


def choices(now: datetime) -> list[tuple[str, datetime]]:
    """What the menu offers at a time of the person's clock: name and time; the evening only while it is ahead."""
    evening = _at(now.date(), EVENING)
    return [
        (_tr("In one hour"), now + timedelta(hours=1)),
        *([(_tr("Tonight"), evening)] if now < evening else []),
        (_tr("Tomorrow morning"), _at(now.date() + timedelta(days=1), MORNING)),
    ]


class SnoozeMenu(QMenu):
    """“Not before”: made anew each time it opens, since its times depend on the clock.

    Attributes:
        chosen: Signal(datetime): begin no sooner than then.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Not before"))
        self.aboutToShow.connect(self.offer)

    def offer(self) -> None:
        """Fill the menu with the times that are ahead."""
        self.clear()
        for name, until in choices(datetime.now().astimezone()):
            action = self.addAction(f"{name} ({words.moment(until)})")
            action.triggered.connect(partial(self._choose, until))
        self.addSeparator()
        self.addAction(self.tr("Choose a time…")).triggered.connect(lambda _checked=False: self.ask())

    def ask(self) -> SnoozeDialog:
        """Ask for any time."""
        dialog = SnoozeDialog(QApplication.activeWindow())
        dialog.chosen.connect(self.chosen)
        dialog.open()
        return dialog

    def _choose(self, until: datetime, _checked: bool = False) -> None:
        self.chosen.emit(until)


class SnoozeDialog(QDialog):
    """Asks for a time. Open it with ``open()``.

    Attributes:
        chosen: Signal(datetime).
        time: the field.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Not before"))
        tomorrow = QDateTime.currentDateTime().addDays(1)
        self.time = QDateTimeEdit(QDateTime(tomorrow.date(), QTime(MORNING.hour, MORNING.minute)))
        self.time.setMinimumDateTime(QDateTime.currentDateTime())
        self.time.setCalendarPopup(True)
        self.time.setAccessibleName(self.tr("Begin no sooner than"))
        text = label(self.tr("Begin no sooner than"))
        text.setBuddy(self.time)
        put_off = button(self.tr("Put off"), "clock", kind="primary", pressed=self.accept)
        put_off.setDefault(True)
        buttons = row(None, button(self.tr("Cancel"), pressed=self.reject), put_off)
        layout = column(text, self.time, Space.S, buttons, spacing=Space.S)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.setLayout(layout)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)

    def _tell(self) -> None:
        self.chosen.emit(datetime.fromtimestamp(self.time.dateTime().toSecsSinceEpoch()).astimezone())


def _at(day: date, clock: time) -> datetime:
    """A time of the person's clock; on the days when clocks change, too."""
    return datetime.combine(day, clock).astimezone()

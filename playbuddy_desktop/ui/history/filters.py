"""What the history is narrowed to: a row of chips, one per status, a field for text, and a period."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.filter_chip import FilterChip
from playbuddy_desktop.ui.flow import FlowLayout
from playbuddy_desktop.ui.history.period import Period, PeriodBox
from playbuddy_desktop.ui.palettes import Tone
from playbuddy_desktop.ui.search_field import SearchField
from playbuddy_desktop.ui.theme import Space

_ORDER = (
    JobStatus.COMPLETED,
    JobStatus.FAILED,
    JobStatus.CANCELLED,
    JobStatus.RUNNING,
    JobStatus.QUEUED,
    JobStatus.RETRYING,
    JobStatus.PAUSED,
)


class HistoryFilters(QWidget):
    """Chips; and the search field and the period, which the panel places elsewhere.

    Signals:
        changed: the person asks for another selection.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = FilterChip(self.tr("All"), lambda: theme.current().info, self)
        self._all.setChecked(True)
        self._all.clicked.connect(self._show_all)
        self.chips = {status: self._chip(status) for status in _ORDER}
        self.search = SearchField(self.tr("Search file, play, author or error"), self.tr("Search the history"))
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(340)
        self.search.searched.connect(self.changed)
        self.period = PeriodBox()
        self.period.changed.connect(self.changed)
        layout = FlowLayout(Space.S - 2, self)
        layout.addWidget(self._all)
        for chip in self.chips.values():
            layout.addWidget(chip)
        self.show_counts({})

    @property
    def statuses(self) -> frozenset[JobStatus]:
        """The chosen statuses; empty means all."""
        return frozenset(status for status, chip in self.chips.items() if chip.isChecked())

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.words

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return bool(self.statuses or self.text or self.period.period is not Period.ANY)

    def clear(self) -> None:
        """Show everything."""
        self._all.setChecked(True)
        for chip in self.chips.values():
            chip.setChecked(False)
        self.search.clear_quietly()
        self.period.clear_quietly()
        self.changed.emit()

    def show_counts(self, counts: Mapping[JobStatus, int]) -> None:
        """Say how many jobs each chip stands for; chips of rare statuses appear when there are such jobs."""
        locale = QLocale()
        self._all.setText(f"{self.tr('All')}  {locale.toString(sum(counts.values()))}")
        for status, chip in self.chips.items():
            count = counts.get(status, 0)
            chip.setText(f"{words.status_name(status)}  {locale.toString(count)}")
            chip.setVisible(bool(count) or chip.isChecked() or status in _ALWAYS)
            chip.updateGeometry()

    def _chip(self, status: JobStatus) -> FilterChip:
        def tone() -> Tone:
            return theme.current().status(status)

        chip = FilterChip(words.status_name(status), tone, self)
        chip.clicked.connect(self._choose)
        return chip

    def _show_all(self) -> None:
        self._all.setChecked(True)
        for chip in self.chips.values():
            chip.setChecked(False)
        self.changed.emit()

    def _choose(self) -> None:
        self._all.setChecked(not self.statuses)
        self.changed.emit()


_ALWAYS = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})

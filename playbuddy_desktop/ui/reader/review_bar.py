"""The bar to look at the lines of which the parser was not sure, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QWidget

from playbuddy_desktop.library.reading import Member, ReadLine
from playbuddy_desktop.ui import parts, theme, words
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.theme import Space

_MOST_WIDTH = 260
_LEAST_LETTERS = 16
"""A long name in the list must not make the page narrower."""


class ReviewBar(QFrame):
    """Why a line is doubtful, what it is taken for, and what it may be instead.

    Signals:
        settled: the line is what is chosen.
        stepped: Signal(int): +1 for the next line to check, -1 for the one before.
        closed: the bar was closed.
    """

    settled = Signal()
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "banner-warn")
        self.reason = parts.label(wrap=True, selectable=True)
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.count = parts.label(role="strong")
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What this line is"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(_LEAST_LETTERS)
        self.kind.setMaximumWidth(_MOST_WIDTH)
        self.kind.currentIndexChanged.connect(self._name_button)
        self.settle = parts.button(self.tr("That is right"), "check", kind="primary", pressed=self.settled.emit)
        self.before = parts.icon_button(self.tr("Previous line to check"), "up", lambda: self.stepped.emit(-1))
        self.after = parts.icon_button(self.tr("Next line to check (F8)"), "down", lambda: self.stepped.emit(1))
        close = parts.icon_button(self.tr("Close (Esc)"), "close", self.close_bar)
        head = parts.row(self.count, None, self.before, self.after, close)
        layout = parts.column(head, self.reason, parts.row(self.kind, self.settle, None), spacing=Space.S)
        layout.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self.setLayout(layout)
        self.hide()

    @property
    def direction(self) -> bool:
        """Whether a stage direction is chosen."""
        return bool(self.kind.currentData()[0])

    @property
    def speakers(self) -> tuple[int, ...]:
        """The keys of those who are chosen."""
        return tuple(self.kind.currentData()[1])

    def show_line(self, number: int, total: int, line: ReadLine, cast: Mapping[int, tuple[int, Member]]) -> None:
        """Ask about a line, the ``number``-th of ``total``."""
        locale = QLocale()
        text = self.tr("Line %1 of %2 to check")
        self.count.setText(text.replace("%1", locale.toString(number)).replace("%2", locale.toString(total)))
        self.reason.setText(self._doubt(line))
        self._offer(line, cast)
        self._enable(line=True, several=total > 1)
        self.show()

    def show_end(self) -> None:
        """Nothing is left to ask."""
        self.count.setText(self.tr("Nothing is left to check"))
        self.reason.setText(self.tr("PlayBuddy is sure of all lines, or you have looked at them."))
        self.kind.clear()
        self._enable(line=False, several=False)
        self.show()

    def close_bar(self) -> None:
        """Hide the bar."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the bar."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _offer(self, line: ReadLine, cast: Mapping[int, tuple[int, Member]]) -> None:
        """What the line is taken for comes first, and is chosen."""
        direction = self.tr("Stage direction")
        now = words.SEPARATOR.join(cast[key][1].name for key in line.speakers) or self.tr("Unknown speaker")
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(direction if line.direction else now, (line.direction, line.speakers))
        if not line.direction:
            self.kind.addItem(direction, (True, line.speakers))
        for key, (_, member) in cast.items():
            if line.direction or line.speakers != (key,):
                self.kind.addItem(member.name, (False, (key,)))
        self.kind.blockSignals(False)
        self._name_button()

    def _name_button(self) -> None:
        self.settle.setText(self.tr("That is right") if self.kind.currentIndex() <= 0 else self.tr("Correct"))

    def _enable(self, *, line: bool, several: bool) -> None:
        self.kind.setVisible(line)
        self.settle.setVisible(line)
        self.before.setEnabled(several)
        self.after.setEnabled(several)

    def _doubt(self, line: ReadLine) -> str:
        sure = self.tr("PlayBuddy is %1 % sure of it.").replace("%1", str(int(line.confidence * 100)))
        return " ".join((sure, *(_sentence(in_words(reason)) for reason in line.reasons)))


def _sentence(reason: str) -> str:
    """A reason with a capital and a full stop."""
    whole = reason[:1].upper() + reason[1:]
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."

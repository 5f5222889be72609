"""The cast as far as it is known: a chip for each character, added when it is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from playbuddy_desktop.ui.flow import FlowLayout
from playbuddy_desktop.ui.parts import Chip
from playbuddy_desktop.ui.theme import Space

_LONGEST: Final = 40
"""Characters of a name; the tool tip has all of it."""

_HEIGHT: Final = 92
"""Three rows; more are scrolled to."""


class CastView(QScrollArea):
    """Names that grow in number while a script is parsed; those that are there stay where they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._flow = FlowLayout(Space.XS)
        chips = QWidget()
        chips.setLayout(self._flow)
        self.setWidget(chips)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        chips.setAutoFillBackground(False)  # it stands on a card
        self.viewport().setAutoFillBackground(False)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda _first, last: bar.setValue(last))  # who came last is seen
        self.setAccessibleName(self.tr("Characters found so far"))
        self.hide()

    @property
    def names(self) -> Sequence[str]:
        """The names that are shown."""
        return tuple(self._names)

    def show_names(self, names: Sequence[str]) -> None:
        """Show these names: new ones at the end are added; others begin the list anew."""
        if list(names[: len(self._names)]) != self._names:
            self._clear()
        for name in names[len(self._names) :]:
            self._names.append(name)
            chip = Chip(name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…")
            chip.setAccessibleName(name)
            chip.setToolTip(name)
            self._flow.addWidget(chip)
        self.setVisible(bool(self._names))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take no more height than the names need."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(min(_HEIGHT, self._flow.heightForWidth(self.viewport().width())))

    def _clear(self) -> None:
        self._names.clear()
        while (item := self._flow.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.deleteLater()

"""Says that only some characters' lines are shown."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QWidget

from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.reader.typesetting import Page
from playbuddy_desktop.ui.theme import Space


class FilterBanner(QFrame):
    """A strip above the text, while there is a filter.

    Signals:
        all_wanted: show all lines again.
    """

    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "banner-info")
        self.text = parts.label()
        layout = parts.row(self.text, None, parts.button(self.tr("Show all lines"), pressed=self.all_wanted.emit))
        layout.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        self.setLayout(layout)
        self.hide()

    def show_filter(self, session: Session, page: Page) -> None:
        """Say whose lines are shown, and how many of those of the section."""
        self.setVisible(bool(session.only))
        locale = QLocale()
        text = self.tr("Only %1: %2 of %3 lines here").replace("%1", locale.createSeparatedList(session.names))
        shown, total = page.shown, page.shown + page.hidden
        self.text.setText(text.replace("%2", locale.toString(shown)).replace("%3", locale.toString(total)))

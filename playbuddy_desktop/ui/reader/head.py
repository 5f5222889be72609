"""The head of the reader: which play this is, where one is in it, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playbuddy_desktop.library.reading import Contents, TitlePage
from playbuddy_desktop.ui import parts, theme, words
from playbuddy_desktop.ui.library.model import language_name
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.theme import Space


class ReaderHead(QWidget):
    """Title, place and buttons.

    Signals:
        back: go back to the library.
        turned: Signal(int): go on by so many sections.
        find_asked: open the find bar.
        zoomed: Signal(int): make the text larger by so many steps.
        sidebar_toggled: Signal(bool): show or hide contents and cast.
        figures_asked: show how much each character has to say, and where.
        review_asked: look at the lines of which the parser was not sure.
    """

    back = Signal()
    turned = Signal(int)
    find_asked = Signal()
    zoomed = Signal(int)
    sidebar_toggled = Signal(bool)
    figures_asked = Signal()
    review_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _ElidedLabel()
        theme.set_role(self.title, "heading")
        self._origin = _ElidedLabel()
        theme.set_role(self._origin, "muted")
        self.section = _ElidedLabel()
        self.section.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.set_role(self.section, "muted")
        self.before = parts.icon_button(self.tr("Previous scene (Ctrl+PgUp)"), "up", lambda: self.turned.emit(-1))
        self.after = parts.icon_button(self.tr("Next scene (Ctrl+PgDown)"), "down", lambda: self.turned.emit(1))
        self.figures = parts.icon_button(self.tr("Characters in figures (Ctrl+I)"), "metrics", self.figures_asked.emit)
        self.doubts = parts.button("", "check", kind="quiet", pressed=self.review_asked.emit)
        self._show_sidebar = parts.icon_button(self.tr("Show contents and cast"), "details")
        self._show_sidebar.setCheckable(True)
        self._show_sidebar.setChecked(True)
        self._show_sidebar.toggled.connect(self.sidebar_toggled)
        named = QWidget()
        named.setLayout(parts.column(self.title, self._origin, spacing=0))
        layout = parts.row(
            parts.button(self.tr("Library"), "library", kind="quiet", pressed=self.back.emit),
            self._show_sidebar,
            Space.XS,
            named,
            self.section,
            self.before,
            self.after,
            self.doubts,
            self.figures,
            parts.icon_button(self.tr("Find in the play (Ctrl+F)"), "search", self.find_asked.emit),
            self._zoom_button("A−", self.tr("Smaller text (Ctrl+−)"), -1),
            self._zoom_button("A+", self.tr("Larger text (Ctrl++)"), 1),
            spacing=Space.XS,
        )
        layout.setStretchFactor(named, 2)
        layout.setStretchFactor(self.section, 1)
        self.setLayout(layout)
        self.clear()

    def show_play(self, play: Contents | TitlePage) -> None:
        """Show which play this is."""
        self.title.set_whole(play.title)
        known = (play.author, "" if play.year is None else str(play.year), language_name(play.language))
        self._origin.set_whole(words.SEPARATOR.join(part for part in known if part))
        self._origin.setVisible(bool(self._origin.whole))

    def show_doubts(self, number: int) -> None:
        """Offer to look at so many lines; at none there is nothing to offer."""
        self.doubts.setText(words.number(number))
        name = words.counted(number, self.tr("%n line to check (F8)"), self.tr("%n lines to check (F8)"))
        self.doubts.setToolTip(name)
        self.doubts.setAccessibleName(name)
        self.doubts.setVisible(number > 0)

    def show_place(self, session: Session) -> None:
        """Show where one is in it."""
        self.section.set_whole(session.section.name)
        self.before.setEnabled(session.place > 0)
        self.figures.setEnabled(True)
        self.after.setEnabled(session.place + 1 < len(session.sections))

    def clear(self) -> None:
        """No play is open."""
        for label in (self.title, self._origin, self.section):
            label.set_whole("")
        self.before.setEnabled(False)
        self.after.setEnabled(False)
        self.figures.setEnabled(False)
        self.show_doubts(0)

    def set_sidebar_shown(self, shown: bool) -> None:
        """Show or hide contents and cast, as their button does."""
        self._show_sidebar.setChecked(shown)

    def _zoom_button(self, text: str, name: str, by: int) -> QWidget:
        button = parts.button(text, kind="quiet", pressed=lambda: self.zoomed.emit(by))
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button


class _ElidedLabel(QLabel):
    """A label that shortens its text to the room there is; the tool tip has all of it, as has ``whole``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(80)

    def set_whole(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))

"""The reader: one play, section by section, with its contents and its cast beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from playbuddy_desktop.library.reading import Hit, Reading, ReadLine
from playbuddy_desktop.ui import parts, theme
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.reader.cast_list import CastList
from playbuddy_desktop.ui.reader.commands import commands
from playbuddy_desktop.ui.reader.figures import FiguresDialog
from playbuddy_desktop.ui.reader.filter_banner import FilterBanner
from playbuddy_desktop.ui.reader.find_bar import FindBar
from playbuddy_desktop.ui.reader.head import ReaderHead
from playbuddy_desktop.ui.reader.marks import marks
from playbuddy_desktop.ui.reader.outline import OutlineTree
from playbuddy_desktop.ui.reader.review_bar import ReviewBar
from playbuddy_desktop.ui.reader.section_setting import SectionSetter
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.reader.steps import Finding, Reviewing
from playbuddy_desktop.ui.reader.text_view import TextView
from playbuddy_desktop.ui.reader.typesetting import Page, Typesetter
from playbuddy_desktop.ui.theme import Space

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

ZOOM_STEP: Final = 1.1
ZOOM_STEPS: Final = range(-4, 9)
ROOM_FOR_SIDEBAR: Final = 680
"""The width of the panel in pixels, below which the text takes the room of contents and cast."""

TEXT_SCALE: Final = 1.15
"""The size of the text at zoom 0, relative to the system's font."""


class ReaderPanel(QWidget):
    """Shows a play.

    Attributes:
        back: the person wants to go back to the library.
        commands: what can be done with the play, for a menu.
    """

    back = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._services: Services | None = None
        self._session: Session | None = None
        self._page = Page()
        self._lines: Sequence[ReadLine] = ()
        self._turn = 0
        self._zoom = 0
        self._wanted: UUID | None = None
        self._wanted_at: Hit | None = None
        self._checking = Latest(background, self._check)
        self.figures: FiguresDialog | None = None
        self.text = TextView()
        self.outline = OutlineTree()
        self.cast = CastList()
        self.find_bar = FindBar()
        self.review_bar = ReviewBar()
        self.banner = FilterBanner()
        self.finding = Finding(background, self, self.find_bar, self)
        self.reviewing = Reviewing(background, self, self.review_bar, self)
        self.head = ReaderHead()
        self._build_layout()
        self._connect()
        self.commands = commands(self, self)
        leave = QShortcut(QKeySequence("Esc"), self, self._escape)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._show_nothing()

    @property
    def session(self) -> Session | None:
        """The play that is open."""
        return self._session

    @property
    def play_id(self) -> UUID | None:
        """The play that is shown."""
        return self._session.contents.play_id if self._session else None

    def load(self, services: Services) -> None:
        """Read from this profile's library from now on."""
        self._services = services
        self._reading = Reading(services.database)
        self.finding.load(self._reading)
        self.reviewing.load(services)
        if self._wanted is not None:
            self.show_play(self._wanted, self._wanted_at)

    def refresh(self) -> None:
        """The text of a play does not change under its reader, but its title may, and it may be deleted."""
        if self._session is not None:
            self._checking.ask()

    def show_play(self, play_id: UUID, at: Hit | None = None) -> None:
        """Open a play at its first scene, or at a find."""
        self._wanted, self._wanted_at = play_id, at
        self.text.setFocus()
        if self._services is not None:
            self._background.spawn(self._open(play_id, at))

    # Building.

    def _build_layout(self) -> None:
        middle = QWidget()
        middle.setLayout(parts.column(self.find_bar, self.review_bar, self.banner, self.text))
        self.sidebar = QSplitter(Qt.Orientation.Vertical)
        self.sidebar.addWidget(self.outline)
        self.sidebar.addWidget(self.cast)
        self.sidebar.setHandleWidth(Space.S)
        self.sidebar.setObjectName("reader-sidebar")
        self.sidebar.setAccessibleName(self.tr("Contents and cast"))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(middle)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([270, 640])
        self._splitter.setCollapsible(1, False)
        self._splitter.setHandleWidth(Space.S)
        self._splitter.setObjectName("reader")
        self._splitter.setAccessibleName(self.tr("Contents and text"))
        layout = parts.column(self.head, self._splitter, spacing=Space.S)
        layout.setStretch(1, 1)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.setLayout(layout)
        self.setFocusProxy(self.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps its room for the text; contents and cast are a click away."""
        super().resizeEvent(event)
        was, now = event.oldSize().width() >= ROOM_FOR_SIDEBAR, event.size().width() >= ROOM_FOR_SIDEBAR
        if was != now or event.oldSize().width() < 0:
            self.head.set_sidebar_shown(now)

    def _connect(self) -> None:
        self.head.back.connect(self.back)
        self.head.turned.connect(self.turn)
        self.head.find_asked.connect(self.open_find)
        self.head.figures_asked.connect(self.show_figures)
        self.head.zoomed.connect(self.zoom)
        self.head.sidebar_toggled.connect(self.sidebar.setVisible)
        self.outline.section_asked.connect(self.go_to)
        self.banner.all_wanted.connect(lambda: self.cast.choose(frozenset()))
        self.cast.chosen_changed.connect(self._filter)
        self.text.next_asked.connect(lambda: self.turn(1))
        self.text.previous_asked.connect(lambda: self.turn(-1, at_end=True))
        self.text.zoom_asked.connect(self.zoom)
        self.text.link_asked.connect(lambda target: self.go_to(int(target)))
        self.head.review_asked.connect(self.review)
        theme.changed.connect(self._reset)

    # Going through the play.

    def go_to(self, place: int, position: int | None = None, *, at_end: bool = False) -> None:
        """Show the section ``place``, from its beginning, from the line at ``position``, or at its end."""
        session = self._session
        if session is not None and 0 <= place < len(session.sections):
            self._background.spawn(self._show(session, place, position, at_end=at_end))

    def turn(self, by: int, *, at_end: bool = False) -> None:
        """Go ``by`` sections on."""
        if self._session is not None:
            self.go_to(self._session.place + by, at_end=at_end)

    def zoom(self, by: int | None) -> None:
        """Make the text larger or smaller by so many steps; None for as large as at first."""
        by = -self._zoom if by is None else by
        zoom = min(max(self._zoom + by, ZOOM_STEPS.start), ZOOM_STEPS.stop - 1)
        if zoom != self._zoom:
            self._zoom = zoom
            self._reset()

    def _escape(self) -> None:
        if not self.find_bar.isHidden():
            self.find_bar.close_bar()
            self.text.setFocus()
        elif not self.review_bar.isHidden():
            self.review_bar.close_bar()
            self.text.setFocus()
        elif self.cast.chosen:
            self.cast.choose(frozenset())
        else:
            self.back.emit()

    # Opening and showing.

    async def _open(self, play_id: UUID, at: Hit | None) -> None:
        self._show_nothing()
        contents = await self._background.run(self._reading.contents, play_id)
        if self._wanted != play_id:
            return
        session = self._session = Session(contents)
        self.head.show_play(contents)
        self.cast.show_cast(session.cast)
        self.outline.show_sections(session.sections)
        place = None if at is None else session.place_of(at)
        if at is None or place is None:
            await self._show(session, session.first_scene(), None)
        else:
            session.hits, session.hit = [at], 0
            await self._show(session, place, at.position, hit=at)
        session.parts = await self._background.run(self._reading.parts, play_id)
        if session is self._session:
            self._show_counts(session)

    def _show_counts(self, session: Session) -> None:
        self.cast.show_parts(session.parts or {})
        self.outline.show_counts(session.speeches_by_scene())
        self.head.show_doubts(session.doubts)

    async def _check(self) -> None:
        """Follow corrections of the title page; say so when the play was deleted elsewhere."""
        session = self._session
        if session is None:
            return
        page = await self._background.run(self._reading.title_page, session.contents.play_id)
        if session is not self._session:
            return
        if page is not None:
            self.head.show_play(page)
            return
        self._show_nothing()
        setter = Typesetter(self.text.document(), {}, QApplication.font().pointSizeF() * TEXT_SCALE)
        setter.note(self.tr("“%1” was deleted from the library.").replace("%1", session.contents.title))
        setter.note(self.tr("The script is kept: “Import again” in the history parses it anew."))

    def show_figures(self) -> None:
        """Show how much each character has to say, and in which scenes."""
        session = self._session
        if session is not None and session.parts is not None:
            self.figures = FiguresDialog(session, self)
            self.figures.section_asked.connect(self.go_to)
            self.figures.open()

    async def _show(
        self, session: Session, place: int, position: int | None, *, at_end: bool = False, hit: Hit | None = None
    ) -> None:
        """Set a section; a later call wins over an earlier one that is still at work."""
        self._turn += 1
        turn = self._turn
        section = session.sections[place]
        lines: Sequence[ReadLine] = ()
        if section.scene_id is not None:
            lines = await self._background.run(self._reading.lines, section.scene_id, section.first, section.count)
            if turn != self._turn or session is not self._session:
                return
        session.place = place
        self._lines = lines
        self.outline.show_current(place)
        self.head.show_place(session)
        if not await self._typeset(session, turn):
            return
        if position is not None and position in self._page.starts:
            self.text.show_position(self._page.starts[position], centred=hit is not None)
        else:
            bar = self.text.verticalScrollBar()
            bar.setValue(bar.maximum() if at_end else 0)
        self.mark_hits()

    async def _typeset(self, session: Session, turn: int) -> bool:
        """Fill the page; returns whether it was filled to the end."""
        points = QApplication.font().pointSizeF() * TEXT_SCALE * ZOOM_STEP**self._zoom
        setter = SectionSetter(self.text.document(), session, self._lines, points)
        self._page = setter.page
        self.text.set_em(points * self.logicalDpiY() / 72)
        if not await setter.run(lambda: turn == self._turn):
            return False
        self.banner.show_filter(session, self._page)
        return True

    def _reset(self) -> None:
        """Set the section anew at the place that is read now: another size, theme or filter."""
        session = self._session
        if session is None:
            return
        self._background.spawn(self._show(session, session.place, self._position_read()))

    def _position_read(self) -> int | None:
        """The line at the top of the page; None for the first."""
        top = self.text.top_position()
        seen = [position for position, start in self._page.starts.items() if start <= top]
        return seen[-1] if len(seen) > 1 else None

    def _show_nothing(self) -> None:
        self._session = None
        self._turn += 1
        self._lines = ()
        self._page = Page()
        self.text.clear()
        self.outline.show_sections(())
        self.cast.show_cast({})
        self.banner.hide()
        self.find_bar.close_bar()
        self.review_bar.close_bar()
        self.head.clear()

    # The filter.

    def _filter(self) -> None:
        if self._session is not None and self._session.only != self.cast.chosen:
            self._session.only = self.cast.chosen
            self.outline.show_counts(self._session.speeches_by_scene())
            self._reset()

    # Going from place to place.

    def open_find(self) -> None:
        """Show the find bar, with the selected words if there are any."""
        if self._session is not None:
            self.review_bar.close_bar()
            self.find_bar.open_bar(self.text.textCursor().selectedText().replace("\u2029", " ")[:100])

    def step_through_finds(self, by: int) -> None:
        """Go to the next find, or with -1 to the one before; while lines are reviewed, to the next of those."""
        (self.finding if self.review_bar.isHidden() else self.reviewing).step(by)

    def review(self) -> None:
        """Look at the next line of which the parser was not sure."""
        if self._session is not None:
            self.find_bar.close_bar()
            self.reviewing.start()

    async def show_hit(self, session: Session, hit: Hit) -> None:
        """Go to a place of the play, and mark it."""
        place = session.place_of(hit)
        if place is None:
            return
        if place == session.place and hit.position in self._page.starts:
            self.text.show_position(self._page.starts[hit.position], centred=True)
            self.mark_hits()
            return
        if session.only:
            # A place that the filter hides is worth more than the filter.
            self.cast.choose(frozenset())
        await self._show(session, place, hit.position, hit=hit)

    async def read_again(self, session: Session) -> None:
        """The lines of the play were corrected: set the section anew, and count anew."""
        play_id = session.contents.play_id
        contents = await self._background.run(self._reading.contents, play_id)
        spoken = await self._background.run(self._reading.parts, play_id)
        if session is not self._session:
            return
        session.renew(contents, spoken)
        self.outline.show_sections(session.sections)
        self._show_counts(session)
        await self._show(session, session.place, self._position_read())

    def line_at(self, hit: Hit) -> ReadLine | None:
        """The line at a place, if it is on the page."""
        session = self._session
        if session is None or not session.section.holds(hit):
            return None
        return next((line for line in self._lines if line.position == hit.position), None)

    def mark_hits(self) -> None:
        """Mark the places that are stepped through, as far as they are on the page."""
        session = self._session
        made = marks(self.text.document(), self._page, self._lines, session) if session else []
        self.text.setExtraSelections(made)

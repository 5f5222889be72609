"""Going from place to place in a play: from find to find, and from doubtful line to doubtful line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.library.reading import Hit, ReadLine
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.reader.find_bar import FindBar
from playbuddy_desktop.ui.reader.review_bar import ReviewBar
from playbuddy_desktop.ui.reader.session import Session

if TYPE_CHECKING:
    from playbuddy_desktop.library.reading import Reading
    from playbuddy_desktop.library.review import Review
    from playbuddy_desktop.services import Services


class Book(Protocol):
    """What is asked of the reader."""

    @property
    def session(self) -> Session | None: ...  # noqa: D102 - at the reader
    async def show_hit(self, session: Session, hit: Hit) -> None: ...  # noqa: D102 - at the reader
    async def read_again(self, session: Session) -> None: ...  # noqa: D102 - at the reader
    def line_at(self, hit: Hit) -> ReadLine | None: ...  # noqa: D102 - at the reader
    def mark_hits(self) -> None: ...  # noqa: D102 - at the reader


class _Steps(QObject):
    """Steps through the places that a session holds."""

    def __init__(self, background: Background, book: Book, parent: QWidget) -> None:
        super().__init__(parent)
        self._background = background
        self._book = book

    def step(self, by: int) -> None:
        """Go to the next place, or with -1 to the one before; after the last comes the first."""
        session = self._book.session
        if session is not None and session.hits:
            session.hit = (session.hit + by) % len(session.hits)
            self._background.spawn(self._show(session))

    async def _show(self, session: Session) -> None:
        await self._book.show_hit(session, session.hits[session.hit])

    def _forget(self) -> None:
        session = self._book.session
        if session is not None:
            session.hits, session.hit = [], -1
        self._book.mark_hits()


class Finding(_Steps):
    """Finds words, and steps through the places where they stand."""

    def __init__(self, background: Background, book: Book, bar: FindBar, parent: QWidget) -> None:
        super().__init__(background, book, parent)
        self._bar = bar
        self._reading: Reading | None = None
        bar.searched.connect(self._search)
        bar.stepped.connect(self.step)
        bar.closed.connect(self._end)

    def load(self, reading: Reading) -> None:
        """Search in these plays."""
        self._reading = reading

    def _search(self, text: str) -> None:
        self._background.spawn(self._find(text))

    async def _find(self, text: str) -> None:
        session = self._book.session
        if session is None or self._reading is None:
            return
        session.hits = await self._background.run(self._reading.find, session.contents.play_id, text)
        if session is not self._book.session:
            return
        session.hit = session.first_hit_from(session.place)
        if session.hits:
            await self._show(session)
        else:
            self._bar.show_count(0, 0)
            self._book.mark_hits()

    async def _show(self, session: Session) -> None:
        self._bar.show_count(session.hit + 1, len(session.hits))
        await super()._show(session)

    def _end(self) -> None:
        self._bar.show_count(0, 0)
        self._forget()


class Reviewing(_Steps):
    """Steps through the lines of which the parser was not sure, and settles them."""

    def __init__(self, background: Background, book: Book, bar: ReviewBar, parent: QWidget) -> None:
        super().__init__(background, book, parent)
        self._bar = bar
        self._review: Review | None = None
        self._asked: Hit | None = None
        bar.settled.connect(self._settle)
        bar.stepped.connect(self.step)
        bar.closed.connect(self._forget)

    def load(self, services: Services) -> None:
        """Review these plays."""
        from playbuddy_desktop.library.review import Review

        self._review = Review(services.database)

    def start(self) -> None:
        """Go to the first doubtful line from here on; or to the next one when the bar is open."""
        if self._bar.isHidden():
            self._background.spawn(self._begin())
        else:
            self.step(1)

    async def _begin(self) -> None:
        session = self._book.session
        if session is None or self._review is None:
            return
        session.hits = await self._background.run(self._review.doubts, session.contents.play_id)
        if session is self._book.session:
            session.hit = session.first_hit_from(session.place)
            await self._show(session)

    async def _show(self, session: Session) -> None:
        self._asked = None  # until the bar asks about it, no answer is for this line
        if not session.hits:
            self._bar.show_end()
            self._book.mark_hits()
            return
        hit = session.hits[session.hit]
        await self._book.show_hit(session, hit)
        line = self._book.line_at(hit)
        if line is not None and session is self._book.session:
            self._asked = hit
            self._bar.show_line(session.hit + 1, len(session.hits), line, session.cast)

    def _settle(self) -> None:
        session, hit, review = self._book.session, self._asked, self._review
        if session is not None and hit in session.hits and review is not None:
            self._asked = None
            answer = partial(
                review.settle, session.contents.play_id, hit, direction=self._bar.direction, speakers=self._bar.speakers
            )
            self._background.spawn(self._write(session, hit, answer))

    async def _write(self, session: Session, hit: Hit, answer: Callable[[], None]) -> None:
        """Settle the line, and go to the next."""
        await self._background.run(answer)
        await self._book.read_again(session)
        if session is self._book.session and hit in session.hits:  # else something else is stepped through by now
            session.hits.remove(hit)
            session.hit = session.hit % len(session.hits) if session.hits else -1
            await self._show(session)

"""Sets one section of a play: its heading, its lines or paragraphs, and the way on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextDocument

from playbuddy_desktop.library.reading import ReadLine
from playbuddy_desktop.ui.reader.openings import openings
from playbuddy_desktop.ui.reader.sections import Section
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.reader.typesetting import Page, Typesetter

SLICE: Final = 60
"""Lines that are set at a time; between two slices the window does what else it has to do."""


class SectionSetter:
    """Fills a document with the section of a session that is shown.

    Args:
        document: is emptied.
        lines: those of the section; none when it is no scene.
        points: size of the text.

    Attributes:
        page: where the lines stand, as far as they are set.
    """

    def __init__(self, document: QTextDocument, session: Session, lines: Sequence[ReadLine], points: float) -> None:
        self._session = session
        self._lines = lines
        self._setter = Typesetter(document, session.cast, points, session.only, openings(lines, session.cast))
        self.page: Page = self._setter.page

    async def run(self, is_wanted: Callable[[], bool]) -> bool:
        """Set it slice by slice; returns whether it was set to the end, and not given up since nobody wants it."""
        session, section, setter = self._session, self._session.section, self._setter
        setter.heading(section.act if section.title else "", _heading(section))
        for text in section.paragraphs:
            setter.paragraph(text)
        for start in range(0, len(self._lines), SLICE):
            setter.lines(self._lines[start : start + SLICE])
            await asyncio.sleep(0)
            if not is_wanted():
                return False
        if session.only and not self.page.shown and section.scene_id is not None:
            setter.note(_tr("Nobody of your choice has a line here."))
        following = session.place + 1
        if following < len(session.sections):
            setter.link(_tr("Go on: %1").replace("%1", session.sections[following].name), str(following))
        return True


def _heading(section: Section) -> str:
    title = section.title or section.act
    return _tr("%1 (continued)").replace("%1", title) if section.continued else title


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reader", text)

"""Marks finds in the text without changing the document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from playbuddy_desktop.library.reading import Hit, ReadLine
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.reader.session import Session
from playbuddy_desktop.ui.reader.typesetting import Page, utf16_length


def marks(
    document: QTextDocument, page: Page, lines: Sequence[ReadLine], session: Session
) -> list[QTextEdit.ExtraSelection]:
    """The marks of all finds in the section that is shown, which consists of ``lines`` or of paragraphs."""
    section = session.section
    texts = {line.position: line.text for line in lines} or dict(enumerate(section.paragraphs))
    return [
        _mark(document, page, texts[hit.position], hit, current=number == session.hit)
        for number, hit in enumerate(session.hits)
        if section.holds(hit) and hit.position in page.starts
    ]


def _mark(document: QTextDocument, page: Page, text: str, hit: Hit, *, current: bool) -> QTextEdit.ExtraSelection:
    """The mark of a find in the ``text`` of a line or paragraph on the page; the current one is the strongest."""
    palette = theme.current()
    start = page.starts[hit.position] + utf16_length(text[: hit.start])
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(start + utf16_length(text[hit.start : hit.end]), QTextCursor.MoveMode.KeepAnchor)
    chars = QTextCharFormat()
    chars.setBackground(QColor(palette.accent if current else palette.warn.fill))
    chars.setForeground(QColor(palette.on_accent if current else palette.warn.ink))
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor
    made.format = chars
    return made

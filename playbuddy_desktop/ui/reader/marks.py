"""Marks finds in the text without changing the document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from playbuddy_desktop.library.reading import Hit, ReadLine
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.reader.typesetting import Page, utf16_length


def mark(
    document: QTextDocument, page: Page, lines: Sequence[ReadLine], hit: Hit, *, current: bool
) -> QTextEdit.ExtraSelection:
    """The mark of a find that stands on the page; the current one is stronger than the others."""
    palette = theme.current()
    text = next(line.text for line in lines if line.position == hit.position)
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

"""A language in which every translated text stands in brackets: what stands outside of them nobody can translate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCalendarWidget,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)

_ROWS = 50
_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")


class PseudoLanguage(QTranslator):
    """Translates everything."""

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        """The text in brackets; nothing stays nothing."""
        return f"⟦{source}⟧" if source else source

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Qt passes over a translator that is empty."""
        return False


def untranslated(top: QWidget, known: re.Pattern[str]) -> set[str]:
    """What a window shows outside of brackets that is a word, and not one of the ``known`` data."""
    left = {known.sub(" ", _outside(text)) for text in shown(top)}
    return {text.strip() for text in left if re.search(r"[^\W\d_]{2}", text)}


def shown(top: QWidget) -> Iterator[str]:
    """Every text of a window and of what stands in it: labels, tool tips, names for screen readers, cells.

    Calendars are passed over: Qt writes their months and days in the person's language.
    """
    of_calendars = {below for calendar in top.findChildren(QCalendarWidget) for below in calendar.findChildren(QWidget)}
    for widget in {top, *top.findChildren(QWidget)} - of_calendars:
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
        if widget.isWindow():
            yield widget.windowTitle()
        yield from (text for action in widget.actions() for text in _of_action(action))
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(number) for number in range(widget.count()))
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model():
            yield from _of_model(widget.model(), QModelIndex())


def _of_action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip())
    menu = action.menu()
    if menu is not None:
        yield from (text for below in menu.actions() for text in _of_action(below))


def _of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    if not parent.isValid():
        for column in range(columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in roles)
        yield from _of_model(model, model.index(row, 0, parent))


def _outside(text: str) -> str:
    """What stands outside of the brackets, of which some stand in others."""
    while (shorter := _BRACKETS.sub(" ", text)) != text:
        text = shorter
    return text

"""The plays as a list model, in the order that the person chose."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from playbuddy_desktop.library.store import PlaySummary
from playbuddy_desktop.ui import words

PLAY_ROLE: Final = Qt.ItemDataRole.UserRole
"""The ``PlaySummary`` itself."""

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()


class Order(StrEnum):
    """How the plays can be sorted."""

    NEWEST = "newest"
    TITLE = "title"
    AUTHOR = "author"
    YEAR = "year"
    LENGTH = "length"


class LibraryModel(QAbstractListModel):
    """One row per play."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plays: list[PlaySummary] = []

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """The number of plays."""
        return 0 if parent.isValid() else len(self._plays)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; for screen readers all that the card says."""
        if not index.isValid() or index.row() >= len(self._plays):
            return None
        play = self._plays[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return play.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (play.title, origin(play), contents(play)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return play.description or play.title
        return play if role == PLAY_ROLE else None

    def play(self, row: int) -> PlaySummary:
        """The play of a row."""
        return self._plays[row]

    def place(self, play_id: UUID) -> int | None:
        """The row of a play; None when it is not shown."""
        return next((row for row, play in enumerate(self._plays) if play.id == play_id), None)

    def show(self, plays: Iterable[PlaySummary], order: Order) -> bool:
        """Show these plays; returns whether that made any difference."""
        found = ordered(plays, order)
        if found == self._plays:
            return False
        if [play.id for play in found] == [play.id for play in self._plays]:
            self._plays = found
            self.dataChanged.emit(self.index(0), self.index(len(found) - 1))
        else:
            self.beginResetModel()
            self._plays = found
            self.endResetModel()
        return True


def ordered(plays: Iterable[PlaySummary], order: Order) -> list[PlaySummary]:
    """Sort plays; what is unknown comes last."""
    by_title = sorted(plays, key=lambda play: _plain(play.title))
    match order:
        case Order.TITLE:
            return by_title
        case Order.AUTHOR:
            return sorted(by_title, key=lambda play: (not play.author, _plain(play.author)))
        case Order.YEAR:
            return sorted(by_title, key=lambda play: (play.year is None, play.year or 0))
        case Order.LENGTH:
            return sorted(by_title, key=lambda play: -play.line_count)
        case Order.NEWEST:
            return sorted(by_title, key=lambda play: play.created_at, reverse=True)


def origin(play: PlaySummary) -> str:
    """Author, year and language, as far as known."""
    parts = (play.author, "" if play.year is None else str(play.year), language_name(play.language))
    return words.SEPARATOR.join(part for part in parts if part)


def contents(play: PlaySummary) -> str:
    """How much there is of everything."""
    counts = (
        (play.character_count, _tr("%n character"), _tr("%n characters")),
        (play.act_count, _tr("%n act"), _tr("%n acts")),
        (play.scene_count, _tr("%n scene"), _tr("%n scenes")),
        (play.line_count, _tr("%n line"), _tr("%n lines")),
    )
    return words.SEPARATOR.join(words.counted(number, one, many) for number, one, many in counts)


def language_name(code: str | None) -> str:
    """A language in its own words, "français" for "fr"; the code itself when nobody knows it."""
    if not code:
        return ""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    if locale.language() == QLocale.Language.English:
        return "English"  # Qt would say which country's
    return locale.nativeLanguageName() or code


def initials(title: str) -> str:
    """One or two letters for the cover of a play."""
    letters = [word[0] for word in title.split() if word[0].isalnum()]
    return "".join(letters[:2]).upper() or "•"


def file_name(play: PlaySummary) -> str:
    """A name for an exported file that every system takes."""
    cleaned = "".join(" " if char in '\\/:*?"<>|' or ord(char) < ord(" ") else char for char in play.title)
    return " ".join(cleaned.split()).strip(". ")[:100] or "play"


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Library", text)

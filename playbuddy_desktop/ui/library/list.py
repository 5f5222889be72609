"""The list of plays: a card for each, painted by a delegate."""

from __future__ import annotations

import zlib

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playbuddy_desktop.library.store import PlaySummary
from playbuddy_desktop.ui import theme, words
from playbuddy_desktop.ui.choice import Choice
from playbuddy_desktop.ui.library.model import PLAY_ROLE, LibraryModel, contents, initials, origin
from playbuddy_desktop.ui.palettes import Tone
from playbuddy_desktop.ui.parts import mirrored
from playbuddy_desktop.ui.theme import RADIUS, Space

TITLE_SCALE = 1.2
SMALL_SCALE = 0.92
COVER_WIDTH = 48


class PlayList(QListView):
    """Shows a ``LibraryModel``.

    Signals:
        chosen: Enter or a double click on the current play.
        selected: another set of plays is selected.
    """

    def __init__(self, model: LibraryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        choice = Choice(self)
        self.chosen, self.selected = choice.chosen, choice.selected
        self.setAccessibleName(self.tr("Plays"))
        self.setItemDelegate(_CardDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        # The cards are the frames here.
        self.setStyleSheet("QListView { background: transparent; border: 0; }")


class _CardDelegate(QStyledItemDelegate):
    """A cover with the play's initials, the title, where it comes from, and how much there is of everything."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines of text, and the gap to the next card."""
        title = QFontMetricsF(theme.font(TITLE_SCALE, bold=True)).height()
        small = QFontMetricsF(theme.font(SMALL_SCALE)).height()
        return QSize(240, round(title + 2 * small + 2 * Space.M + 2 * Space.XS + Space.S))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One card."""
        play: PlaySummary = index.data(PLAY_ROLE)
        card = QRectF(option.rect).adjusted(1, Space.XS, -Space.XS, -Space.XS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, card, option)
        inner = card.adjusted(Space.M, Space.M, -Space.L, -Space.M)
        cover = QRectF(inner.left(), inner.top(), COVER_WIDTH, inner.height())
        _paint_cover(painter, mirrored(cover, inner, painter), play)
        _paint_words(painter, mirrored(inner.adjusted(COVER_WIDTH + Space.L, 0, 0, 0), inner, painter), play)
        painter.restore()


def cover_tone(play: PlaySummary) -> Tone:
    """The colours of a play's cover: the same for the same title."""
    palette = theme.current()
    tones = (palette.info, palette.good, palette.warn, palette.bad)
    return tones[zlib.crc32(play.title.encode()) % len(tones)]


def _paint_ground(painter: QPainter, card: QRectF, option: QStyleOptionViewItem) -> None:
    palette = theme.current()
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    ground = palette.selection if selected else palette.hover if hovered else palette.surface
    painter.setPen(QPen(QColor(palette.accent if focused or selected else palette.border), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _paint_cover(painter: QPainter, rect: QRectF, play: PlaySummary) -> None:
    tone = cover_tone(play)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.fill))
    painter.drawRoundedRect(rect, Space.XS + 2, Space.XS + 2)
    painter.setBrush(QColor(tone.ink))
    painter.drawRect(mirrored(QRectF(rect.left() + Space.XS, rect.top(), 1.5, rect.height()), rect, painter))
    font = theme.font(1.35, bold=True)
    font.setFamilies(["Georgia", "Noto Serif", "DejaVu Serif", "serif"])
    painter.setFont(font)
    painter.setPen(QColor(tone.ink))
    painter.drawText(rect.translated(2, 0), Qt.AlignmentFlag.AlignCenter, initials(play.title))


def _paint_words(painter: QPainter, rect: QRectF, play: PlaySummary) -> None:
    palette = theme.current()
    title, small = theme.font(TITLE_SCALE, bold=True), theme.font(SMALL_SCALE)
    title_height, small_height = QFontMetricsF(title).height(), QFontMetricsF(small).height()
    added = words.moment(play.created_at)
    aside = QFontMetricsF(small).horizontalAdvance(added) + Space.L
    top = QPointF(rect.left(), rect.top())
    painter.setFont(title)
    painter.setPen(QColor(palette.text))
    first = QRectF(top.x(), top.y(), rect.width(), title_height)
    _draw(painter, mirrored(first.adjusted(0, 0, -aside, 0), first, painter), play.title)
    painter.setFont(small)
    painter.setPen(QColor(palette.muted))
    painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, added)
    second = QRectF(top.x(), top.y() + title_height + Space.XS, rect.width(), small_height)
    _draw(painter, second, origin(play) or (play.filename or ""))
    _draw(painter, second.translated(0, small_height + Space.XS), contents(play))


def _draw(painter: QPainter, rect: QRectF, text: str) -> None:
    fitting = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)

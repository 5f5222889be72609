"""Paints the rows of the live queue: name and status, progress, what was found, and what is left."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui import icons, theme, words
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.parts import chip_size, mirrored, paint_chip
from playbuddy_desktop.ui.queue.model import ROW_ROLE, QueueRow
from playbuddy_desktop.ui.theme import Space

ICONS: Final = {
    JobStatus.QUEUED: "clock",
    JobStatus.RUNNING: "metrics",
    JobStatus.PAUSED: "pause",
    JobStatus.RETRYING: "retry",
    JobStatus.COMPLETED: "check",
    JobStatus.FAILED: "error",
    JobStatus.CANCELLED: "cancel",
}
_ICON_SIDE: Final = 20
_BADGE_SIDE: Final = 38
_BAR_HEIGHT: Final = 6
_SMALL: Final = 0.92


class QueueDelegate(QStyledItemDelegate):
    """Draws progress itself: a widget or a style's bar per row costs seven times as much."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high, so that nothing jumps when a job begins or ends."""
        name, small = QFontMetricsF(theme.font(1.05, bold=True)), QFontMetricsF(theme.font(_SMALL))
        height = max(name.height(), chip_size("X").height()) + small.height() + _BAR_HEIGHT + 2 * Space.M + 2 * Space.S
        return QSize(320, round(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row: QueueRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option)
        rect = QRectF(option.rect).adjusted(Space.M + Space.XS, Space.M, -Space.L, -Space.M)
        _badge(painter, rect, row)
        rect = mirrored(rect.adjusted(_BADGE_SIDE + Space.M, 0, 0, 0), rect, painter)
        top = _head(painter, rect, row)
        _foot(painter, QRectF(rect.left(), top, rect.width(), rect.bottom() - top), row)
        painter.restore()


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    palette = theme.current()
    box = QRectF(option.rect)
    painter.setPen(Qt.PenStyle.NoPen)
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(palette.selection))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(palette.hover))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(Space.XS, 2, -Space.XS, -2), Space.S, Space.S)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setPen(QColor(palette.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(Space.XS + 0.5, 2.5, -Space.XS - 0.5, -2.5), Space.S, Space.S)
    elif not state & QStyle.StateFlag.State_Selected:
        painter.fillRect(QRectF(box.left() + Space.L, box.bottom(), box.width() - 2 * Space.L, 1), palette.border)


def _badge(painter: QPainter, rect: QRectF, row: QueueRow) -> None:
    """The status as a sign, since colour alone tells some people nothing."""
    tone = theme.current().status(row.job.status)
    box = QRectF(rect.left(), rect.center().y() - _BADGE_SIDE / 2, _BADGE_SIDE, _BADGE_SIDE)
    box = mirrored(box, rect, painter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.fill))
    painter.drawRoundedRect(box, _BADGE_SIDE / 2, _BADGE_SIDE / 2)
    inner = (_BADGE_SIDE - _ICON_SIDE) / 2
    icons.paint(painter, box.adjusted(inner, inner, -inner, -inner), ICONS[row.job.status], tone.ink)


def _head(painter: QPainter, rect: QRectF, row: QueueRow) -> float:
    """Name and status; returns where the rest begins."""
    palette, job = theme.current(), row.job
    chip = words.status_name(job.status)
    size = chip_size(chip)
    font = theme.font(1.05, bold=True)
    metrics = QFontMetricsF(font)
    height = max(metrics.height(), size.height())
    box = size.translated(rect.right() - size.width(), rect.top() + (height - size.height()) / 2)
    paint_chip(painter, mirrored(box, rect, painter).topLeft(), chip, palette.status(job.status))
    room = mirrored(rect.adjusted(0, 0, -size.width() - Space.M, height - rect.height()), rect, painter)
    painter.setFont(font)
    painter.setPen(QColor(palette.text))
    painter.drawText(room, _LEFT, metrics.elidedText(job.name, Qt.TextElideMode.ElideMiddle, room.width()))
    return rect.top() + height + Space.S


def _foot(painter: QPainter, rect: QRectF, row: QueueRow) -> None:
    """The bar, where there is progress to show, and one line about the job."""
    palette = theme.current()
    if shows_bar(row):
        bar = QRectF(rect.left(), rect.top(), rect.width(), _BAR_HEIGHT)
        _bar(painter, bar, row)
    font = theme.font(_SMALL)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    line = QRectF(rect.left(), rect.bottom() - metrics.height(), rect.width(), metrics.height())
    if not shows_bar(row):
        line.moveTop(rect.top() + (rect.height() - metrics.height()) / 2 - Space.XS)
    right = right_text(row)
    width = metrics.horizontalAdvance(right) + 1 if right else 0.0
    painter.setPen(QColor(palette.text if row.job.status is JobStatus.RUNNING else palette.muted))
    painter.drawText(line, _RIGHT, right)
    line = mirrored(line.adjusted(0, 0, -width - (Space.L if right else 0), 0), line, painter)
    painter.setPen(QColor(palette.bad.ink if row.job.status is JobStatus.FAILED else palette.muted))
    painter.drawText(line, _LEFT, metrics.elidedText(left_text(row), Qt.TextElideMode.ElideRight, line.width()))


def _bar(painter: QPainter, rect: QRectF, row: QueueRow) -> None:
    palette = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.track))
    painter.drawRoundedRect(rect, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
    done = rect.width() * row.percent / 100
    if done > 0:
        running = row.job.status is JobStatus.RUNNING
        painter.setBrush(QColor(palette.accent if running else palette.status(row.job.status).ink))
        filled = mirrored(QRectF(rect.left(), rect.top(), max(done, _BAR_HEIGHT), _BAR_HEIGHT), rect, painter)
        painter.drawRoundedRect(filled, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)


def shows_bar(row: QueueRow) -> bool:
    """Whether there is progress to show: always while it runs, else when an interrupted job has some."""
    return row.job.status is JobStatus.RUNNING or (not row.job.status.final and row.percent > 0)


def left_text(row: QueueRow) -> str:
    """What is done or was found, or what went wrong."""
    job = row.job
    put_off = job.put_off_until(datetime.now(UTC))
    waits = words.waiting(job.status, put_off)
    if job.status in (JobStatus.FAILED, JobStatus.RETRYING) and job.last_error:
        parts = (waits if put_off else "", in_words(job.failure_reason or job.last_error))
    else:
        parts = (waits if put_off else row.stage, words.found(row.found))
    return words.SEPARATOR.join(part for part in parts if part) or waits


def right_text(row: QueueRow) -> str:
    """How far it is and how long it takes, or took."""
    job = row.job
    parts: list[str] = []
    if shows_bar(row):
        parts.append(words.percent(row.percent))
    if job.status is JobStatus.RUNNING and row.seconds_left is not None:
        parts.append(words.time_left(row.seconds_left))
    if job.retry_count and not job.status.final:
        parts.append(words.attempt(job.retry_count + 1, job.max_retries + 1))
    if job.priority and not job.status.final:
        parts.append(words.priority(job.priority))
    if job.status is JobStatus.COMPLETED:
        parts.append(words.duration(job.active_seconds))
    return words.SEPARATOR.join(parts)


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

"""Small building blocks that every panel uses, so that all look and speak alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playbuddy_desktop.ui import icons, theme
from playbuddy_desktop.ui.palettes import Tone
from playbuddy_desktop.ui.theme import Space

Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that shows plain text only, whatever a script's title may hold."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        theme.set_role(made, role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def button(text: str, icon: str = "", *, kind: str = "", pressed: Callable[[], object] | None = None) -> QPushButton:
    """A push button; its text is its accessible name."""
    made = QPushButton(text)
    if icon:
        made.setIcon(icons.icon(icon, {"primary": "on_accent", "danger": "bad"}.get(kind, "text")))
    if kind:
        theme.set_kind(made, kind)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def icon_button(name: str, icon: str, pressed: Callable[[], object] | None = None) -> QToolButton:
    """A quiet button that shows an icon only; ``name`` is its tool tip and accessible name."""
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setToolTip(name)
    made.setAccessibleName(name)
    theme.set_kind(made, "quiet")
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def action_button(action: QAction) -> QToolButton:
    """A button that is there while its action is possible, with the action's menu if it has one."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    if not action.isEnabled():
        made.hide()
    action.enabledChanged.connect(made.setVisible)
    return made


def indent(box: QAbstractSpinBox) -> None:
    """Keep the text of a field with arrows off its border, which the style sheet cannot."""
    box.lineEdit().setTextMargins(Space.S, 0, 0, 0)


def row(*items: QWidget | QLayout | int | None, spacing: int = Space.S) -> QHBoxLayout:
    """Widgets beside each other; an int is a gap in pixels, None takes what room is left."""
    return _fill(QHBoxLayout(), items, spacing)


def column(*items: QWidget | QLayout | int | None, spacing: int = Space.S) -> QVBoxLayout:
    """Widgets below each other; an int is a gap in pixels, None takes what room is left."""
    return _fill(QVBoxLayout(), items, spacing)


def _fill(layout: Box, items: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def card(layout: QLayout) -> QFrame:
    """A framed group with rounded corners."""
    frame = QFrame()
    theme.set_role(frame, "card")
    layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
    frame.setLayout(layout)
    return frame


class IconLabel(QWidget):
    """An icon that stands by itself, in a colour of the palette."""

    def __init__(self, icon: str, colour: str = "muted", side: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icons.icon(icon, colour)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: object) -> None:
        """Paint the icon in the size of the widget."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class EmptyState(QWidget):
    """What a panel shows when it has nothing to show: an icon, a sentence, advice, and what to do next."""

    def __init__(self, icon: str, title: str, text: str = "", actions: tuple[QPushButton, ...] = ()) -> None:
        super().__init__()
        heading = label(title, "heading", wrap=True)
        advice = label(text, "muted", wrap=True)
        for each in (heading, advice):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            each.setMaximumWidth(460)
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = column(None, spacing=Space.M)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.addWidget(IconLabel(icon, "muted", 48), alignment=Qt.AlignmentFlag.AlignHCenter)
        centred = row(None, column(heading, advice), None)
        centred.setStretch(1, 4)
        layout.addLayout(centred)
        if actions:
            layout.addLayout(row(None, *actions, None))
        layout.addStretch(1)
        self.setLayout(layout)


class Chip(QWidget):
    """A short text in a rounded box: a status, a count."""

    def __init__(self, text: str = "", tone: Callable[[], Tone] = lambda: theme.current().calm) -> None:
        super().__init__()
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: Callable[[], Tone]) -> None:
        """Show another text; ``tone`` is asked at each painting."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        size = chip_size(text)
        self.setFixedSize(int(size.width()), int(size.height()))
        self.update()

    def paintEvent(self, _event: object) -> None:
        """Paint the chip in its present tone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, QPointF(0, 0), self._text, self._tone())
        painter.end()


def mirrored(rect: QRectF, within: QRectF, painter: QPainter) -> QRectF:
    """Where a part of what is painted stands: on the other side where people read from right to left."""
    if painter.layoutDirection() != Qt.LayoutDirection.RightToLeft:
        return QRectF(rect)
    return QRectF(within.left() + within.right() - rect.right(), rect.top(), rect.width(), rect.height())


def chip_size(text: str) -> QRectF:
    """The room that ``paint_chip`` takes, at the origin."""
    metrics = QFontMetricsF(theme.font(0.9, bold=True))
    width = metrics.horizontalAdvance(text) + 2 * Space.S + 2
    return QRectF(0, 0, round(width + 0.5), round(metrics.height() + 2 * 3))


def paint_chip(painter: QPainter, at: QPointF, text: str, tone: Tone) -> None:
    """Paint a chip with its top left corner at ``at``."""
    rect = chip_size(text).translated(at)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.fill))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(QColor(tone.ink))
    painter.setFont(theme.font(0.9, bold=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

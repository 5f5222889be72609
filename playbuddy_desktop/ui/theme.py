"""How the window looks: which palette is in use, its style sheet, and the scales of space and type.

Widgets are styled by two dynamic properties: ``role`` for labels and frames ("title", "heading", "muted", "small",
"card", …) and ``kind`` for buttons ("primary", "danger", "quiet"); set them through ``set_role`` and ``set_kind``.
Painters ask ``current()`` each time they paint, so that a change of theme needs nothing but a repaint.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from playbuddy_desktop.ui.palettes import DARK, LIGHT, Palette
from playbuddy_desktop.ui.stylesheet import style_sheet

Choice = Literal["system", "light", "dark"]


class Space:
    """The scale of distances, in device-independent pixels."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24
    XXL: Final = 40


RADIUS: Final = 10
"""Corner radius of cards and rows, in device-independent pixels."""


class _Theme(QObject):
    """The palette in use.

    Attributes:
        changed: emitted after another palette was applied.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT
        self.choice: Choice = "system"
        self.base_font: QFont | None = None


_theme = _Theme()
changed = _theme.changed
"""Signal: another palette was applied; for what cannot ask ``current()`` when it paints."""


def current() -> Palette:
    """The palette in use."""
    return _theme.palette


def apply(app: QApplication, choice: Choice) -> None:
    """Dress the whole application; "system" follows the desktop's light or dark scheme from now on."""
    if _theme.base_font is None:
        _theme.base_font = QFont(app.font())
        app.styleHints().colorSchemeChanged.connect(lambda _: _follow_system(app))
    app.setStyle("Fusion")
    _theme.choice = choice
    _dress(app, _palette_for(choice))


def font(scale: float = 1.0, *, bold: bool = False) -> QFont:
    """The application's font, larger or smaller, for painters."""
    chosen = QFont(QApplication.font())
    chosen.setPointSizeF(chosen.pointSizeF() * scale)
    if bold:
        chosen.setWeight(QFont.Weight.DemiBold)
    return chosen


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget its part in the look; see the style sheet for the roles."""
    _set_property(widget, "role", role)


def set_kind(button: QWidget, kind: str) -> None:
    """Make a button "primary", "danger" or "quiet"."""
    _set_property(button, "kind", kind)


def _set_property(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _follow_system(app: QApplication) -> None:
    if _theme.choice == "system":
        _dress(app, _palette_for("system"))


def _palette_for(choice: Choice) -> Palette:
    if choice == "system":
        return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def _dress(app: QApplication, palette: Palette) -> None:
    _theme.palette = palette
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(style_sheet(palette, app.font().pointSizeF()))
    _theme.changed.emit()


def _qt_palette(palette: Palette) -> QPalette:
    """The palette for what the style sheet does not reach, such as Qt's own dialogs."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.window,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.window,
        role.Text: palette.text,
        role.Button: palette.raised,
        role.ButtonText: palette.text,
        role.BrightText: palette.bad.ink,
        role.ToolTipBase: palette.raised,
        role.ToolTipText: palette.text,
        role.PlaceholderText: palette.muted,
        role.Highlight: palette.selection,
        role.HighlightedText: palette.text,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Light: palette.hover,
        role.Midlight: palette.raised,
        role.Mid: palette.border,
        role.Dark: palette.outline,
        role.Shadow: palette.border,
    }
    qt = QPalette()
    for colour_role, colour in colours.items():
        qt.setColor(colour_role, QColor(colour))
    for text_role in (role.WindowText, role.Text, role.ButtonText):
        qt.setColor(QPalette.ColorGroup.Disabled, text_role, QColor(palette.faint))
    return qt

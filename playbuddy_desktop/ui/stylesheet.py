"""The one style sheet, generated from a palette."""

from __future__ import annotations

from string import Template

from playbuddy_desktop.assets import resource
from playbuddy_desktop.ui.palettes import Palette

_SHEET = Template("""
* { outline: 0; }
QWidget { color: $text; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 6px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="figure"] { font-size: ${figure}pt; font-weight: 600; }
QLabel[role="good"] { color: $good; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="bad"] { color: $bad; }
QLabel:disabled { color: $faint; }

QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[role="sidebar"] { background: $window; border: 0; border-right: 1px solid $border; }
QFrame[role="line"] { background: $border; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="banner-good"] { background: $good_fill; border: 0; border-radius: 10px; }
QFrame[role="banner-warn"] { background: $warn_fill; border: 0; border-radius: 10px; }
QFrame[role="banner-bad"] { background: $bad_fill; border: 0; border-radius: 10px; }
QFrame[role="banner-info"] { background: $info_fill; border: 0; border-radius: 10px; }

QPushButton, QToolButton {
    background: $raised; border: 1px solid $border; border-radius: 7px; padding: 6px 12px; min-height: 18px;
}
QPushButton:hover, QToolButton:hover { background: $hover; border-color: $outline; }
QPushButton:pressed, QToolButton:pressed, QToolButton:open { background: $pressed; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $window; border-color: $border; }
QPushButton[kind="primary"], QToolButton[kind="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 1px solid $text; }
QPushButton[kind="primary"]:disabled { background: $window; color: $faint; border-color: $border; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_fill; border-color: $bad; }
QPushButton[kind="danger"]:disabled { color: $faint; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border-color: transparent; }
QToolButton[kind="quiet"] { padding: 6px 7px; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border-color: $accent; }
QPushButton[kind="navigation"] {
    background: transparent; border-color: transparent; text-align: left; padding: 9px 12px; color: $muted;
}
QPushButton[kind="navigation"]:hover { background: $hover; color: $text; }
QPushButton[kind="navigation"]:checked { background: $selection; color: $text; font-weight: 600; }
QPushButton[kind="navigation"]:focus { border-color: $accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QComboBox {
    background: $surface; border: 1px solid $border; border-radius: 7px; padding: 5px 8px; min-height: 20px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $outline; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus, QComboBox:focus {
    border-color: $accent;
}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    color: $faint; background: $window;
}
QComboBox { padding-right: 26px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 22px; border: 0; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: 10px; height: 10px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator {
    width: 16px; height: 16px; border: 1px solid $outline; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover, QCheckBox:focus::indicator { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:disabled { background: $window; border-color: $border; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $border; selection-background-color: $selection; selection-color: $text;
}

QAbstractScrollArea { background: transparent; border: 0; }
QPlainTextEdit { background: $surface; border: 1px solid $border; }
QListView, QTreeView, QTableView {
    background: $surface; border: 1px solid $border; border-radius: 10px; alternate-background-color: $window;
    selection-background-color: $selection; selection-color: $text; gridline-color: $border;
}
QListView:focus, QTreeView:focus, QTableView:focus { border-color: $accent; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: $selection; color: $text; }
QListView::item, QTreeView::item { padding: 4px; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section {
    background: $window; color: $muted; border: 0; border-bottom: 1px solid $border; padding: 7px 8px;
    font-size: ${small}pt; font-weight: 600;
}
QHeaderView::up-arrow, QHeaderView::down-arrow {
    subcontrol-origin: padding; subcontrol-position: top center; width: 9px; height: 9px;
}
QHeaderView::up-arrow { image: url("$chevron_up"); }
QHeaderView::down-arrow { image: url("$chevron"); }
QHeaderView::section:first { border-top-left-radius: 9px; }
QHeaderView::section:last { border-top-right-radius: 9px; }
QHeaderView::section:only-one { border-top-left-radius: 9px; border-top-right-radius: 9px; }
QTableCornerButton::section { background: $window; border: 0; }

QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 12px; margin: 2px; }
QScrollBar:horizontal { height: 12px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $window; border: 0; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:disabled { color: $faint; }
QMenu { background: $raised; border: 1px solid $border; border-radius: 8px; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 10px; border-radius: 6px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QStatusBar { background: $window; border: 0; border-top: 1px solid $border; color: $muted; }
QStatusBar QPushButton { padding: 3px 10px; margin: 2px 8px 2px 2px; }
QStatusBar::item { border: 0; }
QProgressBar { background: $track; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTabWidget::pane { border: 1px solid $border; border-radius: 10px; background: $surface; top: -1px; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 14px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QSplitter::handle { background: transparent; }
""")


def style_sheet(palette: Palette, points: float) -> str:
    """The style sheet for a palette and the size of the system's font in points."""
    tokens = {name: getattr(palette, name) for name in palette.__slots__ if isinstance(getattr(palette, name), str)}
    for name in ("good", "warn", "bad", "info"):
        tone = getattr(palette, name)
        tokens[name] = tone.ink
        tokens[f"{name}_fill"] = tone.fill
    sizes = {"title": 1.65, "heading": 1.2, "small": 0.9, "figure": 2.0}
    tokens |= {name: f"{points * scale:.1f}" for name, scale in sizes.items()}
    for token, name in (("chevron", "chevron"), ("chevron_up", "chevron-up"), ("tick", "tick")):
        tokens[token] = resource(f"icons/{name}-{palette.name}.svg").as_posix()
    return _SHEET.substitute(tokens)

"""The commands of a list: one action each, reached by its key, by its button and by the menu of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QMenu, QPushButton, QWidget

from playbuddy_desktop.ui import icons, parts
from playbuddy_desktop.ui.search_field import SearchField


def add_action(
    view: QAbstractItemView, text: str, icon: str, run: Callable[[], object], *, keys: str = "", tip: str = ""
) -> QAction:
    """A command whose key works while the list has the focus."""
    action = QAction(icons.icon(icon), text, view)
    action.triggered.connect(lambda _checked=False: run())
    if tip:
        action.setToolTip(tip)
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    view.addAction(action)
    return action


def button_of(action: QAction, text: str = "", *, icon: str = "", kind: str = "") -> QPushButton:
    """A button that does what the action does, and can be pressed exactly when the action is enabled.

    ``icon`` names the action's icon where the button's ``kind`` wants it in another colour.
    """
    button = parts.button(text or action.text(), icon, kind=kind, pressed=action.trigger)
    if not icon:
        button.setIcon(action.icon())

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return button


def menu_of(view: QAbstractItemView, at: QPoint, groups: Sequence[Sequence[QAction]], parent: QWidget) -> QMenu | None:
    """The commands for the row at a point of the list, set apart in groups; None beside the rows."""
    if not view.indexAt(at).isValid():
        return None
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, group in enumerate(groups):
        if number:
            menu.addSeparator()
        menu.addActions(list(group))
    return menu


def offer_menu(view: QAbstractItemView, menu_at: Callable[[QPoint], QMenu | None]) -> None:
    """Show the menu of a row where it is asked for."""

    def show(at: QPoint) -> None:
        menu = menu_at(at)
        if menu is not None:
            menu.popup(view.viewport().mapToGlobal(at))

    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(show)


def offer_search(panel: QWidget, field: SearchField) -> None:
    """Let the key for finding lead to the field while the panel is shown, wherever the focus is."""
    find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), panel)
    find.activated.connect(field.take_focus)

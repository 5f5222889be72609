"""What a screen reader finds in a window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

ROLES_TO_NAME = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.Dialog,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.MenuItem,
    QAccessible.Role.PageTab,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Splitter,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.Window,
}
"""What a screen reader stops at."""

OWN_OF_QT = ("qt_", "QSpinBoxLineEdit")


def walk(element: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    """An element and all below it that can be seen; of a long list, as many rows as anybody looks at."""
    if element is None or not element.isValid() or element.state().invisible:
        return
    yield element
    for number in range(min(element.childCount(), 200)):
        yield from walk(element.child(number))


def nameless(top: QWidget) -> list[tuple[str, str]]:
    """Controls without a name: their roles, and the classes of their widgets."""
    found = []
    for element in walk(QAccessible.queryAccessibleInterface(top)):
        widget = element.object()
        if widget is not None and widget.objectName().startswith(OWN_OF_QT):
            continue
        if element.role() in ROLES_TO_NAME and not element.text(QAccessible.Text.Name).strip():
            found.append((element.role().name, type(widget).__name__))
    return found

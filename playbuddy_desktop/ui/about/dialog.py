"""About PlayBuddy: version and commit, and the licences of everything that came along."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from playbuddy_desktop.about import Component, components, this_build
from playbuddy_desktop.ui import icons
from playbuddy_desktop.ui.parts import button, column, label, row
from playbuddy_desktop.ui.theme import Space

_ICON_SIDE = 56


class AboutDialog(QDialog):
    """Open it with ``open()``: the window behind goes on working.

    Attributes:
        parts: a row for each component; empty in a checkout, which carries nothing along.
        text: the licence of the chosen one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About PlayBuddy"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._components = components()
        self.parts = QListWidget()
        self.parts.setAccessibleName(self.tr("What PlayBuddy contains"))
        self.parts.setMaximumWidth(250)
        self.parts.setSpacing(Space.XS)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Licence"))
        layout = column(self._head(), spacing=Space.L)
        if self._components:
            self.resize(900, 600)
            layout.addWidget(label(self.tr("PlayBuddy contains the work of these people. Thank you!"), wrap=True))
            layout.addLayout(row(self.parts, self.text), 1)
            self._fill()
        close = button(self.tr("Close"), kind="primary", pressed=self.accept)
        close.setDefault(True)
        layout.addLayout(row(None, close))
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        self.setLayout(layout)

    def _head(self) -> QHBoxLayout:
        picture = label()
        picture.setPixmap(icons.app_icon().pixmap(_ICON_SIDE, _ICON_SIDE))
        version = self.tr("Version %1").replace("%1", str(this_build()))
        told = column(
            label("PlayBuddy", "heading"),
            label(version, selectable=True),
            label(self.tr("Free software under the MIT licence."), "muted"),
            spacing=Space.XS,
        )
        return row(picture, told, None, spacing=Space.L)

    def _fill(self) -> None:
        for component in self._components:
            item = QListWidgetItem(f"{component.name} {component.version}")
            item.setToolTip(component.licence)
            self.parts.addItem(item)
        self.parts.currentRowChanged.connect(lambda number: self._show(self._components[number]))
        self.parts.setCurrentRow(0)

    def _show(self, component: Component) -> None:
        """Show what is to be known of a component, its licence in full."""
        facts = [f"{component.name} {component.version}", component.licence, component.homepage]
        self.text.setPlainText("\n\n".join(["\n".join(filter(None, facts)), *component.texts]))

"""The dialog of the settings: groups on the left, the settings of one on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from playbuddy_desktop.errors import ErrorReport, KnownError
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.parts import button, column, icon_button, label, row
from playbuddy_desktop.ui.settings.declared import APPLIED_AT_ONCE, Declared, all_declared, group_names
from playbuddy_desktop.ui.settings.editors import Editor
from playbuddy_desktop.ui.settings.saving import default_of, fixed_by, save
from playbuddy_desktop.ui.theme import Space

_FIELD_WIDTH = 210


class SettingsDialog(QDialog):
    """Open it with ``open()``: the window behind goes on working.

    Attributes:
        saved: Signal(Settings, list[str]): the settings as they are now, and the names of those that changed and wait
            for the next start.
        editors: the fields, by the names of the settings.
    """

    saved = Signal(object, list)

    def __init__(self, profile: Profile, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 620)
        self._profile = profile
        self._settings = settings
        self.editors: dict[str, Editor] = {}
        self._resets: dict[str, QWidget] = {}
        self.groups = QListWidget()
        self.groups.setAccessibleName(self.tr("Groups of settings"))
        self.groups.setFixedWidth(180)
        self._pages = QStackedWidget()
        self._fill()
        self.groups.currentRowChanged.connect(self._pages.setCurrentIndex)
        self.groups.setCurrentRow(0)
        self._problem = label("", "bad", wrap=True)
        self._problem.hide()
        self._note = label("", "small", wrap=True)
        reset = button(self.tr("Reset all"), "retry", pressed=self.reset_all)
        cancel = button(self.tr("Cancel"), pressed=self.reject)
        self.save_button = button(self.tr("Save"), kind="primary", pressed=self.save)
        self.save_button.setDefault(True)
        body = row(self.groups, self._pages, spacing=Space.L)
        body.setStretch(1, 1)
        layout = column(body, self._problem, self._note, row(reset, None, cancel, self.save_button), spacing=Space.M)
        layout.setStretch(0, 1)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)
        self._look()

    def values(self) -> dict[str, Any]:
        """What the fields say, without what the environment decides."""
        return {name: editor.value() for name, editor in self.editors.items() if not fixed_by(name)}

    def reset_all(self) -> None:
        """Put the defaults into all fields; nothing is saved yet."""
        for name in self.values():
            self._reset(name)

    def save(self) -> None:
        """Write the settings and close; stay open and say why when that fails."""
        values = self.values()
        try:
            save(self._profile.settings_file, values)
        except KnownError as error:
            report = ErrorReport.of(error)
            self._problem.setText(f"{in_words(report.message)} {in_words(report.advice)}")
            self._problem.show()
            return
        changed = [name for name, value in values.items() if value != getattr(self._settings, name)]
        waiting = [name for name in changed if name not in APPLIED_AT_ONCE]
        self.saved.emit(self._settings.model_copy(update=values), waiting)
        self.accept()

    def _fill(self) -> None:
        settings = all_declared()
        for group, title in group_names().items():
            lines = column(spacing=Space.L)
            if group == "care":
                lines.addWidget(self._place())
            for setting in settings:
                if setting.group == group:
                    lines.addWidget(self._line(setting))
            lines.addStretch(1)
            lines.setContentsMargins(Space.XS, Space.XS, Space.M, Space.XS)
            page = QWidget()
            page.setLayout(lines)
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(page)
            self._add_group(title)
            self._pages.addWidget(scroll)

    def _add_group(self, title: str) -> None:
        item = QListWidgetItem(title)
        # Qt asks for the height before the window's style is there, and never again.
        item.setSizeHint(QSize(0, self.groups.fontMetrics().height() + 2 * Space.S))
        self.groups.addItem(item)

    def _place(self) -> QWidget:
        """Where the library lies, which is no setting: it is chosen when the program is started."""
        folder = str(self._profile.data_dir)
        name = self.tr("Folder of the library")
        place = QLineEdit(folder)
        place.setReadOnly(True)
        place.setCursorPosition(0)
        place.setAccessibleName(name)
        opener = button(
            self.tr("Open folder"),
            "folder",
            pressed=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)),
        )
        line = row(place, opener, spacing=Space.M)
        line.setStretch(0, 1)
        return _framed(column(label(name, "strong"), line, spacing=Space.XS))

    def _line(self, setting: Declared) -> QWidget:
        """Name and prose on the left, the field on the right."""
        editor = Editor(setting, getattr(self._settings, setting.name))
        self.editors[setting.name] = editor
        editor.widget.setFixedWidth(_FIELD_WIDTH)
        prose = setting.prose
        variable = fixed_by(setting.name)
        if variable:
            prose += " " + self.tr("It is set by the variable %1 of the environment.").replace("%1", variable)
            editor.widget.setEnabled(False)
        elif setting.name not in APPLIED_AT_ONCE:
            prose += " " + self.tr("Takes effect at the next start.")
        title, text = label(setting.title, "strong"), label(prose, "small", wrap=True)
        for each in (title, text):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        told = column(title, text, spacing=2)
        name = self.tr("Reset “%1”").replace("%1", setting.title)
        reset = icon_button(name, "retry", lambda: self._reset(setting.name))
        keep_room = reset.sizePolicy()
        keep_room.setRetainSizeWhenHidden(True)
        reset.setSizePolicy(keep_room)
        self._resets[setting.name] = reset
        editor.changed.connect(self._look)
        line = row(told, editor.widget, reset, spacing=Space.M)
        line.setStretch(0, 1)
        line.setAlignment(editor.widget, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(reset, Qt.AlignmentFlag.AlignTop)
        return _framed(line)

    def _reset(self, name: str) -> None:
        self.editors[name].show_value(default_of(name))
        self._look()

    def _look(self) -> None:
        """Offer to reset what differs from its default, and to save what was changed."""
        for name, reset in self._resets.items():
            differs = self.editors[name].value() != default_of(name)
            reset.setVisible(differs and not fixed_by(name))
        changed = {name for name, value in self.values().items() if value != getattr(self._settings, name)}
        if hasattr(self, "save_button"):
            self.save_button.setEnabled(bool(changed))
            waits = bool(changed - APPLIED_AT_ONCE)
            self._note.setText(self.tr("Some of the changes take effect at the next start.") if waits else "")


def _framed(layout: QLayout) -> QFrame:
    """One entry of a page."""
    whole = QFrame()
    theme.set_role(whole, "setting")
    whole.setLayout(layout)
    return whole

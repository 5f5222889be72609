"""The field in which a person changes a setting: one kind for each kind of declaration."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from playbuddy_desktop.settings import MEGABYTE
from playbuddy_desktop.ui.parts import indent
from playbuddy_desktop.ui.settings.declared import Declared

_WIDEST: Final = 2**31 - 1
_SMALLEST_STEP: Final = 0.01


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings", text)


def choice_names() -> dict[str, str]:
    """What choices are called; another stands as it is."""
    return {
        "system": _tr("As the system"),
        "light": _tr("Light"),
        "dark": _tr("Dark"),
        "en": "English",
        "fr": "Français",
        "ask": _tr("Ask me"),
        "always": _tr("Always"),
        "never": _tr("Never"),
        "each": _tr("A play for each"),
        "one": _tr("One play of all"),
        "finish": _tr("Finish them first"),
        "pause": _tr("Pause them"),
        "debug": _tr("Everything"),
        "info": _tr("What happens"),
        "warning": _tr("Warnings"),
        "error": _tr("Errors only"),
    }


class Editor(QObject):
    """A field and the value in it.

    A value that the person leaves alone is given back exactly, even where the field shows it rounded.

    Attributes:
        changed: the person changed it.
        widget: the field.
    """

    changed = Signal()

    def __init__(self, setting: Declared, value: Any) -> None:
        super().__init__()
        self.setting = setting
        self.widget: QWidget
        self._scale = MEGABYTE if setting.unit == "MB" else 1
        self._make()
        self.widget.setAccessibleName(setting.title)
        self.widget.setAccessibleDescription(setting.prose)
        self.show_value(value)

    def value(self) -> Any:
        """What the field says, in the type of the setting."""
        shown = self._shown()
        if shown == self._shown_first:
            return self._first
        if self.setting.kind == "whole":
            return round(shown * self._scale)
        return shown * self._scale if self.setting.kind == "number" else shown

    def show_value(self, value: Any) -> None:
        """Put a value into the field."""
        widget = self.widget
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(max(0, self.setting.choices.index(str(value))))
        elif isinstance(widget, QCheckBox):
            widget.setChecked(bool(value))
        elif isinstance(widget, QSpinBox):
            widget.setValue(int(value))
        elif isinstance(widget, QDoubleSpinBox):
            widget.setValue(float(value) / self._scale)
        elif isinstance(widget, QLineEdit):
            widget.setText(str(value))
        self._first, self._shown_first = value, self._shown()

    def _shown(self) -> Any:
        widget = self.widget
        if isinstance(widget, QComboBox):
            return self.setting.choices[widget.currentIndex()]
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, QSpinBox | QDoubleSpinBox):
            return widget.value()
        assert isinstance(widget, QLineEdit)  # noqa: S101 - there are no other fields
        return widget.text().strip()

    def _make(self) -> None:
        if self.setting.kind == "choice":
            names = choice_names()
            self.widget = choice = _Choice()
            choice.addItems([names.get(each, each) for each in self.setting.choices])
            choice.currentIndexChanged.connect(self.changed)
        elif self.setting.kind == "flag":
            self.widget = flag = QCheckBox(_tr("Yes"))
            flag.toggled.connect(self.changed)
        elif self.setting.kind == "text":
            self.widget = line = QLineEdit()
            line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)  # an address may hold a password
            line.textChanged.connect(self.changed)
        else:
            self._make_spin_box()

    def _make_spin_box(self) -> None:
        spin = _Whole() if self.setting.kind == "whole" and self._scale == 1 else _Number()
        step = _SMALLEST_STEP if isinstance(spin, QDoubleSpinBox) else 1
        least = (self.setting.least or 0) / self._scale
        most = self.setting.most / self._scale if self.setting.most is not None else _WIDEST
        if isinstance(spin, QDoubleSpinBox):
            spin.setDecimals(2)
            spin.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
            spin.setRange(max(least, step) if self.setting.above else least, most)
        else:
            spin.setRange(int(least) + self.setting.above, int(min(most, _WIDEST)))
        spin.setSuffix({"": "", "s": _tr(" s"), "MB": _tr(" MB"), "days": _tr(" days")}[self.setting.unit])
        spin.setGroupSeparatorShown(True)
        indent(spin)
        spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spin.valueChanged.connect(self.changed)
        self.widget = spin


class _Whole(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing what the pointer happens to be over."""
        event.ignore()


class _Number(QDoubleSpinBox):
    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        """Say "60" and "0.25", not "60.00"."""
        return self.locale().toString(value, "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing what the pointer happens to be over."""
        event.ignore()


class _Choice(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing what the pointer happens to be over."""
        event.ignore()

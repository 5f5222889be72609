from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from playbuddy_desktop.errors import DataDirectoryError
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings, load_settings
from playbuddy_desktop.ui.settings.declared import all_declared, group_names
from playbuddy_desktop.ui.settings.dialog import SettingsDialog
from playbuddy_desktop.ui.settings.saving import save


@pytest.fixture
def dialog(profile: Profile, settings: Settings, qtbot: QtBot) -> SettingsDialog:
    """The dialog over the defaults."""
    dialog = SettingsDialog(profile, settings)
    dialog.open()
    return dialog


def test_every_setting_has_a_field_a_name_and_prose(dialog: SettingsDialog) -> None:
    """A setting that is declared is offered, in one of the groups."""
    assert set(Settings.model_fields) == set(dialog.editors)
    for setting in all_declared():
        assert (True, True) == (bool(setting.title), setting.description.endswith("."))
    assert {each.group for each in all_declared()} == set(group_names())
    names = [editor.widget.accessibleName() for editor in dialog.editors.values()]
    assert len(names) == len(set(names))


def test_fields_show_and_give_back_the_settings_exactly(dialog: SettingsDialog, settings: Settings) -> None:
    """Nothing changes by being looked at, and then there is nothing to save."""
    assert settings.model_dump() == dialog.values()
    assert not dialog.save_button.isEnabled()


def test_fields_keep_to_the_declared_limits(dialog: SettingsDialog) -> None:
    """What would be refused cannot be entered."""
    workers = dialog.editors["worker_count"].widget
    assert isinstance(workers, QSpinBox)
    assert (1, 16) == (workers.minimum(), workers.maximum())
    pages = dialog.editors["max_pages"].widget
    assert isinstance(pages, QSpinBox)
    assert 1 == pages.minimum()
    assert 3 == dialog.editors["theme"].widget.count()


@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_the_ends_of_every_range_are_legal(dialog: SettingsDialog, profile: Profile, end: str) -> None:
    """Whatever is entered is read again as it was entered."""
    for editor in dialog.editors.values():
        if hasattr(editor.widget, end):
            editor.widget.setValue(getattr(editor.widget, end)())
    entered = dialog.values()
    dialog.save()
    assert entered == load_settings(profile.settings_file).model_dump()


def test_saving_writes_what_differs_and_keeps_what_is_unknown(dialog, profile: Profile, qtbot: QtBot) -> None:
    """The file stays short, and a newer program's settings survive."""
    profile.settings_file.write_text('future = "x"\nmax_retries = 9\n')
    dialog.editors["worker_count"].widget.setValue(3)
    dialog.editors["max_file_bytes"].widget.setValue(100)
    dialog.editors["notifications"].widget.setChecked(False)
    with qtbot.waitSignal(dialog.saved) as saved:
        dialog.save_button.click()
    expected = {"future": "x", "worker_count": 3, "max_file_bytes": 100 * 1024 * 1024, "notifications": False}
    assert expected == tomllib.loads(profile.settings_file.read_text())
    settings, waiting = saved.args
    assert (3, ["max_file_bytes"]) == (settings.worker_count, waiting)
    assert not dialog.isVisible()


def test_reset(dialog: SettingsDialog, settings: Settings) -> None:
    """One or all go back to the default; what has it already offers no reset."""
    editor, lines = dialog.editors["worker_count"], dialog.editors["max_lines"]
    resets = {each.accessibleName(): each for each in dialog.findChildren(QAbstractButton)}
    reset = resets["Reset “Scripts at the same time”"]
    assert reset.isHidden()
    editor.widget.setValue(7)
    lines.widget.setValue(7)
    assert not reset.isHidden()
    reset.click()
    assert (settings.worker_count, 7, True) == (editor.value(), lines.value(), reset.isHidden())
    dialog.reset_all()
    assert settings.model_dump() == dialog.values()


def test_what_the_environment_sets_is_shown_as_fixed(profile: Profile, monkeypatch, qtbot: QtBot) -> None:
    """It cannot be changed here, nor written to the file."""
    monkeypatch.setenv("PLAYBUDDY_THEME", "dark")
    dialog = SettingsDialog(profile, load_settings(profile.settings_file))
    theme = dialog.editors["theme"].widget
    assert isinstance(theme, QComboBox)
    assert (False, "Dark") == (theme.isEnabled(), theme.currentText())
    assert "theme" not in dialog.values()
    dialog.deleteLater()


def test_failure_to_save_is_told_in_the_dialog(profile: Profile, settings: Settings, qtbot: QtBot) -> None:
    """The person does not lose what they entered."""
    profile.settings_file.mkdir()
    dialog = SettingsDialog(profile, settings)
    dialog.open()
    dialog.editors["worker_count"].widget.setValue(3)
    dialog.save_button.click()
    assert (True, 3) == (dialog.isVisible(), dialog.editors["worker_count"].value())


def test_a_failed_write_leaves_nothing_behind(profile: Profile) -> None:
    """Neither half a file nor a temporary one."""
    profile.settings_file.mkdir()
    with pytest.raises(DataDirectoryError, match="settings cannot be written"):
        save(profile.settings_file, {"worker_count": 3})
    assert [] == list(profile.data_dir.glob(".settings-*"))


@pytest.mark.parametrize(("value", "shown"), [(60.0, "60 s"), (0.25, "0.25 s"), (1234.5, "1,234.5 s")])
def test_numbers_have_no_more_decimals_than_they_need(dialog: SettingsDialog, value: float, shown: str) -> None:
    """And what is shown is read back as it is."""
    editor = dialog.editors["max_seconds"]
    editor.widget.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    editor.widget.setValue(value)
    assert (shown, value) == (editor.widget.text(), editor.widget.valueFromText(shown))


def test_the_folder_of_the_library_is_shown_and_opened(dialog: SettingsDialog, profile: Profile) -> None:
    """It is no setting, but a person may look for it here."""
    opened: list[QUrl] = []
    hears = _Hears(opened)
    QDesktopServices.setUrlHandler("file", hears, "open")
    field = next(each for each in dialog.findChildren(QLineEdit) if each.isReadOnly())
    next(each for each in dialog.findChildren(QAbstractButton) if each.text() == "Open folder").click()
    QDesktopServices.unsetUrlHandler("file")
    assert (str(profile.data_dir), [profile.data_dir]) == (field.text(), [Path(url.toLocalFile()) for url in opened])


class _Hears(QObject):
    """The desktop's program for folders."""

    def __init__(self, opened: list[QUrl]) -> None:
        super().__init__()
        self._opened = opened

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self._opened.append(url)

"""What is left out of the packaged program is not needed, and what the desktop promises to open can be read."""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playbuddy_desktop.parsing.extract.formats import FORMATS

IMPORT_ALL_BUT = """
import importlib, importlib.abc, json, pkgutil, sys

class Absent(importlib.abc.MetaPathFinder):
    def __init__(self, names):
        self.names = names
    def find_spec(self, name, path=None, target=None):
        if any(name == absent or name.startswith(absent + ".") for absent in self.names):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent(json.loads(sys.argv[1])))
import playbuddy_desktop
for module in pkgutil.walk_packages(playbuddy_desktop.__path__, "playbuddy_desktop."):
    if ".migrations." not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for name in ("alembic.command", "sqlalchemy.dialects.sqlite", "qasync", "rich.progress", "rich.traceback"):
    importlib.import_module(name)
"""
MIME_TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "epub": "application/epub+zip",
    "html": "text/html",
    "fountain": "text/x-fountain",
    "fdx": "application/x-final-draft",
    "highland": "application/x-highland",
    "fadein": "application/x-fadein",
    "tei": "application/tei+xml",
}


def test_the_program_does_without_what_is_left_out(packaging_scripts: Path) -> None:
    """Every module can be imported where the unwanted ones are missing."""
    import contents

    command = [sys.executable, "-c", IMPORT_ALL_BUT, json.dumps(contents.UNWANTED_MODULES)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=packaging_scripts.parent)
    assert (0, "") == (ended.returncode, ended.stderr)


def test_data_files_come_along(packaging_scripts: Path) -> None:
    """Migrations, words, icons and samples are listed, and every listed file of ours exists."""
    import contents

    files = [(Path(file), folder) for file, folder in contents.data_files()]
    names = {file.name for file, _ in files}
    assert {"r0001_first_tables.py", "env.py", "playbuddy.svg", "the-salt-bell.pdf"} <= names
    assert "playbuddy_desktop/resources/samples" in {Path(folder).as_posix() for _, folder in files}
    generated = {"build.json", "licences.json"}
    assert [] == [file for file, _ in files if not file.is_file() and file.name not in generated]


@pytest.mark.parametrize(
    ("destination", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("libQt6Quick.so.6", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/Qt6Core.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", True),
        ("PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml", False),
        ("Python.framework/Versions/3.13/Python", True),
        ("libpython3.13.so.1.0", True),
    ],
)
def test_which_libraries_are_wanted(packaging_scripts: Path, destination: str, *, wanted: bool) -> None:
    """The lists hold on all three systems."""
    import contents

    assert wanted == contents.wanted_binary(destination)


def test_qt_speaks_the_languages_of_the_window(packaging_scripts: Path) -> None:
    """Its buttons and dialogs come along in them, and in no others."""
    import contents

    assert ["fr"] == contents.LANGUAGES
    wanted = {
        name
        for name in ("qtbase_fr", "qtbase_de", "qt_help_fr")
        if contents.wanted_data(f"PySide6/translations/{name}.qm")
    }
    assert {"qtbase_fr"} == wanted


def test_the_desktop_offers_the_program_for_every_format(packaging_scripts: Path) -> None:
    """The menu entry names a MIME type for each format that has a reader."""
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign] # keys of desktop entries have capitals
    entry.read(packaging_scripts / "linux" / "org.playbuddy.PlayBuddy.desktop", encoding="utf-8")
    offered = set(entry["Desktop Entry"]["MimeType"].split(";"))
    assert set(FORMATS) == set(MIME_TYPES)
    assert set() == set(MIME_TYPES.values()) - offered


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="the checker is not installed")
def test_the_desktop_entry_is_valid(packaging_scripts: Path) -> None:
    """The checker of freedesktop.org has nothing to say."""
    file = packaging_scripts / "linux" / "org.playbuddy.PlayBuddy.desktop"
    ended = subprocess.run(["desktop-file-validate", str(file)], check=False, capture_output=True, text=True)
    assert (0, "", "") == (ended.returncode, ended.stdout, ended.stderr)


def test_the_manual_page_has_every_command(packaging_scripts: Path) -> None:
    """It is written from the commands, so it cannot lag behind them."""
    import man_page
    import typer.main
    from project import Source

    from playbuddy_desktop.cli.main import app

    page = man_page.page(Source("1.2.3", "0" * 40, 0), typer.main.get_command(app))
    assert page.startswith('.TH PLAYBUDDY 1 "1970-01-01" "PlayBuddy 1.2.3"')
    for command in ("import", "jobs list", "plays export", "worker", "health", "selftest"):
        assert f"\n.SS {command}" in page

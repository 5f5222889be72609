"""What a build refuses, and how it counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePath

import pytest


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """Where PyInstaller lists the modules that it took; the tests write the list."""
    return tmp_path / "PYZ-00.toc"


def test_modules_of_known_origin_pass(packaging_scripts: Path, taken: Path) -> None:
    """The standard library, the program itself, and what the dependencies bring."""
    import build

    names = ("json.decoder", "playbuddy_desktop.about", "rich.table", "PySide6", "lxml.etree")
    taken.write_text("".join(f"('{name}', '/x/{name}.py', 'PYMODULE'),\n" for name in names), encoding="utf-8")
    assert set() == build.unknown_modules(taken.parent)


def test_modules_of_unknown_origin_stop_the_build(packaging_scripts: Path, taken: Path) -> None:
    """A module whose licence would be shown nowhere does not come along."""
    import build

    taken.write_text("('pytest.collect', '/x/pytest.py', 'PYMODULE'),\n", encoding="utf-8")
    assert {"pytest"} == build.unknown_modules(taken.parent)


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "Qt libraries"),
        ("_internal/PySide6/Qt/lib/libicudata.so.73", "ICU (Qt's Unicode data)"),
        ("_internal/PySide6/Qt/plugins/platforms/libqxcb.so", "Qt plug-ins"),
        ("_internal/PySide6/QtCore.abi3.so", "PySide6 (Qt for Python)"),
        ("_internal/pypdfium2_raw/libpdfium.so", "PDFium"),
        ("_internal/libpython3.11.so.1.0", "Python"),
        ("_internal/libzstd.so.1", "system libraries"),
        ("playbuddy", "starter and all Python modules"),
    ],
)
def test_every_byte_has_an_owner(packaging_scripts: Path, path: str, owner: str) -> None:
    """The table of sizes tells whose the files are."""
    import sizes

    assert owner == sizes.owner(PurePath(path))


def test_sizes_are_compared_with_the_limit(packaging_scripts: Path) -> None:
    """The table's last line is the sum and the verdict."""
    import sizes

    counted = Counter({"Qt libraries": 30_000_000, "Python": 6_000_000})
    assert sizes.report(counted, 40_000_000)[-1].endswith("36.0 MB  in all, within the limit of 40 MB")
    assert sizes.report(counted, 35_000_000)[-1].endswith("36.0 MB  in all, OVER the limit of 35 MB")

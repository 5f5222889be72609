"""Says what the bytes of a built program are, by library, and compares them with the limits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePath
from typing import Final

UNPACKED_LIMIT: Final = 110 * 1000 * 1000
"""Bytes of the program's folder as it is installed; aim of the project."""
DEB_LIMIT: Final = 40 * 1000 * 1000
"""Bytes of the Debian package; aim of the project."""

_OWNERS: Final = (
    ("libicu", "ICU (Qt's Unicode data)"),
    ("plugins/", "Qt plug-ins"),
    ("libqt6", "Qt libraries"),
    ("qt6", "Qt libraries"),
    ("pyside6/", "PySide6 (Qt for Python)"),
    ("shiboken6/", "PySide6 (Qt for Python)"),
    ("libpyside6", "PySide6 (Qt for Python)"),
    ("libshiboken6", "PySide6 (Qt for Python)"),
    ("pypdfium2", "PDFium"),
    ("lxml/", "lxml"),
    ("pydantic_core/", "pydantic"),
    ("sqlalchemy/", "SQLAlchemy"),
    ("playbuddy_desktop/resources", "our resources"),
    ("playbuddy_desktop", "our data files"),
    ("libpython", "Python"),
    ("python3", "Python"),
    ("base_library", "Python"),
    ("lib-dynload/", "Python"),
    ("playbuddy", "starter and all Python modules"),
)


def owner(path: PurePath) -> str:
    """Whose bytes a file is, given its path below the program's folder."""
    text = path.as_posix().removeprefix("_internal/").lower()
    for sign, name in _OWNERS:
        if text.startswith(sign) or f"/{sign}" in text:
            return name
    return "system libraries" if ".so" in text or text.endswith((".dll", ".dylib")) else "other"


def count(folder: Path) -> Counter[str]:
    """Bytes by owner."""
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[owner(path.relative_to(folder))] += path.stat().st_size
    return sizes


def report(sizes: Counter[str], limit: int) -> list[str]:
    """The table as lines, largest first, with the sum and the limit."""
    rows = [f"{bytes_ / 1e6:8.1f} MB  {name}" for name, bytes_ in sizes.most_common()]
    total = sum(sizes.values())
    verdict = "within" if total <= limit else "OVER"
    return [*rows, f"{total / 1e6:8.1f} MB  in all, {verdict} the limit of {limit / 1e6:.0f} MB"]

"""Who may know whom: the walls between the packages, read from the imports in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import playbuddy_desktop

PACKAGE = Path(playbuddy_desktop.__file__).parent
BASE = {"errors", "settings", "profiles", "assets", "logs", "log_events", "traces"}
LOWER_HALF = {"storage", "parsing"}
ALLOWED = {
    "errors": set[str](),
    "assets": set[str](),
    "log_events": set[str](),
    "traces": set[str](),
    "logs": {"log_events", "traces"},
    "settings": {"errors"},
    "profiles": {"errors"},
    "storage": BASE,
    "parsing": BASE,
    "library": BASE | LOWER_HALF,
    "jobs": BASE | LOWER_HALF | {"library"},
    "about": {"assets"},
    "help_pages": {"assets"},
    "samples": {"assets"},
    "services": BASE | LOWER_HALF | {"library", "jobs"},
    "diagnostics": BASE | {"about", "jobs", "storage"},
    "ui": BASE | {"about", "help_pages", "diagnostics", "samples", "library", "jobs", "services", "parsing"},
    "cli": BASE
    | LOWER_HALF
    | {"about", "diagnostics", "samples", "library", "jobs", "services", "app", "selftest", "quick_start"},
    "selftest": BASE | LOWER_HALF | {"about", "library", "jobs", "services", "ui"},
    "app": BASE | {"library", "jobs", "services", "ui"},
    "quick_start": BASE | {"app"},
    "__main__": {"cli", "quick_start"},
    "__init__": set[str](),
}
QT_ROOMS = ("ui/", "app.py", "selftest/", "jobs/worker.py", "jobs/pool.py")
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imports(module: str) -> Iterator[str]:
    """Every dotted name that a module imports, wherever in it."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def room(module: str) -> str:
    """The package, or the module at the top level, that a file belongs to."""
    return module.split("/", maxsplit=1)[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may_know(module: str) -> None:
    """No arrow leads upward through the house."""
    ours = {name.split(".")[1] for name in imports(module) if name.startswith("playbuddy_desktop.")}
    unknown = ours - ALLOWED[room(module)] - {room(module), "__version__"}
    assert set() == unknown


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith(QT_ROOMS)])
def test_qt_stays_in_the_window_and_the_pool(module: str) -> None:
    """Parsing, storage, library and the queue itself run without Qt."""
    assert [] == [name for name in imports(module) if name.split(".")[0] in {"PySide6", "shiboken6", "qasync"}]


@pytest.mark.parametrize("module", ["jobs/worker.py", "jobs/pool.py"])
def test_the_pool_knows_only_the_core_of_qt(module: str) -> None:
    """Headless workers need no widgets."""
    qt = {".".join(name.split(".")[:2]) for name in imports(module) if name.startswith("PySide6")}
    assert {"PySide6.QtCore"} == qt


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("ui/")])
def test_the_window_knows_of_parsing_only_its_result(module: str) -> None:
    """Readers and rules are no business of the window's process."""
    parsing = {name for name in imports(module) if name.startswith("playbuddy_desktop.parsing")}
    assert {name for name in parsing if not name.startswith("playbuddy_desktop.parsing.playbook")} == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_stays_readable(module: str) -> None:
    """One idea per module: four hundred lines are enough for it."""
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= 400

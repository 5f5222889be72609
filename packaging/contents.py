"""What goes into the program's folder, and what stays out; ``playbuddy.spec`` asks here.

Lists of what is wanted beat lists of what is not: a new version of Qt brings new plug-ins, and none of them should
come along unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import PurePath
from typing import Final

from project import BUILD, ROOT

# Of Qt for Python the modules that our sources name, and of Qt what their libraries and plug-ins need besides.
SOURCES: Final = "".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "playbuddy_desktop").rglob("*.py"))
)
QT_MODULES: Final = set(re.findall(r"PySide6\.Qt(\w+)", SOURCES))
QT_LIBRARIES: Final = QT_MODULES | {"DBus", "XcbQpa", "WaylandClient"}
QT_PLUGINS: Final = {
    "platforms": ["xcb", "wayland", "offscreen", "minimal", "windows", "cocoa"],
    "platformthemes": ["xdgdesktopportal"],
    "platforminputcontexts": ["composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"],
    "wayland-shell-integration": ["xdg-shell"],
    "wayland-decoration-client": ["adwaita", "bradient"],
    "imageformats": ["svg", "ico"],
    "iconengines": ["svgicon"],
    "styles": ["modernwindowsstyle", "macstyle"],
}
# Of a syntax colourer with six hundred languages, the terminal's help and tracebacks use one.
PYGMENTS_LEXERS: Final = {"", "_mapping", "_builtin", "python", "special", "text"}
UNWANTED_MODULES: Final = [
    "tkinter", "_tkinter", "unittest", "doctest", "pdb", "pydoc", "pydoc_data", "idlelib", "lib2to3", "ensurepip",
    "distutils", "setuptools", "pkg_resources", "pip", "wheel", "curses", "_curses", "readline", "turtle", "test",
    "xmlrpc", "nntplib", "imaplib", "poplib", "smtplib", "telnetlib", "ftplib",
    "numpy", "scipy", "PIL", "IPython", "pytest", "mypy", "jinja2", "babel", "yaml", "dotenv.ipython",
    *(f"PySide6.Qt{name}" for name in ("DBus", "Network", "OpenGL", "Qml", "Quick") if name not in QT_MODULES),
    "lxml.html", "lxml.objectify", "lxml.isoschematron", "lxml.sax", "lxml.cssselect",
    "sqlalchemy.testing", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.oracle",
    "sqlalchemy.ext.mypy", "alembic.testing", "pydantic.mypy", "pydantic.v1", "pydantic._internal._mypy",
]  # fmt: skip
DATA_OF_OURS: Final = ["storage/migrations/**/*.py", "**/*.json"]
LANGUAGES: Final = sorted(
    file.stem.removeprefix("playbuddy_") for file in (ROOT / "resources" / "translations").glob("playbuddy_*.ts")
)
"""What the window speaks besides English; Qt's own buttons and dialogs speak it too."""

RESOURCES: Final = [
    *("icons/*.svg", "icons/*.png", "icons/*.ico", "translations/*.qm", "translations/patterns.txt"),
    *("samples/*.pdf", "samples/*.docx", "samples/*.txt"),
]

# How macOS is told what "open with" offers; the suffixes are those of the readers.
DOCUMENT_TYPES: Final = [
    {
        "CFBundleTypeName": "Script",
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "CFBundleTypeExtensions": sorted(
            re.findall(
                r'"\.(\w+)"', (ROOT / "playbuddy_desktop/parsing/extract/formats.py").read_text(encoding="utf-8")
            )
        ),
    }
]


def data_files() -> Iterator[tuple[str, str]]:
    """Pairs of a file and the folder that it lands in."""
    ours = ROOT / "playbuddy_desktop"
    for pattern in DATA_OF_OURS:
        yield from (
            (str(file), str(PurePath("playbuddy_desktop", file.relative_to(ours).parent)))
            for file in ours.glob(pattern)
        )
    inside = PurePath("playbuddy_desktop", "resources")
    for pattern in RESOURCES:
        found = (ROOT / "resources").glob(pattern)
        yield from ((str(file), str(inside / file.parent.name)) for file in found if file.is_file())
    for page in sorted((ROOT / "docs").glob("troubleshooting*.md")):
        yield str(page), str(inside / "help")
    yield from ((str(BUILD / name), str(inside)) for name in ("build.json", "licences.json"))


def wanted_binary(destination: str) -> bool:
    """Whether a shared library belongs into the program."""
    path = PurePath(destination)
    name = path.name.removesuffix(".debug")
    if "plugins" in path.parts and "PySide6" in path.parts:
        stem = name.split(".")[0].removeprefix("lib").removeprefix("q")
        return stem in QT_PLUGINS.get(path.parent.name, [])
    if "Qt6" in name and not name.startswith("Qt6") and name.startswith("lib"):
        return name.removeprefix("libQt6").split(".")[0] in QT_LIBRARIES
    if name.startswith("Qt6") and name.endswith(".dll"):
        return name.removeprefix("Qt6").removesuffix(".dll") in QT_LIBRARIES
    framework = next((part for part in path.parts if part.startswith("Qt") and part.endswith(".framework")), None)
    if framework is not None:
        return framework.removeprefix("Qt").removesuffix(".framework") in QT_LIBRARIES
    # A drawing library in software that Windows needs for OpenGL only: nothing here draws with OpenGL.
    return name != "opengl32sw.dll"


def wanted_data(destination: str) -> bool:
    """Whether a file of data belongs into the program: not tests, C headers, or what Qt says in other languages."""
    if not wanted_binary(destination):
        return False  # a link to an unwanted library
    if PurePath(destination).name in {f"qtbase_{spoken}.qm" for spoken in LANGUAGES}:
        return True
    unwanted = [
        "*PySide6/*translations/*",
        "*.pyi",
        "*/tests/*",
        "lxml/*",
        "sqlalchemy/*",
        "*.dist-info/*",
        "alembic/*",
    ]
    return not any(fnmatch(PurePath(destination).as_posix(), pattern) for pattern in unwanted)


def wanted_module(name: str) -> bool:
    """Whether a Python module belongs into the program."""
    if name.startswith("pygments.lexers"):
        return name.removeprefix("pygments.lexers").removeprefix(".") in PYGMENTS_LEXERS
    return not name.startswith(("pygments.formatters.i", "pygments.formatters.l"))

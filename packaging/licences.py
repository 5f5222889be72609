"""Collects who wrote what the packaged program carries, under which licence, with the texts.

The list starts at the dependencies of pyproject.toml and follows what they require on this system; what comes inside
them without a distribution of its own (Qt, ICU, Python, the bootloader) is added by hand below. Run as a command, it
prints the list and fails on a licence that the program may not carry.

Usage: python packaging/licences.py
"""

from __future__ import annotations

import re
import sys
import sysconfig
import tomllib
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_HERE: Final = Path(__file__).parent
_PYPROJECT: Final = _HERE.parent / "pyproject.toml"

_CHOSEN: Final = {
    # Distributions whose own words are no SPDX expression, or offer a choice of which this is the one we take.
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "olefile": "BSD-2-Clause",
    "pypdfium2": "(Apache-2.0 OR BSD-3-Clause) AND LicenseRef-PDFium-third-party",
}
_QT_NOTE: Final = """\
Qt is used under version 3 of the GNU Lesser General Public License, as shared libraries that lie beside the program and
can be replaced. Its sources are at https://download.qt.io/official_releases/qt/, the licences of what it contains in
turn at https://doc.qt.io/qt-6/licenses-used-in-qt.html.
"""
_SHORT_NAMES: Final = {
    "MIT License": "MIT",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_TEXT_FILE: Final = re.compile(r"(^|/)(licen[cs]es?|copying|notice)([./-]|$)", re.IGNORECASE)
_TEXT_SUFFIXES: Final = {"", ".txt", ".md", ".rst"}
# The GNU licences that would bind the whole program; the LGPL does not, since Qt's libraries lie apart and can be
# replaced, nor does the bootloader's, whose exception frees whatever it starts.
_BINDING: Final = re.compile(r"\bA?GPL(-|v|\b)(?!.*WITH Bootloader-exception)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licensed:
    """One piece of somebody else's work; the fields are those of ``playbuddy_desktop.about.Component``."""

    name: str
    version: str
    licence: str
    homepage: str
    texts: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


class UnclearLicenceError(Exception):
    """A distribution does not say under which licence it comes."""


def runtime_distributions(pyproject: Path = _PYPROJECT) -> list[metadata.Distribution]:
    """What the program needs on this system, directly or not, by name.

    Raises:
        importlib.metadata.PackageNotFoundError: something of it is not installed.
    """
    found: dict[str, metadata.Distribution] = {}
    wanted = [Requirement(line) for line in tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]]
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        if name in found or not _applies(requirement):
            continue
        found[name] = metadata.distribution(requirement.name)
        wanted += [
            inner
            for inner in map(Requirement, found[name].requires or [])
            if _applies(inner, {"", *requirement.extras})
        ]
    return [found[name] for name in sorted(found)]


def collect() -> list[Licensed]:
    """Everything that is bundled, by name."""
    bundled = [_of_distribution(distribution) for distribution in runtime_distributions()]
    return sorted([*bundled, *_without_distribution()], key=lambda component: component.name.lower())


def binding(licence: str) -> bool:
    """Whether an SPDX expression leaves no choice but a licence that the program may not carry."""
    return all(_BINDING.search(choice) for choice in re.split(r"\s+OR\s+", licence))


def licence_of(distribution: metadata.Distribution) -> str:
    """Its SPDX expression.

    Raises:
        UnclearLicenceError: it states none that we know.
    """
    name = canonicalize_name(distribution.name)
    if name in _CHOSEN:
        return _CHOSEN[name]
    facts = distribution.metadata
    stated = _field(facts, "License-Expression") or _field(facts, "License")
    if not stated or "\n" in stated:
        words = [line.rsplit(" :: ", 1)[1] for line in facts.get_all("Classifier", []) if line.startswith("License ::")]
        stated = " AND ".join(_SHORT_NAMES.get(word, word) for word in words)
    stated = _SHORT_NAMES.get(stated, stated)
    if not re.fullmatch(r"[\w.+()-]+( (AND|OR|WITH) [\w.+()-]+)*", stated):
        raise UnclearLicenceError(f"{distribution.name} states its licence as “{stated}”: look at it by hand.")
    return stated


def _field(facts: metadata.PackageMetadata, name: str) -> str:
    return facts[name] if name in facts else ""  # noqa: SIM401 - Python 3.11's type has no ``get``


def _applies(requirement: Requirement, extras: set[str] | None = None) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def _of_distribution(distribution: metadata.Distribution) -> Licensed:
    name = canonicalize_name(distribution.name)
    texts = _texts(distribution)
    if _CHOSEN.get(name, "").startswith("LGPL"):
        texts += _gnu_texts()
    if not texts:
        raise UnclearLicenceError(f"{distribution.name} brings no licence text.")
    return Licensed(distribution.name, distribution.version, licence_of(distribution), _homepage(distribution), texts)


def _texts(distribution: metadata.Distribution) -> tuple[str, ...]:
    """Its licence files, from where such files belong, else from among its modules."""
    named = [file for file in distribution.files or [] if _TEXT_FILE.search(file.as_posix())]
    proper = [file for file in named if _TEXT_FILE.search(file.as_posix().partition(".dist-info/")[2])]
    chosen = sorted(proper or [file for file in named if file.suffix.lower() in _TEXT_SUFFIXES], key=str)
    read = [Path(file.locate()).read_text(encoding="utf-8", errors="replace") for file in chosen]
    return tuple(dict.fromkeys(read))


def _homepage(distribution: metadata.Distribution) -> str:
    links = dict(line.split(", ", 1) for line in distribution.metadata.get_all("Project-URL", []))
    wanted = {label.lower(): link for label, link in links.items()}
    known = (wanted.get(label, "") for label in ("homepage", "home", "source", "source code", "repository"))
    return _field(distribution.metadata, "Home-page") or next(filter(None, known), "")


def _without_distribution() -> list[Licensed]:
    """What arrives inside the distributions and the build tool."""
    qt = metadata.version("pyside6-essentials")
    parts = [
        Licensed("Python", sys.version.split()[0], "PSF-2.0", "https://www.python.org", (_python_licence(),)),
        Licensed(
            "Qt",
            qt,
            "LGPL-3.0-only",
            "https://doc.qt.io/qt-6/licenses-used-in-qt.html",
            (_QT_NOTE, *_gnu_texts()),
        ),
    ]
    if sys.platform == "linux":
        icu = [text for text in _texts(metadata.distribution("pypdfium2")) if "UNICODE" in text]
        parts.append(Licensed("ICU", "73", "Unicode-3.0", "https://icu.unicode.org", tuple(icu[:1])))
    try:
        bootloader = metadata.distribution("pyinstaller")
    except metadata.PackageNotFoundError:
        return parts
    licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return [
        *parts,
        Licensed("PyInstaller bootloader", bootloader.version, licence, "https://pyinstaller.org", _texts(bootloader)),
    ]


def _gnu_texts() -> tuple[str, ...]:
    """The LGPL is an addition to the GPL, so its terms ask for both."""
    return tuple((_HERE / "licence_texts" / name).read_text("utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt"))


def _python_licence() -> str:
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        if (folder / "LICENSE.txt").is_file():
            return (folder / "LICENSE.txt").read_text(encoding="utf-8")
    raise UnclearLicenceError("This Python has no LICENSE.txt beside its library.")


def main() -> int:
    """Print the list; 1 when something in it may not be bundled."""
    components = collect()
    for component in components:
        mark = "  <- may not be bundled" if binding(component.licence) else ""
        print(f"{component.name} {component.version}: {component.licence}{mark}")
    return int(any(binding(component.licence) for component in components))


if __name__ == "__main__":
    sys.exit(main())

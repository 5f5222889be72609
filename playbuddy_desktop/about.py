"""What the program tells of itself: its version, the commit it was built from, the licences of what it carries.

The version stands in the package's ``__init__`` and nowhere else. A packaged program has two more files among its
resources, written when it was built: ``build.json`` (commit and date) and ``licences.json``. A checkout has neither.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from playbuddy_desktop import __version__
from playbuddy_desktop.assets import resource


@dataclass(frozen=True, slots=True)
class Build:
    """Which program this is.

    Attributes:
        version: as in ``playbuddy_desktop.__version__``.
        commit: the full hash; empty in a checkout.
        date: the commit's day, ``YYYY-MM-DD``; empty in a checkout.
    """

    version: str
    commit: str
    date: str

    def __str__(self) -> str:
        """One line for people: ``0.1.0 (3f2a1c9d2b1e, 2026-03-01)``."""
        return f"{self.version} ({self.commit[:12]}, {self.date})" if self.commit else self.version


@dataclass(frozen=True, slots=True)
class Component:
    """Somebody else's work inside the packaged program.

    Attributes:
        licence: an SPDX expression, such as ``MIT`` or ``Apache-2.0 OR BSD-3-Clause``.
        homepage: where it comes from; may be empty.
        texts: the licence and notice files, whole.
    """

    name: str
    version: str
    licence: str
    homepage: str
    texts: tuple[str, ...]


def this_build() -> Build:
    """The running program's version, commit and date."""
    file = resource("build.json")
    facts = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return Build(__version__, facts.get("commit", ""), facts.get("date", ""))


def components() -> list[Component]:
    """What the packaged program carries, by name; empty in a checkout, where nothing is carried along."""
    file = resource("licences.json")
    if not file.is_file():
        return []
    return [
        Component(**(fields | {"texts": tuple(fields["texts"])}))
        for fields in json.loads(file.read_text(encoding="utf-8"))
    ]

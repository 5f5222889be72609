"""What every packaging script needs to know of the project: where it stands, its names, version, commit and date."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
BUILD: Final = ROOT / "build" / "package"
DIST: Final = ROOT / "dist"

NAME: Final = "PlayBuddy"
COMMAND: Final = "playbuddy"
APP_ID: Final = "org.playbuddy.PlayBuddy"
SUMMARY: Final = "Turns theatre scripts into structured plays"
MAINTAINER: Final = "PlayBuddy maintainers <maintainers@playbuddy.invalid>"


class DirtyTreeError(Exception):
    """The tree holds changes that are not committed, so nobody could tell what was built."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is built.

    Attributes:
        epoch: the commit's time, seconds since 1970; every file in a package bears it.
    """

    version: str
    commit: str
    epoch: int

    @property
    def date(self) -> str:
        """The commit's day (UTC), ``YYYY-MM-DD``."""
        return datetime.fromtimestamp(self.epoch, UTC).date().isoformat()

    def environment(self) -> dict[str, str]:
        """The environment in which the same source gives the same bytes."""
        fixed = {
            "SOURCE_DATE_EPOCH": str(self.epoch),
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        return dict(os.environ) | fixed


def read_source(root: Path = ROOT, *, allow_dirty: bool = False) -> Source:
    """Look at the checkout.

    Raises:
        DirtyTreeError: files are changed or not under version control, and that was not allowed.
    """
    changes = _git(root, "status", "--porcelain")
    if changes and not allow_dirty:
        raise DirtyTreeError(
            f"These files are not committed:\n{changes}\nCommit them, or build for yourself with --allow-dirty."
        )
    commit = _git(root, "rev-parse", "HEAD") + ("-dirty" if changes else "")
    return Source(read_version(root), commit, int(_git(root, "log", "-1", "--format=%ct")))


def read_version(root: Path = ROOT) -> str:
    """The version, from the one place where it is written."""
    text = (root / "playbuddy_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise LookupError("playbuddy_desktop/__init__.py states no version.")
    return found[1]


def set_times(folder: Path, epoch: int) -> None:
    """Give ``folder`` and everything below it the same time."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout.strip()

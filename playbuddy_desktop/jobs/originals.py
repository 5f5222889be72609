"""Finds a file in which a person can look at what was imported.

That is their own file while it still holds what was imported. Else it is a copy of the stored source: read-only, and
under the original's name, since the store's own names tell no program what to do with a file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Final

from playbuddy_desktop.jobs.job import JobSource
from playbuddy_desktop.parsing.extract.formats import FORMATS
from playbuddy_desktop.storage.disk import disk_errors
from playbuddy_desktop.storage.sources import SourceStore

FOLDER: Final = "opened"
"""Within a profile: the copies that were looked at."""

LASTS_SECONDS: Final = 24 * 3600
"""How long a copy is left to the program that shows it."""

_READ_ONLY: Final = stat.S_IREAD


def file_to_show(source: JobSource, filename: str, store: SourceStore, data_dir: Path) -> Path:
    """A file with the imported content whose name suits that content.

    The second matters because a desktop goes by names: a script called ``hamlet.bat`` must be shown, not run.

    Args:
        source: what was imported.
        filename: the original's name.
        store: where its copy lies.
        data_dir: of the profile; copies to be looked at are made in it.

    Raises:
        SourceMissingError: neither the original nor the stored copy holds that content any more.
        StorageError: the copy cannot be made.
    """
    original = Path(source.original_path)
    if _shown_name(original.name, source.format) == original.name and _holds(original, source):
        return original
    store.verify(source.content_hash)
    folder = data_dir / FOLDER
    _forget_old(folder)
    return _copy(store.path(source.content_hash), folder / source.content_hash, _shown_name(filename, source.format))


def _shown_name(filename: str, format_name: str) -> str:
    """The name, with an ending of the format if it has none of them."""
    suffixes = FORMATS[format_name].suffixes if format_name in FORMATS else (".txt",)
    name = PurePath(filename).name
    return name if PurePath(name).suffix.lower() in suffixes else name + suffixes[0]


def _holds(path: Path, source: JobSource) -> bool:
    with suppress(OSError, ValueError):
        if path.stat().st_size == source.size and path.is_file():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == source.content_hash
    return False


def _copy(stored: Path, folder: Path, name: str) -> Path:
    copy = folder / name
    with disk_errors("The copies to look at"):
        folder.mkdir(parents=True, exist_ok=True)
        if copy.exists():
            copy.chmod(stat.S_IREAD | stat.S_IWRITE)
        shutil.copyfile(stored, copy)
        copy.chmod(_READ_ONLY)
        os.utime(folder)
    return copy


def _forget_old(folder: Path) -> None:
    """Remove the copies that nobody asked for lately; one that is still open elsewhere may stay for another time."""
    for old in folder.glob("*/*"):
        with suppress(OSError):
            if old.parent.stat().st_mtime < time.time() - LASTS_SECONDS:
                old.chmod(stat.S_IREAD | stat.S_IWRITE)  # Windows removes no read-only file
                old.unlink()
                old.parent.rmdir()

"""The one door to the readers: a file in, a Document out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from playbuddy_desktop.errors import UnsupportedFormatError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.settings import Settings

Reader = Callable[[Path, Settings, Progress], Document]


def _read_text(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.text import read_text

    return read_text(path, settings, progress)


READERS: Final[dict[str, Reader]] = {"txt": _read_text}
"""Format to reader. The libraries that a reader needs are imported when it is first used."""


def read_document(
    path: Path,
    *,
    filename: str,  # noqa: ARG001 - helps to detect the format
    format: str | None,  # noqa: A002 - the word for it; the builtin is not needed here
    settings: Settings,
    progress: Progress | None = None,
) -> Document:
    """Read a script into the common form.

    Args:
        path: the file; its own name does not matter.
        filename: the original's name; its suffix helps detection.
        format: as detected before, or None to detect it now.
        settings: the limits.
        progress: told how far the reading is.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    reader = READERS.get(format or "txt")
    if reader is None:
        raise UnsupportedFormatError
    return reader(path, settings, progress or (lambda _done, _total: None))

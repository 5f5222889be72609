"""The one door to the readers: a file in, a Document out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from playbuddy_desktop.errors import UnsupportedFormatError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.detect import detect_format
from playbuddy_desktop.parsing.extract.formats import supported
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.settings import Settings

Reader = Callable[[Path, Settings, Progress], Document]


def _read_text(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.text import read_text

    return read_text(path, settings, progress)


def _read_pdf(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.pdf import read_pdf

    return read_pdf(path, settings, progress)


def _read_docx(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.docx import read_docx

    return read_docx(path, settings, progress)


READERS: Final[dict[str, Reader]] = {"txt": _read_text, "pdf": _read_pdf, "docx": _read_docx}
"""Format to reader. The libraries that a reader needs are imported when it is first used."""


def read_document(
    path: Path,
    *,
    filename: str,
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
    reader = READERS.get(format or detect_format(path, filename))
    if reader is None:
        raise UnsupportedFormatError(f"Files of the format {format} cannot be read. {supported()}")
    return reader(path, settings, progress or _silent)


def _silent(_done: int, _total: int | None) -> None:
    """Nobody wants to know how far the reading is."""

"""The one door to the readers: a file in, a Document out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playbuddy_desktop.errors import ScannedFileError, TooDeepError, TooSlowError, UnsupportedFormatError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.detect import detect_format
from playbuddy_desktop.parsing.extract.finishing import complete
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


def _read_markdown(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.markdown import read_markdown

    return read_markdown(path, settings, progress)


def _read_doc(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.doc import read_doc

    return read_doc(path, settings, progress)


def _read_odt(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.odt import read_odt

    return read_odt(path, settings, progress)


def _read_rtf(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.rtf import read_rtf

    return read_rtf(path, settings, progress)


def _read_epub(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.epub import read_epub

    return read_epub(path, settings, progress)


def _read_html(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.html import read_html

    return read_html(path, settings, progress)


def _read_fountain(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.fountain import read_fountain

    return read_fountain(path, settings, progress)


def _read_fdx(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.fdx import read_fdx

    return read_fdx(path, settings, progress)


def _read_tei(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.tei import read_tei

    return read_tei(path, settings, progress)


def _read_highland(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.bundles import read_highland

    return read_highland(path, settings, progress)


def _read_fadein(path: Path, settings: Settings, progress: Progress) -> Document:
    from playbuddy_desktop.parsing.extract.bundles import read_fadein

    return read_fadein(path, settings, progress)


READERS: Final[dict[str, Reader]] = {
    "txt": _read_text,
    "md": _read_markdown,
    "pdf": _read_pdf,
    "docx": _read_docx,
    "doc": _read_doc,
    "odt": _read_odt,
    "rtf": _read_rtf,
    "epub": _read_epub,
    "html": _read_html,
    "fountain": _read_fountain,
    "fdx": _read_fdx,
    "tei": _read_tei,
    "highland": _read_highland,
    "fadein": _read_fadein,
}
"""Format to reader. The libraries that a reader needs are imported when it is first used."""


def read_document(
    path: Path,
    *,
    filename: str,
    format: str | None,  # noqa: A002 - the word for it; the builtin is not needed here
    settings: Settings,
    progress: Progress | None = None,
    scratch: Path | None = None,
) -> Document:
    """Read a script into the common form.

    Args:
        path: the file; its own name does not matter.
        filename: the original's name; its suffix helps detection.
        format: as detected before, or None to detect it now.
        settings: the limits.
        progress: told how far the reading is.
        scratch: a file that may be written, where a text recognition keeps the pages that are done; may be missing.

    Raises:
        OcrMissingError: the pages are pictures, whose text is to be recognised, and no program for it is installed.
        SourceError: of a kind that says what is wrong with the file.
    """
    format = format or detect_format(path, filename)  # noqa: A001 - as above
    reader = READERS.get(format)
    if reader is None:
        raise UnsupportedFormatError(f"Files of the format {format} cannot be read. {supported()}")
    progress = progress or _silent
    recognise = settings.ocr == "always"
    try:
        document = reader(path, settings, _timed(_begun(progress) if recognise else progress, settings.max_seconds))
    except RecursionError as error:  # max_depth may be raised beyond what Python follows
        raise TooDeepError from error
    except ScannedFileError:
        if not recognise:
            raise
        from playbuddy_desktop.parsing.extract.scan import read_scan

        document = read_scan(path, settings, progress, scratch)
    return complete(document, format)


def _timed(progress: Progress, seconds: float) -> Progress:
    """Ends the reading when it takes longer; processor time counts, so that a busy computer fails no script.

    A reader that tells no progress is ended from outside; see ``jobs.attempt``.
    """
    began = time.process_time()

    def told(done: int, total: int | None) -> None:
        if time.process_time() - began > seconds:
            raise TooSlowError(f"Reading the file took longer than {seconds:,.0f} seconds.")
        progress(done, total)

    return told


def _begun(progress: Progress) -> Progress:
    """Tells no more than that something is done: if the pages turn out to be pictures, they are counted again."""
    return lambda _done, total: progress(0, total)


def _silent(_done: int, _total: int | None) -> None:
    """Nobody wants to know how far the reading is."""

"""What recognises text on pictures of pages: one interface, and the choice among what is installed.

tesseract comes first: it is a program of the system with models for the script's own language. Without it, RapidOCR
does, a library whose models lie inside its wheel (the extra ``ocr``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from playbuddy_desktop.errors import OcrMissingError


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word on a picture, or several with blanks between them; places in pixels from its top left.

    Attributes:
        line: words with the same value stand on one line.
        confidence: 0 to 1.
    """

    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, as PGM."""

    data: bytes
    dots_per_inch: int


class Recogniser(Protocol):
    """Recognises text, page by page."""

    @property
    def name(self) -> str:
        """As in ``Document.reader``."""

    @property
    def dots_per_inch(self) -> int:
        """What it reads best: less costs letters, more only time."""

    def recognise(self, picture: Picture, language: str | None, seconds: float) -> list[Recognised]:
        """The words on a picture.

        Args:
            picture: of one page.
            language: of the pages before, by ISO 639; None if it is not known.
            seconds: that it may take.

        Raises:
            OcrMissingError: the recognition was removed meanwhile.
            PageTooSlowError: it took longer.
            OcrFailedError: it could not read the picture.
        """


@contextmanager
def recogniser() -> Iterator[Recogniser]:
    """The best recognition that is installed.

    Raises:
        OcrMissingError: there is none.
    """
    from playbuddy_desktop.parsing.extract import rapid, tesseract

    if tesseract.installed_languages():
        yield tesseract.Tesseract()
    elif rapid.is_installed():
        with rapid.Rapid() as engine:
            yield engine
    else:
        tesseract.installed_languages.cache_clear()  # it may be there the next time
        raise OcrMissingError

"""Recognises text on pictures of pages with tesseract, a program of its own that may be installed.

It is asked page by page over pipes: nothing is written to the disk. See https://tesseract-ocr.github.io for its options
and the columns of its answers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from playbuddy_desktop.errors import OcrFailedError, OcrMissingError, PageTooSlowError
from playbuddy_desktop.parsing.extract.recognition import Picture, Recognised

_NO_LANGUAGES: Final = frozenset({"osd", "equ", "snum"})
_BY_ISO: Final = {
    "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin",
    "fr": "fra", "hu": "hun", "it": "ita", "la": "lat", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr",
}  # fmt: skip
_AT_ONCE: Final = 4
"""Languages asked for while the script's is not known: each one costs time."""
_WORD_LEVEL: Final = "5"
_COLUMNS: Final = 12
_SECONDS_TO_ANSWER: Final = 10.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows, programs of the terminal would show one."""


@lru_cache(maxsize=1)
def installed_languages() -> tuple[str, ...]:
    """The languages that tesseract has been installed with, by its own codes; none if it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ()
    try:
        answer = subprocess.run(  # noqa: S603 - the program that was just found, with fixed arguments
            [program, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_ANSWER,
            check=True,
            creationflags=_NO_WINDOW,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(name for name in answer.stdout.splitlines()[1:] if name.isalpha() and name not in _NO_LANGUAGES)


class Tesseract:
    """Asks tesseract, one process a page."""

    name: Final = "tesseract"
    dots_per_inch: Final = 300
    """What tesseract was made for."""

    def recognise(self, picture: Picture, language: str | None, seconds: float) -> list[Recognised]:
        """The words on a picture; see ``Recogniser``."""
        program = shutil.which("tesseract")
        if program is None:
            raise OcrMissingError
        languages = "+".join(languages_for(language))
        command = [program, "stdin", "stdout", "-l", languages, "--dpi", str(picture.dots_per_inch), "tsv"]
        try:
            answer = subprocess.run(  # noqa: S603 - the program that was just found; the languages are names of its own
                command,
                input=picture.data,
                capture_output=True,
                timeout=seconds,
                check=True,
                env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # one core a worker, and faster for single pages
                creationflags=_NO_WINDOW,
            )
        except subprocess.TimeoutExpired as error:
            raise PageTooSlowError(f"Recognising the text of a page took longer than {seconds:.0f} seconds.") from error
        except (OSError, subprocess.SubprocessError) as error:
            raise OcrFailedError from error
        return _words(answer.stdout.decode("utf-8", "replace"))


def languages_for(iso: str | None) -> Sequence[str]:
    """What to ask for: the language of the script if it is installed, else some that are, English first."""
    installed = installed_languages()
    own = _BY_ISO.get(iso or "")
    if own in installed:
        return [own]
    return sorted(installed, key=lambda name: (name != "eng", name not in _BY_ISO.values(), name))[:_AT_ONCE]


def _words(table: str) -> list[Recognised]:
    words: list[Recognised] = []
    for row in table.splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) != _COLUMNS or columns[0] != _WORD_LEVEL or not columns[11].strip():
            continue
        block, paragraph, line = (int(column) for column in columns[2:5])
        left, top, width, height = (int(column) for column in columns[6:10])
        confidence = max(0.0, min(float(columns[10]) / 100, 1.0))
        text = columns[11].strip()
        words.append(Recognised(text, (block, paragraph, line), left, top, left + width, top + height, confidence))
    return words

"""Recognises text on pictures of pages with RapidOCR, a library that brings its models along (the extra ``ocr``).

It runs in a program of its own (``rapid_program``), kept from page to page: a page that takes too long can be ended,
and what a damaged picture does to a library in C stays there. https://rapidai.github.io/RapidOCRDocs explains the
library.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from types import TracebackType
from typing import Final, Self

from playbuddy_desktop.errors import OcrFailedError, PageTooSlowError
from playbuddy_desktop.parsing.extract.recognition import Picture, Recognised

_PROGRAM: Final = "playbuddy_desktop.parsing.extract.rapid_program"
_SECONDS_TO_LEAVE: Final = 2.0


def is_installed() -> bool:
    """Whether the extra ``ocr`` is there; installed programs without a Python of their own cannot have it."""
    return not getattr(sys, "frozen", False) and all(map(find_spec, ("rapidocr", "onnxruntime")))


class Rapid:
    """A running recognition, ended with its ``with`` block."""

    name: Final = "rapidocr"
    dots_per_inch: Final = 200
    """Larger pages than A4 at this size are reduced by the library, down to where its models were trained."""

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def recognise(self, picture: Picture, language: str | None, seconds: float) -> list[Recognised]:  # noqa: ARG002 - one model reads all languages
        """The lines on a picture; see ``Recogniser``."""
        program = self._program = self._program or _started()
        began = time.monotonic()
        timer = threading.Timer(seconds, program.kill)
        timer.start()
        try:
            answer = _asked(program, picture.data)
        except (OSError, ValueError) as error:
            self._end()
            if time.monotonic() - began >= seconds:
                raise PageTooSlowError(
                    f"Recognising the text of a page took longer than {seconds:.0f} seconds."
                ) from error
            raise OcrFailedError from error
        finally:
            timer.cancel()
        return [Recognised(text, (0, 0, at), *box, sure) for at, (text, box, sure) in enumerate(answer)]

    def _end(self) -> None:
        """End the program; it leaves by itself when its input ends, unless it is at work."""
        program, self._program = self._program, None
        if program is None:
            return
        with program:  # closes its pipes
            if program.stdin is not None:
                program.stdin.close()
            try:
                program.wait(_SECONDS_TO_LEAVE)
            except subprocess.TimeoutExpired:
                program.kill()


def _started() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - this Python with a module of ours
            [sys.executable, "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"OMP_NUM_THREADS": "1"},  # one core a worker
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise OcrFailedError from error


def _asked(program: subprocess.Popen[bytes], picture: bytes) -> list[tuple[str, tuple[int, int, int, int], float]]:
    """The program's answer: of each line the text, left, top, right and bottom, and how sure it is.

    Raises:
        OSError: the program is gone.
        ValueError: it ended in the middle.
    """
    if program.stdin is None or program.stdout is None:
        raise ValueError("no pipes")
    program.stdin.write(b"%d\n" % len(picture) + picture)
    program.stdin.flush()
    return [(text, (left, top, right, bottom), sure) for text, left, top, right, bottom, sure in json.loads(
        program.stdout.readline()
    )]  # fmt: skip

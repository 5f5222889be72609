"""What the tests of the readers share: they read a file as the pipeline does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playbuddy_desktop.parsing.document import Document, Line
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path, settings: Settings) -> Read:
    """Reads bytes, given a name, or a file that a test has written; the format is detected."""

    def read(content: bytes | Path, filename: str = "script.txt", settings: Settings = settings) -> Document:
        path = content if isinstance(content, Path) else tmp_path / filename
        if isinstance(content, bytes):
            path.write_bytes(content)
        return read_document(path, filename=path.name, format=None, settings=settings)

    return read


@pytest.fixture
def body() -> Callable[[Document], list[Line]]:
    """The lines of a document that are text, not furniture."""
    return lambda document: [line for line in document.lines if line.furniture is None]

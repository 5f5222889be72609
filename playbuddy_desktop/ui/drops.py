"""What is dropped on the window or pasted into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files and folders of a drop or of the clipboard that lie on this computer, each once, in order.

    Reads the addresses only: whether the files exist and what they hold is found out in the background.
    """
    if not data.hasUrls():
        return []
    return list(dict.fromkeys(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()))

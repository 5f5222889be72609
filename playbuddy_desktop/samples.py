"""The sample scripts that come with the program: three plays, each in another format and another layout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playbuddy_desktop.assets import resource

SAMPLE_NAMES: Final = ("the-salt-bell.pdf", "la-clef-du-phare.docx", "the-committee-for-the-moon.txt")


def sample_scripts() -> list[Path]:
    """The files to import."""
    return [resource(f"samples/{name}") for name in SAMPLE_NAMES]

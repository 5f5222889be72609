"""Finds the files of ``resources/``: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SAMPLE_SCRIPTS: Final = ("the-salt-bell.pdf", "la-clef-du-phare.docx", "the-committee-for-the-moon.txt")
"""Three plays that come with the program, each in another format and another layout."""

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """The path of ``name`` (with forward slashes) below ``resources/``."""
    installed = _PACKAGE / "resources"
    return (installed if installed.is_dir() else _PACKAGE.parent / "resources") / name


def document(name: str) -> Path:
    """The path of a page of ``docs/`` that comes along with the program."""
    installed = resource(f"help/{name}")
    return installed if installed.is_file() else _PACKAGE.parent / "docs" / name


def sample_scripts() -> list[Path]:
    """The sample scripts as files to import."""
    return [resource(f"samples/{name}") for name in SAMPLE_SCRIPTS]

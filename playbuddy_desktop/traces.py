"""Tracebacks that may be kept: types and places, without the messages and paths that could tell of a person's files."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent


def trace_of(error: BaseException) -> str:
    """The type of an error and of its causes, each with the places that it came through, outermost first."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        places = [
            f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        parts.append("\n".join([type(current).__name__, *places]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nafter ".join(parts)


def _short(filename: str) -> str:
    """A file of ours from the package on, another one with its folder: neither tells where things are installed."""
    path = Path(filename)
    try:
        return path.relative_to(_ROOT).as_posix()
    except ValueError:
        return "/".join(path.parts[-2:])

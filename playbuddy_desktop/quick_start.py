"""The straight way to the window, past the commands: to import those takes as long as to import Qt.

Whatever is asked for besides the window, and whatever keeps it from opening, is left to the commands, which put it into
words.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""On Linux one of these says where windows can be shown."""

_COMMAND: Final = "window"
_COMPLETION: Final = "_PLAYBUDDY_COMPLETE"
"""The variable by which a shell asks for completions of a command line."""


@dataclass(slots=True)
class Asked:
    """What a command line says that only opens the window.

    Attributes:
        profile, data_dir: as given; None for the environment's or the default.
        files: what is to be imported.
    """

    profile: str | None = None
    data_dir: Path | None = None
    files: list[Path] = field(default_factory=list)


def window_asked(arguments: Sequence[str]) -> Asked | None:
    """Understand a command line that only opens the window; None for every other one."""
    asked = Asked()
    rest = list(arguments)
    while rest and rest[0].startswith("--"):
        name, given, value = rest.pop(0).partition("=")
        if not given:
            if not rest:
                return None
            value = rest.pop(0)
        if name == "--profile":
            asked.profile = value
        elif name == "--data-dir":
            asked.data_dir = Path(value)
        else:
            return None
    if rest and rest[0] == _COMMAND:
        rest.pop(0)
    elif not all(map(_is_file, rest)):
        return None
    asked.files = [Path(each) for each in rest]
    return None if any(each.startswith("-") for each in rest) else asked


def open_window(arguments: Sequence[str]) -> int | None:
    """Show the window until it is closed, if that is what is asked for.

    Returns:
        The exit status; None when the commands are to see what is wanted, or why the window cannot be shown.
    """
    asked = window_asked(arguments)
    if asked is None or _COMPLETION in os.environ or not has_screen():
        return None
    from playbuddy_desktop.errors import KnownError
    from playbuddy_desktop.profiles import Profile

    try:
        profile = Profile.choose(asked.profile, asked.data_dir)
        from playbuddy_desktop.app import run_window
    except (KnownError, ImportError):
        return None
    return run_window(profile, asked.files)


def has_screen() -> bool:
    """Whether there is something to show a window on; Qt would abort the process where there is not."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in SCREENS)


def _is_file(argument: str) -> bool:
    """Whether an argument is a file and cannot be a command, whose names are words."""
    path = Path(argument)
    return (bool(path.suffix) or argument != path.name) and path.exists()

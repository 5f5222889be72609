"""What the exit statuses of the commands mean."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Exit(IntEnum):
    """The exit statuses; a command that a signal ended exits with 128 and the signal's number."""

    DONE = 0
    FAILED = 1
    USAGE = 2


HELP: Final = (
    "Exit status: 0 all is done; 1 something failed, was refused or is unhealthy; 2 the command was not understood; "
    "130 ended by Ctrl+C; 143 ended by SIGTERM."
)

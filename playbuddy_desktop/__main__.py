"""``playbuddy`` and ``python -m playbuddy_desktop``: the window, or a command.

Child processes import this module again, so nothing heavy is imported at its top.
"""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the program; returns its exit status."""
    multiprocessing.freeze_support()  # in a packaged program, a child process goes no further than here
    from playbuddy_desktop.quick_start import open_window

    try:
        ended = open_window(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - the commands know how to tell it
        from playbuddy_desktop.cli.main import tell

        return tell(error)
    if ended is not None:
        return ended
    from playbuddy_desktop.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""Where the packaged program starts.

A child process starts the same executable again: ``freeze_support`` recognises it and takes over before anything of
the window is imported.
"""

import os
import sys
from multiprocessing import freeze_support
from pathlib import Path


def give_it_streams() -> None:
    """A Windows program without a console has neither output nor error stream; what it says goes nowhere then."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end


if __name__ == "__main__":
    freeze_support()
    give_it_streams()
    from playbuddy_desktop.__main__ import main

    sys.exit(main())

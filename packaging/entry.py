"""Where the packaged program starts.

A child process starts the same executable again: ``freeze_support`` recognises it and takes over before anything of
the window is imported.
"""

import sys
from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()
    from playbuddy_desktop.__main__ import main

    sys.exit(main())

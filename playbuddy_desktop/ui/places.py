"""The places of the window."""

from __future__ import annotations

from enum import IntEnum


class Place(IntEnum):
    """The pages of the window, in their order; the reader has no button of its own: it belongs to the library."""

    QUEUE = 0
    LIBRARY = 1
    HISTORY = 2
    READER = 3

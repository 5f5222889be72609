"""How a reader tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int | None], None]
"""Called with the steps done so far (pages, blocks of lines) and their number, None while that is unknown."""

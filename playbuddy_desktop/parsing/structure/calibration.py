"""How sure a line is, in shares that hold: of lines at 0.9, about nine in ten are right.

The rules' own measure is too sure of itself in its middle. The knots below were read off the scripts with known
structure: for each measure, the share of lines whose words have the right kind and speakers (see ``docs/parsing.md``).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

_KNOTS: Final = (
    (0.0, 0.0), (0.5, 0.35), (0.6, 0.56), (0.7, 0.67), (0.8, 0.73), (0.9, 0.82), (0.93, 0.89), (0.95, 0.95),
    (0.97, 0.968), (0.99, 0.98), (1.0, 0.985),
)  # fmt: skip
_MEASURES: Final = tuple(measure for measure, _ in _KNOTS)


def calibrated(measure: float) -> float:
    """The share of lines with this measure that are right, between the knots in a straight line."""
    above = min(bisect_right(_MEASURES, measure), len(_KNOTS) - 1)
    (low, share), (high, more) = _KNOTS[above - 1], _KNOTS[above]
    return round(share + (more - share) * (min(measure, high) - low) / (high - low), 3)

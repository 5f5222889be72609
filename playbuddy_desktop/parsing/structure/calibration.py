"""How sure a line is, in shares that hold: of lines at 0.9, about nine in ten are right.

The rules' own measure is not yet such a share. The knots below were fitted by ``bench/calibration.py`` to the scripts
with known structure: for each measure, the share of lines whose words have the right kind and speakers. Fitted without
a play, or without a layout, they hold for it as well (see ``docs/parsing.md``).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

_KNOTS: Final = (
    (0.0, 0.0), (0.5, 0.40), (0.6, 0.62), (0.7, 0.70), (0.75, 0.74), (0.8, 0.89), (0.85, 0.90), (0.9, 0.916),
    (0.93, 0.94), (0.95, 0.944), (0.97, 0.955), (0.98, 0.969), (0.99, 0.982), (1.0, 0.984),
)  # fmt: skip
_MEASURES: Final = tuple(measure for measure, _ in _KNOTS)


def calibrated(measure: float) -> float:
    """The share of lines with this measure that are right, between the knots in a straight line."""
    above = min(bisect_right(_MEASURES, measure), len(_KNOTS) - 1)
    (low, share), (high, more) = _KNOTS[above - 1], _KNOTS[above]
    return round(share + (more - share) * (min(measure, high) - low) / (high - low), 3)

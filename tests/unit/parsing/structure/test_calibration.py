"""Confidence is a share of lines that are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbuddy_desktop.parsing.structure.calibration import calibrated


@given(st.floats(0, 1), st.floats(0, 1))
def test_it_keeps_the_order(one, other):
    """What was surer stays at least as sure, within 0 and 1."""
    low, high = sorted((one, other))
    assert 0 <= calibrated(low) <= calibrated(high) <= 1


@pytest.mark.parametrize(("measure", "share"), [(0.0, 0.0), (0.6, 0.62), (0.65, 0.66), (0.95, 0.944), (1.0, 0.984)])
def test_at_and_between_the_knots(measure, share):
    """Knots are met, and between two of them it rises in a straight line."""
    assert share == calibrated(measure)

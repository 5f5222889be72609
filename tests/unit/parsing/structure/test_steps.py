"""Preparing a long script tells how far it is, and can be ended at any report."""

from __future__ import annotations

import pytest

from playbuddy_desktop.parsing.structure.rules import RulesEngine


class Enough(Exception):  # noqa: N818 - it is no error
    """The listener has heard enough."""


def test_the_share_rises_to_one(long_script, read):
    """Reports rise, and come several times in a long script."""
    heard: list[float] = []
    RulesEngine().prepare(read(long_script * 20), chunk_chars=20_000, fallback_title="x", report=heard.append)
    assert sorted(heard) == heard
    assert 1.0 == heard[-1]
    assert len({round(share, 1) for share in heard}) >= 6


def test_a_report_may_end_the_work(long_script, read):
    """What the listener raises comes out of the call."""

    def report(share: float) -> None:
        if share > 0.3:
            raise Enough

    with pytest.raises(Enough):
        RulesEngine().prepare(read(long_script), chunk_chars=20_000, fallback_title="x", report=report)

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from playbuddy_desktop.jobs.job import Found, JobStatus
from playbuddy_desktop.ui import words


@pytest.fixture(autouse=True)
def _english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0 s"), (0.44, "0.4 s"), (12.3, "12 s"), (200, "3 min 20 s"), (240, "4 min"), (3900, "1 h 5 min")],
)
def test_duration(seconds: float, said: str) -> None:
    """Spans are said in their two largest units."""
    assert said == words.duration(seconds)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "a few seconds left"),
        (44, "about 40 s left"),
        (58, "about 1 min left"),
        (500, "about 8 min left"),
        (5400, "about 1.5 h left"),
    ],
)
def test_time_left_is_rounded(seconds: float, said: str) -> None:
    """The remainder is said so roughly that it does not jump."""
    assert said == words.time_left(seconds)


def test_percent_is_100_only_at_the_end() -> None:
    """Ninety-nine and a half is not done."""
    assert ["0 %", "99 %", "100 %"] == [words.percent(value) for value in (0.4, 99.6, 100.0)]


def test_found_says_one_and_many() -> None:
    """Numbers agree with their nouns, and nothing is said of what was not found."""
    assert "1 act  ·  1,204 lines" == words.found(Found(characters=0, acts=1, scenes=0, lines=1204))


@pytest.mark.parametrize(
    ("stage", "step", "steps", "said"),
    [
        ("extract", 0, None, "Reading the file"),
        ("extract", 12, 90, "Reading page 12 of 90"),
        ("extract", 12, None, "Reading page 12"),
        ("parse", 3, 8, "Parsing chunk 3 of 8"),
        ("parse", 0, None, "Parsing"),
        ("save", 1, 1, "Saving the play"),
        ("", 0, None, "Starting"),
    ],
)
def test_stage(stage: str, step: int, steps: int | None, said: str) -> None:
    """Each stage has its own sentence."""
    assert said == words.stage(stage, step, steps)


def test_every_status_has_a_name_of_its_own() -> None:
    """No two statuses are called the same."""
    assert len(JobStatus) == len({words.status_name(status) for status in JobStatus})


def test_moment_names_the_day_unless_it_is_today() -> None:
    """The time of the day is enough for what happened today."""
    now = datetime.now(UTC)
    assert len(words.moment(now)) < len(words.moment(now - timedelta(days=40)))

"""Every figure, reason, event and error has its entry in the documents, and every entry is of something that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

import playbuddy_desktop.cli.main
from playbuddy_desktop.errors import PlayBuddyError
from playbuddy_desktop.help_pages import remedy
from playbuddy_desktop.jobs.audit import Event
from playbuddy_desktop.jobs.health import HealthKey
from playbuddy_desktop.jobs.liveness import LOST_CODE
from playbuddy_desktop.jobs.metrics import QueueMetrics
from playbuddy_desktop.jobs.openmetrics import METRICS
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.state import StorageState

DOCS = Path(__file__).parents[2] / "docs"
RUNBOOK = (DOCS / "runbook.md").read_text(encoding="utf-8")
TRANSLATED = sorted(DOCS.glob("troubleshooting.*.md"))
TROUBLESHOOTING = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")


def classes(base: type[PlayBuddyError]) -> Iterator[type[PlayBuddyError]]:
    """A class and all below it."""
    yield base
    for below in base.__subclasses__():
        yield from classes(below)


CODES = sorted({kind.code for kind in classes(PlayBuddyError)} | {LOST_CODE})


def section(document: str, title: str) -> str:
    """What stands below a heading of the second level."""
    return document.split(f"\n## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def entries(text: str) -> list[str]:
    """The headings of the third level that name something."""
    return re.findall(r"^### `([^`]+)`$", text, re.MULTILINE)


def first_column(text: str) -> list[str]:
    """The names in the rows of a table."""
    return [name for name in re.findall(r"^\| `?([^`|]+?)`? \|", text, re.MULTILINE) if name not in {"event", "entry"}]


def test_every_error_code_has_its_entry() -> None:
    """And there is no entry for a code that does not exist."""
    assert CODES == sorted(entries(TROUBLESHOOTING))


@pytest.mark.parametrize("code", CODES)
def test_an_entry_tells_cause_and_cure(code: str) -> None:
    """As the error dialogs show it."""
    told = remedy(code)
    assert told.startswith("**Cause.** ")
    assert "\n\n**Cure.** " in told
    assert "#" not in told


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.stem)
def test_the_guide_in_another_language_has_the_same_entries(page: Path) -> None:
    """Each with cause and cure, in a language of the window."""
    text = page.read_text(encoding="utf-8")
    assert CODES == sorted(entries(text))
    spoken = page.suffixes[0].removeprefix(".")
    assert spoken in get_args(Settings.model_fields["language"].annotation)
    for code in CODES:
        told = remedy(code, spoken)
        assert told != remedy(code)
        assert [2, 4] == [told.count("\n\n") + 1, told.count("**")]


def test_a_language_without_a_guide_is_shown_the_english_one() -> None:
    """It is better than nothing."""
    assert remedy("bug") == remedy("bug", "eo")


def test_an_unknown_code_has_no_remedy() -> None:
    """Nothing is made up."""
    assert "" == remedy("no-such-code")


def test_every_metric_has_its_entry() -> None:
    """The keys of the command and the names over HTTP, each with its normal range and what to do."""
    text = section(RUNBOOK, "Metrics")
    keys = {field.name for kind in (QueueMetrics, StorageState) for field in fields(kind)} - {"measured_at"}
    assert keys <= set(entries(text))
    assert set(METRICS) == set(re.findall(r"^`(playbuddy_\w+)", text, re.MULTILINE))
    assert len(entries(text)) == text.count("\n- Normal: ") == text.count("\n- Otherwise: ")


def test_every_health_reason_has_its_entry() -> None:
    """With what to do."""
    text = section(RUNBOOK, "Reasons for red and amber")
    assert sorted(HealthKey) == sorted(entries(text))
    assert len(HealthKey) == text.count("\nWhat to do: ")


def test_every_event_has_its_entry() -> None:
    """Those of the log and those of a job's timeline."""
    assert sorted(LogEvent) == sorted(first_column(section(TROUBLESHOOTING, "What the log tells")))
    assert sorted(Event) == sorted(first_column(section(TROUBLESHOOTING, "What a job's timeline tells")))


@pytest.mark.parametrize("document", [RUNBOOK, TROUBLESHOOTING], ids=["runbook", "troubleshooting"])
def test_what_is_named_exists(document: str) -> None:
    """Settings, commands and linked files."""
    words = set(re.findall(r"`(max_\w+|min_\w+|keep_\w+|backup\w*_\w+|log_\w+|\w+_count|stuck_\w+)`", document))
    named = {word for word in words if word not in set(METRICS)}
    assert set() == named - set(Settings.model_fields)
    commands = set(re.findall(r"`playbuddy ([a-z]+)", document))
    known = playbuddy_desktop.cli.main.typer.main.get_command(playbuddy_desktop.cli.main.app)
    assert set() == commands - set(known.commands)  # type: ignore[attr-defined] # a group has them
    links = set(re.findall(r"\]\((?!http)([^)#]+)\)", document))
    assert [] == [link for link in links if not (DOCS / link).exists()]

"""What holds for every window and dialog, empty and full: each control has a name, each text a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from every_window import every_dialog, every_place, settle
from pseudo_language import PseudoLanguage, untranslated
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screen_reader import nameless

from playbuddy_desktop.errors import DiskFullError, ErrorReport
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.main_window import MainWindow

DATA = re.compile(
    r"PlayBuddy(?: Desktop)?|– test|/scripts\b|(?:script-\d+|integrity)\.txt|\w+\.(?:json|sql)|[\d.,]+ (?:bytes|KiB)"
    r"|\b(?:Ctrl|Shift|F\d+|English|Français|Markdown|Fountain|Final Draft|TXT|PDF|DOCX|ODT|RTF|EPUB|HTML|TEI)\b"
    r"|\w+day, [\w ,]+ \d{4} [^\n]*|Traceback"
    r"|The Lantern|Ada Quill|A street at dusk|ACT II?|Scene \d|MIRA|TOBIAS|CHORUS|Mir\.|a lamplighter|TL"
)
"""Names of files, formats, languages and keys, what Qt itself writes in each language, and what stands in the play."""


@pytest.fixture
def jobs(request: pytest.FixtureRequest) -> list[Job]:
    """None, or jobs in every status, of which one made a play."""
    if request.param == "empty":
        return []
    job_in = request.getfixturevalue("job_in")
    statuses = [status for status in JobStatus if status is not JobStatus.QUEUED]
    return [*map(job_in, statuses), job_in(JobStatus.QUEUED)]


@pytest.fixture
def window(
    jobs: list[Job], background: Background, profile: Profile, services: Services, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The window over these jobs."""
    window = MainWindow(background, profile)
    window.show()
    window.load(services)
    window.show_error(ErrorReport.of(DiskFullError()))
    settle(background)
    yield window
    window.begin_to_close()
    settle(background)
    window.close_now()


@pytest.fixture
def pseudo_language(qapp: QApplication) -> Iterator[None]:
    """The window speaks it."""
    translator = PseudoLanguage()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


FILLED = pytest.mark.parametrize("jobs", ["empty", "full"], indirect=True)


@FILLED
def test_every_control_says_its_name(jobs: list[Job], window: MainWindow, background: Background, services: Services):
    """A screen reader finds nothing that it cannot call by a name."""
    without = {name: nameless(shown) for name, shown in every_place(window, background, services)}
    without |= {name: nameless(dialog) for name, dialog in every_dialog(background, services, jobs)}
    assert {} == {name: found for name, found in without.items() if found}
    assert len(without) > (20 if jobs else 10)


@FILLED
def test_every_text_can_be_translated(
    pseudo_language: None, jobs: list[Job], window: MainWindow, background: Background, services: Services
):
    """Whatever a window shows went through a translation, except for what the person's own files and plays say."""
    left = {name: untranslated(shown, DATA) for name, shown in every_place(window, background, services)}
    left |= {name: untranslated(dialog, DATA) for name, dialog in every_dialog(background, services, jobs)}
    assert {} == {name: texts for name, texts in left.items() if texts}

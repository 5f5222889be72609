"""What the tests of the panels share: jobs in any status, plays in the library, and panels that are loaded."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Job, JobStatus, NewJob
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.library.save import save_play
from playbuddy_desktop.parsing.playbook import (
    Act,
    Character,
    Formatting,
    Line,
    LineType,
    Playbook,
    Scene,
)

BROKEN = ErrorReport("corrupt-file", "The file is damaged.", "Save it anew.")
BUSY = ErrorReport("database-busy", "The database is locked.", "Wait.", transient=True)


@pytest.fixture
def playbook() -> Playbook:
    """Two acts, three scenes; verse, directions, two speakers at once, a doubtful line, and what stands around it."""

    def say(text, *speakers, verse=False, indent=0, confidence=1.0, reasons=()):
        formatting = Formatting(preserve_line_breaks=verse, indent_level=indent)
        return Line(
            type=LineType.DIALOGUE,
            text=text,
            speakers=list(speakers),
            formatting=formatting,
            confidence=confidence,
            reasons=list(reasons),
        )

    def direct(text, *speakers):
        return Line(type=LineType.STAGE_DIRECTION, text=text, speakers=list(speakers))

    return Playbook(
        title="The Lantern",
        author="Ada Quill",
        year=1911,
        language="en",
        characters=[
            Character(id="m", name="MIRA", description="a lamplighter", aliases=["Mir."]),
            Character(id="t", name="TOBIAS"),
            Character(id="c", name="CHORUS"),
        ],
        acts=[
            Act(
                title="ACT I",
                scenes=[
                    Scene(
                        title="Scene 1",
                        lines=[
                            direct("A street at dusk."),
                            say("The lantern burns\nand burns all night,\n🔥 and burns.", "m", verse=True, indent=2),
                            direct("Aside.", "m"),
                            say("But who\nlit it?", "m"),
                            say("We burn too.", "m", "t"),
                            say("Who speaks here?", confidence=0.5, reasons=["There is no name before it."]),
                        ],
                    ),
                    Scene(title="Scene 2", lines=[say("I burn alone.", "t")]),
                ],
            ),
            Act(title="ACT II", scenes=[Scene(lines=[say("All lanterns burn.", "c")])]),
        ],
        front_matter=["THE LANTERN", "A play"],
        back_matter=["FINIS"],
        unplaced=["17"],
    )


@pytest.fixture
def save(services) -> Callable[..., UUID]:
    """Saves a play."""

    def save(playbook, now=datetime(2026, 5, 1, 12, tzinfo=UTC)) -> UUID:
        with services.database.write() as connection:
            return save_play(connection, PackedPlay.pack(playbook), job_id=None, content_hash=None, now=now)

    return save


@pytest.fixture
def job_in(services, playbook) -> Callable[..., Job]:
    """Makes a job in a status, on a legal way; no other job may wait."""
    numbers = itertools.count(1)

    def job_in(status: JobStatus, filename: str = "") -> Job:
        queue, number = services.queue, next(numbers)
        name = filename or f"script-{number}.txt"
        new = NewJob(name, sha256(str(number).encode()).hexdigest(), 100, "txt", f"/scripts/{name}")
        (job,) = queue.enqueue([new])
        if status is JobStatus.PAUSED:
            queue.pause(job.id)
        elif status is JobStatus.CANCELLED:
            queue.cancel(job.id)
        elif status is not JobStatus.QUEUED:
            claim = queue.claim("worker")
            assert claim is not None
            if status is JobStatus.RETRYING:
                queue.fail(claim.lease, BUSY, 1.0)
            elif status is JobStatus.FAILED:
                queue.fail(claim.lease, BROKEN, 1.0)
            elif status is JobStatus.COMPLETED:
                queue.complete(claim.lease, PackedPlay.pack(playbook), 2.0)
        return queue.get(job.id)

    return job_in


@pytest.fixture
def shown(background, services, qtbot) -> Callable[..., QWidget]:
    """Makes a panel of a class, loads it and shows it."""

    def shown(panel_class, width=1000, height=640):
        panel = panel_class(background)
        qtbot.addWidget(panel)
        panel.resize(width, height)
        panel.show()
        panel.load(services)
        return panel

    return shown

"""Runs the checks: the real window over a real queue with real child processes, in a profile that is thrown away.

What is said on standard error meanwhile, by Qt, by Python or by the system, is a failure too: a missing plug-in or
library rarely says more than a line.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import psutil
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from playbuddy_desktop import about, logs
from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.library.export import to_json
from playbuddy_desktop.profiles import APP_ID, Profile
from playbuddy_desktop.selftest.scripts import write_scripts
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui import icons, theme
from playbuddy_desktop.ui.about.dialog import AboutDialog
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.main_window import MainWindow
from playbuddy_desktop.ui.places import Place

IMPORT_SECONDS: Final = 120.0
"""How long all imports together may take, on a slow machine that does other things too."""
_LOOK_SECONDS: Final = 0.1
# The platform for machines without a screen says this of each window that is raised or has a smallest size.
_EXPECTED: Final = "This plugin does not support "


@dataclass
class Results:
    """Prints a line for each check and counts those that failed."""

    say: Callable[[str], object]
    failed: int = 0
    checks: int = field(default=0)

    def note(self, what: str, *, ok: bool) -> None:
        """Tell how one check came out."""
        self.checks += 1
        self.failed += not ok
        self.say(f"{'ok    ' if ok else 'FAILED'} {what}")


def run(say: Callable[[str], object] = print) -> int:
    """Check everything.

    Args:
        say: takes one line of the report.

    Returns:
        The exit status: 0 when all is well, else 1.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    results = Results(say)
    results.note(f"PlayBuddy {about.this_build()}", ok=True)
    with tempfile.TemporaryDirectory(prefix="playbuddy-selftest-") as folder:
        with _overheard(Path(folder) / "stderr.txt") as heard:
            try:
                _check_contents(results)
                _check_window(results, Path(folder))
            except Exception as error:  # noqa: BLE001 - whatever happens is the result
                results.note(f"{type(error).__name__}: {error}", ok=False)
        for line in heard:
            results.note(f"unexpected output: {line}", ok=False)
    say(f"{results.checks - results.failed} checks passed, {results.failed} failed")
    return int(results.failed > 0)


def _check_contents(results: Results) -> None:
    """A packaged program knows its commit and the licences of what it carries."""
    if getattr(sys, "frozen", False):
        results.note(f"built from commit {about.this_build().commit}", ok=bool(about.this_build().commit))
        carried = about.components()
        complete = bool(carried) and all(component.licence and component.texts for component in carried)
        results.note(f"licences of {len(carried)} components", ok=complete)


def _check_window(results: Results, folder: Path) -> None:
    import qasync  # type: ignore[import-untyped] # it has no types

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - nothing here makes another kind
    app.setDesktopFileName(APP_ID)
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, "light")
    results.note(f"platform plug-in {app.platformName()}", ok=True)
    results.note("icons are drawn", ok=not icons.icon("queue").pixmap(32, 32).toImage().isNull())
    loop = qasync.QEventLoop(app)
    try:
        loop.run_until_complete(_live(results, folder))
    finally:
        loop.close()


async def _live(results: Results, folder: Path) -> None:
    """Open the program's parts, use them, and close them."""
    scripts = list(write_scripts(folder))
    profile = Profile("selftest", folder / "data")
    profile.create()
    logs.configure(profile.logs)
    background = Background()
    errors: list[ErrorReport] = []
    background.failed.connect(errors.append)
    window = MainWindow(background, profile)
    window.show()
    await _painted(results, window, "main window")
    async with _services(background, profile, results) as services:
        window.load(services)
        await background.run(services.pool.start)
        window.add(scripts)
        jobs = await _imported(services, background, len(scripts))
        for job in jobs:
            await _check_job(results, services, background, job)
        children = psutil.Process().children(recursive=True)
        results.note(f"parsed in {len(children)} child processes", ok=bool(children))
        done = [job for job in jobs if job.playbook_id is not None]
        if done:
            await _look_at(results, window, done[0])
    for error in errors:
        results.note(f"{error.code}: {error.message} {error.technical}", ok=False)
    window.close_now()
    results.note("the window closed", ok=not window.isVisible())
    for entry in _complaints(profile.logs / "playbuddy.log"):
        results.note(f"in the log: {entry}", ok=False)
    logs.configure(None)


@contextlib.asynccontextmanager
async def _services(background: Background, profile: Profile, results: Results) -> AsyncIterator[Services]:
    """The working parts, closed again with everything that runs in them."""
    services = await background.run(Services.open, profile, Settings())
    results.note("database made and migrated", ok=profile.database.is_file())
    try:
        yield services
    finally:
        stopped = await background.run(services.pool.stop)
        results.note("workers stopped", ok=stopped)
        await background.close()
        services.close()


async def _imported(services: Services, background: Background, count: int) -> list[Job]:
    """Wait until as many jobs are done, or until the time is up; gives the jobs as they are then."""
    deadline = time.monotonic() + IMPORT_SECONDS
    while True:
        jobs = await background.run(services.queue.list_jobs)
        ended = sum(job.status.final for job in jobs)
        if ended >= count or time.monotonic() > deadline:
            return jobs
        await asyncio.sleep(_LOOK_SECONDS)


async def _check_job(results: Results, services: Services, background: Background, job: Job) -> None:
    if job.status is not JobStatus.COMPLETED or job.playbook_id is None:
        results.note(f"import {job.filename}: {job.status}: {job.last_error or 'not done in time'}", ok=False)
        return
    play = await background.run(services.library.load, job.playbook_id)
    scenes = [scene for act in play.acts for scene in act.scenes]
    lines = sum(len(scene.lines) for scene in scenes)
    counts = f"{len(play.acts)} acts, {len(scenes)} scenes, {len(play.characters)} characters, {lines} lines"
    same = json.loads(to_json(play))["title"] == play.title
    results.note(f"import {job.filename}: “{play.title}”, {counts}", ok=same and bool(play.characters) and lines > 0)


async def _look_at(results: Results, window: MainWindow, job: Job) -> None:
    """Open and close whatever the window can open."""
    for place in (Place.LIBRARY, Place.HISTORY, Place.QUEUE):
        window.show_place(place)
        await _painted(results, window.places.currentWidget(), place.name.lower())
    assert job.playbook_id is not None  # noqa: S101 - completed jobs have one
    window.open_play(job.playbook_id)
    await _painted(results, window.places.currentWidget(), "reader")
    window.dialogs.open_job(job.id)
    details = window.dialogs.details_of(job.id)
    if details is not None:
        await _painted(results, details, "job details")
        details.close()
    window.dialogs.open_metrics()
    if window.dialogs.metrics is not None:
        await _painted(results, window.dialogs.metrics, "metrics and health")
        window.dialogs.metrics.close()
    own = AboutDialog(window)
    own.open()
    await _painted(results, own, "about")
    own.close()
    results.note("dialogs opened and closed", ok=details is not None and window.dialogs.metrics is not None)


async def _painted(results: Results, widget: QWidget | None, name: str) -> None:
    """Let a widget paint itself, and look whether there is anything in it."""
    await asyncio.sleep(_LOOK_SECONDS)
    painted = widget is not None and widget.isVisible() and _colours(widget) > 1
    results.note(f"{name} is painted", ok=painted)


def _colours(widget: QWidget) -> int:
    """How many colours there are in a sample of the widget's points."""
    image = widget.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def _complaints(log: Path) -> list[str]:
    """The lines of a log that tell of something that went wrong."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if json.loads(line)["level"] not in {"debug", "info"}]


@contextlib.contextmanager
def _overheard(file: Path) -> Iterator[list[str]]:
    """Gives a list that, afterwards, holds the lines that anybody in this process or its children said."""
    heard: list[str] = []
    before = qInstallMessageHandler(lambda kind, context, text: _keep(heard, kind, context, text))
    sys.stderr.flush()
    own = os.dup(2)
    with file.open("w+", encoding="utf-8", errors="replace") as stream:
        os.dup2(stream.fileno(), 2)
        try:
            yield heard
        finally:
            sys.stderr.flush()
            os.dup2(own, 2)
            os.close(own)
            qInstallMessageHandler(before)
            heard += _lines(stream)


def _lines(stream: IO[str]) -> list[str]:
    stream.seek(0)
    return [line.rstrip() for line in stream if line.strip()]


def _keep(heard: list[str], kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    loud = kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}
    if loud and not text.startswith(_EXPECTED):
        heard.append(f"{context.category}: {text}")

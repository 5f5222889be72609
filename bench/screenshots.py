"""Makes the pictures of the window: each panel, light and dark, over a real queue with real workers.

    python bench/screenshots.py FOLDER            all pictures into FOLDER
    python bench/screenshots.py FOLDER --readme   and the one of the README into docs/images
    python bench/screenshots.py FOLDER --language fr --scale 2 --long-names
    python bench/screenshots.py FOLDER --all      the whole set: a folder each for languages, scales, names, directions

Needs no screen. What is shown is written by the program itself in a temporary profile: nothing is painted by hand.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QWidget

from playbuddy_desktop.assets import resource, sample_scripts
from playbuddy_desktop.errors import BugError, ErrorReport
from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.profiles import DEFAULT_PROFILE, Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui import language, theme
from playbuddy_desktop.ui.about.dialog import AboutDialog
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.errors.dialog import ErrorDialog
from playbuddy_desktop.ui.errors.remedy import RemedyDialog
from playbuddy_desktop.ui.library.correction import CorrectionDialog
from playbuddy_desktop.ui.logs.dialog import LogDialog
from playbuddy_desktop.ui.main_window import MainWindow
from playbuddy_desktop.ui.places import Place
from playbuddy_desktop.ui.queue.actions import Act
from playbuddy_desktop.ui.queue.panel import QueuePanel
from playbuddy_desktop.ui.quit_dialog import QuitDialog
from playbuddy_desktop.ui.settings.dialog import SettingsDialog

README_IMAGE = resource("..").resolve() / "docs" / "images" / "queue-light.png"
_LONG_NAME = (
    "A Midsummer Night’s Dream – First Folio text, prompt book copy with the director’s cuts and the lighting cues "
    "of the 1998 revival (final, really final) v12.txt"
)

_LONG_TITLE = "The Chronicle of the Lamplighters of Harrow Sound, Their Heirs, Their Creditors and Their Unquiet Dead"
_LONG_AUTHOR = "Wilhelmina Augusta Featherstonehaugh-Cholmondeley of Upper Wensleydale"
_LORDS = ("AUGUSTUS", "BARTHOLOMEW", "CONSTANTINE", "DOROTHEA")


def _script(title: str, speeches: int) -> str:
    """A play of two speakers that takes a while to parse."""
    parts = [f"{title.upper()}\n\nby Ada Quill\n\nCHARACTERS\n\nMIRA, a lamplighter\nTOBIAS, her brother\n"]
    for number in range(speeches):
        if number % 120 == 0:
            parts.append(f"\n\nACT {number // 120 + 1}\n")
        if number % 40 == 0:
            parts.append(f"\nSCENE {number // 40 % 3 + 1}\n\n[A street at dusk. Enter MIRA and TOBIAS.]\n")
        name = "MIRA" if number % 2 else "TOBIAS"
        parts.append(f"\n{name}. This is lantern number {number}, and it burns as well as the one before it did.\n")
    return "".join(parts)


def _write_scripts(folder: Path, *, long_names: bool) -> None:
    for sample in sample_scripts():
        shutil.copy(sample, folder)
    (folder / _LONG_NAME).write_text(_script("Lanterns", 50_000), encoding="utf-8")
    (folder / "the-long-watch.txt").write_text(_script("The Long Watch", 70_000), encoding="utf-8")
    (folder / "shopping-list.txt").write_text("eggs\nmilk\na loaf of bread\n", encoding="utf-8")
    (folder / "torn-in-half.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    for name in ("lanterns-act-one.txt", "lanterns-act-two.txt"):
        (folder / name).write_text(_script(name, 6_000), encoding="utf-8")
    if long_names:
        (folder / f"{_LONG_TITLE}.txt").write_text(_script_of_long_names(), encoding="utf-8")


def _script_of_long_names() -> str:
    """A short play of which everything that can have a name has a very long one."""
    cast = [f"{name} LORD CHAMBERLAIN OF THE OUTER ISLANDS" for name in _LORDS]
    parts = [f"{_LONG_TITLE.upper()}\n\nby {_LONG_AUTHOR}\n\nCHARACTERS\n\n" + "\n".join(cast) + "\n"]
    for act in ("ONE", "TWO"):
        parts.append(
            f"\n\nACT {act}. In which the lamps are counted, the tide is blamed, and nobody will own the key\n"
        )
        parts.append("\nSCENE 1. The gallery of the lighthouse, an hour before the equinoctial storm breaks\n")
        parts += [
            f"\n{name}\nI have counted the lamps, and there are {7 * n} of them.\n" for n, name in enumerate(cast)
        ]
    return "".join(parts)


SETS = {
    "english": [],
    "french": ["--language", "fr"],
    "english-twice-as-large": ["--scale", "2"],
    "french-long-names": ["--language", "fr", "--long-names"],
    "right-to-left": ["--right-to-left"],
}
"""The whole set: the folder of each part, and how it is made."""


class Photographer:
    """Drives the window through its states and takes the pictures."""

    def __init__(self, app: QApplication, folder: Path, work: Path, *, long_names: bool) -> None:
        self._app = app
        self._folder = folder
        self._work = work
        self._long_names = long_names
        self._background = Background()
        self._background.failed.connect(lambda report: print(report.message, report.technical))
        self._profile = Profile(DEFAULT_PROFILE, work / "data")
        self._window = MainWindow(self._background, self._profile)
        self._window.resize(1080, 800)

    async def shoot(self) -> None:
        """Take all pictures."""
        self._window.show()
        settings = Settings(worker_count=2, chunk_chars=2_500)
        services = await self._background.run(Services.open, self._profile, settings)
        self._window.load(services)
        await self._both("empty", self._window)
        await self._background.run(services.pool.start)
        scripts = self._work / "scripts"
        scripts.mkdir()
        _write_scripts(scripts, long_names=self._long_names)
        self._window.add([scripts, self._work / "gone.docx"])
        await self._until(lambda: len(self._jobs()) >= 9)
        await self._fill_queue()
        await self._queue_pictures()
        await self._panel_pictures()
        self._window.begin_to_close()
        await self._background.run(services.pool.stop)
        await self._background.close()
        services.close()
        self._window.close_now()

    async def _fill_queue(self) -> None:
        """Bring the jobs into as many states as there are."""
        for job in self._jobs():
            if job.filename.startswith(("the-long", "A Mid", "lanterns")):
                self._queue.perform(Act.PAUSE, [job])
        await self._until(lambda: self._count(JobStatus.COMPLETED) >= 3 and self._count(JobStatus.FAILED) >= 1)
        self._queue.perform(Act.RESUME, [self._named("lanterns-act-one.txt")])
        await self._until(lambda: self._named("lanterns-act-one.txt").completed_chunks > 40)
        self._queue.perform(Act.PAUSE, [self._named("lanterns-act-one.txt")])
        self._queue.perform(Act.CANCEL, [self._named("lanterns-act-two.txt")])
        self._queue.perform(Act.RESUME, [self._named("the-long-watch.txt"), self._named(_LONG_NAME)])
        await self._until(lambda: self._count(JobStatus.RUNNING) == 2)
        self._window.importer.add(sample_scripts()[2:], again=True)
        await self._until(lambda: self._parsing(_LONG_NAME) and self._parsing("the-long-watch.txt"))

    async def _queue_pictures(self) -> None:
        self._queue.view.select([self._named(_LONG_NAME).id])
        await self._both("queue-with-messages", self._window)
        await self._picture_of_details("running", self._named(_LONG_NAME))
        for banner in self._window.banners.banners():
            banner.dismiss()
        await self._both("queue", self._window)
        self._window.overlay.say(self._window.tr("Drop to import %n items").replace("%n", "4"))
        await self._both("drop", self._window)
        self._window.overlay.hide()
        await self._dialog_pictures()
        await self._picture_of_details("failed", self._first(JobStatus.FAILED))
        await self._picture_of_details("finished", self._first(JobStatus.COMPLETED))

    async def _dialog_pictures(self) -> None:
        settings = SettingsDialog(self._profile, Settings(), self._window)
        bug = ErrorReport.of(BugError(), "Traceback (most recent call last):\n  …")
        for name, dialog in (
            ("quit", QuitDialog(self._window)),
            ("settings", settings),
            ("bug", ErrorDialog(self._window.dialogs.tr("That should not have happened"), bug, parent=self._window)),
            ("remedy", RemedyDialog("corrupt-file", in_words("The file is damaged."), self._window)),
            ("log", LogDialog(self._background, self._profile.logs, self._window)),
            ("about", AboutDialog(self._window)),
        ):
            dialog.open()
            await self._both(name, dialog)
            if dialog is settings:
                for page in range(1, settings.groups.count()):
                    settings.groups.setCurrentRow(page)
                    await self._both(f"settings-{page}", dialog)
            dialog.close()

    async def _picture_of_details(self, name: str, job: Job) -> None:
        self._window.dialogs.open_job(job.id)
        dialog = self._window.dialogs.details_of(job.id)
        await self._settle()
        await self._both(f"details-{name}", dialog)
        dialog.close()

    async def _panel_pictures(self) -> None:
        for place in (Place.LIBRARY, Place.HISTORY):
            self._window.show_place(place)
            await self._both(place.name.lower(), self._window)
        self._window.dialogs.open_metrics()
        await self._both("metrics", self._window.dialogs.metrics)
        self._window.dialogs.metrics.close()
        await self._library_pictures()
        name = f"{_LONG_TITLE}.txt" if self._long_names else "the-salt-bell.pdf"
        self._window.open_play(self._named(name).playbook_id)
        await self._settle(2.0)
        await self._both("reader", self._window)
        reader = self._window.places.widget(Place.READER)
        doubtful = next(job for job in self._jobs() if job.playbook_id and "committee" in job.filename)
        self._window.open_play(doubtful.playbook_id)
        await self._settle(2.0)
        reader.review()
        await self._settle(1.0)
        await self._both("reader-review", self._window)
        reader.open_find()
        reader.find_bar.field.setText("the")
        await self._settle(1.0)
        reader.cast.choose(frozenset(list(reader.session.cast)[:1]))
        await self._settle(1.0)
        await self._both("reader-find-and-filter", self._window)
        reader.cast.choose(frozenset())
        reader.show_figures()
        await self._both("reader-figures", reader.figures)
        reader.figures.close()

    async def _library_pictures(self) -> None:
        """A search that finds plays and lines, and the dialog that corrects a play."""
        library = self._window.places.widget(Place.LIBRARY)
        self._window.show_place(Place.LIBRARY)
        library.search.setText("lamps" if self._long_names else "bell")
        await self._settle(1.5)
        await self._both("library-search", self._window)
        plays = library.model.rowCount()
        library.search.setText("")
        await self._until(lambda: library.model.rowCount() > max(plays, 1))
        library.list.setCurrentIndex(library.model.index(0))
        library.correct.trigger()
        await self._both("library-correct", library.findChild(CorrectionDialog))
        library.findChild(CorrectionDialog).reject()

    async def _both(self, name: str, widget: QWidget) -> None:
        for choice in ("light", "dark"):
            theme.apply(self._app, choice)
            await self._settle()
            widget.grab().save(str(self._folder / f"{name}-{choice}.png"))
        theme.apply(self._app, "light")

    async def _settle(self, seconds: float = 0.6) -> None:
        await asyncio.sleep(seconds)

    async def _until(self, reached: Callable[[], bool], seconds: float = 120) -> None:
        async with asyncio.timeout(seconds):
            while not reached():  # noqa: ASYNC110 - the window shows it when it is so, and tells nobody
                await asyncio.sleep(0.05)

    @property
    def _queue(self) -> QueuePanel:
        return self._window.queue

    def _jobs(self) -> list[Job]:
        return list(self._queue.model.jobs())

    def _named(self, name: str) -> Job:
        return next(job for job in self._jobs() if job.filename == name)

    def _first(self, status: JobStatus) -> Job:
        return next(job for job in self._jobs() if job.status is status)

    def _parsing(self, name: str) -> bool:
        row = self._queue.model.row(self._queue.model.place(self._named(name).id) or 0)
        return row.job.completed_chunks > 40 and row.seconds_left is not None

    def _count(self, status: JobStatus) -> int:
        return sum(job.status is status for job in self._jobs())


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the window.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--language", choices=[choice for choice in language.CHOICES if choice != "system"], default="en"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="device pixels per pixel")
    parser.add_argument("--long-names", action="store_true", help="a play with very long names")
    parser.add_argument("--right-to-left", action="store_true", help="as for languages that are written so")
    parser.add_argument("--all", action="store_true", help="the whole set, in folders below FOLDER")
    parser.add_argument("--readme", action="store_true", help="also renew the picture of the README")
    options = parser.parse_args()
    if options.all:
        for name, arguments in SETS.items():
            subprocess.run([sys.executable, __file__, options.folder / name, *arguments], check=True)
        return
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    import qasync

    app = QApplication(["playbuddy"])
    app.setQuitOnLastWindowClosed(False)
    language.apply(app, options.language)
    if options.language == "en":
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    if options.right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    theme.apply(app, "light")
    options.folder.mkdir(parents=True, exist_ok=True)
    loop = qasync.QEventLoop(app)
    with tempfile.TemporaryDirectory() as work:
        loop.run_until_complete(Photographer(app, options.folder, Path(work), long_names=options.long_names).shoot())
    loop.close()
    if options.readme:
        README_IMAGE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(options.folder / "queue-light.png", README_IMAGE)


if __name__ == "__main__":
    main()

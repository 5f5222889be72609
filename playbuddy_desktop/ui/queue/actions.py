"""What a person can do with the selected jobs, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, Job, JobCommand, JobStatus
from playbuddy_desktop.ui import icons
from playbuddy_desktop.ui.queue.snooze import SnoozeMenu


class Act(StrEnum):
    """What can be asked of jobs in the window: the commands of the queue, and what concerns the window only."""

    DETAILS = "details"
    OPEN_PLAY = "open-play"
    SHOW_SOURCE = "show-source"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RESTART = "restart"
    RECOGNISE = "recognise"
    JOIN = "join"
    PART = "part"
    SNOOZE = "snooze"
    BEGIN_NOW = "begin-now"
    TOP = "top"
    UP = "up"
    DOWN = "down"
    BOTTOM = "bottom"
    HIGHER = "higher"
    LOWER = "lower"
    DISMISS = "dismiss"
    REMOVE = "remove"


COMMANDS: Final = {
    Act.PAUSE: JobCommand.PAUSE,
    Act.RESUME: JobCommand.RESUME,
    Act.CANCEL: JobCommand.CANCEL,
    Act.RESTART: JobCommand.RESTART,
    Act.RECOGNISE: JobCommand.RESTART,
    Act.JOIN: JobCommand.RESTART,
    Act.PART: JobCommand.RESTART,
    Act.SNOOZE: JobCommand.SNOOZE,
    Act.BEGIN_NOW: JobCommand.SNOOZE,
    Act.TOP: JobCommand.PRIORITISE,
    Act.UP: JobCommand.PRIORITISE,
    Act.DOWN: JobCommand.PRIORITISE,
    Act.BOTTOM: JobCommand.PRIORITISE,
    Act.HIGHER: JobCommand.PRIORITISE,
    Act.LOWER: JobCommand.PRIORITISE,
    Act.REMOVE: JobCommand.REMOVE,
}
"""The acts that are commands of the queue, which says when they are legal."""

SCANNED: Final = frozenset({"scanned-file", "ocr-missing", "ocr-failed"})
"""The errors of files that are pictures of pages."""

_MORE_THAN_LEGAL: Final[dict[Act, Callable[[Job], bool]]] = {
    Act.RECOGNISE: lambda job: job.error_code in SCANNED,
    Act.JOIN: lambda job: job.part is not None,
    Act.PART: lambda job: bool(job.config.get("as_one")),
    Act.BEGIN_NOW: lambda job: job.not_before is not None and job.put_off_until(datetime.now(UTC)) is not None,
}
"""What some commands ask beyond the status: else they would change nothing."""

_SINGLE: Final = frozenset({Act.DETAILS, Act.OPEN_PLAY, Act.SHOW_SOURCE})
_ALWAYS: Final = frozenset({Act.DETAILS, Act.SHOW_SOURCE})


def allows(act: Act, job: Job) -> bool:
    """Whether ``act`` can be done with this job now, and would change anything."""
    if act in COMMANDS:
        more = _MORE_THAN_LEGAL.get(act)
        return job.allows(COMMANDS[act]) and (more is None or more(job))
    if act is Act.OPEN_PLAY:
        return job.status is JobStatus.COMPLETED and job.playbook_id is not None
    return act in _ALWAYS or job.status.final


def concerned(act: Act, jobs: Sequence[Job]) -> list[Job]:
    """The jobs of a selection that ``act`` is done with."""
    if act in _SINGLE and len(jobs) != 1:
        return []
    return [job for job in jobs if allows(act, job)]


def concerns_any(act: Act, jobs: Sequence[Job], statuses: AbstractSet[JobStatus]) -> bool:
    """Whether ``act`` can be done with a selection, whose statuses are known: it may be long."""
    if act in COMMANDS and statuses.isdisjoint(ALLOWED_COMMANDS[COMMANDS[act]]):
        return False
    return (act not in _SINGLE or len(jobs) == 1) and any(allows(act, job) for job in jobs)


class JobActions(QObject):
    """The actions over a selection of jobs, for menus, buttons and keys.

    Attributes:
        asked: Signal(Act, list[Job]): a person asked for it; the jobs are those that it concerns.
        put_off: Signal(list[Job], datetime): begin these no sooner than then.
    """

    asked = Signal(object, object)  # lists would be copied, job by job
    put_off = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: Sequence[Job] = ()
        self._actions = {act: self._action(act, *texts) for act, texts in self._texts().items()}
        self.snooze_menu = SnoozeMenu()
        self.snooze_menu.chosen.connect(lambda until: self.put_off.emit(concerned(Act.SNOOZE, self._jobs), until))
        self._actions[Act.SNOOZE].setMenu(self.snooze_menu)
        self.show_for(())

    def __getitem__(self, act: Act) -> QAction:
        return self._actions[act]

    def all(self) -> list[QAction]:
        """All actions, to be added to the widget in which their keys work."""
        return list(self._actions.values())

    def show_for(self, jobs: Sequence[Job]) -> None:
        """Enable exactly what is legal for at least one of the selected jobs; what few jobs ask for hides meanwhile."""
        self._jobs = jobs
        statuses = {job.status for job in jobs}
        for act, action in self._actions.items():
            possible = concerns_any(act, jobs, statuses)
            action.setEnabled(possible)
            if act in _MORE_THAN_LEGAL:
                action.setVisible(possible)
        # One key for both: it resumes when there is nothing to pause.
        pausing = self._actions[Act.PAUSE].isEnabled()
        space = QKeySequence(Qt.Key.Key_Space)
        self._actions[Act.PAUSE].setShortcut(space if pausing else QKeySequence())
        self._actions[Act.RESUME].setShortcut(QKeySequence() if pausing else space)

    def menu(self, parent: QMenu) -> QMenu:
        """Fill a menu with all actions."""
        for group in (
            (Act.OPEN_PLAY, Act.DETAILS, Act.SHOW_SOURCE),
            (Act.PAUSE, Act.RESUME, Act.CANCEL, Act.RESTART, Act.RECOGNISE, Act.JOIN, Act.PART),
            (Act.SNOOZE, Act.BEGIN_NOW),
            (Act.TOP, Act.UP, Act.DOWN, Act.BOTTOM),
            (Act.HIGHER, Act.LOWER),
            (Act.DISMISS, Act.REMOVE),
        ):
            parent.addActions([self._actions[act] for act in group])
            parent.addSeparator()
        return parent

    def _action(self, act: Act, text: str, icon: str, key: str, tip: str) -> QAction:
        action = QAction(text, self)
        if icon:
            action.setIcon(icons.icon(icon))
        action.setToolTip(tip)
        action.setStatusTip(tip)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: self.asked.emit(act, concerned(act, self._jobs)))
        return action

    def _texts(self) -> dict[Act, tuple[str, str, str, str]]:
        return {
            Act.OPEN_PLAY: (self.tr("Open play"), "open", "Ctrl+Return", self.tr("Read the play that was found")),
            Act.DETAILS: (self.tr("Details"), "details", "Return", self.tr("Show what happened to this job")),
            Act.SHOW_SOURCE: (
                self.tr("Show source"),
                "file",
                "Ctrl+Shift+Return",
                self.tr("Open the file that was imported in its own program"),
            ),
            Act.PAUSE: (self.tr("Pause"), "pause", "", self.tr("Stop after the current chunk and keep what is done")),
            Act.RESUME: (self.tr("Resume"), "resume", "", self.tr("Go on where the job was paused")),
            Act.CANCEL: (self.tr("Cancel"), "cancel", "Ctrl+Backspace", self.tr("Stop the job and save nothing")),
            Act.RESTART: (self.tr("Try again"), "retry", "Ctrl+R", self.tr("Import the same script as a new job")),
            Act.RECOGNISE: (
                self.tr("Read with OCR"),
                "search",
                "",
                self.tr("Import the script again and recognise the text on its pages"),
            ),
            Act.JOIN: (
                self.tr("Import as one play"),
                "",
                "",
                self.tr("Import the file again and make one play of all that it holds"),
            ),
            Act.PART: (
                self.tr("Import each play"),
                "",
                "",
                self.tr("Import the file again and make a play of each that it holds"),
            ),
            Act.SNOOZE: (self.tr("Not before"), "clock", "", self.tr("Begin no sooner than at a time that you choose")),
            Act.BEGIN_NOW: (
                self.tr("Begin now"),
                "resume",
                "",
                self.tr("Put the job off no longer: it begins when its turn comes"),
            ),
            Act.TOP: (self.tr("Move to top"), "top", "Alt+Home", self.tr("Make it the next job")),
            Act.UP: (self.tr("Move up"), "up", "Alt+Up", self.tr("Run it before the one above it")),
            Act.DOWN: (self.tr("Move down"), "down", "Alt+Down", self.tr("Run it after the one below it")),
            Act.BOTTOM: (self.tr("Move to bottom"), "bottom", "Alt+End", self.tr("Run it after all others")),
            Act.HIGHER: (
                self.tr("Raise priority"),
                "priority",
                "Alt+PgUp",
                self.tr("Jobs of higher priority come first"),
            ),
            Act.LOWER: (self.tr("Lower priority"), "", "Alt+PgDown", self.tr("Jobs of lower priority come last")),
            Act.DISMISS: (
                self.tr("Take off the list"),
                "close",
                "Del",
                self.tr("Hide what has ended here; it stays in the history"),
            ),
            Act.REMOVE: (
                self.tr("Remove from history"),
                "remove",
                "Shift+Del",
                self.tr("Forget the job with its record; its play stays in the library"),
            ),
        }

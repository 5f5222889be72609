"""The live list is followed by what changed, and is always what reading everything would give."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from playbuddy_desktop.errors import EmptyFileError, ErrorReport
from playbuddy_desktop.jobs.changes import RECENT_FAILURES
from playbuddy_desktop.jobs.job import FINAL_STATUSES, JobStatus, NewJob
from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene
from playbuddy_desktop.services import Services
from playbuddy_desktop.ui.queue.edits import Inserted
from playbuddy_desktop.ui.queue.model import QueueModel
from playbuddy_desktop.ui.queue.ranking import FEW
from playbuddy_desktop.ui.queue.watch import QueueWatch

_SCENE = Scene(lines=[Line(type=LineType.DIALOGUE, text="Light!", speakers=["c1"])])
PLAY = PackedPlay.pack(
    Playbook(title="Light", characters=[Character(id="c1", name="MIRA")], acts=[Act(scenes=[_SCENE])])
)


@pytest.fixture
def watch(services: Services) -> QueueWatch:
    """A watch over an empty queue."""
    services.queue.liveness.register("worker")
    return QueueWatch(services.queue)


@pytest.fixture
def model(qapp) -> Iterator[QueueModel]:
    """A model under the eyes of Qt's own tester."""
    model = QueueModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    tester.deleteLater()


def add(services: Services, count: int) -> list:
    """Enqueue so many jobs."""
    return services.queue.enqueue([NewJob(f"{n}.txt", "0" * 64, 1, "txt", "/a.txt") for n in range(count)])


class Person:
    """Does one thing or another to some job, as workers and people do."""

    def __init__(self, services: Services, chance: random.Random) -> None:
        self._services = services
        self._queue = services.queue
        self._chance = chance

    def act(self) -> None:
        """One step."""
        self._chance.choice(self._acts())()

    def _acts(self) -> list[Callable[[], object]]:
        return [
            lambda: add(self._services, self._chance.choice((1, 2, FEW + 5))),
            lambda: self._to_some(self._queue.pause, JobStatus.QUEUED),
            lambda: self._to_some(self._queue.resume, JobStatus.PAUSED),
            lambda: self._to_some(self._queue.cancel, JobStatus.QUEUED),
            lambda: self._to_some(self._queue.move_to_top, JobStatus.QUEUED),
            lambda: self._to_some(lambda job: self._queue.set_priority(job, self._chance.randint(-2, 2)), None),
            lambda: self._to_some(self._queue.remove, JobStatus.CANCELLED),
            self._work,
            self._move,
            lambda: self._queue.pause_all() if self._chance.random() < 0.1 else None,
        ]

    def _work(self) -> None:
        claim = self._queue.claim("worker")
        if claim is None:
            return
        how = self._chance.random()
        if how < 0.4:
            self._queue.complete(claim.lease, PLAY, 0.1)
        elif how < 0.6:
            self._queue.fail(claim.lease, ErrorReport.of(EmptyFileError()), 0.1)

    def _move(self) -> None:
        waiting = self._queue.waiting()
        if len(waiting) > 3:
            *moved, other = self._chance.sample(waiting, 3)
            self._queue.move_beside(moved, other, after=self._chance.random() < 0.5)

    def _to_some(self, command: Callable[..., object], status: JobStatus | None) -> None:
        wanted = [status] if status else [JobStatus.QUEUED, JobStatus.PAUSED]
        jobs = self._queue.list_jobs(wanted)
        if jobs:
            command(self._chance.choice(jobs).id)


@pytest.mark.parametrize("seed", range(4))
def test_following_gives_what_reading_everything_gives(services, watch, model: QueueModel, seed: int) -> None:
    """Whatever happens between two looks, list, figures and rows are those of the database, without a reset."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    person = Person(services, chance)
    resets = QSignalSpy(model.modelReset)
    shown = watch.read()
    for _ in range(40):
        for _ in range(chance.randint(1, 4)):
            person.act()
        shown = watch.read()
        model.apply(shown)
        ended = services.queue.list_jobs(FINAL_STATUSES)
        ended.sort(key=lambda job: (-job.completed_at.timestamp(), job.position))
        expected = [*services.queue.active(), *ended]
        assert expected == list(shown.jobs)
        assert expected == list(model.jobs())
        assert {job.id: row for row, job in enumerate(expected)} == shown.rows
        counts = {status: count for status, count in services.queue.count_by_status().items() if count}
        assert counts == {status: count for status, count in shown.counts.items() if count}
        assert sum(1 if job.status.final else job.progress / 100 for job in expected) == pytest.approx(shown.done)
    assert 0 == resets.count()


def test_one_change_in_a_long_list_is_one_step(services: Services, watch: QueueWatch, model: QueueModel) -> None:
    """A job that is moved keeps its selection, and the rows between stay as they are."""
    jobs = add(services, 500)
    model.apply(watch.read())
    selection = QItemSelectionModel(model)
    selection.select(model.index(400), QItemSelectionModel.SelectionFlag.Select)
    services.queue.move_to_top(jobs[400].id)
    shown = watch.read()
    assert 1 == len(shown.edits)
    model.apply(shown)
    assert [0] == [index.row() for index in selection.selectedIndexes()]
    [added] = add(services, 1)
    shown = watch.read()
    assert [Inserted(500, (added.id,))] == shown.edits
    model.apply(shown)


def shown(watch: QueueWatch) -> list[UUID]:
    return [job.id for job in watch.read().jobs]


def fail(services: Services) -> UUID:
    """Let the next job fail."""
    claim = services.queue.claim("worker")
    services.queue.fail(claim.lease, ErrorReport.of(EmptyFileError()), 0.1)
    return claim.lease.job_id


def test_dismissed_jobs_stay_away(services: Services, watch: QueueWatch) -> None:
    """They are not shown, whatever else is read, until they are brought back."""
    one, two = add(services, 2)
    services.queue.cancel(one.id)
    assert [two.id, one.id] == shown(watch)
    services.queue.dismiss([one.id, two.id])  # what goes on is no less shown
    assert [two.id] == shown(watch)
    add(services, FEW + 1)
    assert one.id not in watch.read().rows
    services.queue.bring_back([one.id])
    assert one.id == shown(watch)[-1]


def test_failures_stay_for_later_windows_until_one_dismisses_them(services: Services, watch: QueueWatch) -> None:
    """Every window shows the same of them, the last one first, and is told by reading what changed."""
    add(services, 3)
    first, second, third = (fail(services) for _ in range(3))
    later = QueueWatch(services.queue)
    assert [third, second, first] == shown(later) == shown(watch)
    read_all = services.queue.active
    services.queue.active = lambda: pytest.fail("everything was read")
    services.queue.dismiss([second])
    assert [third, first] == shown(later) == shown(watch)
    services.queue.bring_back([second])
    assert [third, second, first] == shown(later) == shown(watch)
    again = services.queue.restart(third).id
    assert [again, second, first] == shown(later) == shown(watch)
    services.queue.active = read_all
    services.queue.remove(first)
    assert [again, second] == shown(later) == shown(watch) == shown(QueueWatch(services.queue))


def test_only_the_last_failures_are_looked_at(services: Services, watch: QueueWatch) -> None:
    """When they are dismissed, no older ones come up in their place."""
    add(services, RECENT_FAILURES + 2)
    failed = [fail(services) for _ in range(RECENT_FAILURES + 2)]
    later = QueueWatch(services.queue)
    assert failed[:1:-1] == shown(later)
    services.queue.dismiss(failed[2:])
    assert [] == shown(later) == shown(QueueWatch(services.queue))


def test_finished_jobs_are_shown_if_that_is_wanted(services: Services, watch: QueueWatch) -> None:
    """The wish may change at any time."""
    [job] = add(services, 1)
    services.queue.complete(services.queue.claim("worker").lease, PLAY, 0.1)
    assert [] == list(watch.read(keep_finished=False).jobs)
    assert [job.id] == [each.id for each in watch.read(keep_finished=True).jobs]
    assert [] == list(watch.read(keep_finished=False).jobs)


def test_a_play_that_was_deleted_cannot_be_opened_any_more(services: Services, watch: QueueWatch) -> None:
    """The job's row does not tell when that happened."""
    add(services, 1)
    play = services.queue.complete(services.queue.claim("worker").lease, PLAY, 0.1)
    assert [play] == [job.playbook_id for job in watch.read().jobs]
    services.library.delete(play)
    assert [None] == [job.playbook_id for job in watch.read().jobs]


def test_what_ended_before_the_window_came_is_history(services: Services) -> None:
    """The list begins with what is to be done."""
    one, two = add(services, 2)
    services.queue.cancel(one.id)
    watch = QueueWatch(services.queue)
    assert [two.id] == [job.id for job in watch.read().jobs]
    services.queue.cancel(two.id)
    assert [two.id] == [job.id for job in watch.read().jobs]

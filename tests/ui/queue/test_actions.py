from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from PySide6.QtCore import QDateTime, QTime
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, Job, JobStatus, VolumePart
from playbuddy_desktop.ui.queue.actions import COMMANDS, Act, JobActions, concerned
from playbuddy_desktop.ui.queue.snooze import choices


@pytest.fixture
def actions(qapp) -> JobActions:
    """The actions without a selection."""
    return JobActions()


_SOON = datetime.now(UTC) + timedelta(days=1)
KINDS = {
    "plain": {},
    "scanned": {"error_code": "scanned-file"},
    "damaged": {"error_code": "corrupt-file"},
    "of a volume": {"config": {"part": VolumePart(2, 3, "Hamlet").to_json()}},
    "joined": {"config": {"as_one": True}},
    "put off": {"not_before": _SOON},
    "was put off": {"not_before": datetime(2026, 5, 1, 8, tzinfo=UTC)},
}
CONDITIONS = {
    Act.RECOGNISE: lambda job: job.error_code == "scanned-file",
    Act.JOIN: lambda job: "part" in job.config,
    Act.PART: lambda job: "as_one" in job.config,
    Act.BEGIN_NOW: lambda job: job.not_before == _SOON,
}
"""What some commands ask beyond the status: else they would change nothing."""


def accepted(act: Act, job: Job) -> bool:
    """Whether the queue accepts the command, and it makes sense."""
    return job.status in ALLOWED_COMMANDS[COMMANDS[act]] and CONDITIONS.get(act, lambda _: True)(job)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", JobStatus)
@pytest.mark.parametrize("act", COMMANDS)
def test_commands_are_enabled_exactly_when_the_queue_accepts_them(actions, make_job, act: Act, status, kind) -> None:
    """No button promises what the queue refuses, and none is dark that would work."""
    job = make_job(status, **KINDS[kind])
    actions.show_for([job])
    assert accepted(act, job) is actions[act].isEnabled()


@pytest.mark.parametrize("status", JobStatus)
def test_window_acts_follow_the_status(actions, make_job, status: JobStatus) -> None:
    """Details and source are always there, plays when finished, dismissal when ended."""
    actions.show_for([make_job(status)])
    acts = (Act.DETAILS, Act.SHOW_SOURCE, Act.OPEN_PLAY, Act.DISMISS)
    enabled = tuple(actions[act].isEnabled() for act in acts)
    assert (True, True, status is JobStatus.COMPLETED, status.final) == enabled


def test_play_that_was_deleted_cannot_be_opened(actions, make_job) -> None:
    """A finished job whose play is gone offers no play."""
    actions.show_for([make_job(JobStatus.COMPLETED, playbook_id=None)])
    assert not actions[Act.OPEN_PLAY].isEnabled()


def test_nothing_is_enabled_without_a_selection(actions) -> None:
    """Without jobs there is nothing to command."""
    assert not any(action.isEnabled() for action in actions.all())


@pytest.mark.parametrize(("one", "other"), list(permutations(JobStatus, 2)))
def test_mixed_selection_concerns_those_that_allow_it(actions, make_job, one, other) -> None:
    """A command is offered when it is legal for some, and done with those only."""
    jobs = [make_job(status, **KINDS[kind]) for status, kind in ((one, "scanned"), (other, "put off"))]
    actions.show_for(jobs)
    for act in COMMANDS:
        legal = [job for job in jobs if accepted(act, job)]
        assert bool(legal) is actions[act].isEnabled()
        assert legal == concerned(act, jobs)


def test_action_tells_which_jobs_it_concerns(actions, make_job, qtbot) -> None:
    """The signal carries the jobs that allow it, not the whole selection."""
    running, done = make_job(JobStatus.RUNNING), make_job(JobStatus.COMPLETED)
    actions.show_for([running, done])
    with qtbot.waitSignal(actions.asked) as asked:
        actions[Act.PAUSE].trigger()
    assert [Act.PAUSE, [running]] == asked.args


def test_space_pauses_and_resumes(actions, make_job) -> None:
    """One key for both, and never two actions for one key."""
    space = QKeySequence("Space")
    actions.show_for([make_job(JobStatus.RUNNING), make_job(JobStatus.PAUSED)])
    assert (True, False) == tuple(actions[act].shortcut() == space for act in (Act.PAUSE, Act.RESUME))
    actions.show_for([make_job(JobStatus.PAUSED)])
    assert (False, True) == tuple(actions[act].shortcut() == space for act in (Act.PAUSE, Act.RESUME))


def test_keys_are_unique(actions, make_job) -> None:
    """No two actions answer to the same key."""
    keys = [action.shortcut().toString() for action in actions.all() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_times_offered_are_those_ahead(qapp) -> None:
    """An hour from now and tomorrow morning always, the evening until it comes."""
    zone = datetime.now().astimezone().tzinfo
    noon, night = (datetime(2026, 5, 1, hour, 30, tzinfo=zone) for hour in (12, 22))
    offered = [(name, until.astimezone(zone).strftime("%d %H:%M")) for name, until in choices(noon)]
    assert [("In one hour", "01 13:30"), ("Tonight", "01 20:00"), ("Tomorrow morning", "02 08:00")] == offered
    assert ["In one hour", "Tomorrow morning"] == [name for name, _ in choices(night)]


def test_a_time_that_was_chosen_goes_to_the_jobs_that_wait(actions, make_job, qtbot: QtBot) -> None:
    """The menu offers times with their clock, and concerns what can be put off only."""
    waiting, running = make_job(), make_job(JobStatus.RUNNING)
    actions.show_for([waiting, running])
    actions.snooze_menu.offer()
    first = actions.snooze_menu.actions()[0]
    assert first.text().startswith("In one hour (")
    with qtbot.waitSignal(actions.put_off) as asked:
        first.trigger()
    jobs, until = asked.args
    assert [waiting] == jobs
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(hours=1)


def test_any_other_time_can_be_chosen(actions, make_job, qtbot: QtBot) -> None:
    """The field begins with tomorrow morning and takes no time that has passed."""
    actions.show_for([make_job()])
    dialog = actions.snooze_menu.ask()
    assert QTime(8, 0) == dialog.time.time()
    dialog.time.setDateTime(QDateTime(2100, 1, 2, 3, 4, 0))
    with qtbot.waitSignal(actions.put_off) as asked:
        dialog.accept()
    assert datetime(2100, 1, 2, 3, 4).astimezone() == asked.args[1]

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QKeySequence

from playbuddy_desktop.jobs.job import ALLOWED_COMMANDS, JobStatus
from playbuddy_desktop.ui.queue.actions import COMMANDS, Act, JobActions, concerned


@pytest.fixture
def actions(qapp) -> JobActions:
    """The actions without a selection."""
    return JobActions()


@pytest.mark.parametrize("status", JobStatus)
@pytest.mark.parametrize("act", COMMANDS)
def test_commands_are_enabled_exactly_when_the_queue_accepts_them(actions, make_job, act: Act, status) -> None:
    """No button promises what the queue refuses, and none is dark that would work."""
    actions.show_for([make_job(status)])
    assert (status in ALLOWED_COMMANDS[COMMANDS[act]]) is actions[act].isEnabled()


@pytest.mark.parametrize("status", JobStatus)
def test_window_acts_follow_the_status(actions, make_job, status: JobStatus) -> None:
    """Details are always there, plays when finished, dismissal when ended."""
    actions.show_for([make_job(status)])
    enabled = tuple(actions[act].isEnabled() for act in (Act.DETAILS, Act.OPEN_PLAY, Act.DISMISS))
    assert (True, status is JobStatus.COMPLETED, status.final) == enabled


def test_play_that_was_deleted_cannot_be_opened(actions, make_job) -> None:
    """A finished job whose play is gone offers no play."""
    actions.show_for([make_job(JobStatus.COMPLETED, playbook_id=None)])
    assert not actions[Act.OPEN_PLAY].isEnabled()


def test_nothing_is_enabled_without_a_selection(actions) -> None:
    """Without jobs there is nothing to command."""
    assert not any(action.isEnabled() for action in actions.all())


@pytest.mark.parametrize(("one", "other"), list(combinations(JobStatus, 2)))
def test_mixed_selection_concerns_those_that_allow_it(actions, make_job, one, other) -> None:
    """A command is offered when it is legal for some, and done with those only."""
    jobs = [make_job(one), make_job(other)]
    actions.show_for(jobs)
    for act, command in COMMANDS.items():
        legal = [job for job in jobs if job.allows(command)]
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

"""The figures of the queue in words: names, values with their units, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale

from playbuddy_desktop.jobs.health import Health, HealthKey, HealthLevel, Reason
from playbuddy_desktop.jobs.metrics import QueueMetrics
from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.error_words import in_words


class Group(StrEnum):
    """The cards on which the figures stand."""

    NOW = "now"
    OUTCOME = "outcome"
    SPEED = "speed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure for people: ``value`` with its unit, "–" where there is nothing to count."""

    group: Group
    name: str
    value: str
    meaning: str


def figures(metrics: QueueMetrics) -> tuple[Figure, ...]:
    """All figures, in the order of display."""
    return (*_now(metrics), *_outcome(metrics), *_speed(metrics))


def group_name(group: Group) -> str:
    """What stands above a card."""
    return {Group.NOW: _tr("Now"), Group.OUTCOME: _tr("Outcome"), Group.SPEED: _tr("Speed")}[group]


def level_name(level: HealthLevel) -> str:
    """The light in words."""
    return {
        HealthLevel.HEALTHY: _tr("Healthy"),
        HealthLevel.PAUSED: _tr("Paused by you"),
        HealthLevel.UNHEALTHY: _tr("Needs attention"),
    }[level]


def reason_text(reason: Reason, metrics: QueueMetrics) -> str:
    """A reason for the light, in the person's language."""
    simple = {
        HealthKey.NO_WORKERS: _tr("There is work to do, but no worker is running. Restart PlayBuddy to start them."),
        HealthKey.LOW_DISK: _tr("The disk is nearly full. Free some space: without it, no script can be imported."),
        HealthKey.OLD_BACKUP: _tr("The library has had no backup for long. Leave PlayBuddy open for some minutes."),
    }
    if reason.key in simple:
        return simple[reason.key]
    if reason.key == HealthKey.LONG_WAIT:
        waited = words.duration(metrics.oldest_waiting_seconds or 0)
        return _tr("A script has waited for %1. More workers, set in the settings, shorten the queue.").replace(
            "%1", waited
        )
    if reason.key == HealthKey.PAUSED:
        return words.counted(metrics.paused, _tr("One job is paused by you."), _tr("%n jobs are paused by you."))
    for job in metrics.running_jobs:
        if job.job_id in reason.jobs:
            text = _tr("“%1” has made no progress for %2. Start it again to recover it.")
            return text.replace("%2", words.duration(job.silent_seconds)).replace("%1", job.filename)
    return in_words(reason.sentence)


def health_sentence(health: Health) -> str:
    """What the light says when there is no reason to worry."""
    return _tr("The queue does its work; nothing waits too long.") if not health.reasons else ""


def as_text(metrics: QueueMetrics, health: Health) -> str:
    """Everything as plain text, to be pasted into a message."""
    lines = [
        _tr("PlayBuddy metrics, %1").replace("%1", words.exact_moment(metrics.measured_at)),
        _tr("Health: %1").replace("%1", level_name(health.level)),
        *(f"  {reason_text(reason, metrics)}" for reason in health.reasons),
    ]
    every = figures(metrics)
    for group in Group:
        lines += ["", group_name(group), *_aligned([each for each in every if each.group == group])]
    return "\n".join(lines) + "\n"


def _aligned(some: Sequence[Figure]) -> list[str]:
    width = max(len(each.name) for each in some)
    return [f"  {each.name.ljust(width)}  {each.value}" for each in some]


def _now(metrics: QueueMetrics) -> tuple[Figure, ...]:
    return (
        Figure(Group.NOW, _tr("Waiting"), _count(metrics.queue_depth), _tr("Scripts that wait for a worker")),
        Figure(
            Group.NOW,
            _tr("Longest wait"),
            _seconds(metrics.oldest_waiting_seconds),
            _tr("How long the first of them has waited; healthy under 5 minutes"),
        ),
        Figure(Group.NOW, _tr("Running"), _count(metrics.running), _tr("Scripts that are parsed now")),
        Figure(Group.NOW, _tr("Trying again"), _count(metrics.retrying), _tr("Waiting for another try")),
        Figure(Group.NOW, _tr("Paused"), _count(metrics.paused), _tr("Waiting for you")),
    )


def _outcome(metrics: QueueMetrics) -> tuple[Figure, ...]:
    return (
        Figure(Group.OUTCOME, _tr("Finished"), _count(metrics.completed), _tr("Scripts that became plays")),
        Figure(Group.OUTCOME, _tr("Failed"), _count(metrics.failed), _tr("Scripts that could not be parsed")),
        Figure(Group.OUTCOME, _tr("Cancelled"), _count(metrics.cancelled), _tr("Stopped by you")),
        Figure(
            Group.OUTCOME,
            _tr("Success rate"),
            _share(metrics.success_rate),
            _tr("Finished among finished and failed; aim: over 99 %"),
        ),
        Figure(
            Group.OUTCOME,
            _tr("Tried again"),
            _share(metrics.auto_retry_rate),
            _tr("Needed an automatic retry; aim: under 5 %"),
        ),
    )


def _speed(metrics: QueueMetrics) -> tuple[Figure, ...]:
    return (
        Figure(
            Group.SPEED,
            _tr("Mean time"),
            _seconds(metrics.mean_seconds),
            _tr("Time of work per script, over the last 100 finished"),
        ),
        Figure(Group.SPEED, _tr("95 of 100 within"), _seconds(metrics.p95_seconds), _tr("The slowest 5 % take longer")),
        Figure(
            Group.SPEED,
            _tr("Of the mean time"),
            _stages(metrics),
            _tr("Reading the file, parsing the text, saving the play"),
        ),
        Figure(Group.SPEED, _tr("Workers"), _count(metrics.workers), _tr("Alive now, in all running programs")),
        Figure(Group.SPEED, _tr("Busy"), _share(metrics.worker_utilisation), _tr("Workers that hold a script")),
    )


def _count(number: int) -> str:
    return QLocale().toString(number)


def _seconds(seconds: float | None) -> str:
    return "–" if seconds is None else words.duration(seconds)


def _stages(metrics: QueueMetrics) -> str:
    """The three stages, in their order."""
    stages = (metrics.mean_extract_seconds, metrics.mean_parse_seconds, metrics.mean_save_seconds)
    return " · ".join(_seconds(seconds) for seconds in stages) if any(stages) else "–"


def _share(share: float | None) -> str:
    if share is None:
        return "–"
    percent = share * 100
    # 99.96 % is not 100 %: what is not all is never rounded to all.
    shown = min(percent, 99.9) if share < 1 else percent
    return _tr("%1 %").replace("%1", QLocale().toString(shown, "f", 0 if shown == int(shown) else 1))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Metrics", text)

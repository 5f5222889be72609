"""How the window says numbers, times and states."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from playbuddy_desktop.jobs.job import Found, JobStatus

SEPARATOR: Final = "  ·  "


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def status_name(status: JobStatus) -> str:
    """A job's status, for people."""
    return {
        JobStatus.QUEUED: _tr("Waiting"),
        JobStatus.RUNNING: _tr("Running"),
        JobStatus.PAUSED: _tr("Paused"),
        JobStatus.RETRYING: _tr("Trying again"),
        JobStatus.COMPLETED: _tr("Finished"),
        JobStatus.FAILED: _tr("Failed"),
        JobStatus.CANCELLED: _tr("Cancelled"),
    }[status]


def number(value: int) -> str:
    """Say "1,204" as the person's language writes it."""
    return QLocale().toString(value)


def counted(number: int, one: str, many: str) -> str:
    """Say "1 act" or "1,204 acts": ``one`` and ``many`` are translated texts with ``%n``.

    Which of the two a number takes depends on the language: French has "0 acte" where English has "0 acts".
    """
    single = number in (0, 1) if QLocale().language() == QLocale.Language.French else number == 1
    return (one if single else many).replace("%n", QLocale().toString(number))


def found(what: Found) -> str:
    """What was found so far, without what was not; empty for nothing."""
    parts = (
        (what.characters, _tr("%n character"), _tr("%n characters")),
        (what.acts, _tr("%n act"), _tr("%n acts")),
        (what.scenes, _tr("%n scene"), _tr("%n scenes")),
        (what.lines, _tr("%n line"), _tr("%n lines")),
    )
    return SEPARATOR.join(counted(number, one, many) for number, one, many in parts if number)


def stage(name: str, step: int, steps: int | None) -> str:
    """What a worker does now: "Parsing chunk 3 of 8"."""
    if name == "extract":
        if not step or steps == 1:  # a format without pages
            return _tr("Reading the file")
        text = _tr("Reading page %1 of %2") if steps else _tr("Reading page %1")
    elif name == "parse":
        if not steps:
            return _tr("Parsing")
        text = _tr("Parsing chunk %1 of %2")
    elif name == "save":
        return _tr("Saving the play")
    else:
        return _tr("Starting")
    locale = QLocale()
    return text.replace("%1", locale.toString(step)).replace("%2", locale.toString(steps or 0))


def waiting(status: JobStatus, put_off_until: datetime | None = None) -> str:
    """Why nothing happens yet; empty when the status says it all."""
    if put_off_until is not None:
        text = _tr("Not before %1") if status is JobStatus.PAUSED else _tr("Waits until %1")
        return text.replace("%1", moment(put_off_until))
    return {
        JobStatus.QUEUED: _tr("Waits for a free worker"),
        JobStatus.PAUSED: _tr("Paused by you"),
        JobStatus.RETRYING: _tr("Will be tried again in a moment"),
        JobStatus.CANCELLED: _tr("Nothing was saved"),
    }.get(status, "")


def attempt(number: int, most: int) -> str:
    """Say "attempt 2 of 4"."""
    locale = QLocale()
    return _tr("attempt %1 of %2").replace("%1", locale.toString(number)).replace("%2", locale.toString(most))


def priority(value: int) -> str:
    """Say "priority +5"."""
    sign = "+" if value > 0 else "−"
    return _tr("priority %1").replace("%1", f"{sign}{QLocale().toString(abs(value))}")


def percent(value: float) -> str:
    """Say "42 %", and never 100 before the end."""
    return _tr("%1 %").replace("%1", str(100 if value >= 100 else min(99, int(value))))


def duration(seconds: float) -> str:
    """Say "0.4 s", "12 s", "3 min 20 s" or "1 h 5 min"."""
    if seconds < 1:
        return _tr("%1 s").replace("%1", QLocale().toString(round(seconds, 1)))
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, _tr("%1 h")), (minutes, _tr("%1 min")), (0 if hours else left, _tr("%1 s"))]
    return " ".join(text.replace("%1", str(number)) for number, text in parts if number)


def time_left(seconds: float) -> str:
    """A rounded remainder, which does not jump: tens of seconds, then minutes, then quarters of an hour."""
    if seconds < 10:
        return _tr("a few seconds left")
    if seconds < 55:
        return _tr("about %1 s left").replace("%1", str(round(seconds / 10) * 10))
    if seconds < 55 * 60:
        return _tr("about %1 min left").replace("%1", str(max(1, round(seconds / 60))))
    return _tr("about %1 h left").replace("%1", QLocale().toString(max(1.0, round(seconds / 900) / 4)))


def moment(time: datetime) -> str:
    """A time of the day in the person's zone, with the date unless it is today."""
    local = _local(time)
    clock = QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    if local.date() == QDateTime.currentDateTime().date():
        return clock
    return f"{QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)} {clock}"


def clock(time: datetime) -> str:
    """A time of the day to the second, in the person's zone."""
    return QLocale().toString(_local(time).time(), "HH:mm:ss")


def exact_moment(time: datetime) -> str:
    """Date and time to the second in the person's zone, for tool tips and reports."""
    return QLocale().toString(_local(time), QLocale.FormatType.LongFormat)


def _local(time: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(time.timestamp() * 1000))

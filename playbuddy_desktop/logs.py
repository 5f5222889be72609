"""Structured logs: JSON lines in a rotating file, readable lines in a terminal.

The keys are fixed, and so are the names of the events: see ``log_events``. Nothing of a script is ever logged: neither
its text nor its name nor where its owner keeps it. What is not listed is dropped, errors lose their messages, which may
quote, and what is left of a person's folders is cut out.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any, Final

import structlog

from playbuddy_desktop.log_events import DETAIL_KEYS, FIXED_KEYS, LogEvent
from playbuddy_desktop.traces import trace_of

FILE_NAME: Final = "playbuddy.log"
_FILE_BYTES: Final = 2 * 1024 * 1024
_FILES_KEPT: Final = 5
_LONGEST: Final = 4_000

_EVENTS: Final = frozenset(LogEvent)
_KEYS: Final = frozenset(FIXED_KEYS + DETAIL_KEYS)
_INTERNAL: Final = ("_record", "_from_structlog")
"""What structlog needs until the last step, which removes it."""


def _reduce_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep of an error its type and the places it came through."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"], event["trace"] = type(error).__name__, trace_of(error)
    return event


def _keep_what_is_listed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop unknown events and keys; cut folders out of what is left."""
    name = str(event.get("event"))
    kept = {key: _clean(value) for key, value in event.items() if key in _KEYS}
    kept["event"] = name if name in _EVENTS else LogEvent.UNLISTED.value
    return kept | {key: event[key] for key in _INTERNAL if key in event}


def _clean(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    if len(home) > 1:
        text = text.replace(home, "~")
    return text[:_LONGEST]


_SHARED: Final[list[structlog.typing.Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    _reduce_error,
    _keep_what_is_listed,
]


def configure(
    folder: Path | None,
    level: str = "info",
    *,
    terminal: bool = False,
    file_bytes: int = _FILE_BYTES,
    files: int = _FILES_KEPT,
) -> None:
    """Send what the program logs to ``folder``/playbuddy.log, and to the terminal when asked.

    Args:
        folder: where the log files stand; None for no file.
        level: the lowest level that is logged.
        terminal: whether to write readable lines to standard error too.
        file_bytes: the size at which a file is put aside for a new one.
        files: how many full files are kept.
    """
    handlers: list[logging.Handler] = []
    if folder is not None:
        file = logging.handlers.RotatingFileHandler(
            folder / FILE_NAME, maxBytes=file_bytes, backupCount=files, encoding="utf-8", delay=True
        )
        file.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False)))
        handlers.append(file)
    if terminal:
        stream = logging.StreamHandler(sys.stderr)
        stream.setFormatter(_formatter(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="time")))
        handlers.append(stream)
    logger = logging.getLogger("playbuddy_desktop")
    for old in list(logger.handlers):
        logger.removeHandler(old)
        old.close()
    for handler in handlers or [logging.NullHandler()]:
        logger.addHandler(handler)
    logger.setLevel(level.upper())
    logger.propagate = False
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def forward(send: Callable[[str, str, dict[str, Any]], None]) -> None:
    """Give all that is logged to ``send`` (level, event, details), in a process that has no log of its own."""

    def hand_over(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
        details = {key: value for key, value in event.items() if key not in ("time", "level", "event")}
        send(str(event["level"]), str(event["event"]), details)
        raise structlog.DropEvent

    structlog.configure(
        processors=[*_SHARED, hand_over],
        logger_factory=structlog.ReturnLoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    logging.lastResort = None  # a library's warnings may quote the script


def _formatter(renderer: structlog.typing.Processor) -> structlog.stdlib.ProcessorFormatter:
    """The last step of a handler."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_SHARED],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )

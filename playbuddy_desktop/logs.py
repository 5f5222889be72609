"""Structured logs: JSON lines in a rotating file, readable lines in a terminal.

Keys are fixed: ``time``, ``level``, ``event``, and ``job_id`` and ``worker_id`` where they apply. Nothing of a script
is ever logged: neither its text nor where its owner keeps it.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path
from typing import Final

import structlog

_FILE_BYTES: Final = 2 * 1024 * 1024
_FILES_KEPT: Final = 5

_SHARED: Final[list[structlog.typing.Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    structlog.processors.StackInfoRenderer(),
]


def configure(folder: Path | None, level: str = "info", *, terminal: bool = False) -> None:
    """Send what the program logs to ``folder``/playbuddy.log, and to the terminal when asked.

    Args:
        folder: where the log files stand; None for no file.
        level: the lowest level that is logged.
        terminal: whether to write readable lines to standard error too.
    """
    handlers: list[logging.Handler] = []
    if folder is not None:
        file = logging.handlers.RotatingFileHandler(
            folder / "playbuddy.log", maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=True
        )
        file.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False), traceback=True))
        handlers.append(file)
    if terminal:
        stream = logging.StreamHandler(sys.stderr)
        stream.setFormatter(_formatter(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()), traceback=False))
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


def _formatter(renderer: structlog.typing.Processor, *, traceback: bool) -> structlog.stdlib.ProcessorFormatter:
    """The last step of a handler; a file gets tracebacks as text, the terminal's renderer prints its own."""
    steps: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if traceback:
        steps.append(structlog.processors.format_exc_info)
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=[*steps, renderer])

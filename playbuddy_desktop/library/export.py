"""Writes plays to files."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from playbuddy_desktop.errors import DiskFullError, ExportError
from playbuddy_desktop.parsing.playbook import Playbook


def to_json(playbook: Playbook) -> str:
    """The play in its exchange form: ``Playbook.model_validate_json`` gives it back; ends in a newline."""
    return playbook.model_dump_json(indent=2, exclude_none=True) + "\n"


def export_json(playbook: Playbook, file: Path) -> None:
    """Write the play as JSON, UTF-8. Whoever reads ``file`` meets the old content or the new, never a part.

    Raises:
        DiskFullError: the disk is full.
        ExportError: the file cannot be written there.
    """
    try:
        _write_atomically(file.resolve(), to_json(playbook).encode())
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError from error
        raise ExportError(f"The file {file} could not be written: {error.strerror}.") from error


def _write_atomically(file: Path, content: bytes) -> None:
    """Write beside the file, make it durable, and put it in place.

    Raises:
        OSError: it cannot be done; the file is as it was.
    """
    part = file.with_name(f".{uuid4().hex}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise

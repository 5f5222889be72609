"""Writes settings to the profile's file: what differs from the defaults, and what this program does not know."""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from playbuddy_desktop.errors import DataDirectoryError
from playbuddy_desktop.settings import Settings


def fixed_by(name: str) -> str:
    """The variable of the environment that decides a setting, whatever the file says; empty when none does."""
    variables = [f"PLAYBUDDY_{name.upper()}"]
    if name == "worker_count":
        variables.append("WORKER_COUNT")
    return next((variable for variable in variables if variable in os.environ), "")


def default_of(name: str) -> Any:
    """The default of a setting."""
    return Settings.model_fields[name].default


def save(file: Path, values: Mapping[str, Any]) -> None:
    """Write settings; a reader finds the old file or the new one, and never a half.

    Raises:
        DataDirectoryError: the file cannot be written.
    """
    kept = {name: value for name, value in _read(file).items() if name not in values}
    changed = {name: value for name, value in values.items() if value != default_of(name)}
    text = tomli_w.dumps(kept | changed)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as new:
                new.write(text)
                new.flush()
                os.fsync(new.fileno())
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DataDirectoryError(f"The settings cannot be written to {file}: {error.strerror}.") from error


def _read(file: Path) -> dict[str, Any]:
    """What the file says now; nothing when it says nothing that can be read."""
    with contextlib.suppress(OSError, ValueError):
        return tomllib.loads(file.read_text(encoding="utf-8"))
    return {}

"""The diagnostic bundle: what helps to find out what went wrong, in one file that tells nothing of anybody's scripts.

It is collected first and written after, so that a person sees what is in it. There are no texts, no names of files,
plays or persons, no paths and no secrets in it.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import SecretBytes, SecretStr
from sqlalchemy import inspect, select, text

from playbuddy_desktop.about import this_build
from playbuddy_desktop.errors import ExportError, StorageError
from playbuddy_desktop.jobs.observation import observe
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.jobs.stages import break_down
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import job_events, job_sources, parse_jobs
from playbuddy_desktop.traces import trace_of

MOST_JOBS: Final = 500
MOST_EVENTS: Final = 5_000

_LIBRARIES: Final = (
    "PySide6_Essentials", "SQLAlchemy", "alembic", "pydantic", "structlog", "pypdfium2", "lxml", "psutil",
    "portalocker",
)  # fmt: skip
_SECRET_WORDS: Final = ("key", "secret", "password", "token", "url", "dsn")
_HIDDEN: Final = "(hidden)"

# Of a job and of its events only what is listed: what is added later stays out until somebody has thought about it.
_JOB_COLUMNS: Final = (
    "id", "type", "status", "priority", "engine", "retry_count", "max_retries", "crash_count", "loss_count",
    "auto_retries", "lease_token", "total_chunks", "completed_chunks", "progress", "stage", "found_characters",
    "found_acts", "found_scenes", "found_lines", "error_code", "active_seconds", "extract_seconds", "parse_seconds",
    "save_seconds", "created_at", "queued_at", "started_at", "completed_at", "next_attempt_at", "last_progress_at",
)  # fmt: skip
_EVENT_DETAILS: Final = (
    "attempt", "attempt_seconds", "chunk", "code", "crashed", "delay_seconds", "from", "losses", "of", "priority",
    "reason", "silent_seconds", "technical", "to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the bundle.

    Attributes:
        name: its path in the bundle.
        meaning: what it holds, for the person who is to agree.
    """

    name: str
    meaning: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """All parts, collected but not written yet."""

    parts: tuple[Part, ...]

    def write(self, file: Path) -> None:
        """Write the parts as a ZIP archive: whole or not at all.

        Raises:
            ExportError: it cannot be written there.
        """
        unfinished = file.with_name(f".{file.name}.{uuid.uuid4().hex}.part")
        try:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
                for part in self.parts:
                    archive.writestr(part.name, part.content)
            unfinished.replace(file)
        except OSError as error:
            raise ExportError(f"“{file.name}” could not be written: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def file_name(now: datetime) -> str:
    """What a bundle is called unless somebody says otherwise."""
    return f"playbuddy-diagnostics-{now:%Y%m%d-%H%M%S}.zip"


def collect(profile: Profile, settings: Settings, database: Database | None) -> Bundle:
    """Collect all parts; what cannot be read is told in its place.

    Args:
        profile: whose logs are taken.
        settings: without their secrets.
        database: None when it cannot be opened; a bundle is needed then most.
    """
    parts = [
        Part("versions.json", "Versions of PlayBuddy, of its libraries and of the system", _json(_versions())),
        Part("settings.json", "The settings, without keys, passwords and addresses", _json(_settings(settings))),
    ]
    if database is not None:
        readers: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
            ("metrics.json", "Figures and health of the queue", lambda: _metrics(database, profile, settings)),
            ("jobs.json", f"The last {MOST_JOBS} jobs, without names of files and plays", lambda: _jobs(database)),
            ("events.json", f"The last {MOST_EVENTS} entries of their timelines", lambda: _events(database)),
            ("schema.sql", "The tables of the database, without their content", lambda: _schema(database)),
            ("integrity.txt", "Whether the database is whole", lambda: _integrity(database)),
        )
        parts += [Part(name, meaning, _read_or_tell(read)) for name, meaning, read in readers]
    parts += _logs(profile)
    return Bundle(tuple(parts))


def _versions() -> dict[str, object]:
    import sqlite3

    libraries = {}
    for name in _LIBRARIES:
        with suppress(importlib.metadata.PackageNotFoundError):
            libraries[name] = importlib.metadata.version(name)
    return {
        "playbuddy": str(this_build()),
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "libraries": libraries,
    }


def _settings(settings: Settings) -> dict[str, object]:
    return {name: _without_secret(name, value) for name, value in settings.model_dump().items()}


def _without_secret(name: str, value: object) -> object:
    if isinstance(value, SecretStr | SecretBytes | Path):
        return _HIDDEN
    if isinstance(value, Mapping):
        return {str(key): _without_secret(str(key), each) for key, each in value.items()}
    # A free text may be anything; of a number or a choice nobody need be afraid.
    secret = any(word in name.casefold().split("_") for word in _SECRET_WORDS)
    return _HIDDEN if value and isinstance(value, str) and secret else value


def _metrics(database: Database, profile: Profile, settings: Settings) -> bytes:
    seen = observe(JobQueue(database, settings), profile, settings)
    with database.read() as connection:
        breakdown = break_down(connection, seen.metrics.measured_at)
    figures = asdict(seen.metrics)
    for job in figures["running_jobs"]:
        del job["filename"]
    health = {"level": seen.health.level.value, "reasons": [reason.key.value for reason in seen.health.reasons]}
    return _json({"health": health, "figures": figures, "storage": seen.storage, "last_24_hours": breakdown})


def _jobs(database: Database) -> bytes:
    columns = [parse_jobs.c[name] for name in _JOB_COLUMNS]
    query = (
        select(*columns, job_sources.c.format, job_sources.c.size)
        .outerjoin_from(parse_jobs, job_sources, job_sources.c.job_id == parse_jobs.c.id)
        .order_by(parse_jobs.c.created_at.desc(), parse_jobs.c.position.desc())
        .limit(MOST_JOBS)
    )
    with database.read() as connection:
        return _json([row._asdict() for row in connection.execute(query)])


def _events(database: Database) -> bytes:
    query = select(job_events).order_by(job_events.c.id.desc()).limit(MOST_EVENTS)
    with database.read() as connection:
        events = [row._asdict() for row in connection.execute(query)]
    for event in events:
        event["details"] = {key: value for key, value in event["details"].items() if key in _EVENT_DETAILS}
    return _json(events)


def _schema(database: Database) -> bytes:
    with database.read() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))
            return "".join(f"{row.sql};\n" for row in rows).encode()
        inspector = inspect(connection)
        tables = {
            table: {column["name"]: str(column["type"]) for column in inspector.get_columns(table)}
            for table in inspector.get_table_names()
        }
    return _json(tables)


def _integrity(database: Database) -> bytes:
    with database.read() as connection:
        if connection.dialect.name != "sqlite":
            return b"The database server looks after this itself.\n"
        lines = [
            *(str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))),
            *(
                f"broken reference: {row[0]} to {row[2]}"
                for row in connection.execute(text("PRAGMA foreign_key_check"))
            ),
        ]
    return "".join(f"{line}\n" for line in lines).encode()


def _logs(profile: Profile) -> Iterator[Part]:
    for file in sorted(profile.logs.glob("playbuddy.log*")):
        with suppress(OSError):
            yield Part(f"logs/{file.name}", "What the program did, without texts and names", file.read_bytes())


def _read_or_tell(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except StorageError as error:
        return f"It could not be read: {error.code}\n{trace_of(error)}\n".encode()


def _json(value: object) -> bytes:
    return json.dumps(value, default=_to_json, indent=1, ensure_ascii=False).encode() + b"\n"


def _to_json(value: Any) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return asdict(value)

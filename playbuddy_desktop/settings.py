"""Every setting once: its type, default, limits and one line of prose.

A value comes from the environment (``PLAYBUDDY_`` and the name in capitals), else from ``settings.toml`` of the
profile, else from the default here.
"""

from __future__ import annotations

import os
import tomllib
import warnings
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

MEGABYTE: Final = 1024 * 1024
DEFAULT_WORKERS: Final = 2
MAX_WORKERS: Final = 16


class SettingsWarning(UserWarning):
    """A setting had a bad value and was replaced by its default."""


class Settings(BaseSettings):
    """The program's settings; immutable, read once at start."""

    model_config = SettingsConfigDict(env_prefix="PLAYBUDDY_", frozen=True, extra="ignore")

    worker_count: int = Field(
        DEFAULT_WORKERS, ge=1, le=MAX_WORKERS, description="How many scripts are parsed at the same time."
    )
    lease_seconds: float = Field(
        600.0, gt=0, description="How long a job belongs to a worker that does not report, in seconds."
    )
    heartbeat_seconds: float = Field(60.0, gt=0, description="How often a worker reports that it is alive, in seconds.")
    poll_seconds: float = Field(
        1.0, gt=0, le=60, description="How often idle workers look for work of other processes, in seconds."
    )
    ageing_seconds: float = Field(
        0.0, ge=0, description="How long a job waits to rise by one step of priority, in seconds; 0 for never."
    )
    database_url: str = Field(
        "",
        repr=False,
        description="A PostgreSQL database to share among computers, as postgresql://user:password@host/name; "
        "empty for a file of the profile.",
    )
    migration_backups: int = Field(
        5, ge=1, description="How many copies of the database from before migrations are kept."
    )
    max_retries: int = Field(3, ge=0, le=100, description="How often a job is tried again after a passing error.")
    max_losses: int = Field(
        20, ge=1, description="How often a job may be interrupted by the end of the whole program before it is failed."
    )
    retry_base_seconds: float = Field(1.0, gt=0, description="The wait before the first retry, in seconds; it doubles.")
    retry_max_seconds: float = Field(60.0, gt=0, description="The longest wait before a retry, in seconds.")
    grace_seconds: float = Field(
        0.3, gt=0, le=10, description="How long a child process may take to stop before it is ended, in seconds."
    )
    chunk_chars: int = Field(
        20_000, ge=500, description="How much text is parsed between two checkpoints, in characters."
    )

    max_file_bytes: int = Field(64 * MEGABYTE, gt=0, description="The largest file, in bytes.")
    max_pdf_bytes: int = Field(200 * MEGABYTE, gt=0, description="The largest PDF file, in bytes.")
    max_pages: int = Field(2_000, gt=0, description="The most pages of a script.")
    max_lines: int = Field(500_000, gt=0, description="The most lines of a script.")
    max_chars: int = Field(20_000_000, gt=0, description="The most characters of a script.")
    max_seconds: float = Field(
        60.0,
        gt=0,
        description="The longest time for reading a script (of the processor), or without progress on it, in seconds.",
    )
    max_child_bytes: int = Field(
        1024 * MEGABYTE, ge=128 * MEGABYTE, description="The most memory of a parsing process, in bytes."
    )
    max_ocr_child_bytes: int = Field(
        2048 * MEGABYTE,
        ge=512 * MEGABYTE,
        description="The most memory of a parsing process that recognises the text of scanned pages, in bytes.",
    )
    max_unpacked_bytes: int = Field(
        256 * MEGABYTE, gt=0, description="The most bytes that a packed script (such as DOCX) may unpack to."
    )
    max_part_bytes: int = Field(
        32 * MEGABYTE, gt=0, description="The most bytes that one part of a packed script may unpack to."
    )
    max_parts: int = Field(5_000, gt=0, description="The most parts of a packed script.")
    several_plays: Literal["each", "one"] = Field(
        "each",
        description="What becomes of a script that holds several plays: each becomes a play, or all become one.",
    )
    ocr: Literal["ask", "always", "never"] = Field(
        "ask",
        description="Whether the text of scanned pages is recognised: when asked for, always, or never.",
    )
    max_ocr_seconds: float = Field(
        30.0, gt=0, description="The longest time for the recognition of the text of one page, in seconds."
    )
    max_depth: int = Field(
        256, gt=0, le=2_000, description="How deeply the elements of a structured script (XML, HTML) may be nested."
    )
    max_groups: int = Field(2_000, gt=0, description="How deeply the groups of an RTF script may be nested.")
    max_selectors: int = Field(2_000, gt=0, description="The most CSS selectors that apply to the text of a script.")

    theme: Literal["system", "light", "dark"] = Field("system", description="The colours of the window.")
    language: Literal["system", "en", "fr"] = Field("system", description="The language of the window.")
    notifications: bool = Field(
        True, description="Whether the desktop tells when all scripts are done and the window is not in front."
    )
    tray_icon: bool = Field(
        False,
        description="Whether an icon in the tray, where the system has one, shows how the queue is and pauses it.",
    )
    inhibit_sleep: bool = Field(True, description="Whether the computer stays awake while scripts are parsed.")
    keep_finished: bool = Field(
        True, description="Whether finished scripts stay in the list of the queue until they are cleared."
    )
    on_quit: Literal["ask", "finish", "pause"] = Field(
        "ask",
        description="What closing the window does while scripts are parsed: ask, finish them first, or pause them "
        "until the next start.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much the log tells.")
    log_file_bytes: int = Field(
        2 * MEGABYTE, ge=10_000, description="The size at which a log file is put aside for a new one, in bytes."
    )
    log_files: int = Field(5, ge=1, le=100, description="How many full log files are kept.")

    stuck_seconds: float = Field(
        1_800.0, gt=0, description="After how long without progress a job is taken from its worker, in seconds."
    )
    max_wait_seconds: float = Field(
        300.0, gt=0, description="How long a job may wait for a worker before health says so, in seconds."
    )
    min_free_bytes: int = Field(
        500 * MEGABYTE, ge=0, description="How much free space the disk should have before health says so, in bytes."
    )
    max_database_bytes: int = Field(
        20_000 * MEGABYTE, gt=0, description="How large the database may be before health says so, in bytes."
    )
    keep_events_days: int = Field(
        365, ge=0, description="How long the timelines of ended jobs are kept, in days; 0 for ever."
    )
    keep_jobs_days: int = Field(
        0, ge=0, description="How long ended jobs are kept in the history, in days; 0 for ever. Plays always stay."
    )
    backup_days: int = Field(7, ge=0, description="How often the library is backed up, in days; 0 for never.")
    backups_kept: int = Field(4, ge=1, description="How many of these backups are kept.")

    @property
    def memory_limit(self) -> int:
        """Bytes that a process may hold to read a script with these settings."""
        return self.max_child_bytes if self.ocr != "always" else max(self.max_child_bytes, self.max_ocr_child_bytes)

    @field_validator("worker_count", mode="wrap")
    @classmethod
    def _fall_back_to_two(cls, value: Any, validate: Any) -> int:
        """A bad number of workers is no reason not to start (requirement C1)."""
        try:
            return int(validate(value))
        except ValidationError:
            warnings.warn(
                f"The number of workers must be 1 to {MAX_WORKERS}, not {value!r}: using {DEFAULT_WORKERS}.",
                SettingsWarning,
                stacklevel=2,
            )
            return DEFAULT_WORKERS

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which is given as arguments."""
        return env_settings, init_settings


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings; a broken file or value is reported as a ``SettingsWarning`` and its default used."""
    values = _read(file) if file is not None else {}
    if "WORKER_COUNT" in os.environ and "PLAYBUDDY_WORKER_COUNT" not in os.environ:
        values["worker_count"] = os.environ["WORKER_COUNT"]
    try:
        return Settings(**values)
    except ValidationError as error:
        bad = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        warnings.warn(f"Settings with bad values are ignored: {', '.join(sorted(bad))}.", SettingsWarning, stacklevel=2)
        return Settings.model_construct(
            **(Settings.model_construct().model_dump() | {k: v for k, v in values.items() if k not in bad})
        )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        warnings.warn(f"The settings file could not be read and is ignored: {error}.", SettingsWarning, stacklevel=3)
        return {}

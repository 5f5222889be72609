"""Where a profile's files live.

A profile is one library with its queue and settings. The default one stands in the user's data directory; ``--profile
NAME`` and ``PLAYBUDDY_PROFILE`` choose another beside it, ``--data-dir DIR`` and ``PLAYBUDDY_DATA_DIR`` any folder.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from playbuddy_desktop.errors import DataDirectoryError

APP_NAME = "PlayBuddy"
APP_ID = "org.playbuddy.PlayBuddy"
"""As desktops call the program: the name of its desktop entry."""
DEFAULT_PROFILE = "default"
PROFILE_VARIABLE = "PLAYBUDDY_PROFILE"
DATA_DIR_VARIABLE = "PLAYBUDDY_DATA_DIR"

_LEGAL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Profile:
    """The folder of one library, and the places in it.

    Attributes:
        name: shown in the window's title unless it is the default.
        data_dir: everything of this profile lies below it.
    """

    name: str
    data_dir: Path

    @classmethod
    def choose(cls, name: str | None = None, data_dir: Path | None = None) -> Profile:
        """Find the profile from the arguments, else the environment, else the user's data directory.

        Raises:
            DataDirectoryError: the name cannot be a folder's name.
        """
        name = name or os.environ.get(PROFILE_VARIABLE) or DEFAULT_PROFILE
        if not _LEGAL_NAME.fullmatch(name):
            raise DataDirectoryError(f"“{name}” cannot be a profile's name: use letters, digits, '.', '_' and '-'.")
        chosen = data_dir or (Path(os.environ[DATA_DIR_VARIABLE]) if os.environ.get(DATA_DIR_VARIABLE) else None)
        if chosen is None:
            chosen = Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "profiles" / name
        return cls(name, chosen.expanduser().absolute())

    def create(self) -> None:
        """Make the folders.

        Raises:
            DataDirectoryError: they cannot be made or written to.
        """
        try:
            for folder in (self.data_dir, self.sources, self.backups, self.logs, self.locks):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataDirectoryError(f"The folder {self.data_dir} cannot be made: {error.strerror}.") from error
        if not os.access(self.data_dir, os.W_OK):
            raise DataDirectoryError(f"The folder {self.data_dir} is read-only.")

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "playbuddy.db"

    @property
    def settings_file(self) -> Path:
        """The user's settings, TOML."""
        return self.data_dir / "settings.toml"

    @property
    def sources(self) -> Path:
        """Copies of the imported files, named by their content."""
        return self.data_dir / "sources"

    @property
    def backups(self) -> Path:
        """Copies of the database from before each migration."""
        return self.data_dir / "backups"

    @property
    def logs(self) -> Path:
        """The log files."""
        return self.data_dir / "logs"

    @property
    def locks(self) -> Path:
        """A locked file for each running process that works on the queue."""
        return self.data_dir / "locks"

"""What all commands share: the chosen profile, its settings, its database."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from playbuddy_desktop.cli.terminal import say
from playbuddy_desktop.errors import MissingLibraryError
from playbuddy_desktop.profiles import Profile

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services
    from playbuddy_desktop.settings import Settings
    from playbuddy_desktop.storage.database import Database


@dataclass
class Session:
    """One run of the program with its global options.

    Attributes:
        profile_name, data_dir: as given; None for the environment's or the default.
    """

    profile_name: str | None = None
    data_dir: Path | None = None

    @cached_property
    def profile(self) -> Profile:
        """The chosen profile.

        Raises:
            DataDirectoryError: it cannot be.
        """
        return Profile.choose(self.profile_name, self.data_dir)

    @cached_property
    def settings(self) -> Settings:
        """The settings; what is wrong with them is said once."""
        from playbuddy_desktop.settings import load_settings

        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            settings = load_settings(self.profile.settings_file)
        for warning in found:
            say(f"Warning: {warning.message}")
        return settings

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The profile's database, for commands that only look or that give orders.

        Raises:
            StorageError: it cannot be used.
        """
        from playbuddy_desktop.storage.opening import open_database

        self.log()
        database = open_database(
            self.profile, self.settings.database_url, migration_backups=self.settings.migration_backups
        )
        try:
            yield database
        finally:
            database.close()

    @contextmanager
    def services(self, *, log_to_terminal: bool = False) -> Iterator[Services]:
        """The profile's working parts, for commands that work; the workers are stopped at the end.

        Raises:
            StorageError: the database cannot be used.
            MissingLibraryError: Qt cannot be loaded.
        """
        with needs_qt():
            from playbuddy_desktop.services import Services

        self.log(terminal=log_to_terminal)
        services = Services.open(self.profile, self.settings)
        try:
            yield services
        finally:
            services.close()

    def log(self, *, terminal: bool = False) -> None:
        """Write the log of this run into the profile.

        Raises:
            DataDirectoryError: the profile's folders cannot be made.
        """
        from playbuddy_desktop import logs

        self.profile.create()
        settings = self.settings
        logs.configure(
            self.profile.logs,
            settings.log_level,
            terminal=terminal,
            file_bytes=settings.log_file_bytes,
            files=settings.log_files,
        )


@contextmanager
def needs_qt() -> Iterator[None]:
    """Around imports that load Qt, whose own needs no package manager of Python can fulfil.

    Raises:
        MissingLibraryError: the system has no such library.
    """
    try:
        yield
    except ImportError as error:
        if "shared object" not in str(error) and "DLL load failed" not in str(error):
            raise
        raise MissingLibraryError(f"A library of the system is missing: {error}.") from error


def session_of(context: typer.Context) -> Session:
    """The session that a command runs in."""
    session = context.find_object(Session)
    if session is None:
        raise RuntimeError("the command was not called through the program's main command")
    return session

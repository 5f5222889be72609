"""Statements that are compiled once and then handed to the driver as they are.

SQLAlchemy looks a statement up, binds its values and wraps its rows at every use. A person's command never feels that;
for the writes of a worker it is several times what SQLite takes to carry them out. A prepared statement runs on the
same connection and in the same transaction as all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
)

Statement: TypeAlias = Select[Any] | CompoundSelect[Any] | Insert | Update | Delete
Row: TypeAlias = dict[str, Any]
"""The values of a row by the names of its columns."""


class Prepared:
    """A statement of SQLAlchemy's Core; its values are named by ``bindparam`` and given at each use.

    ``in_`` takes no list that is given at use, since the text of the statement never changes. Complaints of the driver
    come as the driver raises them, and become a ``StorageError`` at the end of the transaction as all others do.
    """

    def __init__(self, statement: Statement) -> None:
        """Compile nothing yet: that needs a connection, which tells the kind of database."""
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Write; returns how many rows were concerned."""
        form = self._form(connection.dialect)
        count: int = _driver(connection).execute(form.text, form.bind(values)).rowcount
        return count

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write once for each of many values."""
        self.load(connection, map(self._form(connection.dialect).bind, rows))

    def load(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Write once for each row.

        Args:
            connection: in a write transaction.
            rows: the values in the order of the statement and as the driver takes them: numbers, texts, JSON as text.
        """
        _driver(connection).cursor().executemany(self._form(connection.dialect).text, rows)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """The rows that the statement reads or returns."""
        form = self._form(connection.dialect)
        return form.rows(_driver(connection).execute(form.text, form.bind(values)))

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Row | None:
        """The first of ``all``; None when there is none."""
        # All are fetched: a statement that writes is not done before.
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def _form(self, dialect: Dialect) -> _Form:
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _Form(self._statement, dialect)
        return form


def prepared_insert(table: Table, *columns: str) -> Prepared:
    """Adds a row with values for these columns, in the order of the table; for all columns when none is named."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in columns or table.c.keys()}
    # Inline, or SQLAlchemy would have the key returned.
    return Prepared(insert(table).inline().values(values))


class _Form:
    """A statement in the language of one kind of database.

    Attributes:
        text: with a mark for each value.
    """

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        # Values by their places in all dialects; where SQLAlchemy writes names, only the form of the text differs.
        kind: Any = type(dialect)
        positional = dialect if dialect.positional else kind(paramstyle="format")
        compiled: Any = statement.compile(dialect=positional)
        if compiled.post_compile_params:
            raise TypeError("a prepared statement takes no lists")
        self.text: str = compiled.string
        self._getters = [_getter(compiled.binds[name], dialect) for name in compiled.positiontup]
        self._dialect = dialect
        returned = getattr(statement, "exported_columns", ())
        self._names = [column.name for column in returned]
        self._kinds = [column.type.dialect_impl(dialect) for column in returned]
        self._processes: list[tuple[str, Callable[[Any], Any]]] | None = None

    def bind(self, values: Mapping[str, Any]) -> list[Any]:
        """The driver's values, in their order."""
        return [get(values) for get in self._getters]

    def rows(self, cursor: Any) -> list[Row]:
        """All that the driver found, as our values."""
        found = cursor.fetchall()
        if not found:
            return []
        if self._processes is None:
            # What is to be done with a value depends on the type that the server gives it, too.
            types = (description[1] for description in cursor.description)
            processes = (kind.result_processor(self._dialect, of) for kind, of in zip(self._kinds, types, strict=True))
            self._processes = [(name, process) for name, process in zip(self._names, processes, strict=True) if process]
        rows = [dict(zip(self._names, values, strict=True)) for values in found]
        for row in rows:
            for name, process in self._processes:
                row[name] = process(row[name])
        return rows


def _getter(bind: BindParameter[Any], dialect: Dialect) -> Callable[[Mapping[str, Any]], Any]:
    """Finds a value among those given, or in the statement itself, and makes it the driver's."""
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not bind.required:
        constant = bind.value if process is None else process(bind.value)
        return lambda _: constant
    if process is None:
        return itemgetter(bind.key)
    return lambda values: process(values[bind.key])


def _driver(connection: Connection) -> Any:
    """The driver's own connection: of sqlite3 or of psycopg, which are used alike."""
    return connection.connection.dbapi_connection

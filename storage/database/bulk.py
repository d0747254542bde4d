"""Writes many rows and looks up many keys at once, without SQLAlchemy's cost for each of them.

That cost is higher than the database's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    Connection,
    CursorResult,
    Dialect,
    Insert,
    Select,
    String,
    Table,
    Update,
    any_,
    bindparam,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement

Bind = Callable[[Any], Any]


def insert_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all give the same columns; the other columns take the database's own defaults."""
    if not rows:
        return
    execute_rows(conn, _insert(table), rows)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


def execute_rows(conn: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> int:
    """Executes a statement once for each row of its parameters; returns how many rows it changed.

    The `statement` is to be built once and kept, since its compiled SQL is cached by it.
    """
    return execute_columns(conn, statement, {name: [row[name] for row in rows] for name in rows[0]})


def execute_columns(
    conn: Connection, statement: Insert | Update, columns: Mapping[str, Sequence[Any]]
) -> int:
    """Does as `execute_rows`, but takes the values of each parameter together, so that no rows are built.

    Errors: ValueError where `columns` lack a parameter of the statement.
    """
    sql, binds = _compiled(statement, tuple(columns), conn.dialect)
    values = zip(*(_bound(columns[name], bind) for name, bind in binds), strict=True)
    if conn.dialect.positional:
        return conn.exec_driver_sql(sql, list(values)).rowcount
    names = [name for name, _ in binds]
    return conn.exec_driver_sql(sql, [dict(zip(names, row, strict=True)) for row in values]).rowcount


@lru_cache(maxsize=64)
def _compiled(
    statement: Insert | Update, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[tuple[str, Bind | None], ...]]:
    """The SQL, and its parameters in order, each with the function that converts its values for the driver."""
    keys = list(names) if isinstance(statement, Insert) else []
    compiled = statement.compile(dialect=dialect, column_keys=keys, for_executemany=True)
    order = compiled.positiontup or list(compiled.binds)
    if not set(order) <= set(names):
        raise ValueError(f"parameters are missing: {', '.join(sorted(set(order) - set(names)))}")
    types = {name: compiled.binds[name].type.dialect_impl(dialect) for name in order}
    return str(compiled), tuple((name, types[name].bind_processor(dialect)) for name in order)


def _bound(values: Sequence[Any], bind: Bind | None) -> Sequence[Any]:
    return values if bind is None else [bind(value) for value in values]


def rows_among(
    conn: Connection, statement: Select[Any], column: Column[Any], keys: Iterable[str] | Iterable[int]
) -> CursorResult[Any]:
    """The rows of a statement whose column holds one of `keys`.

    The `statement` is to be built once and kept: to put one together takes longer than to ask it.
    """
    sqlite = conn.dialect.name == "sqlite"
    return conn.execute(_chosen(statement, column, sqlite), {"keys": packed(keys, sqlite=sqlite)})


@cache
def _chosen(statement: Select[Any], column: Column[Any], sqlite: bool) -> Select[Any]:
    return statement.where(among_parameter(column, "keys", sqlite=sqlite))


def among(column: Column[Any], keys: Iterable[str], *, sqlite: bool) -> ColumnElement[bool]:
    """The condition that a column of text holds one of `keys`, which go to the database as one value."""
    return _one_of(column, bindparam(None, packed(keys, sqlite=sqlite)), sqlite=sqlite)


def among_parameter(column: Column[Any], name: str, *, sqlite: bool) -> ColumnElement[bool]:
    """The condition of `among` for a statement that is built once: its parameter `name` takes `packed` keys."""
    return _one_of(column, bindparam(name), sqlite=sqlite)


def packed(keys: Iterable[str] | Iterable[int], *, sqlite: bool) -> str | list[Any]:
    """The keys as one value: JSON for SQLite, an array for PostgreSQL."""
    return json.dumps(list(keys)) if sqlite else list(keys)


def _one_of(column: Column[Any], keys: BindParameter[Any], *, sqlite: bool) -> ColumnElement[bool]:
    if not sqlite:
        return column == any_(type_coerce(keys, ARRAY(column.type)))
    each = func.json_each(type_coerce(keys, String)).table_valued("value")
    return column.in_(select(each.c.value))

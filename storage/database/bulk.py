"""Many rows and many keys at once, without what SQLAlchemy spends on each: more than the database does itself."""

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
    Dialect,
    Insert,
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
    """Inserts rows that all give the same columns; what they leave out takes the database's own default."""
    if not rows:
        return
    execute_rows(conn, _insert(table), rows)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


def execute_rows(conn: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> int:
    """Executes a statement once for each row of its parameters; returns how many rows it changed.

    `statement` is one that is built once and kept: its SQL is kept with it.
    """
    return execute_columns(conn, statement, {name: [row[name] for row in rows] for name in rows[0]})


def execute_columns(
    conn: Connection, statement: Insert | Update, columns: Mapping[str, Sequence[Any]]
) -> int:
    """As `execute_rows`, with the values of each parameter together: no row is made only to be taken apart."""
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
    """The SQL, and its parameters in order, each with what turns its values into the driver's."""
    keys = list(names) if isinstance(statement, Insert) else []
    compiled = statement.compile(dialect=dialect, column_keys=keys, for_executemany=True)
    order = compiled.positiontup or list(compiled.binds)
    if not set(order) <= set(names):
        raise ValueError(f"parameters are missing: {', '.join(sorted(set(order) - set(names)))}")
    types = {name: compiled.binds[name].type.dialect_impl(dialect) for name in order}
    return str(compiled), tuple((name, types[name].bind_processor(dialect)) for name in order)


def _bound(values: Sequence[Any], bind: Bind | None) -> Sequence[Any]:
    return values if bind is None else [bind(value) for value in values]


def among(column: Column[Any], keys: Iterable[str], *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a column of text holds one of `keys`, which go to the database as one value."""
    return _one_of(column, bindparam(None, packed(keys, sqlite=sqlite)), sqlite=sqlite)


def among_those(column: Column[Any], name: str, *, sqlite: bool) -> ColumnElement[bool]:
    """`among`, for a statement that is built once: the keys are its parameter `name`, as `packed` gives them."""
    return _one_of(column, bindparam(name), sqlite=sqlite)


def packed(keys: Iterable[str], *, sqlite: bool) -> str | list[str]:
    return json.dumps(list(keys)) if sqlite else list(keys)


def _one_of(column: Column[Any], keys: BindParameter[Any], *, sqlite: bool) -> ColumnElement[bool]:
    if not sqlite:
        return column == any_(type_coerce(keys, ARRAY(String)))
    each = func.json_each(type_coerce(keys, String)).table_valued("value")
    return column.in_(select(each.c.value))

"""Writes `storage/tables.py`, the tables that statements name, from the SQLModel classes in `storage/rows.py`.

    PYTHONPATH=.:tests python -m support.core_tables

Its result is compared with the file in `tests/storage/test_tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.types import TypeEngine
from sqlmodel import AutoString, SQLModel
from support.places import ROOT

from storage import rows

HEAD = '''"""The tables as statements name them: written from `storage.rows` by `make tables`, never by hand.

Statements are written against tables without SQLModel: a poll writes many rows at once, and the layer of objects would
cost more than the database does; to import it takes longer than a command that reads.
"""

from __future__ import annotations

from sqlalchemy import {types}

from storage.column_types import {own}

_ALL = MetaData()
'''
OWN = {"TextSearchVector", "UtcTime"}


def source() -> str:
    """The source of `storage.tables`."""
    body = "".join(_table(name, table) for name, table in _tables())
    words = set(re.findall(r"\b[A-Z]\w+(?=\()", body)) | {"MetaData"}
    types = ", ".join(sorted(words - OWN, key=lambda word: (not word.isupper(), word)))
    return HEAD.format(types=f"(\n    {types},\n)", own=", ".join(sorted(words & OWN))) + body


def _tables() -> Iterator[tuple[str, Table]]:
    """The tables by the names of statements: FEED for FeedRow."""
    for name, row in vars(rows).items():
        if isinstance(row, type) and issubclass(row, SQLModel) and row is not SQLModel:
            words = re.findall("[A-Z][a-z]+", name.removesuffix("Row"))
            yield "_".join(words).upper(), row.__table__  # type: ignore[attr-defined]


def _table(name: str, table: Table) -> str:
    columns = "".join(f"    {_column(column)},\n" for column in table.columns)
    return f"{name} = Table(\n    {_quoted(table.name)},\n    _ALL,\n{columns})\n"


def _column(column: Column[Any]) -> str:
    parts = [_quoted(column.name), _type(column.type)]
    parts += [f"ForeignKey({_quoted(key.target_fullname)})" for key in column.foreign_keys]
    parts += ["primary_key=True"] if column.primary_key else []
    if column.default is not None:
        value = column.default.arg  # type: ignore[attr-defined]
        parts.append(f"default={value.__name__ if callable(value) else _quoted(value)}")
    return f"Column({', '.join(parts)})"


def _type(kind: TypeEngine[Any]) -> str:
    name = "String" if isinstance(kind, AutoString) else type(kind).__name__
    item = getattr(kind, "item_type", None)
    variants = "".join(
        f".with_variant({_type(variant)}, {_quoted(dialect)})"
        for dialect, variant in kind._variant_mapping.items()
    )
    return f"{name}({_type(item) if item is not None else ''}){variants}"


def _quoted(value: object) -> str:
    return repr(value).replace("'", '"')


if __name__ == "__main__":
    (ROOT / "storage" / "tables.py").write_text(source())

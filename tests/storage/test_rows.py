"""The tables as SQLModel classes: each has its name for statements, with the same columns and keys."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage import rows, tables


def test_statements_know_every_table_with_its_columns_keys_and_defaults() -> None:
    models = {
        row.__table__.name: row.__table__  # type: ignore[attr-defined]
        for row in vars(rows).values()
        if isinstance(row, type) and issubclass(row, SQLModel) and row is not SQLModel
    }
    assert tables._ALL.tables.keys() == models.keys()
    for name, table in tables._ALL.tables.items():
        assert [_column(column) for column in table.columns] == [
            _column(column) for column in models[name].columns
        ]


def _column(column) -> tuple:
    default = getattr(column.default, "arg", None)
    return (
        column.name,
        type(column.type).__name__.removeprefix("Auto"),
        column.primary_key,
        sorted(key.target_fullname for key in column.foreign_keys),
        default.__name__ if callable(default) else default,
    )

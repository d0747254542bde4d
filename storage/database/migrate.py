"""Migrates a database to the newest schema, all or nothing (Alembic).

Alembic is imported only when a migration is due, because opening a store that is up to date must be quick. A new
SQLite store is made from `schema.sql`, which `make tables` writes from the migrations: one step in place of all.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database.engine import Database
from storage.model import StoreError

SCHEMA = Path(__file__).with_name("schema.sql")
HEAD = "0018"
# Seconds that a process waits while another one upgrades the database: a long table takes minutes.
_PATIENCE = 900
_SCRIPTS = Path(__file__).parents[1] / "migrations"


def current(conn: Connection) -> str | None:
    """The schema revision of the database; None for an empty database."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(db: Database, target: str = HEAD) -> tuple[str | None, str]:
    """Runs the missing migrations in one transaction; returns (revision before, revision after).

    Errors: StoreError for a database of a newer wirewatch.
    """
    with db.write(wait=_PATIENCE) as conn:
        before = current(conn)
        if before == target:
            return before, target
        if before is None and (others := _tables(conn)):
            raise StoreError(_foreign(db, others))
        if before is not None and before > HEAD:  # revisions are numbers of four digits
            raise StoreError(_newer(db, before))
        if before is None and target == HEAD and db.is_sqlite:
            _make_new(conn)
        else:
            _run(conn, target)
        return before, target


def is_due(db: Database) -> bool:
    """Whether `upgrade` has migrations to run, or a newer database to refuse."""
    return current(db.conn) != HEAD


def require_current(db: Database) -> None:
    """Errors: StoreError where the database was written by another version of wirewatch."""
    revision = current(db.conn)
    if revision == HEAD:
        return
    if revision is None and (others := _tables(db.conn)):
        raise StoreError(_foreign(db, others))
    if revision is None:
        raise StoreError(f"the store {db.location} is empty: run `wirewatch db upgrade` to create it")
    if revision > HEAD:
        raise StoreError(_newer(db, revision))
    raise StoreError(
        f"the store {db.location} is at schema {revision}, this wirewatch needs {HEAD}: run `wirewatch db upgrade`"
    )


def _newer(db: Database, revision: str) -> str:
    return (
        f"the store {db.location} is at schema {revision}, newer than this wirewatch knows ({HEAD}): "
        "install the wirewatch that wrote it"
    )


def _tables(conn: Connection) -> list[str]:
    return inspect(conn).get_table_names()


def _foreign(db: Database, tables: list[str]) -> str:
    return (
        f"{db.location} is no store of wirewatch: it holds other tables ({', '.join(tables[:3])}). "
        "Name another one as [storage] url, or restore a backup"
    )


def _make_new(conn: Connection) -> None:
    for statement in SCHEMA.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            conn.exec_driver_sql(statement)
    conn.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def _run(conn: Connection, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = conn
    command.upgrade(config, target)

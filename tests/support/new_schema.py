"""Writes `storage/database/schema.sql`: what all migrations together make of an empty SQLite database."""

from __future__ import annotations

import re
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from storage.database import migrate
from storage.database.engine import Database, resolve_url

FILE = migrate.SCHEMA


def source() -> str:
    with tempfile.TemporaryDirectory() as folder, closing(_database(Path(folder) / "new.db")) as db:
        with db.write() as conn:
            migrate._run(conn, migrate.HEAD)
        made = db.conn.execute(
            text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
        ).scalars()
        return "\n\n".join(f"{_in_order(statement)};" for statement in made) + "\n"


def _in_order(statement: str) -> str:
    """The statement with its constraints sorted: Alembic writes those of a table that it copies in any order."""
    lines = [line.rstrip() for line in statement.strip().splitlines()]
    constraints = [n for n, line in enumerate(lines) if re.match(r"\s+(FOREIGN KEY|UNIQUE|CONSTRAINT)", line)]
    written = sorted(lines[n].rstrip(",") for n in constraints)
    for n, line in zip(constraints, written, strict=True):
        lines[n] = line + ("," if lines[n].endswith(",") else "")
    return "\n".join(lines)


def _database(path: Path) -> Database:
    return Database(resolve_url(str(path)))


if __name__ == "__main__":
    FILE.write_text(source())

"""Many rows and many keys in one statement, beside what SQLAlchemy writes."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select, text, update
from support.makers import NOW, entry, judged
from support.stored import stored_entry

from storage import Store
from storage.database.bulk import among, execute_rows
from storage.tables import ENTRY


def test_rows_are_written_by_the_driver_as_sqlalchemy_writes_them(store: Store) -> None:
    """Every kind of column: text, none, times, numbers, booleans and JSON."""
    written = entry("e1", published=NOW, guid=None, text="Ébrard \N{GRINNING FACE}", lang="es")
    store.record([judged(written)], NOW)
    assert stored_entry(store, "e1") == written
    [row] = store._db.conn.execute(text("SELECT quiet, join_reason, version FROM entry")).all()
    assert row == (0, '{"code": "r", "text": "why", "data": {}}', 1)


def test_a_statement_says_which_of_its_parameters_are_missing(store: Store) -> None:
    statement = update(ENTRY).where(ENTRY.c.id == bindparam("this")).values(feed=bindparam("to"))
    with pytest.raises(ValueError, match="missing: this"), store._db.write() as conn:
        execute_rows(conn, statement, [{"to": "one"}])


def test_thousands_of_keys_are_looked_up_by_the_index(store: Store) -> None:
    store.record([judged(entry(f"e{n}")) for n in range(3)], NOW)
    keys = [f"e{n}" for n in range(2, 40_000)]
    query = select(ENTRY.c.id).where(among(ENTRY.c.id, keys, sqlite=True))
    assert store._db.conn.execute(query).scalars().all() == ["e2"]
    sql = str(query.compile(dialect=store._db.engine.dialect))
    plan = store._db.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ('["e1"]',)).all()
    assert any("SEARCH entry USING" in step[-1] for step in plan)

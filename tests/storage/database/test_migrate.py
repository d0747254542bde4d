"""Upgrades: all or nothing, also when killed at any moment, and refused for a store of another version."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from support import new_schema

from storage import Store, StoreError
from storage.database import migrate
from storage.database.engine import Database, resolve_url

KILLS = 15
ENTRIES = 3_000


def old_store(path: Path) -> None:
    """A store of the first version with something in it."""
    with closing(Database(resolve_url(str(path)))) as db:
        migrate.upgrade(db, "0001")
    with closing(sqlite3.connect(path)) as raw:
        columns = (
            "id, feed, title, text, fetched, version, digest, title_key, quiet, story, level, join_score,"
            " join_reason, rules_version"
        )
        raw.executemany(
            f"INSERT INTO entry ({columns}) VALUES (?, 'one', 'Title', ?, '2026-01-01 00:00:00.000000', 1,"
            " 'd', 't', 0, ?, 'new', 0, '{}', 'v')",
            [(f"e{n}", "x" * 500, f"e{n}") for n in range(ENTRIES)],
        )
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def upgrade_in_child(folder: Path) -> int:
    """`wirewatch db upgrade` in a process of its own, with all that it needs loaded already."""
    from monitor.cli import main

    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.environ.pop("WIREWATCH_CONFIG", None)
            sys.argv = ["wirewatch", "-c", str(folder), "db", "upgrade"]
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)
    return pid


def version(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("SELECT count(*) FROM entry").fetchone() == (ENTRIES,)
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.faults
def test_an_upgrade_that_is_killed_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    import alembic.command  # noqa: F401  (loaded here, so that each child need not)

    kept, folder = tmp_path / "kept.db", tmp_path / "watch"
    old_store(kept)
    folder.mkdir()
    (folder / "config.toml").write_text('[storage]\nurl = "wirewatch.db"\n')
    path = folder / "wirewatch.db"
    shutil.copyfile(kept, path)
    began = time.monotonic()
    assert os.waitstatus_to_exitcode(os.waitpid(upgrade_in_child(folder), 0)[1]) == 0
    whole = time.monotonic() - began
    assert version(path) == migrate.HEAD
    source, found = random.Random(3), Counter[str]()
    for _ in range(KILLS):
        for suffix in ("", "-wal", "-shm"):
            (folder / f"wirewatch.db{suffix}").unlink(missing_ok=True)
        shutil.copyfile(kept, path)
        pid = upgrade_in_child(folder)
        time.sleep(source.uniform(0, 1.1 * whole))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        found[version(path)] += 1
        Store.open(str(path), create=True).close()
        assert version(path) == migrate.HEAD
    assert set(found) <= {"0001", migrate.HEAD}, "nothing in between"
    assert found["0001"] > KILLS // 10, found


def test_a_store_of_another_version_is_refused_with_the_way_out(path: Path, store: Store) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match="db upgrade"):
        Store.open(str(path))


def test_the_head_revision_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parents[1] / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD


def test_a_new_store_has_what_all_migrations_make() -> None:
    assert new_schema.FILE.read_text() == new_schema.source(), "run `make tables`"


def test_migrated_tables_are_those_of_the_models(path: Path, store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    import storage.rows  # noqa: F401  (fills the metadata)

    db = Database(resolve_url(str(path)))
    assert compare_metadata(MigrationContext.configure(db.conn), SQLModel.metadata) == []
    db.close()


def test_hits_of_an_older_store_are_found_the_newest_first(path: Path) -> None:
    db = Database(resolve_url(str(path)))
    migrate.upgrade(db, "0017")
    values = "'f', 'Ferry', '', 1, 'd', 't', 0, 's', 'new', 1, '{}', 'v'"
    columns = "feed, title, text, version, digest, title_key, quiet, story, level, join_score, join_reason, rules_version"
    with db.write() as conn:
        for number, hour in enumerate((2, 3, 1)):
            conn.exec_driver_sql(
                f"INSERT INTO entry (id, fetched, {columns}) VALUES ('e{hour}', '2026-11-24 0{hour}:00:00', {values})"
            )
            conn.exec_driver_sql(f"INSERT INTO searchable (no, entry) VALUES ({number + 1}, 'e{hour}')")
    migrate.upgrade(db)
    newest = "SELECT entry FROM searchable ORDER BY fetched DESC"
    assert list(db.conn.exec_driver_sql(newest).scalars()) == ["e3", "e2", "e1"]
    db.close()


def test_a_migration_that_breaks_leaves_the_database_as_it_was(path: Path, monkeypatch) -> None:
    db = Database(resolve_url(str(path)))
    migrate.upgrade(db, "0001")
    tables = text("SELECT count(*) FROM sqlite_master")
    before = db.conn.execute(tables).scalar()
    real = migrate._run

    def broken(conn, target):
        real(conn, target)
        raise RuntimeError("the power went")

    monkeypatch.setattr(migrate, "_run", broken)
    with pytest.raises(RuntimeError):
        migrate.upgrade(db)
    assert (db.conn.execute(tables).scalar(), migrate.current(db.conn)) == (before, "0001")
    db.close()


@pytest.mark.parametrize("create", [True, False])
def test_a_store_of_a_newer_version_is_left_to_that_version(path: Path, create: bool) -> None:
    Store.open(str(path), create=True).close()
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer than this wirewatch knows") as refused:
        Store.open(str(path), create=create)
    assert "db upgrade" not in str(refused.value), "it would refuse as well"


def test_tables_that_are_not_those_of_their_schema_are_told_with_a_way_out(path: Path) -> None:
    Store.open(str(path), create=True).close()
    with closing(sqlite3.connect(path)) as odd, odd:
        odd.execute("UPDATE alembic_version SET version_num = '0007'")
    with pytest.raises(StoreError, match=r"no such index.*not those of its schema: restore a backup"):
        Store.open(str(path), create=True)

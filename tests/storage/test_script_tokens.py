"""Tokens of scripts: kept by their hash, found by it, ended at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from support.makers import NOW

from storage import ScriptToken, Store

TOKEN = ScriptToken("grafana", "a" * 64, "reader", NOW)


def test_a_token_is_found_by_its_hash_until_it_is_removed(store: Store) -> None:
    assert store.script_tokens.add(TOKEN)
    assert not store.script_tokens.add(TOKEN), "one of a name"
    assert store.script_tokens.use("b" * 64, NOW) is None
    assert store.script_tokens.use(TOKEN.sha256, NOW) == TOKEN
    assert store.script_tokens.remove("grafana")
    assert not store.script_tokens.remove("grafana")
    assert store.script_tokens.use(TOKEN.sha256, NOW) is None


def test_a_use_is_noted_once_a_minute(store: Store) -> None:
    store.script_tokens.add(TOKEN)
    for seconds in (0, 59, 61):
        store.script_tokens.use(TOKEN.sha256, NOW + timedelta(seconds=seconds))
        (known,) = store.script_tokens.all()
        assert known.used == NOW + timedelta(seconds=61 if seconds == 61 else 0)


def test_a_token_opens_also_where_its_use_cannot_be_noted(path: Path, store: Store) -> None:
    store.script_tokens.add(TOKEN)
    with closing(sqlite3.connect(path)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON script_token "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
        assert store.script_tokens.use(TOKEN.sha256, NOW) == TOKEN
        assert store.script_tokens.all() == [TOKEN]
        other.execute("DROP TRIGGER full")
    store.script_tokens.use(TOKEN.sha256, NOW)
    assert store.script_tokens.all()[0].used == NOW


def test_a_use_is_noted_while_another_process_has_its_turn_at_writing(
    postgresql: Callable[[], str],
) -> None:
    location = postgresql()
    with closing(Store.open(location, create=True)) as store, closing(Store.open(location)) as other:
        store.script_tokens.add(TOKEN)
        with other.transaction():
            assert store.script_tokens.use(TOKEN.sha256, NOW) == TOKEN
        assert store.script_tokens.all()[0].used == NOW

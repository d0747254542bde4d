"""The full-text index: what it finds, and that it follows changes, purges and kills."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.makers import NOW, entry, judged
from support.without_fts5 import without_fts5

from rules.text.search_query import parse_query
from rules.text.token_query import AnyToken
from storage import Outcome, Payload, SearchFilter, Store, StoreError
from storage import search as module


def found(store: Store, words: str, **where: object) -> set[str]:
    return {e.id for e in store.search.find(parse_query(words), SearchFilter(**where))}  # type: ignore[arg-type]


def fill(store: Store) -> None:
    store.search.prepare(wanted=True)
    texts = {
        "leak": "Brine leak in México stops the plant",
        "ferry": "Ferry to Oslo stopped after a leak",
        "tokyo": "東京で地震がありました",
    }
    store.record([judged(entry(n, title=t, text="", fetched=NOW)) for n, t in texts.items()], NOW)


def test_words_phrases_alternatives_and_exclusions_find_entries(store: Store) -> None:
    fill(store)
    assert found(store, "leak") == {"leak", "ferry"}
    assert found(store, "MEXICO") == {"leak"}
    assert found(store, '"leak in"') == {"leak"}
    assert found(store, '"in leak"') == set()
    assert found(store, "brine OR oslo") == {"leak", "ferry"}
    assert found(store, "leak -oslo") == {"leak"}
    assert found(store, "地震") == {"tokyo"}
    assert found(store, "leak", since=NOW + timedelta(days=1)) == set()


@pytest.mark.postgres
def test_postgresql_finds_the_same(postgresql: Callable[[], str]) -> None:
    with closing(Store.open(postgresql(), create=True)) as store:
        fill(store)
        assert found(store, "MEXICO OR oslo") == {"leak", "ferry"}
        assert found(store, '"in leak"') == set()
        assert found(store, "leak -oslo") == {"leak"}
        assert found(store, "地震") == {"tokyo"}
        assert found(store, "x' \\ :*&|!") == set()
        store.search.prepare(wanted=False)
        store.search.prepare(wanted=True)
        assert (store.search.step(), store.search.step()) == (3, 0)
        assert found(store, "leak") == {"leak", "ferry"}


def test_a_changed_entry_is_found_by_its_new_words_only(store: Store) -> None:
    fill(store)
    changed = entry("ferry", title="Train to Oslo", text="", fetched=NOW)
    store.record([judged(changed, state="changed", version=2)], NOW)
    assert found(store, "train") == {"ferry"}
    assert found(store, "ferry") == set()


def test_a_purged_text_is_found_by_its_title_only(store: Store) -> None:
    store.search.prepare(wanted=True)
    old = NOW - timedelta(days=90)
    store.record([judged(entry("old", title="Ferry", text="engine room", fetched=old))], old)
    for delivery in store.outbox.claim(old, 10):
        store.outbox.freeze({delivery.id: Payload(subject="s", text="t")})
        store.outbox.mark(delivery.id, Outcome(state="sent", reason="ok"), old)
    assert found(store, "engine") == {"old"}
    store.purge(NOW - timedelta(days=30))
    assert found(store, "engine") == set()
    assert found(store, "ferry") == {"old"}


def test_an_old_store_is_indexed_in_steps_that_another_process_goes_on_with(
    store: Store, monkeypatch
) -> None:
    monkeypatch.setattr(module, "STEP", 2)
    entries = [judged(replace(entry(f"e{i}"), title=f"Ferry {i}", fetched=NOW)) for i in range(5)]
    store.record(entries, NOW)
    store.search.prepare(wanted=True)
    assert store.search.step() == 2
    later = Store.open(store.location)
    later.search.prepare(wanted=True)
    assert [later.search.step() for _ in range(3)] == [2, 1, 0]
    assert later.search.progress() == (5, 5)
    assert len(found(later, "ferry")) == 5
    later.close()


def test_an_index_that_is_not_wanted_is_removed_and_made_again_when_it_is(store: Store) -> None:
    fill(store)
    store.search.prepare(wanted=False)
    assert store.search.progress()[0] == 0
    with pytest.raises(StoreError, match="no index"):
        found(store, "leak")
    store.search.prepare(wanted=True)
    assert store.search.step() == 3
    assert found(store, "leak") == {"leak", "ferry"}


def test_an_index_of_another_folding_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(module, "FOLDING", module.FOLDING + 1)
    store.search.prepare(wanted=True)
    assert found(store, "leak") == set()
    assert store.search.step() == 3
    assert found(store, "leak") == {"leak", "ferry"}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(str(tmp_path_factory.mktemp("searched") / "store.db"), create=True)
    store.search.prepare(wanted=True)
    yield store
    store.close()


@settings(max_examples=60, deadline=None)
@given(words=st.text() | st.text(alphabet="-\"*()OR:^ AND NEAR{}'ab\0"))
def test_no_input_is_an_error(searched: Store, words: str) -> None:
    assert found(searched, words) == set()


@pytest.mark.parametrize(
    "where", [SearchFilter(), SearchFilter(feed="two"), SearchFilter(until=NOW + timedelta(minutes=90))]
)
def test_a_word_of_nearly_all_entries_finds_the_newest_as_any_other_word_does(
    store: Store, where: SearchFilter
) -> None:
    store.search.prepare(wanted=True)
    made = [
        entry(
            f"e{n:03}", title="A ferry" if n % 7 else "A train", feed="two" if n % 2 else "one",
            fetched=NOW + timedelta(minutes=n * 37 % 400),
        )
        for n in range(400)
    ]  # fmt: skip
    store.record([judged(one) for one in made], NOW)
    query = parse_query("ferry")
    assert [e.id for e in store.search.find(query, where, 5)] == [
        e.id for e in store.search.find(query, where)
    ][:5]


def test_a_sqlite_without_fts5_says_so_and_all_else_works(path: Path) -> None:
    with without_fts5(), closing(Store.open(str(path), create=True)) as store:
        assert "no FTS5" in (store.search.prepare(wanted=True) or "")
        store.record([judged(entry("leak", title="Brine leak"))], NOW)
        assert store.search.step() == 0
        with pytest.raises(StoreError, match="no FTS5"):
            found(store, "leak")
        assert store.alerts.accounts()["deliveries"]["pending"] == 1
        assert [each.entry.id for each in store.entry_tokens.found(AnyToken(frozenset()))] == ["leak"]
        store.purge(NOW + timedelta(days=400))


def test_an_index_that_a_sqlite_without_fts5_could_not_keep_is_made_anew(path: Path) -> None:
    with closing(Store.open(str(path), create=True)) as store:
        fill(store)
        store.record([judged(entry("old", fetched=NOW - timedelta(days=90)), tell=())], NOW)
    with without_fts5(), closing(Store.open(str(path))) as store:
        with pytest.raises(StoreError, match="run the Python that the daemon runs"):
            found(store, "leak")
        with pytest.raises(StoreError, match="run the Python that the daemon runs"):
            store.purge(NOW - timedelta(days=30))
        assert "no FTS5" in (store.search.prepare(wanted=True) or "")
        changed = entry("leak", title="Pump mended", text="", fetched=NOW)
        store.record([judged(changed, state="changed", version=2)], NOW)
    with closing(Store.open(str(path))) as store:
        store.search.prepare(wanted=True)
        assert store.search.step() == 4
        assert found(store, "leak") == {"ferry"}
        assert found(store, "pump") == {"leak"}


def test_search_goes_on_while_another_process_writes_and_indexing_once_it_is_done(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.engine.BUSY_SECONDS", 0)
    with closing(Store.open(str(path), create=True)) as store:
        store.record([judged(entry("leak", title="Brine leak"))], NOW)
        store.search.prepare(wanted=True)
        store.record([judged(entry("ferry", title="Ferry after a leak"))], NOW)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="another process is writing"):
                store.search.step()
            assert found(store, "leak") == {"ferry"}
        assert store.search.step() == 1
        assert found(store, "leak") == {"ferry", "leak"}


@pytest.mark.postgres
def test_postgresql_without_an_index_says_so(postgresql: Callable[[], str]) -> None:
    with closing(Store.open(postgresql(), create=True)) as store:
        store.search.prepare(wanted=False)
        assert found(store, "leak") == set()
        store.record([judged(entry("leak", title="Brine leak"))], NOW)
        assert store.search.progress() == (0, 1)
        with pytest.raises(StoreError, match=r"unless \[storage] search is false"):
            found(store, "leak")
        store.search.prepare(wanted=True)
        assert store.search.step() == 1
        assert found(store, "leak") == {"leak"}

"""The full-text index: what it finds, and that it follows changes, purges and kills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.makers import NOW, entry, judged

from rules.text.search_query import parse_query
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

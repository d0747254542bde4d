"""The index of tokens: what it finds, and that it follows changes, purges and kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from support.makers import NOW, entry, judged

from rules.text.token_query import NOTHING, AllOf, AnyOf, AnyToken, EntryQuery
from storage import Store
from storage import search as module


def found(store: Store, query: EntryQuery) -> list[tuple[str, int]]:
    return sorted((r.entry.id, r.version) for r in store.entry_tokens.found(query))


def word(store: Store, *words: str) -> AnyToken:
    vocabulary = store.entry_tokens.vocabulary()
    return AnyToken(frozenset(vocabulary[w] for w in words if w in vocabulary))


def fill(store: Store) -> None:
    store.search.prepare(wanted=True)
    texts = {
        "leak": ("Brine leak", "in México"),
        "ferry": ("Ferry to Oslo", "after a leak"),
        "tokyo": ("東京で", ""),
    }
    store.record([judged(entry(n, title=t, text=x)) for n, (t, x) in texts.items()], NOW)


def check_queries(store: Store) -> None:
    assert found(store, word(store, "leak")) == [("ferry", 1), ("leak", 1)]
    assert found(store, AllOf((word(store, "leak"), word(store, "mexico")))) == [("leak", 1)]
    assert found(store, AnyOf((word(store, "oslo"), word(store, "東")))) == [("ferry", 1), ("tokyo", 1)]
    assert found(store, NOTHING) == []
    assert found(store, AllOf((word(store, "leak"), NOTHING))) == []
    everything = AnyToken(frozenset(range(5_000)))
    assert len(found(store, AllOf((everything, everything)))) == 3
    change = entry("ferry", title="Train to Oslo", text="")
    store.record([judged(change, state="changed", version=2)], NOW)
    assert found(store, word(store, "ferry")) == [("ferry", 1), ("ferry", 2)]
    again = entry("ferry", title="Tram", text="")
    store.record([judged(again, state="changed", version=3)], NOW)
    assert [version for _, version in found(store, word(store, "train"))] == [1, 2, 3]


def test_entries_are_found_by_the_tokens_of_all_their_versions(store: Store) -> None:
    fill(store)
    check_queries(store)


@pytest.mark.postgres
def test_postgresql_finds_the_same(postgresql: Callable[[], str]) -> None:
    with closing(Store.open(postgresql(), create=True)) as store:
        fill(store)
        check_queries(store)
        store.search.prepare(wanted=False)
        assert store.entry_tokens.vocabulary() == {}
        store.search.prepare(wanted=True)
        while store.search.step():
            pass
        assert len(found(store, word(store, "train"))) == 3


def test_a_purged_text_and_its_versions_are_found_by_the_title_only(store: Store) -> None:
    store.search.prepare(wanted=True)
    old = NOW - timedelta(days=90)
    plain = {"alert": None, "tell": (), "decisions": ()}
    for version, title in enumerate(("Ferry", "Train"), 1):
        one = entry("old", title=title, text="engine room", fetched=old)
        made = judged(one, state="new" if version == 1 else "changed", version=version)
        store.record([replace(made, **plain)], old)
    assert found(store, word(store, "ferry"))
    store.purge(NOW - timedelta(days=30))
    assert found(store, word(store, "ferry", "engine")) == []
    assert found(store, word(store, "train")) == [("old", 2)]


def test_entries_that_are_not_indexed_yet_are_found_by_every_query(store: Store) -> None:
    store.record([judged(entry("early"))], NOW)
    fill(store)
    assert found(store, word(store, "oslo")) == [("early", 1), ("ferry", 1)]
    assert found(store, NOTHING) == [("early", 1)]


def test_the_vocabulary_is_read_on_from_a_number(store: Store) -> None:
    fill(store)
    known = store.entry_tokens.vocabulary()
    store.record([judged(entry("more", title="Snow", text="leak"))], NOW)
    assert set(store.entry_tokens.vocabulary(max(known.values()))) == {"snow"}


def test_an_index_of_another_folding_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(module, "FOLDING", module.FOLDING + 1)
    store.search.prepare(wanted=True)
    assert store.entry_tokens.vocabulary() == {}
    assert len(found(store, NOTHING)) == 3
    while store.search.step():
        pass
    assert found(store, NOTHING) == []
    assert found(store, word(store, "oslo")) == [("ferry", 1)]


INDEXER = """
import sys
from storage import Store
from storage import search
search.STEP = 20
store = Store.open(sys.argv[1])
store.search.prepare(wanted=True)
while store.search.step():
    print("step", flush=True)
print("done", flush=True)
"""


def test_indexing_goes_on_after_a_kill(store: Store) -> None:
    count = 400
    store.record(
        [judged(entry(f"e{i:03}", title=f"Ferry {i}", text=f"number n{i}")) for i in range(count)], NOW
    )
    command = [sys.executable, "-c", INDEXER, store.location]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(5):
            assert process.stdout.readline() == "step\n"
        os.kill(process.pid, signal.SIGKILL)
    indexed, entries = store.search.progress()
    assert 100 <= indexed < entries == count
    assert len(found(store, NOTHING)) == count - indexed
    rest = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    assert rest.count("step") == -(-(count - indexed) // 20)
    assert found(store, word(store, "n7")) == [("e007", 1)]
    assert len(found(store, word(store, "ferry"))) == count

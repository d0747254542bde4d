"""The keys of entries: worked out once, and never taken for those of another entry."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parsing.model import Parsed
from monitor.parsing.workers.protocol import LENGTH, SHORT, entry_of, reply
from rules.model import Entry
from rules.stories.keys import (
    KeyMemory,
    Keys,
    candidate_keys,
    candidate_of,
    content_key,
    entry_keys,
    title_key,
)
from rules.text.urls import url_key

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FERRY = Entry(
    id="1",
    feed="coast",
    title="Ferry stops",
    text="The ferry to the island stops. " * 4,
    url="https://a.example/1?utm_id=2",
    fetched=NOW,
)


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60))
def test_the_keys_of_an_entry_are_those_of_its_address_title_and_text(
    title: str, text: str, url: str
) -> None:
    entry = Entry(id="1", title=title, text=text, url=url)
    expected = Keys(url_key(url), title_key(title), content_key(title_key(title), text))
    assert entry_keys(entry) == KeyMemory().of(entry) == expected
    assert candidate_keys(candidate_of(entry, "s", expected)) == expected


def test_an_entry_has_the_pairs_of_the_keys_that_it_has() -> None:
    assert Keys("a.example/1", "ferry stops", "d1").pairs() == [
        ("url", "a.example/1"),
        ("content", "d1"),
        ("title", "ferry stops"),
    ]
    assert Keys(None, "", None).pairs() == []


@pytest.mark.parametrize(
    "change", [{"feed": "harbour"}, {"text": "Another text"}, {"url": "https://b.example/"}]
)
def test_what_is_learned_of_one_entry_says_nothing_of_another(change: dict[str, str]) -> None:
    memory = KeyMemory()
    memory.learn(FERRY, Keys("wrong", "wrong", "wrong"))
    other = replace(FERRY, **change)
    assert memory.of(FERRY) == Keys("wrong", "wrong", "wrong")
    assert memory.of(other) == entry_keys(other)


def test_what_one_memory_learns_no_other_knows() -> None:
    first, second = KeyMemory(), KeyMemory()
    first.of(FERRY)
    assert (FERRY in first, FERRY in second) == (True, False)


def test_a_memory_keeps_the_latest_entries_and_drops_what_it_is_to_forget() -> None:
    memory = KeyMemory(most=3)
    entries = [replace(FERRY, id=str(number)) for number in range(5)]
    for entry in entries:
        memory.of(entry)
    assert [entry in memory for entry in entries] == [False, False, True, True, True]
    memory.forget(entries[:4])
    assert (len(memory), entries[4] in memory) == (1, True)


def test_many_threads_share_a_memory_and_it_stays_bounded() -> None:
    memory = KeyMemory(most=50)
    entries = [replace(FERRY, id=str(number), title=f"Ferry {number} stops") for number in range(200)]

    def work(start: int) -> bool:
        mine = entries[start:] + entries[:start]
        right = all(memory.of(entry).title == title_key(entry.title) for entry in mine)
        memory.forget(mine[::3])
        return right

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(work, range(0, 200, 50)))
    assert len(memory) <= 50


@pytest.mark.parametrize(("text", "says"), [("short", True), ("x" * (SHORT + 1), False)])
def test_a_worker_says_the_keys_of_all_but_long_entries_and_they_arrive_as_they_are(
    text: str, says: bool
) -> None:
    entry = replace(FERRY, id=text[:9], text=text)
    raw = b"".join(reply(Parsed(entries=(entry,), format="rss20")))
    (length,) = LENGTH.unpack_from(raw)
    (row,) = json.loads(raw[LENGTH.size : LENGTH.size + length])["entries"]
    assert (row[-1] is not None) is says
    memory = KeyMemory()
    arrived = entry_of(row, "coast", NOW, memory)
    assert (arrived in memory) is says
    assert arrived == entry
    assert memory.of(arrived) == entry_keys(entry)

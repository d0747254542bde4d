"""The keys of entries: worked out once, and never taken for those of another entry."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parsing.model import Parsed
from monitor.parsing.workers.protocol import LENGTH, SHORT, entry_of, reply
from rules.model import Entry
from rules.stories import keys as module
from rules.stories.keys import Keys, candidate_of, content_key, keys, keys_of, learn, title_key, work_out
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
    assert keys(entry) == keys(replace(entry)) == keys_of(candidate_of(entry, "s")) == expected


@pytest.mark.parametrize(
    "change", [{"feed": "harbour"}, {"text": "Another text"}, {"url": "https://b.example/"}]
)
def test_what_is_learned_of_one_entry_says_nothing_of_another(change: dict[str, str]) -> None:
    learn(FERRY, Keys("wrong", "wrong", "wrong"))
    other = replace(FERRY, **change)
    assert keys(FERRY) == Keys("wrong", "wrong", "wrong")
    assert keys(other) == work_out(other)
    learn(FERRY, work_out(FERRY))


def test_the_keys_of_a_bounded_number_of_entries_are_remembered() -> None:
    for number in range(module._KEPT + 10):
        keys(replace(FERRY, id=str(number)))
    assert len(module._known) == module._KEPT


@pytest.mark.parametrize(("text", "says"), [("short", True), ("x" * (SHORT + 1), False)])
def test_a_worker_says_the_keys_of_all_but_long_entries_and_they_arrive_as_they_are(
    text: str, says: bool
) -> None:
    entry = replace(FERRY, id=text[:9], text=text)
    raw = b"".join(reply(Parsed(entries=(entry,), format="rss20")))
    (length,) = LENGTH.unpack_from(raw)
    (row,) = json.loads(raw[LENGTH.size : LENGTH.size + length])["entries"]
    assert (row[-1] is not None) is says
    module._known.clear()
    arrived = entry_of(row, "coast", NOW)
    assert (arrived in module._known) is says
    assert arrived == entry
    assert keys(arrived) == work_out(entry)

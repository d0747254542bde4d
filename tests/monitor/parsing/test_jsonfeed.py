"""JSON Feed, as its specification has it and as sites write it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parsing import model
from monitor.parsing.jsonfeed import read_json
from monitor.parsing.model import ParseError, RawFeed

ITEM = {
    "id": "1", "url": "https://news.example/1", "title": "One", "summary": "Short.", "content_html": "<p>Long</p>",
    "content_text": "Long", "date_published": "2023-02-28T10:00:00Z", "date_modified": "2023-02-28T11:00:00Z",
    "language": "es",
}  # fmt: skip


def read(items: object, known: frozenset[bytes] = frozenset(), **head: object) -> RawFeed:
    raw = read_json(json.dumps({"title": "Sample", "items": items, **head}), known)
    assert isinstance(raw, RawFeed), raw
    return raw


def test_an_item_gives_every_field() -> None:
    raw = read([ITEM], home_page_url="https://news.example/", language="en")
    assert (raw.format, raw.title, raw.home, raw.lang, raw.items) == (
        "json", "Sample", "https://news.example/", "en", 1,
    )  # fmt: skip
    (entry,) = raw.entries
    assert (entry.guid, entry.link, entry.title, entry.lang) == ("1", "https://news.example/1", "One", "es")
    assert entry.texts == ("Short.", "<p>Long</p>", "Long")
    assert entry.dates == ("2023-02-28T10:00:00Z", "2023-02-28T11:00:00Z")


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (1.5, "1.5"), (True, ""), (None, ""), ([], ""), ({"a": 1}, ""), ("x", "x")]
)
def test_ids_may_be_numbers_and_anything_odd_says_nothing(value: object, text: str) -> None:
    assert read([{"id": value}]).entries[0].guid == text


def test_the_page_elsewhere_stands_in_for_the_items_own() -> None:
    assert read([{"external_url": "https://other.example/"}]).entries[0].link == "https://other.example/"


def test_what_is_no_item_is_passed_over() -> None:
    assert read(["x", 3, None, ITEM]).items == 1


def test_known_items_are_not_fresh_however_their_keys_are_ordered() -> None:
    digests = read([ITEM, {"id": "2"}]).digests
    again = read([dict(reversed(ITEM.items())), {"id": "3"}], frozenset(digests))
    assert again.fresh == (1,)
    assert again.digests[0] == digests[0]


def test_a_long_document_is_read_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MOST", 2)
    items = [{"id": str(n)} for n in range(5)]
    first = read(items)
    assert (first.fresh, len(first.digests), first.items) == ((0, 1), 2, 5)
    assert read(items, frozenset(first.digests)).fresh == (2, 3)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("{", "malformed"), ("[" * 100_000, "malformed"), ("[]", "not_feed"), ('{"items": 3}', "not_feed")],
)
def test_other_json_is_refused_with_a_sentence(text: str, kind: str) -> None:
    error = read_json(text)
    assert isinstance(error, ParseError)
    assert (error.kind, error.text[-1]) == (kind, ".")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ITEM, "items"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(values)
def test_any_json_is_read_or_refused(value: object) -> None:
    assert isinstance(read_json(json.dumps(value)), RawFeed | ParseError)
    assert isinstance(read_json(json.dumps({"items": [value]})), RawFeed)


def test_an_id_that_is_an_address_is_the_link_where_none_is_given_and_references_of_html_are_characters() -> (
    None
):
    items = [
        {"id": "https://news.example/2", "url": "", "title": "Caf&eacute; &amp; Bar"},
        {"id": "tag:1", "title": "1 < 2 <b>"},
    ]
    one, other = read(items).entries
    assert (one.link, one.title) == ("https://news.example/2", "Café & Bar")
    assert (other.link, other.title) == ("", "1 < 2 <b>")


@pytest.mark.parametrize(
    "text",
    ['{"items": [{"id": "1", "title": "a, ]",}, {"id": "2"},],}', '{"items": [{"id": "1", "title": "a, ]", "x": "\\x \\u12"}, {"id": "2"}]}',
     '{"items": [{"id": "1", "title": "a, ]"}, {"id": "2"}]} <!-- cached -->'],
)  # fmt: skip
def test_commas_too_many_escapes_that_json_lacks_and_what_follows_cost_nothing(text: str) -> None:
    feed = read_json(text)
    assert isinstance(feed, RawFeed)
    assert [(entry.guid, entry.title) for entry in feed.entries] == [("1", "a, ]"), ("2", "")]
    assert feed.note
    assert not feed.cut


def test_a_document_that_breaks_off_gives_the_items_before_it_and_says_so() -> None:
    feed = read_json('{"items": [{"id": "1",}, {"id": "2", "title": "b')
    assert isinstance(feed, RawFeed)
    assert ([entry.guid for entry in feed.entries], feed.cut) == (["1"], True)


def test_an_address_that_leads_nowhere_hides_no_other() -> None:
    (entry,) = read(
        [{"id": "1", "url": "javascript:void(0)", "external_url": "https://news.example/1"}]
    ).entries
    assert entry.link == "https://news.example/1"

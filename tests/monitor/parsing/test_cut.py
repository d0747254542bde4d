"""whole_part: documents that break off, and those that only look like it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.feed_server import Item, rss
from support.fuzzing import tries
from support.sitemap_maker import sitemap

from monitor.parsing.cut import whole_part
from monitor.parsing.model import Origin, Parsed
from monitor.parsing.parse import parse

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
ITEMS = [Item(title=f"Headline number {n}", link=f"https://news.example/{n}", guid=f"g{n}") for n in range(3)]
WHOLE = rss(ITEMS)
JSON = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": str(n), "title": f"Headline number {n}"} for n in range(3)]})  # fmt: skip


def read(text: str) -> Parsed:
    parsed = parse(text.encode(), Origin(feed="f"), None, NOW)
    assert isinstance(parsed, Parsed), parsed
    return parsed


def test_a_whole_document_stays_as_it_is() -> None:
    assert whole_part(WHOLE) == (WHOLE, False)
    assert not read(WHOLE).cut


@pytest.mark.parametrize("tail", ["</channel>", "</rss>", "</rss>\n<!-- made in 3 s -->", "</RSS >"])
def test_an_item_without_an_end_in_a_document_with_one_does_not_break_it_off(tail: str) -> None:
    text = f"<rss><channel><item><title>one</title></item><item><title>two{tail}"
    assert whole_part(text) == (text, False)


@pytest.mark.parametrize(
    "half", ["<item><title>Ferry sto", "<item><title>Ferry</title><link>https://news.exam"]
)
def test_an_only_item_that_breaks_off_waits_for_the_next_poll(half: str) -> None:
    parsed = read(f"<rss version='2.0'><channel><title>x</title>{half}")
    assert parsed.entries == ()
    assert parsed.cut


def test_of_items_that_are_never_closed_the_last_is_left_out() -> None:
    text = "<rss version='2.0'><channel><item><title>one</title><item><title>two</title><item><title>thr"
    assert "thr" not in whole_part(text)[0]


@tries(60)
@given(st.integers(WHOLE.index("</item>") + 8, WHOLE.rindex("</channel>") - 1))
def test_wherever_a_feed_breaks_off_the_whole_items_are_read_and_no_half_of_one(at: int) -> None:
    parsed = read(WHOLE[:at])
    titles = [item.title for item in ITEMS[: WHOLE[:at].count("</item>")]]
    assert [entry.title for entry in parsed.entries] == titles
    assert [entry.id for entry in parsed.entries] == [entry.id for entry in read(WHOLE).entries][
        : len(titles)
    ]
    assert parsed.cut


@tries(60)
@given(st.integers(JSON.index("}, {") + 1, len(JSON) - 1))
def test_wherever_a_json_feed_breaks_off_the_whole_items_are_read(at: int) -> None:
    parsed = read(JSON[:at])
    whole = min(3, JSON[JSON.index("items") : at].count("}"))
    assert [entry.title for entry in parsed.entries] == [f"Headline number {n}" for n in range(whole)]
    assert parsed.cut
    assert "not well-formed" in (parsed.note or "")


def test_a_sitemap_that_breaks_off_gives_its_whole_news() -> None:
    text = sitemap(1, 2)
    parsed = read(text[: text.rindex("</url>")])
    assert [entry.title for entry in parsed.entries] == ["Diálogo número 1 & más"]
    assert parsed.cut

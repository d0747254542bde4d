"""Digests: every alert is in exactly one message, no message is too long, and no headline breaks out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, alert_about, entry, match_of, update_about

from monitor.delivery.rendering.digest import Item, digests, render_item
from monitor.delivery.rendering.split import MessageLimits, split

WHY = "digest of talks"


def items(*titles: str) -> list[Item]:
    """One item a story."""
    alerts = [replace(alert_about(title), story=f"s{number}") for number, title in enumerate(titles)]
    return [render_item(alert, TITLES, UTC) for alert in alerts]


def test_an_item_has_headline_source_outlets_watch_rules_and_link() -> None:
    title = "Ebrard speaks"
    alert = alert_about(title, "", match_of("ebrard", "Ebrard", title, "title"))
    item = render_item(alert, TITLES, UTC)
    assert item.text.splitlines() == [
        "   «Ebrard» speaks",
        "   Sample Herald, Wed 31 May 2023, 18:05 UTC",
        "   2 report it: Sample Herald, Sample Wire",
        "   US-Mexico talks (high): Marcelo Ebrard",
        "   https://news.example/a",
    ]
    assert '<a href="https://news.example/a"><mark>Ebrard</mark> speaks</a>' in item.html


def test_an_item_of_one_outlet_does_not_count_outlets() -> None:
    alert = replace(alert_about("Talks"), outlets=("Sample Herald",))
    assert "report" not in render_item(alert, TITLES, UTC).text


def test_a_digest_says_how_many_why_and_numbers_its_stories() -> None:
    ((payload, listed),) = digests(items("First", "Second"), WHY, TITLES, MessageLimits())
    assert payload.subject == "[US-Mexico talks] 2 stories"
    assert payload.text.startswith("2 stories in one message: digest of talks.\n\n1. First\n")
    assert "\n\n2. Second\n" in payload.text
    assert payload.html is not None
    assert payload.html.count("<li>") == 2
    assert len(listed) == 2


def test_a_digest_counts_stories_and_their_reports() -> None:
    told = [alert_about("First"), alert_about("Second")]
    listed = [render_item(alert, TITLES, UTC) for alert in told]
    ((payload, _),) = digests([*listed, *items("Third")], WHY, TITLES, MessageLimits())
    assert payload.subject == "[US-Mexico talks] 2 stories with 3 reports"


def test_an_update_in_a_digest_says_its_news_the_lines_that_waited_and_what_stayed_silent() -> None:
    alert = update_about(
        "Ebrard resigns", lines=[entry("l1", title="Talks are put off")], silent=[entry("s1"), entry("s2")]
    )
    item = render_item(alert, TITLES, UTC)
    assert "   Update: new: resigns\n" in item.text
    assert "   Waited for this message: 1 report.\n    - Talks are put off (one, " in item.text
    assert "   Silent since the last message: 2 reports.\n    - Title of s1 (one, " in item.text
    assert "<p>Waited for this message: 1 report.</p>" in item.html


def test_a_digest_lists_a_hundred_at_most_and_the_rest_in_another() -> None:
    messages = digests(items(*(f"Story {number}" for number in range(130))), WHY, TITLES, MessageLimits())
    assert [len(listed) for _, listed in messages] == [100, 30]


@given(st.lists(st.text(max_size=300), min_size=1, max_size=30), st.integers(min_value=2000, max_value=9000))
def test_every_story_is_in_one_message_and_each_message_fits(titles: list[str], body: int) -> None:
    all_items = items(*titles)
    limits = MessageLimits(subject=250, body=body)
    messages = digests(all_items, WHY, TITLES, limits)
    assert [item for _, listed in messages for item in listed] == all_items
    assert all(len(split(payload, limits)) == 1 for payload, listed in messages if len(listed) > 1)


def test_a_hostile_headline_is_inert_in_a_digest() -> None:
    hostile = '<script>alert(1)</script>News "quoted" & more'
    ((payload, _),) = digests(items(hostile, "Second"), WHY, TITLES, MessageLimits())
    assert payload.html is not None
    assert "<script" not in payload.html + payload.text
    assert "News" in payload.text

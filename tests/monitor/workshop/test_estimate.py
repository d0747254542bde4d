"""What the newest stored entries say: how much each watch would tell, and which terms its topics lack."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.makers import NOW, judged

from monitor.config.schema import FeedSection
from monitor.workshop.estimate import ENOUGH, Estimate, LookBack, look_back
from rules.model import Entry, RuleSet
from rules.schema import Topic, Watch
from storage import Store

RULES = RuleSet(
    topics=(
        Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),
        Topic.model_validate({"id": "tree", "terms": ["trees"]}),
    ),
    watches=(
        Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}}),
        Watch.model_validate({"id": "parks", "when": {"any": ["tree"]}}),
    ),
)
FEEDS = [FeedSection(name=name, url="https://a.example/rss") for name in ("coast", "wire")]
SUBJECTS = (
    "Ferry company hires nine hundred sailors",
    "Fire on a ferry near Puerto Alto",
    "Parliament debates the price of ferry tickets",
    "Chess champion writes his memoirs on a ferry",
)


def fill(store: Store) -> None:
    """Four ferry stories in four days, three of them from one feed; all of them found by one poll."""
    entries = [
        Entry(
            id=f"e{day}",
            title=subject,
            feed="wire" if day == 3 else "coast",
            published=NOW - timedelta(days=4 - day),
            fetched=NOW,
        )
        for day, subject in enumerate(SUBJECTS)
    ]
    store.record([judged(entry) for entry in entries], NOW)


def test_a_watch_is_estimated_by_its_alerts_its_share_and_its_chief_feed(store: Store) -> None:
    fill(store)
    ships, parks = look_back(store, RULES, FEEDS).estimates
    assert (ships.watch, ships.entries, ships.share) == ("ships", 4, 1.0)
    assert ships.a_day == pytest.approx(4 / 3)
    assert (ships.feed, ships.feed_share) == ("coast", 0.75)
    assert (parks.a_day, parks.share, parks.feed, parks.feed_share) == (0.0, 0.0, "", 0.0)


def test_an_empty_store_gives_no_estimate(store: Store) -> None:
    assert look_back(store, RULES, FEEDS) == LookBack()


def test_terms_that_stand_with_the_hits_are_proposed_with_what_they_would_add(store: Store) -> None:
    towns = ("Alta", "Borla", "Cormeda", "Dunstel", "Erval", "Forgat")
    texts = [f"Ferry sailings from {town} stop after the hovercraft accident" for town in towns]
    texts += [f"Hovercraft of {town} is sold at auction" for town in towns[:2]]
    texts += [f"Library number {n} of the city opens its doors" for n in range(30)]
    store.record([judged(Entry(id=f"s{i}", title=text, fetched=NOW)) for i, text in enumerate(texts)], NOW)
    back = look_back(store, RULES, FEEDS)
    (proposed,) = [s for s in back.proposals.suggestions if s.term == "hovercraft"]
    assert (back.entries, proposed.rule, proposed.beside, proposed.adds) == (38, "ferry", 6, 2)
    assert "Hovercraft of Alta is sold at auction" in proposed.examples


def remember(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty days with an entry each, every tenth on trees; the newest five are looked back at."""
    monkeypatch.setattr("monitor.workshop.estimate.NEWEST", 5)
    for day in range(60):
        at = NOW - timedelta(days=60 - day)
        title = f"Trees of street {day} fall" if day % 10 == 0 else f"Ferry {day} sails"
        feed = "wire" if day == 30 else "coast"
        store.record([judged(Entry(id=f"e{day}", title=title, feed=feed, fetched=at))], at)


def test_a_watch_that_fires_seldom_is_estimated_by_the_whole_store(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.search.prepare(wanted=True)
    remember(store, monkeypatch)
    ships, parks = look_back(store, RULES, FEEDS).estimates
    assert (ships.whole, ships.entries) == (False, 5)
    assert (parks.whole, parks.entries, parks.share) == (True, 60, 6 / 60)
    assert parks.a_day == pytest.approx(6 / 59)
    assert (parks.feed, parks.feed_share) == ("coast", 5 / 6)
    assert str(parks).endswith("; 83% from coast (by all 60 entries)")


def test_a_store_that_is_not_indexed_is_estimated_by_the_newest_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(store, monkeypatch)
    assert [estimate.whole for estimate in look_back(store, RULES, FEEDS).estimates] == [False, False]


def test_a_whole_store_that_takes_too_long_is_given_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.search.prepare(wanted=True)
    remember(store, monkeypatch)
    monkeypatch.setattr("monitor.workshop.estimate.SECONDS", 0.0)
    assert [estimate.whole for estimate in look_back(store, RULES, FEEDS).estimates] == [False, False]


@pytest.mark.parametrize(
    ("a_day", "words"),
    [
        (12.4, "about 12 alerts a day"),
        (1.0, "about one alert a day"),
        (0.5, "about 4 alerts a week"),
        (0.1, "one alert a week, or fewer"),
        (0.0, "one alert a week, or fewer"),
    ],
)
def test_an_estimate_is_said_in_the_unit_that_a_person_would_choose(a_day: float, words: str) -> None:
    estimate = Estimate(watch="ships", entries=4, a_day=a_day, share=0.1, feed="coast", feed_share=0.75)
    assert str(estimate) == f"ships: {words}; 75% from coast (by the newest 4 entries)"


@pytest.mark.parametrize(("entries", "sure"), [(ENOUGH - 1, False), (ENOUGH, True)])
def test_few_entries_say_nothing_for_sure(entries: int, sure: bool) -> None:
    estimate = Estimate(watch="ships", entries=entries, a_day=1, share=1.0, feed="", feed_share=0)
    assert estimate.is_sure is sure

"""How much came under a watch, by week."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from support.makers import NOW, entry, judged

from storage import Store
from storage.model import WatchWorth

UNTIL = NOW + timedelta(days=1)


def alert(store: Store, name: str, at: datetime, story: str | None = None, outlet: str = "One") -> int:
    made = judged(entry(name, fetched=at, outlet=outlet, url=f"https://news.example/{name}"), story=story)
    assert made.alert is not None
    (number,) = store.record([replace(made, alert=replace(made.alert, created=at))], at)
    return number


def test_alerts_and_rules_are_counted_by_week(store: Store) -> None:
    for name, days in (("a", 0), ("b", 1), ("c", 6.9), ("d", 10), ("e", 33), ("f", 40)):
        alert(store, name, UNTIL - timedelta(days=days, minutes=1))
    week = store.volume.week(["w"], UNTIL)
    assert week.alerts == {"w": (3, 1, 0, 0, 1)}
    assert week.rules == {"ebrard": (3, 1, 0, 0, 1)}
    assert store.volume.week(["other"], UNTIL).alerts == {"other": (0, 0, 0, 0, 0)}


def test_an_alert_of_two_watches_counts_for_each_and_once_for_its_rules(store: Store) -> None:
    made = judged(entry("a", fetched=NOW))
    assert made.alert is not None
    store.record([replace(made, alert=replace(made.alert, created=NOW, watches=("w", "v")))], NOW)
    week = store.volume.week(["v", "w"], UNTIL)
    assert week.alerts == {"v": (1, 0, 0, 0, 0), "w": (1, 0, 0, 0, 0)}
    assert week.rules == {"ebrard": (1, 0, 0, 0, 0)}
    assert [story.story for story in week.stories] == ["a"]


def test_the_stories_of_most_outlets_lead(store: Store) -> None:
    alert(store, "small", NOW)
    alert(store, "large", NOW, outlet="One")
    alert(store, "l2", NOW, story="large", outlet="Two")
    alert(store, "l3", NOW, story="large", outlet="Two")
    first, second = store.volume.week(["w"], UNTIL).stories
    assert (first.story, first.title, first.reports, first.outlets) == ("large", "Title of large", 3, 2)
    assert first.url == "https://news.example/large"
    assert (second.story, second.reports) == ("small", 1)


def test_the_last_verdict_on_each_alert_counts(store: Store) -> None:
    one, two = alert(store, "a", NOW), alert(store, "b", NOW)
    store.verdicts.give(one, correct=True, note="", now=NOW)
    store.verdicts.give(one, correct=False, note="", now=NOW)
    store.verdicts.give(two, correct=True, note="", now=NOW)
    week = store.volume.week(["w"], UNTIL)
    assert (week.right, week.wrong) == (1, 1)


def test_alerts_are_counted_between_bounds_the_watch_that_spoke_last_first(store: Store) -> None:
    for name, hours in (("a", 0), ("b", 1), ("c", 30), ("d", 200)):
        alert(store, name, NOW - timedelta(hours=hours))
    bounds = [NOW - timedelta(days=2), NOW - timedelta(days=1), NOW]
    assert store.volume.alerts_between(bounds) == {"w": [1, 1]}, "the last bound is none of its own"
    assert store.volume.alerts_between([NOW + timedelta(days=1), NOW + timedelta(days=2)]) == {}


def test_the_worth_of_a_watch_counts_last_verdicts_and_knows_its_last_alert(store: Store) -> None:
    one, two = alert(store, "a", NOW), alert(store, "b", NOW - timedelta(hours=1))
    alert(store, "c", NOW - timedelta(days=90))
    assert store.volume.worth() == {"w": WatchWorth(NOW, 0, 0)}
    store.verdicts.give(one, correct=False, note="", now=NOW)
    store.verdicts.give(one, correct=True, note="", now=NOW)
    store.verdicts.give(two, correct=False, note="", now=NOW)
    assert store.volume.worth() == {"w": WatchWorth(NOW, 1, 1)}

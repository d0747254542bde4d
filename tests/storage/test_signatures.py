"""Near-duplicates by their bands, in a real database: SQLite always, PostgreSQL where its server can be started."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.makers import NOW
from support.reports import TITLE, record_reports, report
from support.stored import near_entries

from rules.model import Entry, Join, Reason
from rules.stories.join import join
from storage import Judged, Seen, Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def article(*sentences: int, lede: str = "") -> str:
    """A long text of numbered sentences, each unlike the others."""
    words = [
        f"On day {n} the {n * 7}th crew of pier {n % 13} welded plate {n * 31} beside mast {n * 17}."
        for n in sentences
    ]
    return " ".join([lede, *words]).strip()


def test_an_article_with_a_lede_and_headline_of_its_own_is_found_by_its_body(store: Store) -> None:
    body = range(100, 180)
    own = article(*range(300, 325))
    record_reports(store, report("a", text=article(*body)))
    copy = report(
        "b",
        "A winter at the yard, told by its welders",
        2,
        text=article(*body, lede=own),
        feed="two",
        outlet="B",
    )
    other = report(
        "c",
        "A spring at another yard, by its cooks",
        2,
        text=article(*range(500, 580)),
        feed="two",
        outlet="B",
    )
    (found,) = near_entries(store, copy, NOW)
    joined = join(copy, [found], NOW)
    assert (joined.level, joined.same_as) == ("b", "a")
    assert all(join(other, [near], NOW).level == "new" for near in near_entries(store, other, NOW))


def near(store: Store, entry: Entry) -> list[str]:
    return [c.entry.id for c in near_entries(store, entry, NOW)]


def test_near_entries_are_found_by_their_bands_within_a_week(store: Store) -> None:
    others = [report(f"o{n}", f"Council number {n} votes to plant {n} hundred trees") for n in range(30)]
    record_reports(store, report("a"), *others, report("old", hours=-200))
    assert near(store, report("q", f"UPDATE 1-{TITLE.replace('broke', 'breaks')}", hours=1)) == ["a"]
    assert near(store, report("q", "Fifty new lamps for the old bridge")) == []
    assert "a" not in near(store, report("a"))


def test_an_article_number_finds_what_words_do_not(store: Store) -> None:
    record_reports(store, report("a", url="https://example.com/old-words-12345678"))
    assert near(store, report("q", "Words of another kind", url="https://example.com/new-12345678.html")) == [
        "a"
    ]


def test_a_changed_version_is_found_by_its_new_words_too(store: Store) -> None:
    record_reports(store, report("a"))
    new = report("a", "Bridge opened to ferry passengers at no cost while the ramp is mended")
    join = Join(story="a", level="a", same_as="a", score=1.0, reason=Reason("version", ""))
    seen = Seen(entry=new, state="changed", version=2, story="a")
    store.record(
        [Judged(seen=seen, matches=(), join=join, decisions=(), quiet=False, rules_version="1")], NOW
    )
    assert near(store, report("q", new.title)) == ["a"]
    assert near(store, report("q", TITLE)) == ["a"]


def test_the_likest_of_many_comes_first(store: Store) -> None:
    record_reports(store, *(report(f"e{n}", f"{TITLE} number {n}") for n in range(60)))
    record_reports(store, replace(report("exact"), title=f"{TITLE} for ten days"))
    assert near(store, report("q", f"{TITLE} for ten days"))[0] == "exact"

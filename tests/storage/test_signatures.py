"""Bands, events and splits in a real database: SQLite always, PostgreSQL where its server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.stored import near_entries

from rules.model import Decision, Entry, Join, Reason
from rules.stories.join import join
from storage import Judged, Seen, Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TITLE = "Ferry between the harbours stopped after a storm broke the ramp"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    location = str(tmp_path / "w.db")
    if request.param == "postgresql":
        location = request.getfixturevalue("postgresql")()
    opened = Store.open(location, create=True)
    yield opened
    opened.close()


def entry(name: str, title: str = TITLE, hours: float = 0, **more: str) -> Entry:
    at = NOW + timedelta(hours=hours)
    return Entry(id=name, title=title, feed=more.pop("feed", "one"), published=at, fetched=at, **more)


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
    record(store, entry("a", text=article(*body)))
    copy = entry(
        "b",
        "A winter at the yard, told by its welders",
        2,
        text=article(*body, lede=own),
        feed="two",
        outlet="B",
    )
    other = entry(
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


def record(store: Store, *entries: Entry, matched: bool = False, story: str | None = None) -> None:
    decided = (Decision(watch="w", action="threaded", reason=Reason("story_told", "")),) if matched else ()
    level = "b" if story else "new"
    join = Join(story=story, level=level, same_as=story, score=0.9, reason=Reason("r", "why"))  # type: ignore[arg-type]
    store.record(
        [
            Judged(
                seen=Seen(entry=e, state="new"),
                matches=(),
                join=join,
                decisions=decided,
                quiet=False,
                rules_version="1",
            )
            for e in entries
        ],
        NOW,
    )


def near(store: Store, one: Entry) -> list[str]:
    return [c.entry.id for c in near_entries(store, one, NOW)]


def test_near_entries_are_found_by_their_bands_within_a_week(store: Store) -> None:
    others = [entry(f"o{n}", f"Council number {n} votes to plant {n} hundred trees") for n in range(30)]
    record(store, entry("a"), *others, entry("old", hours=-200))
    assert near(store, entry("q", f"UPDATE 1-{TITLE.replace('broke', 'breaks')}", hours=1)) == ["a"]
    assert near(store, entry("q", "Fifty new lamps for the old bridge")) == []
    assert "a" not in near(store, entry("a"))


def test_an_article_number_finds_what_words_do_not(store: Store) -> None:
    record(store, entry("a", url="https://example.com/old-words-12345678"))
    assert near(store, entry("q", "Words of another kind", url="https://example.com/new-12345678.html")) == [
        "a"
    ]


def test_a_changed_version_is_found_by_its_new_words_too(store: Store) -> None:
    record(store, entry("a"))
    new = entry("a", "Bridge opened to ferry passengers at no cost while the ramp is mended")
    join = Join(story="a", level="a", same_as="a", score=1.0, reason=Reason("version", ""))
    seen = Seen(entry=new, state="changed", version=2, story="a")
    store.record(
        [Judged(seen=seen, matches=(), join=join, decisions=(), quiet=False, rules_version="1")], NOW
    )
    assert near(store, entry("q", new.title)) == ["a"]
    assert near(store, entry("q", TITLE)) == ["a"]


def test_matched_entries_alone_are_reports_of_events_and_outlive_a_restart(store: Store) -> None:
    record(store, entry("a", outlet="One"), matched=True)
    record(store, entry("b", "Council votes to plant nine hundred trees", outlet="One"))
    events = store.entries.events(NOW)
    assert events.nearest(entry("q", "Storm breaks ramp, ferry stopped", outlet="Two"), NOW) is not None
    assert events.nearest(entry("q", "Nine hundred trees planted by council", outlet="Two"), NOW) is None


def test_what_a_failed_transaction_added_is_forgotten(store: Store) -> None:
    query = entry("q", "Storm breaks ramp, ferry stopped", outlet="Two")
    events = store.entries.events(NOW)

    def fail() -> None:
        with store.transaction():
            store.entries.candidates([entry("a", outlet="One")], NOW).add(
                entry("a", outlet="One"), "a", matched=True
            )
            assert events.nearest(query, NOW) is not None
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    assert store.entries.events(NOW).nearest(query, NOW) is None
    assert near(store, query) == []


def test_entries_of_one_poll_see_each_other(store: Store) -> None:
    with store.transaction():
        candidates = store.entries.candidates([entry("a"), entry("b")], NOW)
        candidates.add(entry("a"), "a", matched=False)
        found = candidates.of(entry("b", TITLE.replace("broke", "breaks")))
    assert [c.entry.id for c in found] == ["a"]


def test_a_split_parts_what_copied_the_entry_from_what_only_told_the_same(store: Store) -> None:
    record(store, entry("a"))
    record(store, entry("b", hours=1, feed="two"), story="a")
    assert store.stories.split("a", NOW) is None
    parted = store.stories.split("b", NOW)
    assert parted is not None
    assert (parted.was, parted.now, parted.moved) == ("a", "b", ("b",))
    assert [link.level for link in store.stories.links("b")] == ["new"]
    assert store.stories.find() == []


def test_the_likest_of_many_comes_first(store: Store) -> None:
    record(store, *(entry(f"e{n}", f"{TITLE} number {n}") for n in range(60)))
    record(store, replace(entry("exact"), title=f"{TITLE} for ten days"))
    assert near(store, entry("q", f"{TITLE} for ten days"))[0] == "exact"


def test_of_thousands_that_are_alike_as_many_are_compared_as_of_a_few(store: Store) -> None:
    """Else a document of like items takes time by the square of their number."""
    record(store, *(entry(f"s{n}", "The same headline of a page gone wrong") for n in range(100)))
    entries = [entry(f"e{n}", f"The same headline of a page gone wrong {n % 9}") for n in range(300)]
    found = store.entries.candidates(entries, NOW)
    for one in entries:
        assert len(found.of(one)) <= 100
        found.add(one, one.id, matched=False)
    last = found.of(entries[-1])
    # The newest of those with its own headline are among them: a copy is still found.
    assert {one.entry.id for one in last if one.entry.title == entries[-1].title} >= {"e290", "e281", "e272"}

"""Purges forget texts and messages with time, and never that an entry was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Column, MetaData, Table, select, text
from support.makers import NOW, entry, judged
from support.stored import stored_entry, unseen

from rules.model import RuleSet, RuleSource
from storage import Outcome, Payload, Purged, Store, retention
from storage.tables import BAND, DELIVERY, ENTRY, RULES, SIGNATURE

YEAR = timedelta(days=365)
WORDS = "The ferry to the northern islands was stopped this morning after a short fire in its engine room"


def record_story(
    store: Store, name: str, age: timedelta, *, story: str | None = None, sent: bool = True
) -> None:
    """Records an entry of that age with all that may belong to it: a former version, matches, an alert."""
    then = NOW - age
    written = entry(name, text=f"{WORDS} of number {name}, so that it is like no other text.", fetched=then)
    store.record([judged(written, story=story)], then)
    changed = replace(written, title=f"{written.title}, corrected")
    store.record([judged(changed, story=story or name, state="changed", version=2)], then)
    if sent:
        for delivery in store.outbox.claim(then, 10):
            store.outbox.freeze({delivery.id: Payload(subject="s", text="t")})
            store.outbox.mark(delivery.id, Outcome(state="sent", reason="ok"), then)


def numbers(store: Store, table: Table, column: Column) -> list:  # type: ignore[type-arg]
    return list(store._db.conn.execute(select(column).select_from(table)).scalars())


def test_nothing_is_left_that_hangs_from_what_was_forgotten(store: Store) -> None:
    for number in range(5):
        record_story(store, f"old{number}", 2 * YEAR)
    record_story(store, "new", timedelta(days=3))
    purged = store.purge(NOW - YEAR)
    assert purged == Purged(texts=5, versions=5, matches=10, signatures=5, payloads=10, attempts=10)
    conn = store._db.conn
    assert conn.execute(text("PRAGMA foreign_key_check")).all() == []
    assert len(numbers(store, SIGNATURE, SIGNATURE.c.no)) == 1
    assert set(numbers(store, BAND, BAND.c.no)) == set(numbers(store, SIGNATURE, SIGNATURE.c.no)) == {6}
    tables = MetaData()
    tables.reflect(bind=conn)
    cleared = {"entry_version", "match", "signature", "band", "attempt", "trouble", "mute", "audit"}
    stays = {
        "feed",
        "entry",
        "alert",
        "alert_watch",
        "decision",
        "delivery",
        "verdict",
        "word_count",
        "silence_verdict",
        "acknowledgement",
        "searchable",
        "last_look",  # one number a reader
        "daemon",  # which runs
        "shared_feed",  # what is in force
        "script_token",  # until it is removed
        "token",  # words, without the entries that held them
    }
    assert set(tables.tables) == cleared | stays | {"rules_version", "alembic_version"}, (
        "does it hold old texts?"
    )
    for name in ("entry_version", "match", "signature"):
        assert set(numbers(store, tables.tables[name], tables.tables[name].c.entry)) <= {"new"}, name
    stories = set(numbers(store, ENTRY, ENTRY.c.story))
    assert stories <= set(numbers(store, ENTRY, ENTRY.c.id))
    digests = [digest for digest in numbers(store, DELIVERY, DELIVERY.c.digest) if digest is not None]
    assert set(digests) <= set(numbers(store, DELIVERY, DELIVERY.c.id))
    assert store.purge(NOW - YEAR) == Purged(), "there is nothing more to forget"
    assert len(store.matches("new")) == 2


def test_what_tells_new_from_known_stays_for_ever(store: Store) -> None:
    record_story(store, "old", 2 * YEAR)
    before, known = store.alerts.accounts(), stored_entry(store, "old")
    store.purge(NOW - YEAR)
    after = stored_entry(store, "old")
    assert after == replace(known, text="")
    facts = store.facts("old")
    assert (facts["version"], facts["story"]) == (2, "old")
    shown = entry(
        "old",
        title="Title of old, corrected",
        text=f"{WORDS} of number old, so that it is like no other text.",
    )
    assert unseen(store, [shown]) == [], "the feed still shows it, and it is neither new nor changed"
    assert store.alerts.history(["old"])["old"].alerted == {"w"}
    assert store.alerts.accounts() == before


def test_a_story_that_is_still_told_of_keeps_its_texts(store: Store) -> None:
    record_story(store, "first", 2 * YEAR)
    record_story(store, "latest", timedelta(days=2), story="first")
    assert store.purge(NOW - YEAR).texts == 0
    assert stored_entry(store, "first").text != ""
    assert len(store.matches("first")) == 2


def test_an_entry_of_which_something_is_still_to_be_sent_keeps_its_text(store: Store) -> None:
    record_story(store, "held", 2 * YEAR, sent=False)
    assert store.purge(NOW - YEAR) == Purged()
    assert stored_entry(store, "held").text != ""


def test_numbers_of_forgotten_entries_are_never_given_to_new_ones(store: Store) -> None:
    for number in range(3):
        record_story(store, f"old{number}", 2 * YEAR)
    store.purge(NOW - YEAR)
    record_story(store, "new", timedelta(0))
    assert max(numbers(store, SIGNATURE, SIGNATURE.c.no)) == 4


def test_a_large_store_is_forgotten_in_steps_of_one_transaction_each(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_STEP", 10)
    monkeypatch.setattr(retention, "_BANDS_STEP", 50)
    old = [entry(f"e{n}", text=f"{WORDS} {n} {n * n}", fetched=NOW - 2 * YEAR) for n in range(45)]
    store.record([judged(written, tell=()) for written in old], NOW - 2 * YEAR)
    steps = list(store.purging(NOW - YEAR))
    assert [step.texts for step in steps if step.texts] == [10, 10, 10, 10, 5]
    assert set(numbers(store, BAND, BAND.c.no)) == {45}
    assert sum(steps, Purged()).signatures == 44


def test_a_purge_forgets_what_was_said_and_not_that_it_was_there(store: Store) -> None:
    text = "A text that is long enough to be told from any other text by its words alone, as it should be."
    old = entry("old", text=text, url="https://news.example/old")
    store.record([judged(old)], NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    store.outbox.freeze({delivery.id: Payload(subject="s", text="t")})
    store.outbox.mark(delivery.id, Outcome(state="sent", reason="ok"), NOW)
    later = NOW + timedelta(days=100)
    store.record([judged(entry("new", fetched=later))], later)
    before = store.alerts.accounts()
    purged = store.purge(later - timedelta(days=30))
    assert (purged.texts, purged.matches, purged.payloads, purged.attempts) == (1, 1, 1, 1)
    assert stored_entry(store, "old").text == ""
    assert unseen(store, [old]) == [], "it is still known, and unchanged"
    assert store.alerts.history(["old"])["old"].alerted == {"w"}
    assert store.alerts.accounts() == before
    assert stored_entry(store, "new").text == "Text."
    assert len(store.matches("new")) == 1


def test_what_is_still_to_be_sent_is_never_purged(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    store.outbox.freeze({delivery.id: Payload(subject="s", text="t")})
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="later"), NOW)
    store.purge(NOW + timedelta(days=100))
    assert store.outbox.all()[0].payload is not None


def test_editions_of_the_rules_go_with_what_they_decided(store: Store) -> None:
    def load(version: str, age: timedelta) -> None:
        store.record_rules(
            RuleSet(version=version, sources=(RuleSource("a.yaml", "d", True, "text"),)), NOW - age
        )

    def decide(version: str, name: str, age: timedelta) -> None:
        written = replace(judged(entry(name, fetched=NOW - age), tell=()), rules_version=version)
        store.record([written], NOW - age)

    for version, age in (
        ("idle", 3 * YEAR),
        ("old", 2 * YEAR),
        ("used", 2 * YEAR),
        ("now", 2 * YEAR - timedelta(1)),
    ):
        load(version, age)
    decide("old", "e1", 2 * YEAR)
    decide("used", "e2", timedelta(days=9))
    store.purge(NOW - YEAR)
    assert sorted(numbers(store, RULES, RULES.c.version)) == ["now", "used"]
    load("newest", timedelta(0))
    store.purge(NOW - YEAR)
    assert sorted(numbers(store, RULES, RULES.c.version)) == ["newest", "used"]

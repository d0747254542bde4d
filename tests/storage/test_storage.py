"""Storage, on real SQLite files."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, select, text, update
from support.makers import NOW, entry, judged, match

from rules.model import RuleSet, RuleSource
from rules.stories.keys import KeyMemory
from storage import FeedSetting, Outcome, Payload, Store, StoreError
from storage.database import migrate
from storage.database.bulk import among, execute_rows
from storage.database.engine import Database, describe, resolve_url
from storage.tables import ENTRY


def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    one = entry(
        published=NOW - timedelta(hours=1), url="https://example.com/a?utm_source=x", lang="es", guid="g"
    )
    store.record([judged(one)], NOW)
    assert store.entries.get("e1") == one


def test_the_keys_of_an_entry_are_remembered_until_it_is_stored(tmp_path: Path) -> None:
    keys = KeyMemory()
    store = Store.open(str(tmp_path / "keys.db"), create=True, keys=keys)
    store.entries.candidates([entry()], NOW)
    assert entry() in keys
    store.record([judged(entry())], NOW)
    assert entry() not in keys
    store.close()


def test_a_known_entry_is_unseen_only_after_it_changed(store: Store) -> None:
    store.record([judged(entry())], NOW)
    assert store.entries.unseen([entry()]) == []
    (changed,) = store.entries.unseen([entry(text="Other text.")])
    assert (changed.state, changed.version, changed.story) == ("changed", 2, "e1")


def test_of_entries_sharing_an_id_in_one_document_the_last_counts(store: Store) -> None:
    (seen,) = store.entries.unseen([entry(text="first"), entry(text="last")])
    assert seen.entry.text == "last"


def test_a_changed_version_keeps_what_the_entry_said_before(store: Store) -> None:
    store.record([judged(entry())], NOW)
    store.record([judged(entry(text="New."), story="e1", state="changed", version=2, tell=())], NOW)
    assert [(v["version"], v["text"]) for v in store.versions("e1")] == [(1, "Text.")]
    assert store.entries.get("e1").text == "New."
    assert store.facts("e1")["version"] == 2


def test_matches_come_back_with_their_spans_and_tokens(store: Store) -> None:
    store.record([judged(entry())], NOW)
    assert store.matches("e1") == [(1, match())]


def test_history_knows_the_watches_that_alerted_and_the_destinations_that_were_told(store: Store) -> None:
    store.record([judged(entry())], NOW)
    history = store.alerts.history(["e1", "other"])
    assert history["e1"].alerted == {"w"}
    assert history["e1"].told == {"desk"}
    assert history["other"].alerted == frozenset()


def test_a_dead_delivery_told_nobody(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    store.outbox.mark(delivery.id, Outcome(state="dead", reason="refused"), NOW)
    assert store.alerts.history(["e1"])["e1"].told == frozenset()


def test_candidates_share_an_address_a_text_or_a_title(store: Store) -> None:
    long = "A text that is long enough to be told from any other text by its words alone, as it should be."
    first = entry("e1", url="https://www.example.com/a", text=long)
    store.record([judged(first, tell=())], NOW)
    later = NOW + timedelta(days=30)
    for twin in (
        entry("e2", title="Another", url="http://m.example.com/a/?utm_medium=rss"),
        entry("e3", title=first.title, text=long, feed="two"),
        entry("e4", title=first.title, text=""),
    ):
        found = store.entries.candidates([twin], later).of(twin)
        assert [candidate.entry.id for candidate in found] == ["e1"], twin.id


def test_candidates_grow_with_the_entries_of_the_same_poll(store: Store) -> None:
    first, twin = (
        entry("e1", url="https://example.com/a"),
        entry("e2", url="https://example.com/a", title="B"),
    )
    pool = store.entries.candidates([first, twin], NOW)
    pool.add(first, "e1", matched=False)
    assert [c.entry.id for c in pool.of(twin)] == ["e1"]
    assert pool.of(first) == []


def test_an_entry_is_found_by_id_address_and_words_of_its_title(store: Store) -> None:
    store.record([judged(entry(url="https://www.example.com/a", title="Talks on border security"))], NOW)
    for words in ("e1", "https://www.example.com/a", "http://example.com/a?utm_source=rss", "SECURITY talks"):
        assert [one.id for one in store.entries.find(words)] == ["e1"], words
    assert store.entries.find("nothing of this") == []
    assert store.entries.find("100%") == []


def test_a_delivery_is_claimed_once_and_marked_with_its_reason(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    assert (delivery.state, delivery.attempts) == ("sending", 1)
    assert store.outbox.claim(NOW, 10) == []
    later = NOW + timedelta(minutes=1)
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="refused"), NOW, later)
    assert store.outbox.claim(NOW, 10) == []
    (again,) = store.outbox.claim(later, 10)
    assert (again.attempts, again.last_error) == (2, "refused")


def test_a_released_delivery_is_as_if_it_had_not_been_claimed(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    store.outbox.release([delivery.id], NOW)
    (again,) = store.outbox.claim(NOW, 10)
    assert again.attempts == 1


def test_a_frozen_payload_comes_back_with_the_claim(store: Store) -> None:
    store.record([judged(entry())], NOW)
    (delivery,) = store.outbox.claim(NOW, 10)
    payload = Payload(subject="S", text="T", thread="t")
    store.outbox.freeze({delivery.id: payload})
    store.outbox.release([delivery.id], NOW)
    assert store.outbox.claim(NOW, 10)[0].payload == payload


def test_the_same_delivery_cannot_be_written_twice(store: Store) -> None:
    store.record([judged(entry())], NOW)
    with pytest.raises(StoreError, match="UNIQUE"):
        store.record([judged(entry(), story="e1", state="changed", version=2)], NOW)


def test_a_poll_that_breaks_leaves_nothing_behind(store: Store) -> None:
    def poll() -> None:
        with store.transaction():
            store.record([judged(entry())], NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        poll()
    assert store.entries.get("e1") is None
    assert store.outbox.all() == []


def test_accounts_add_up(store: Store) -> None:
    store.record([judged(entry()), judged(entry("e2"), tell=("desk", "chat"))], NOW)
    accounts = store.alerts.accounts()
    assert accounts["pairs"] == {"matched": 2, "alerted": 2, "threaded": 0, "suppressed": 0}
    assert accounts["deliveries"]["created"] == accounts["deliveries"]["pending"] == 3


def test_feeds_follow_the_config_and_keep_their_history(store: Store) -> None:
    def setting(name: str, url: str = "https://example.com/rss") -> FeedSetting:
        return FeedSetting(name=name, url=url, interval=900, start_at=NOW)

    store.feeds.sync([setting("a"), setting("b")])
    store.feeds.record("a", etag='"1"', first_polled=NOW, next_at=NOW + timedelta(minutes=15))
    store.feeds.sync([setting("a")])
    assert [feed.name for feed in store.feeds.all()] == ["a"]
    assert store.feeds.get("a").etag == '"1"'
    store.feeds.sync([setting("a", "https://example.com/new")])
    moved = store.feeds.get("a")
    assert (moved.etag, moved.first_polled, moved.next_at) == (None, NOW, NOW)


def test_due_feeds_come_longest_overdue_first_and_are_not_due_while_they_are_polled(store: Store) -> None:
    settings = [
        FeedSetting(name=f"f{n}", url="u", interval=60, start_at=NOW - timedelta(minutes=n)) for n in range(4)
    ]
    store.feeds.sync(settings)
    assert [feed.name for feed in store.feeds.due(NOW, 2)] == ["f3", "f2"]
    assert [feed.name for feed in store.feeds.due(NOW, 2)] == ["f1", "f0"]
    assert store.feeds.due(NOW - timedelta(hours=1), 9) == []


def test_a_round_claims_each_feed_once_whether_due_or_not(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    store.feeds.sync([FeedSetting(name=f"f{n}", url="u", interval=60, start_at=later) for n in range(3)])
    assert store.feeds.due(NOW) == []
    polled = store.feeds.due(NOW, 2, unless_since=NOW)
    store.feeds.finish([replace(state, last_poll=NOW) for state in polled])
    polled += store.feeds.due(NOW, 2, unless_since=NOW)
    assert sorted(state.name for state in polled) == ["f0", "f1", "f2"]
    store.feeds.finish([replace(state, last_poll=NOW) for state in polled[2:]])
    assert store.feeds.due(NOW, unless_since=NOW) == []


def test_rules_are_kept_once_and_their_end_marks_remembered(store: Store) -> None:
    rules = RuleSet(version="v1", sources=(RuleSource("a.yaml", "d", True, "version: 1\n...\n"),))
    store.record_rules(rules, NOW)
    store.record_rules(rules, NOW)
    assert store.ended_sources() == {"a.yaml"}


def test_a_second_owner_of_a_store_is_refused_with_the_first_ones_process(path: Path, store: Store) -> None:
    store.lock()
    other = Store.open(str(path))
    with pytest.raises(StoreError, match=r"another wirewatch \(process \d+\)"):
        other.lock()
    store.close()
    other.lock()
    other.close()


def test_reading_never_waits_for_the_writer(path: Path, store: Store) -> None:
    other = Store.open(str(path))
    with store.transaction():
        store.record([judged(entry())], NOW)
        assert other.entries.get("e1") is None
    assert other.entries.get("e1") is not None
    other.close()


def test_threads_that_read_then_write_lose_no_update(path: Path, store: Store) -> None:
    store.feeds.sync([FeedSetting(name="a", url="u", interval=1, start_at=NOW)])

    def count() -> None:
        mine = Store.open(str(path))
        for _ in range(15):
            with mine.transaction():
                mine.feeds.record("a", errors=mine.feeds.get("a").errors + 1)
        mine.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.feeds.get("a").errors == 60


def test_a_missing_store_says_how_to_make_one(path: Path) -> None:
    with pytest.raises(StoreError, match="run --once"):
        Store.open(str(path))


def test_a_file_that_is_no_database_is_refused_plainly(path: Path) -> None:
    path.write_bytes(b"this is no database, however long it may be" * 50)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(str(path), create=True)


def test_a_store_of_another_version_is_refused_with_the_way_out(path: Path, store: Store) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="db upgrade"):
        Store.open(str(path))


def test_the_head_revision_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parents[1] / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD


def test_migrated_tables_are_those_of_the_models(path: Path, store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    db = Database(resolve_url(str(path)))
    assert compare_metadata(MigrationContext.configure(db.conn), SQLModel.metadata) == []
    db.close()


def test_a_migration_that_breaks_leaves_the_database_as_it_was(path: Path, monkeypatch) -> None:
    db = Database(resolve_url(str(path)))
    real = migrate._run

    def broken(conn, target):
        real(conn, target)
        raise RuntimeError("the power went")

    monkeypatch.setattr(migrate, "_run", broken)
    with pytest.raises(RuntimeError):
        migrate.upgrade(db)
    assert db.conn.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    db.close()


def test_housekeeping_keeps_everything(store: Store) -> None:
    store.record([judged(entry())], NOW)
    store.tidy()
    assert store.entries.get("e1") == entry()


def test_a_link_to_the_file_is_the_same_store_to_the_lock(path: Path, store: Store) -> None:
    store.lock()
    link = path.with_name("link.db")
    link.symlink_to(path)
    other = Store.open(str(link))
    with pytest.raises(StoreError, match="another wirewatch"):
        other.lock()
    other.close()


def test_a_place_where_no_store_can_be_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be used"):
        Store.open(str(tmp_path / "file" / "store.db"), create=True)


def test_a_store_of_a_newer_wirewatch_is_left_alone(path: Path, store: Store) -> None:
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    with pytest.raises(StoreError, match="newer"):
        Store.open(str(path), create=True)


def test_a_poll_of_an_address_that_was_edited_meanwhile_leaves_the_new_one_alone(store: Store) -> None:
    def setting(url: str) -> FeedSetting:
        return FeedSetting(name="one", url=url, interval=60, start_at=NOW)

    store.feeds.sync([setting("https://old.example/rss")])
    (polled,) = store.feeds.due(NOW)
    store.feeds.sync([setting("https://new.example/rss")])
    later = NOW + timedelta(hours=1)
    store.feeds.finish([replace(polled, etag='"old"', moved_to="https://old.example/feed", next_at=later)])
    (again,) = store.feeds.due(NOW)
    assert (again.url, again.etag, again.moved_to) == ("https://new.example/rss", None, None)


def test_a_password_in_the_query_of_a_url_is_not_shown() -> None:
    url = resolve_url(
        "postgresql://user:first-secret@127.0.0.1:1/db?password=second-secret&sslpassword=third-secret"
    )
    assert "secret" not in describe(url)


def test_after_a_jump_of_the_clock_nothing_is_further_off_than_it_was_to_wait(store: Store) -> None:
    hour = timedelta(hours=1)
    store.feeds.sync([FeedSetting(name=name, url="u", interval=60.0, start_at=NOW) for name in ("a", "b")])
    store.outbox.add("k", "desk", Payload(subject="s", text="t"), NOW)
    (delivery,) = store.outbox.claim(NOW, 1)
    waits = NOW + timedelta(seconds=20)
    store.outbox.mark(delivery.id, Outcome(state="retry", reason="r"), NOW, waits)
    # Feed b was polled after the clock had been set, and before that was noticed.
    next_at = {"a": NOW + timedelta(seconds=30), "b": NOW + hour + timedelta(seconds=60)}
    store.feeds.finish([replace(feed, next_at=next_at[feed.name]) for feed in store.feeds.due(NOW)])
    store.shift(hour, NOW + hour)
    assert {feed.name: feed.next_at - NOW - hour for feed in store.feeds.all()} == {
        "a": timedelta(seconds=30),
        "b": timedelta(seconds=60),
    }
    assert store.outbox.next_at() == waits + hour
    store.shift(timedelta(0), NOW - hour)  # a start, after the clock was set back while nothing ran
    assert {feed.next_at - NOW + hour for feed in store.feeds.all()} == {timedelta(seconds=60)}
    assert store.outbox.next_at() <= NOW - hour + timedelta(seconds=3620)


def test_rows_are_written_by_the_driver_as_sqlalchemy_writes_them(store: Store) -> None:
    """Every kind of column: text, none, times, numbers, booleans and JSON."""
    one = entry("e1", published=NOW, guid=None, text="Ébrard \N{GRINNING FACE}", lang="es")
    store.record([judged(one)], NOW)
    assert store.entries.get("e1") == one
    [row] = store._db.conn.execute(text("SELECT quiet, join_reason, version FROM entry")).all()
    assert row == (0, '{"code": "r", "text": "why", "data": {}}', 1)


def test_a_statement_says_which_of_its_parameters_are_missing(store: Store) -> None:
    statement = update(ENTRY).where(ENTRY.c.id == bindparam("this")).values(feed=bindparam("to"))
    with pytest.raises(ValueError, match="missing: this"), store._db.write() as conn:
        execute_rows(conn, statement, [{"to": "one"}])


def test_thousands_of_keys_are_looked_up_by_the_index(store: Store) -> None:
    store.record([judged(entry(f"e{n}")) for n in range(3)], NOW)
    keys = [f"e{n}" for n in range(2, 40_000)]
    query = select(ENTRY.c.id).where(among(ENTRY.c.id, keys, sqlite=True))
    assert store._db.conn.execute(query).scalars().all() == ["e2"]
    sql = str(query.compile(dialect=store._db.engine.dialect))
    plan = store._db.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ('["e1"]',)).all()
    assert any("SEARCH entry USING" in step[-1] for step in plan)
